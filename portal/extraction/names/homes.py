"""Where people belong, by the house that stands right beside their name: "Anna Öberg (Lund University)", 隆德大学校长李伟."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from portal.extraction.lexicon.grammar import leading
from portal.extraction.names.mentions import PersonMention
from portal.extraction.names.merge import Entity
from portal.extraction.reading import Reading

AFTER = re.compile(
    rf"\s?[(（]|\s{leading('from', 'of', 'at')}{leading('the')}?|\s(?:of|from|at|de|du|van|von|vom)\s{leading('the')}?"
)
"""Between a person and a house: a bracket, "from the"."""
REACH = 14
DENSE = ("zh", "ja")
ROLE = 10
"""So long at most the role is that stands between a house and its person in Chinese and Japanese."""
APART = re.compile(r"[，。、；：,;:\s（）()与和及]")


def give_homes(reading: Reading, people: Sequence[PersonMention], entities: Sequence[Entity]) -> None:
    """Tell of each person without a house the one right beside the name."""
    houses = sorted((start, end, entity.name) for entity in entities for start, end in entity.spans if entity.kind != "media")
    starts = [start for start, _, _ in houses]
    ends = sorted((end, name) for _, end, name in houses)
    for person in people:
        if person.organisation is not None:
            continue
        first = bisect_left(starts, person.end)
        if first < len(houses) and houses[first][0] - person.end <= REACH:
            start, end, name = houses[first]
            link = AFTER.fullmatch(reading.text, person.end, start)
            if link and (link.group()[-1:] not in "(（" or reading.text[end : end + 1] in ")）,，;；"):
                person.organisation = name
                continue
        if reading.language in DENSE:
            before = bisect_left(ends, (person.start + 1, ""))
            end, name = ends[before - 1] if before else (0, "")
            between = reading.text[end : person.start]
            if before and person.role and len(between) <= ROLE and not APART.search(between) and person.role in between:
                person.organisation = name
