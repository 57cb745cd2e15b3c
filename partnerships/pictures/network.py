"""One in the middle and those it is tied to, as lines to the rows of a list: readable for one partner and for sixty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

# Rows at once; one or two more take no more room than the words "Show 2 more".
SHOWN, SPARE = 12, 2
WIDTH, ROW = 100, 40
THINNEST, THICKEST = 1.5, 8.0


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody it is tied to."""

    other: Any
    number: int
    """How many things they have in common."""
    is_over: bool
    """Whether all of these are over."""


@dataclass(frozen=True, slots=True)
class Line:
    path: str
    thickness: float
    is_over: bool


@dataclass(frozen=True, slots=True)
class Fan:
    """Lines that end at the middles of rows of one height."""

    ties: tuple[Tie, ...]
    lines: tuple[Line, ...]
    height: int
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Network:
    shown: Fan
    more: Fan | None
    """Those behind "Show n more"."""
    left_out: int
    """So many are in neither."""

    @property
    def total(self) -> int:
        return len(self.shown.ties) + (len(self.more.ties) if self.more else 0) + self.left_out


def network(ties: Sequence[Tie], total: int) -> Network | None:
    """The picture of these ties, in their order, out of `total`; None where there is none."""
    if not ties:
        return None
    cut = SHOWN if len(ties) > SHOWN + SPARE else len(ties)
    return Network(_fan(ties[:cut]), _fan(ties[cut:]) if ties[cut:] else None, total - len(ties))


def _fan(ties: Sequence[Tie]) -> Fan:
    height = len(ties) * ROW
    middle, half = height // 2, WIDTH // 2
    ends = (place * ROW + ROW // 2 for place in range(len(ties)))
    lines = (
        Line(f"M0 {middle}C{half} {middle} {half} {end} {WIDTH} {end}", thickness(tie.number), tie.is_over)
        for tie, end in zip(ties, ends, strict=True)
    )
    return Fan(tuple(ties), tuple(lines), height)


def thickness(number: int) -> float:
    """Twice as many in common are one step thicker."""
    return round(min(THICKEST, THINNEST + log2(max(1, number)) * 1.25), 1)
