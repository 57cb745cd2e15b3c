"""Which countries short articles are about: entries of countries.toml, and whole articles of about.txt with their relations."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from portal.extraction.extract import extract
from portal.extraction.places import find_countries
from tests.extraction.made import made

ARTICLES = tomllib.loads((Path(__file__).parent / "countries.toml").read_text(encoding="utf-8"))["articles"]

ABOUT = re.findall(
    r"(?ms)^## (\w+) ([A-Z,]+)\n(.*?)(?=^## |\Z)", (Path(__file__).parent / "about.txt").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["title"])
def test_the_countries_of_an_article_are_those_it_is_about(article: dict[str, Any]) -> None:
    document, zones = made(*article["paragraphs"], title=article["title"])
    found = find_countries(document, zones, {"zh": "zh-hans"}.get(article["language"], article["language"]))
    assert sorted(fact.code for fact in found) == article["countries"]


@pytest.mark.parametrize(("language", "countries", "text"), ABOUT, ids=[text.partition("\n")[0] for *_, text in ABOUT])
def test_parties_and_scenes_make_the_countries_of_an_article(language: str, countries: str, text: str) -> None:
    found = extract(text.encode(), "article.txt")
    assert (found.language or "").startswith(language)
    assert sorted(fact.code for fact in found.countries) == countries.split(",")
