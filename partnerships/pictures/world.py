"""A map of the world that shades each country by its number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from partnerships.pictures.types import Linked, Step, step_of, steps_of

# Of a state that is too small for the map, in units of the map.
DOT_RADIUS = 8


@dataclass(frozen=True, slots=True)
class Area:
    """One country on the map: an area, a dot for one that is too small, or both."""

    value: Linked
    path: str
    dot: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The map with its numbers."""

    width: int
    height: int
    plain: str
    """The areas without a number, as one path."""
    areas: tuple[Area, ...]
    """Those with a number, dots last."""
    steps: tuple[Step, ...]
    values: tuple[Linked, ...]
    """Every number with its shade, the largest first; the map's own and those of countries that it does not draw."""
    not_drawn: tuple[Linked, ...]
    dot_radius: int = DOT_RADIUS

    @property
    def most(self) -> Linked:
        """The largest number; raises IndexError for a map without any."""
        return self.values[0]


@cache
def _world() -> dict[str, Any]:
    world: dict[str, Any] = json.loads((Path(__file__).parent / "world.json").read_text(encoding="utf-8"))
    return world


def world_map(numbers: Iterable[Linked]) -> WorldMap:
    """The map of these numbers, whose `code` is a country's of ISO 3166-1; those that are 0 are left out."""
    counted = [value for value in numbers if value.number]
    steps = steps_of(value.number for value in counted)
    values = sorted(
        (replace(value, step=step_of(value.number, steps)) for value in counted), key=lambda value: (-value.number, value.label)
    )
    world = _world()
    paths, dots = world["areas"], world["dots"]
    by_code = {value.code: value for value in values}
    drawn = [Area(value, paths.get(value.code, ""), _dot(dots.get(value.code))) for value in values]
    return WorldMap(
        width=world["width"],
        height=world["height"],
        plain="".join(path for code, path in paths.items() if code not in by_code),
        areas=tuple(sorted((area for area in drawn if area.path or area.dot), key=lambda area: area.dot is not None)),
        steps=steps,
        values=tuple(values),
        not_drawn=tuple(area.value for area in drawn if not (area.path or area.dot)),
    )


def _dot(place: list[int] | None) -> tuple[int, int] | None:
    return (place[0], place[1]) if place else None
