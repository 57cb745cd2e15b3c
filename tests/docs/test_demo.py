"""The sample articles and their answers belong together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from partnerships.models.events import EventKind
from partnerships.models.opportunities import OpportunityKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus
from portal.extraction.documents import read_document
from portal.extraction.extract import extract
from portal.extraction.types import Extraction

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


@pytest.fixture(scope="module")
def readings() -> dict[str, Extraction]:
    """The portal's own reading of every sample article."""
    articles = (file for file in sorted(ARTICLES.iterdir()) if not file.name.endswith(".gold.json"))
    return {file.name.partition(".")[0]: extract(file.read_bytes(), file.name) for file in articles}


@pytest.mark.parametrize(
    ("name", "party", "kind", "status", "date", "ends"),
    [
        ("2020-10-perm-chengdu", "Цзиньша", "twinning", "signed", "2020-10-20", None),
        ("2020-10-perm-chengdu", "Twente Innovation House", "memorandum", "active", "2019", None),
        ("2021-03-twente-chengdu-mou", "Jinsha Science Park", "memorandum", "signed", "2021-03-16", "2024-03-16"),
        ("2022-03-perm-pauza", "Twente Innovation House", "memorandum", "suspended", "2022-03-11", None),
        ("2022-05-singapore-landing-pad", "Lion City Growth Lab", "joint-centre", "active", "2022-05-23", None),
        ("2022-09-chengdu-hydrogen", "Twente Innovation House", "joint-centre", "active", "2022-09-14", None),
        ("2022-09-chengdu-hydrogen", "Twente Innovation House", "memorandum", "signed", "2021-03", None),
        ("2022-11-notities-japan", "Shirakawa Robotics", "letter-of-intent", "signed", "2022-11", None),
        ("2022-11-notities-japan", "Maruyoshi", "agreement", "expired", "2020", None),
        ("2023-05-emscherwerk-labor", "Shirakawa Robotics", "joint-centre", "active", "2023-05-10", None),
        ("2023-05-emscherwerk-labor", "Hydrolith BV", "project", "active", "2023-03", None),
        ("2023-05-shirakawa-news", "エムシャーヴェルク社", "joint-centre", "active", "2023-05-10", None),
        ("2023-06-jinsha-singapore", "狮城成长实验室", "agreement", "signed", "2023-06-27", None),
        ("2023-11-kama-forum", "Dala Hub", "programme", "active", "2023-11-15", None),
        ("2023-12-dunkerque-gand", "Université du Littoral", "programme", "active", "2021", None),
    ],
)
def test_the_days_of_partnerships_are_read(
    readings: dict[str, Extraction], name: str, party: str, kind: str, status: str, date: str, ends: str | None
) -> None:
    facts = [fact for fact in readings[name].partnerships if fact.kind == kind and party in fact.parties]
    assert [(fact.status, fact.date, fact.ends) for fact in facts] == [(status, date, ends)]


def test_partnerships_with_japan_since_2019_are_read_with_their_proof(readings: dict[str, Extraction]) -> None:
    found = set()
    # The register knows where a house is at home from any of the articles.
    homes = {fact.name: fact.country for reading in readings.values() for fact in reading.organisations if fact.country}
    for name, reading in readings.items():
        for fact in reading.partnerships:
            if "JP" in map(homes.get, fact.parties) and fact.status in ("signed", "active") and (fact.date or "") >= "2019":
                assert all(span.quote for span in fact.evidence)
                found.add(name)
    assert found == {"2022-11-notities-japan", "2023-05-emscherwerk-labor", "2023-05-shirakawa-news"}


def test_a_name_in_brackets_is_no_party_of_its_own(readings: dict[str, Extraction]) -> None:
    for name, pairs in (("2020-10-perm-chengdu", 2), ("2023-04-havenlab-oulu", 2), ("2023-11-kama-forum", 2)):
        assert {len(fact.parties) for fact in readings[name].partnerships} == {pairs}
