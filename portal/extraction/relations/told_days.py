"""The days that the sentences of an article tell, those included that count from a day named before."""

from __future__ import annotations

import re
from dataclasses import replace

from portal.extraction.date_mention import DateMention
from portal.extraction.dates import find_dates
from portal.extraction.reading import Reading, Sentence
from portal.extraction.relative_dates import day_after, day_within

COUNTED = {
    "course.next_day": 1,
    "course.same_day": 0,
    "course.two_days": 2,
    "course.three_days": 3,
    "course.week_later": 7,
    "course.day_before": -1,
}
"""Words that count from the day named before, and by how many days."""
NUMBERED = {**{f"course.day_{number}": number for number in range(1, 6)}, "course.day_last": 0}
"""Words for a day of the range named beside or before: "on the second day"; 0 for the last."""


def days_by_sentence(reading: Reading, published: str | None) -> dict[int, list[DateMention]]:
    """The dates of each sentence, by where it starts, offsets in the running text; a day of the month alone counts from the one before."""
    every: dict[int, list[DateMention]] = {}
    part = -1
    here: str | None = None
    anywhere: str | None = None
    before: DateMention | None = None
    range_before: DateMention | None = None
    for each in reading.sentences:
        if each.part != part:
            part, here = each.part, None
        near = here or (None if published and len(published) == 10 else anywhere)
        found = find_dates(reading.text, each.start, each.end, reading.language, published, near)
        found = [_in_the_range(date, reading.text, range_before) for date in found]
        here_too = [date for date in found if date.end_value and date.precision == "day"]
        _number_days(reading, each, found, here_too[0] if here_too else range_before)
        range_before = here_too[-1] if here_too else range_before
        before = _count_on(reading, each, found, before)
        every[each.start] = found
        last = next((m.value for m in reversed(found) if m.precision == "day"), None)
        if last:
            here = anywhere = last
    return every


def _number_days(reading: Reading, sentence: Sentence, found: list[DateMention], days: DateMention | None) -> None:
    """Add the days that are told by their place in a range: "on the second day of the congress (12–14 March)"."""
    for cue in reading.cues_in(sentence) if days else ():
        if cue.value in NUMBERED and days and not any(d.start < cue.end and cue.start < d.end for d in found):
            day = day_within(cue.start, cue.end, days, NUMBERED[cue.value])
            if day:
                found.append(day)
                found.sort(key=lambda date: date.start)


def _count_on(reading: Reading, sentence: Sentence, found: list[DateMention], before: DateMention | None) -> DateMention | None:
    """Add the days that count from the one named before ("the following day"); the last day named so far."""
    for cue in reading.cues_in(sentence):
        if cue.value not in COUNTED or any(date.start < cue.end and cue.start < date.end for date in found):
            continue
        anchor = next((date for date in reversed(found) if date.precision == "day" and date.end <= cue.start), before)
        day = day_after(cue.start, cue.end, anchor, COUNTED[cue.value]) if anchor else None
        if day:
            found.append(day)
            found.sort(key=lambda date: date.start)
    return next((date for date in reversed(found) if date.precision == "day"), before)


def _in_the_range(date: DateMention, text: str, days: DateMention | None) -> DateMention:
    """A day of the month alone ("22日", "on the 22nd") that lies within the range of days named before is the one in it."""
    written = re.search(r"\d{1,2}", text[date.start : date.end])
    if days is None or date.stated != "" or date.end_value or date.precision != "day" or written is None:
        return date
    first, last = days.value, days.end_value or days.value
    if first <= date.value <= last or len(first) != len(last):
        return date
    day = f"{int(written.group()):02}"
    fits = next((value for value in (f"{first[:-2]}{day}", f"{last[:-2]}{day}") if first <= value <= last), None)
    return replace(date, value=fits) if fits else date
