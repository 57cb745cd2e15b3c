"""The sample articles and their answers belong together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from partnerships.models.events import EventKind
from partnerships.models.opportunities import OpportunityKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus
from portal.extraction.documents import read_document

ARTICLES = Path(__file__).resolve().parents[2] / "demo" / "articles"
NAMES = sorted(file.name.removesuffix(".gold.json") for file in ARTICLES.glob("*.gold.json"))


def read(name: str) -> tuple[dict[str, object], str]:
    """The answers for one article, and its text as the portal reads it, without white space."""
    (source,) = (file for file in ARTICLES.glob(f"{name}.*") if not file.name.endswith(".gold.json"))
    text = read_document(source.read_bytes(), source.name).text
    return json.loads((ARTICLES / f"{name}.gold.json").read_text(encoding="utf-8")), squeezed(text)


def squeezed(text: str) -> str:
    """Without white space, and without hyphens, which a PDF puts at the ends of lines."""
    return "".join(text.split()).replace("-", "").casefold()


def test_every_article_has_its_answers() -> None:
    articles = {file.name.partition(".")[0] for file in ARTICLES.iterdir() if not file.name.endswith(".gold.json")}
    assert articles == set(NAMES)
    assert len(NAMES) >= 14


@pytest.mark.parametrize("name", NAMES)
def test_answers_stand_in_the_article(name: str) -> None:
    gold, text = read(name)
    for paragraph in gold["body"]:
        assert squeezed(paragraph) in text
    for names in (*gold["organisations"], *gold["people"]):
        assert any(squeezed(form) in text for form in names), names


@pytest.mark.parametrize("name", NAMES)
def test_answers_use_the_vocabulary(name: str) -> None:
    gold, _text = read(name)
    for partnership in gold["partnerships"]:
        assert set(partnership["kind"]) <= set(PartnershipKind.values)
        assert set(partnership["status"]) <= set(PartnershipStatus.values)
    assert {kind for event in gold["events"] for kind in event["kind"]} <= set(EventKind.values)
    assert {kind for opportunity in gold["opportunities"] for kind in opportunity["kind"]} <= set(OpportunityKind.values)
