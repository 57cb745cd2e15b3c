"""Which countries short articles are about: entries of countries.toml, sentences of mentioned.toml that tell of a country or only
mention it, and whole articles of about.txt with their relations."""

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

MENTIONED = tomllib.loads((Path(__file__).parent / "mentioned.toml").read_text(encoding="utf-8"))["articles"]

ABOUT = re.findall(
    r"(?ms)^## (\w+) ([A-Z,]+)\n(.*?)(?=^## |\Z)", (Path(__file__).parent / "about.txt").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["title"])
def test_the_countries_of_an_article_are_those_it_is_about(article: dict[str, Any]) -> None:
    document, zones = made(*article["paragraphs"], title=article["title"])
    found = find_countries(document, zones, {"zh": "zh-hans"}.get(article["language"], article["language"]))
    assert sorted(fact.code for fact in found) == article["countries"]


@pytest.mark.parametrize(
    ("article", "sentence"), [(article, sentence) for article in MENTIONED for sentence in article["passing"]]
)
def test_a_country_that_a_sentence_of_the_lead_only_mentions_is_none_of_the_article(
    article: dict[str, Any], sentence: str
) -> None:
    assert _told(article, more=sentence) == article["countries"]


@pytest.mark.parametrize(("article", "title"), [(article, title) for article in MENTIONED for title in article.get("titles", ())])
def test_what_is_called_after_a_place_shows_no_country_in_a_title(article: dict[str, Any], title: str) -> None:
    assert _told(article, title=title) == article["countries"]


@pytest.mark.parametrize(
    ("article", "country", "sentence"), [(article, *told) for article in MENTIONED for told in article["telling"].items()]
)
def test_a_country_that_a_sentence_of_the_lead_tells_of_is_one_of_the_article(
    article: dict[str, Any], country: str, sentence: str
) -> None:
    assert _told(article, more=sentence) == sorted([*article["countries"], country])


def _told(article: dict[str, Any], *, title: str | None = None, more: str = "") -> list[str]:
    lead, *others = article["paragraphs"]
    between = "" if article["language"] in ("zh", "ja") else " "
    document, zones = made(f"{lead}{between}{more}" if more else lead, *others, title=title or article["title"])
    found = find_countries(document, zones, {"zh": "zh-hans"}.get(article["language"], article["language"]))
    return sorted(fact.code for fact in found)


@pytest.mark.parametrize(("language", "countries", "text"), ABOUT, ids=[text.partition("\n")[0] for *_, text in ABOUT])
def test_parties_and_scenes_make_the_countries_of_an_article(language: str, countries: str, text: str) -> None:
    found = extract(text.encode(), "article.txt")
    assert (found.language or "").startswith(language)
    assert sorted(fact.code for fact in found.countries) == countries.split(",")
