"""The life of one thing as a band along time: which stage it was in from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

WIDTH, HEIGHT = 1000, 76
BAND_TOP, BAND_HEIGHT = 6, 30
LABELS = 8
# Less is no time along which something could be drawn.
SHORTEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Since:
    """From a day on it is in a stage; `label` says both in words."""

    day: date
    stage: str
    label: str


@dataclass(frozen=True, slots=True)
class Part:
    x: float
    width: float
    stage: str
    label: str
    is_to_come: bool = False


@dataclass(frozen=True, slots=True)
class Lifeline:
    parts: tuple[Part, ...]
    years: tuple[tuple[float, int], ...]
    """Where years begin, as many as there is room for."""
    today: float
    """Where today is."""
    width: int = WIDTH
    height: int = HEIGHT
    band_top: int = BAND_TOP
    band_height: int = BAND_HEIGHT


def lifeline(stages: Sequence[Since], today: date, ends: date | None = None, *, mirrored: bool = False) -> Lifeline | None:
    """The band from the first day to today, or to the end day that is still to come; `mirrored` begins on the right.

    None where there is nothing to see: without a day, for less than a month, and where days are not in the order of the stages.
    """
    days = [one.day for one in stages]
    if not stages or days != sorted(days) or days[-1] > today:
        return None
    last = max(today, ends or today)
    if last - days[0] < SHORTEST:
        return None
    scale = WIDTH / (last - days[0]).days

    def part(start: date, end: date, stage: str, label: str, is_to_come: bool = False) -> Part:
        x, width = (start - days[0]).days * scale, (end - start).days * scale
        return Part(round(WIDTH - x - width if mirrored else x, 1), round(width, 1), stage, label, is_to_come)

    bounds = pairwise([*days, today])
    parts = [part(start, end, one.stage, one.label) for one, (start, end) in zip(stages, bounds, strict=True)]
    if last > today:
        parts.append(part(today, last, stages[-1].stage, "", is_to_come=True))
    firsts = [date(year, 1, 1) for year in range(days[0].year + 1, last.year + 1)]
    every = next(gap for gap in (1, 2, 5, 10, 20, 50) if len(firsts) / gap <= LABELS or gap == 50)
    years = tuple((part(first, first, "", "").x, first.year) for first in firsts if first.year % every == 0)
    return Lifeline(tuple(one for one in parts if one.width > 0), years, part(today, today, "", "").x)
