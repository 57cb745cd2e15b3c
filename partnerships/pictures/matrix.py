"""Two kinds of value against each other, each cell shaded by its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from partnerships.pictures.types import Linked, Step, step_of, steps_of


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is of, and a value for each column, 0 where there is none."""

    value: Linked
    cells: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: tuple[Linked, ...]
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]


def matrix(columns: Sequence[Linked], lines: Iterable[tuple[Linked, Sequence[Linked]]]) -> Matrix | None:
    """The values of each line stand in the order of `columns`; None without lines or columns."""
    given = list(lines)
    steps = steps_of(cell.number for _value, cells in given for cell in cells)
    if not given or not columns:
        return None
    shaded = (Line(value, tuple(replace(cell, step=step_of(cell.number, steps)) for cell in cells)) for value, cells in given)
    return Matrix(tuple(columns), tuple(shaded), steps)
