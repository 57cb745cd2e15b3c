"""Passages in which an event is hard to see or easy to imagine, in seven languages, each with all its events: `told_events.txt`.

Its blocks are those of `told.txt` with the events alone, under a line with the language.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.extraction.names import find_names
from portal.extraction.relations import find_relations
from tests.extraction.made import made
from tests.extraction.test_told import Passage, event_fits, passage


def passages() -> dict[str, list[Passage]]:
    """The passages of each language."""
    found: dict[str, list[Passage]] = {}
    language = ""
    for block in (Path(__file__).parent / "told_events.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        if len(block) == 2:
            language = block
        else:
            found.setdefault(language, []).append(passage(block))
    return found


PASSAGES = passages()


def mistakes(told: Passage, language: str) -> list[str]:
    """What was missed in a passage and what was found in vain."""
    document, zones = made(*told.paragraphs, title=told.title)
    organisations, people = find_names(document, zones, language)
    events = find_relations(document, zones, language, "2024-05-15", organisations, people).events
    wanted, allowed = [words for _, words in told.wanted], [words for _, words in told.allowed]
    missed = [f"missed {words}" for words in wanted if not any(event_fits(event, words) for event in events)]
    vain = [event for event in events if not any(event_fits(event, words) for words in wanted + allowed)]
    return missed + [f"in vain {event.kind} {event.start}..{event.end} {event.countries}" for event in vain]


@pytest.mark.parametrize("language", PASSAGES)
def test_events_are_told_and_no_others(language: str) -> None:
    found = [(told.paragraphs[0][:60], mistakes(told, language)) for told in PASSAGES[language]]
    assert [entry for entry in found if entry[1]] == []
