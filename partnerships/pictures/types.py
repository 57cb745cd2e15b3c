"""What all pictures are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.formats import number_format

from partnerships.locales import in_a_row, labelled

STEPS = 5
"""So many shades a picture has at most."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A number and the list that it is the length of."""

    label: str
    number: int
    address: str
    code: str = ""
    step: int = 0
    """Its shade, from 1 for the smallest numbers on; 0 for none."""

    @property
    def words(self) -> str:
        """Label and number: "Japan, Energy: 1,234"."""
        return labelled(self.label, number_format(self.number, force_grouping=True))

    def within(self, label: str) -> Linked:
        """The same, told as a part of something else: "Japan, Energy"."""
        return replace(self, label=in_a_row([label, self.label]))


@dataclass(frozen=True, slots=True)
class Step:
    """One shade and the numbers that have it."""

    step: int
    first: int
    last: int


def steps_of(numbers: Iterable[int]) -> tuple[Step, ...]:
    """The shades of these numbers (0 has none), each from a round number on, as many times larger as the next; none stays unused."""
    different = sorted({number for number in numbers if number > 0})
    if not different:
        return ()
    if len(different) <= STEPS:
        firsts = different
    else:
        # Numbers of a register are many small ones and few large ones.
        least, most = different[0], different[-1]
        firsts = sorted({least, *(_rounded(round(least * (most / least) ** (place / STEPS))) for place in range(1, STEPS))})
    found: list[Step] = []
    for place, first in enumerate(firsts):
        after = firsts[place + 1] if place + 1 < len(firsts) else different[-1] + 1
        held = [number for number in different if first <= number < after]
        if held:
            found.append(Step(len(found) + 1, first, after - 1 if after <= different[-1] else different[-1]))
    return tuple(found)


def step_of(number: int, steps: tuple[Step, ...]) -> int:
    """The shade of a number, 0 for none."""
    return max((step.step for step in steps if step.first <= number), default=0)


def _rounded(number: int) -> int:
    """The number or the round one below it: 1 to 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100 and so on."""
    if number < 10:
        return number
    power = 10 ** (len(str(number)) - 1)
    return max(part * power // 10 for part in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80) if part * power // 10 <= number)
