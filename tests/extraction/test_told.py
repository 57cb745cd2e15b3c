"""Short passages in the words of press offices, agencies and bloggers, each with all that it tells: `told.txt`.

Those of `told_over_sentences.txt` name their parties in one sentence and tell what these have in another, or seem to tell of
partners and tell of none. Those of `told_life.txt` tell of the life of a partnership, from the first idea to its end, in ten
languages. Those of `told_status.txt` tell less than it seems: talks, wishes, offers, terms that are yet to end. A line with a language alone says in which the next ones are written, at first it is English. A passage is a block
of lines, parted from the next by an empty line. `T ` is its title; facts stand before it, a `?` in front of one that may be
found or not: `P kind status | party | party` (kinds and statuses that are all right parted by commas; `sought Bosch` in the place of a party: who is
only sought; `ends 2026-12-31`: when its term ends), `E kind first..last
country`, `O kind`.
It was published on 15 May 2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.extraction.names import find_names
from portal.extraction.relations import Relations, find_relations
from portal.extraction.types import EventFact, PartnershipFact
from tests.extraction.made import made

FILES = ("told.txt", "told_over_sentences.txt", "told_life.txt", "told_status.txt")
LANGUAGE = re.compile("[a-z]{2}")
FACT = re.compile(r"(\??)([PEO]) ([a-z].*)")


@dataclass
class Passage:
    paragraphs: list[str] = field(default_factory=list)
    title: str | None = None
    wanted: list[tuple[str, str]] = field(default_factory=list)
    allowed: list[tuple[str, str]] = field(default_factory=list)


def blocks() -> Iterator[tuple[str, str]]:
    """(language, block) of every passage."""
    for name in FILES:
        language = "en"
        for block in (Path(__file__).parent / name).read_text(encoding="utf-8").strip().split("\n\n"):
            if LANGUAGE.fullmatch(block):
                language = block
            else:
                yield language, block


def passage(block: str) -> Passage:
    found = Passage()
    for line in block.split("\n"):
        if fact := FACT.fullmatch(line):
            (found.allowed if fact[1] else found.wanted).append((fact[2], fact[3]))
        elif line.startswith("T "):
            found.title = line[2:]
        else:
            found.paragraphs.append(line)
    return found


def read(told: Passage, language: str) -> Relations:
    document, zones = made(*told.paragraphs, title=told.title)
    organisations, people = find_names(document, zones, language)
    return find_relations(document, zones, language, "2024-05-15", organisations, people)


def partnership_fits(fact: PartnershipFact, words: str) -> bool:
    head, *rest = words.split(" | ")
    kinds, states = head.split()
    parties = [each for each in rest if not each.startswith(("sought ", "ends "))]
    sought = [each[7:] for each in rest if each.startswith("sought ")]
    ends = next((each[5:] for each in rest if each.startswith("ends ")), fact.ends)
    if (tuple(sought), ends) != (fact.sought, fact.ends):
        return False
    return fact.kind in kinds.split(",") and fact.status in states.split(",") and set(parties) <= set(fact.parties)


def event_fits(fact: EventFact, words: str) -> bool:
    kinds, days, *countries = words.split()
    first, _, last = days.partition("..")
    same_days = days == "-" or (fact.start, fact.end) == (first, last or first)
    return fact.kind in kinds.split(",") and same_days and (not countries or set(countries) <= set(fact.countries))


def fits(fact: object, words: str) -> bool:
    if isinstance(fact, PartnershipFact):
        return partnership_fits(fact, words)
    return event_fits(fact, words) if isinstance(fact, EventFact) else getattr(fact, "kind", None) == words


@pytest.mark.parametrize(("language", "block"), list(blocks()), ids=lambda text: text.split("\n")[-1][:50])
def test_a_passage_tells_what_it_tells_and_no_more(language: str, block: str) -> None:
    told = passage(block)
    relations = read(told, language)
    facts = {"P": relations.partnerships, "E": relations.events, "O": relations.opportunities}
    missed = [(kind, words) for kind, words in told.wanted if not any(fits(fact, words) for fact in facts[kind])]
    known = told.wanted + told.allowed
    wrong = [
        fact for kind, found in facts.items() for fact in found if not any(k == kind and fits(fact, words) for k, words in known)
    ]
    assert (missed, wrong) == ([], [])
