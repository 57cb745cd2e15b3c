"""Where people belong, by the house that stands right beside their name: "Anna Öberg (Lund University)", 隆德大学校长李伟."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from portal.extraction.lexicon.grammar import leading
from portal.extraction.names.mentions import PersonMention
from portal.extraction.names.merge import Entity
from portal.extraction.reading import Reading

AFTER = re.compile(rf"\s?[(（]|,?\s{leading('from', 'of', 'at')}{leading('the')}?|\sמ-?")
"""Between a person and a house: a bracket, "from the"."""
WINDOW = 110
"""So far from a name its house begins at most."""
BESIDE = 4
"""So many signs stand at most between a name and its role."""
DENSE = ("zh", "ja")
ROLE = 10
"""So long at most the role is that stands between a house and its person in Chinese and Japanese."""
APART = re.compile(r"[，。、；：,;:\s（）()与和及]")


def give_homes(reading: Reading, people: Sequence[PersonMention], entities: Sequence[Entity]) -> None:
    """Tell of each person without a house the one right beside the name, or the one that the role names."""
    houses = sorted((start, end, entity.name) for entity in entities for start, end in entity.spans if entity.kind != "media")
    starts = [start for start, _, _ in houses]
    for person in people:
        if person.organisation is None:
            near = houses[bisect_left(starts, person.start - WINDOW) : bisect_left(starts, person.end + WINDOW)]
            person.organisation = next((house[2] for house in near if _is_home(reading, person, house)), None)


def _is_home(reading: Reading, person: PersonMention, house: tuple[int, int, str]) -> bool:
    text, (start, end, _) = reading.text, house
    if start >= person.end:
        link = AFTER.fullmatch(text, person.end, start)
        if link and (link.group()[-1:] not in "(（" or text[end : end + 1] in ")）,，;；"):
            return True
    if person.role and _in_role(text, person, person.role, start, end):
        return True
    between = text[end : person.start] if end <= person.start else "，"
    if reading.language not in DENSE or not person.role or APART.search(between):
        return False
    return between in ("", "の", "的") or (len(between) <= ROLE and person.role in between)


def _in_role(text: str, person: PersonMention, role: str, start: int, end: int) -> bool:
    """Whether a house is named within the role beside a person: "Rektor der Universität Lund, Peter Klein"."""
    before = text.rfind(role, max(0, person.start - len(role) - BESIDE), person.start)
    after = text.find(role, person.end, person.end + len(role) + BESIDE)
    return any(0 <= at <= start and end <= at + len(role) for at in (before, after))
