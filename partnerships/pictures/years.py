"""Columns for the years, each stacked from the stages of life."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from partnerships.pictures.types import Linked

# Wide enough at the left and at the foot for words that are still read on a phone.
WIDTH, HEIGHT = 1000, 420
LEFT, RIGHT = 84, 4
TOP, BOTTOM = 20, 46
# Between the last year and the column of those without one, in columns.
APART = 1.5
# More columns can no longer be told from each other; earlier years stand in the table alone.
MOST_YEARS = 60
LINES = 4
LABELS = 8
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Segment:
    """One stage within a column."""

    x: float
    y: float
    width: float
    height: float
    stage: str
    value: Linked


@dataclass(frozen=True, slots=True)
class Column:
    """One year with its stages from the bottom up."""

    x: float
    """Its middle."""
    label: str
    under: str
    """What stands under it, "" where there is no room for every year."""
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One year of the table."""

    year: Linked
    stages: tuple[Linked, ...]
    """One for each stage of the picture, 0 where there are none."""


@dataclass(frozen=True, slots=True)
class YearsPicture:
    """The picture, in units of its own, and its table."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[float, int], ...]
    """Height and number of each line across."""
    stages: tuple[Linked, ...]
    """The stages that occur, from the bottom up, with their totals."""
    rows: tuple[Row, ...]
    """The years that have records, the latest first, those without a year last."""
    left_out: int
    """So many records are of years before those of the picture."""
    line_start: float
    line_end: float
    label_x: float
    base: float
    is_mirrored: bool
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def has_unknown(self) -> bool:
        return any(column.under == UNKNOWN for column in self.columns)

    @property
    def most(self) -> Linked:
        """The year with the largest number; raises ValueError for a picture without years."""
        return max((row.year for row in self.rows), key=lambda value: value.number)


def years_picture(
    stages: Sequence[Linked],
    years: Mapping[int, Sequence[Linked]],
    year: Callable[[int, int], Linked],
    *,
    unknown: int,
    mirrored: bool = False,
) -> YearsPicture | None:
    """A column for each year from the first to the last, and one apart for the key `unknown`; None where there is no record.

    `years` has for each year that occurs one value for each of `stages`; `year` gives the value of a whole year from the year and
    its number. `mirrored` begins on the right.
    """
    totals = {key: sum(value.number for value in values) for key, values in years.items()}
    known = sorted(key for key in years if key != unknown and totals[key])
    has_unknown = bool(totals.get(unknown))
    if not known and not has_unknown:
        return None
    shown = range(max(known[0], known[-1] - MOST_YEARS + 1), known[-1] + 1) if known else range(0)
    places: dict[int, float] = {key: place for place, key in enumerate(shown)}
    if has_unknown:
        places[unknown] = len(shown) + APART if shown else 0
    step = min((WIDTH - LEFT - RIGHT) / (max(places.values()) + 1), 90)
    tallest = _round_up(max(totals[key] for key in places if key in totals))
    scale = (HEIGHT - TOP - BOTTOM) / tallest
    every = next(gap for gap in (1, 2, 5, 10, 20) if len(shown) / gap <= LABELS or gap == 20)

    def mirror(x: float, width: float = 0) -> float:
        return round(WIDTH - x - width if mirrored else x, 1)

    columns = []
    for key, place in places.items():
        x, width = LEFT + step * (place + 0.08), step * 0.84
        y = float(HEIGHT - BOTTOM)
        segments = []
        for stage, value in zip(stages, years.get(key, ()), strict=False):
            if value.number:
                height = value.number * scale
                y -= height
                segments.append(Segment(mirror(x, width), round(y, 1), round(width, 1), round(height, 1), stage.code, value))
        under = UNKNOWN if key == unknown else str(key) if key % every == 0 or len(shown) <= LABELS else ""
        columns.append(Column(mirror(x + width / 2), year(key, 0).label, under, tuple(segments)))
    keys = [*reversed(known), *([unknown] if has_unknown else [])]
    gap = max(1, tallest // LINES)
    return YearsPicture(
        columns=tuple(columns),
        lines=tuple((round(HEIGHT - BOTTOM - number * scale, 1), number) for number in range(gap, tallest + 1, gap)),
        stages=tuple(stages),
        rows=tuple(Row(year(key, totals[key]), tuple(years[key])) for key in keys),
        left_out=sum(totals[key] for key in known if key not in places),
        line_start=mirror(LEFT),
        line_end=mirror(LEFT + step * (max(places.values()) + 1)),
        label_x=mirror(LEFT - 8),
        base=HEIGHT - BOTTOM,
        is_mirrored=mirrored,
    )


def _round_up(number: int) -> int:
    """A round number not below it that the lines across divide."""
    if number <= LINES:
        return number
    power = 10 ** (len(str(number)) - 1)
    round_ones = (part * power // 10 for part in (10, 12, 16, 20, 24, 32, 40, 60, 80, 100, 120))
    return next(one for one in round_ones if one >= number and one % LINES == 0)
