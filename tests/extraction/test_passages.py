"""Short passages as press offices write them, in nine languages: who has what with whom, how far it has come, since when.

`passages.txt` holds them: a line with the language, then blocks of a text and lines of what it says. `P kind status date | party |
party`, several kinds or states parted by a slash, `-` for no date, `?` for any; `E kind day`; `O kind`; `-` where it says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.extraction.names import find_names
from portal.extraction.relations import Relations, find_relations
from portal.extraction.types import Document, PartnershipFact, Zone

PUBLISHED = "2024-12-15"


@dataclass
class Passage:
    language: str
    text: str
    partnerships: list[tuple[list[str], list[str], str, list[str]]] = field(default_factory=list)
    events: list[tuple[list[str], str]] = field(default_factory=list)
    opportunities: list[list[str]] = field(default_factory=list)


def passages() -> list[Passage]:
    found, language = [], ""
    for block in re.split(r"\n\s*\n", (Path(__file__).parent / "passages.txt").read_text(encoding="utf-8").strip()):
        first, *said = block.split("\n")
        if not said:
            language = first
            continue
        passage = Passage(language, first)
        for line in said:
            head, *parties = (part.strip() for part in line[2:].split("|"))
            words = [word.split("/") for word in head.split()]
            if line.startswith("P "):
                passage.partnerships.append((words[0], words[1], head.split()[2], parties))
            elif line.startswith("E "):
                passage.events.append((words[0], head.split()[1]))
            elif line.startswith("O "):
                passage.opportunities.append(words[0])
        found.append(passage)
    return found


def read(passage: Passage) -> Relations:
    document = Document(passage.text, "text/plain", "utf-8")
    zones = (Zone("paragraph", 0, len(passage.text)),)
    organisations, people = find_names(document, zones, passage.language)
    return find_relations(document, zones, passage.language, PUBLISHED, organisations, people)


def plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", name).casefold()).strip()


def is_between(fact: PartnershipFact, parties: list[str]) -> bool:
    """Whether the fact has just these parties, each under a name that has its words or is among them."""
    named = [plain(name) for name in fact.parties]
    return len(named) == len(parties) and all(any(plain(p) in name or name in plain(p) for name in named) for p in parties)


PASSAGES = passages()


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda p: f"{p.language}: {p.text[:40]}")
def test_a_passage_is_read(passage: Passage) -> None:
    told = read(passage)
    assert len(told.partnerships) == len(passage.partnerships), told.partnerships
    for kinds, statuses, date, parties in passage.partnerships:
        (fact,) = (fact for fact in told.partnerships if is_between(fact, parties))
        assert fact.kind in kinds
        assert fact.status in statuses
        assert date == "?" or (fact.date or "-") == date
    for kinds, day in passage.events:
        assert any(event.kind in kinds and (event.start or "-") == day for event in told.events), told.events
    if not passage.partnerships:
        assert len(told.events) == len(passage.events)
    shown = {fact.kind for fact in told.opportunities}
    assert all(shown & set(kinds) for kinds in passage.opportunities)


def test_every_language_is_there() -> None:
    assert {passage.language for passage in PASSAGES} == set("de nl fr es ru zh ja ko he".split())
