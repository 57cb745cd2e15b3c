"""Which countries short articles are about: each an entry of countries.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from portal.extraction.places import find_countries
from tests.extraction.made import made

ARTICLES = tomllib.loads((Path(__file__).parent / "countries.toml").read_text(encoding="utf-8"))["articles"]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["title"])
def test_the_countries_of_an_article_are_those_it_is_about(article: dict[str, Any]) -> None:
    document, zones = made(*article["paragraphs"], title=article["title"])
    found = find_countries(document, zones, {"zh": "zh-hans"}.get(article["language"], article["language"]))
    assert sorted(fact.code for fact in found) == article["countries"]
