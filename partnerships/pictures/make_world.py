"""Makes world.json, the areas that the world map draws, from `countries-50m.json` of the npm package world-atlas 2.0.2.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python -m partnerships.pictures.make_world package/countries-50m.json

world-atlas (ISC licence) is Natural Earth, which is in the public domain, as TopoJSON. Here it is brought to the areas of the
codes of ISO 3166, by which the register counts: overseas parts that have a code of their own are parted from their state, areas
without a code belong to the state whose code ISO 3166-2 gives to their subdivisions, but for Kosovo, which keeps the code XK that
CLDR has for it. Then borders are simplified, each once for both its sides, and projected: Equal Earth, which keeps areas true.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

from babel.core import get_global

Point = tuple[float, float]
Ring = list[Point]

TARGET = Path(__file__).parent / "world.json"
WIDTH = 2000
# No land is cut along this line from pole to pole but islands, which stay whole: it is where the map begins and ends.
FIRST_LONGITUDE = -169.0
NORTH, SOUTH = 83.7, -56.5
# In units of the map: what is nearer to a straight line is left out, smaller islands too, and a state that is smaller has a dot.
TOLERANCE, SMALLEST_ISLAND, SMALLEST_STATE = 0.6, 5.0, 40.0
LEFT_OUT = ("AQ", "Indian Ocean Ter.")
BY_NAME = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
# Of one code, what lies within these longitudes and latitudes has another.
PARTS = (
    ("FR", "GF", -55, -51, 2, 6),
    ("FR", "GP", -62, -60.9, 15.8, 16.6),
    ("FR", "MQ", -61.3, -60.7, 14.3, 15),
    ("FR", "RE", 55, 56, -22, -20),
    ("FR", "YT", 45, 45.4, -13.1, -12.6),
    ("NL", "BQ", -70, -62, 12, 18),
    ("NO", "SJ", -10, 35, 70.8, 81),
    ("NO", "BV", 3, 4, -55, -54),
    ("RU", "UA", 32, 37, 44, 46.4),
)
# Longitude and latitude of those that this scale of Natural Earth does not draw.
POINTS = {
    "BQ": (-68.3, 12.2),
    "BV": (3.4, -54.4),
    "CC": (96.8, -12.2),
    "CX": (105.6, -10.5),
    "GI": (-5.35, 36.14),
    "TK": (-171.8, -9.2),
    "TV": (179.2, -8.5),
    "UM": (166.6, 19.3),
}


class Topology:
    """Borders as TopoJSON holds them: each once, however many areas it parts."""

    def __init__(self, source: dict[str, Any]) -> None:
        (self.scale_x, self.scale_y), (self.from_x, self.from_y) = source["transform"]["scale"], source["transform"]["translate"]
        self.borders = [list(self._border(steps)) for steps in source["arcs"]]
        self.simple = [simplified(border) for border in self.borders]
        self.ends = [(border[0], border[-1]) for border in self.borders]

    def _border(self, steps: Iterable[Sequence[int]]) -> Iterator[Point]:
        x = y = 0
        for step in steps:
            x, y = x + step[0], y + step[1]
            yield x * self.scale_x + self.from_x, y * self.scale_y + self.from_y

    def ring(self, numbers: Iterable[int]) -> Ring:
        """A ring along these borders, simplified; a border with ~n is gone along backwards."""
        found: Ring = []
        for number in numbers:
            border = self.simple[number] if number >= 0 else self.simple[~number][::-1]
            found += border[1:] if found else border
        return found

    def box(self, numbers: Iterable[int]) -> tuple[float, float, float, float]:
        ring = self.ring(numbers)
        longitudes, latitudes = [point[0] for point in ring], [point[1] for point in ring]
        return min(longitudes), max(longitudes), min(latitudes), max(latitudes)

    def dissolved(self, rings: Iterable[Sequence[int]]) -> list[list[int]]:
        """The rings of areas put together: a border with the same area on both sides is none."""
        used = Counter(number for ring in rings for number in ring)
        left = [number for number in used if ~number not in used]
        after: dict[Point, list[int]] = {}
        for number in left:
            after.setdefault(self._end(number, first=True), []).append(number)
        found = []
        while after:
            start = next(iter(after))
            ring: list[int] = []
            here = start
            while here in after and (not ring or here != start):
                number = after[here].pop()
                if not after[here]:
                    del after[here]
                ring.append(number)
                here = self._end(number, first=False)
            found.append(ring)
        return found

    def _end(self, number: int, *, first: bool) -> Point:
        start, end = self.ends[number if number >= 0 else ~number]
        x, y = start if (number >= 0) == first else end
        # One point of the line of the date, from either side.
        return (abs(x) if abs(x) > 179.999 else x, y)


def simplified(border: Ring) -> Ring:
    """The points without which the line would be further off than the tolerance (Douglas and Peucker)."""
    if len(border) < 3:
        return border
    kept = {0, len(border) - 1}
    parts = [(0, len(border) - 1)]
    flat = [(x * cos(radians(y)), y) for x, y in border]
    while parts:
        first, last = parts.pop()
        far, distance = max(
            ((place, _distance(flat[place], flat[first], flat[last])) for place in range(first + 1, last)),
            key=lambda one: one[1],
            default=(first, 0.0),
        )
        if distance * WIDTH / 360 > TOLERANCE:
            kept.add(far)
            parts += [(first, far), (far, last)]
    return [border[place] for place in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (a, b), (c, d) = point, start, end
    length = (c - a) ** 2 + (d - b) ** 2
    share = max(0.0, min(1.0, ((x - a) * (c - a) + (y - b) * (d - b)) / length)) if length else 0.0
    return hypot(x - a - share * (c - a), y - b - share * (d - b))


def equal_earth(longitude: float, latitude: float) -> Point:
    """The projection of Šavrič, Patterson and Jenny (2018) on a sphere with radius 1; y grows to the south."""
    t = asin(sqrt(3) / 2 * sin(radians(latitude)))
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * sqrt(3) * radians(longitude) * cos(t) / (3 * slope)
    return x, -(a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t)


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, NORTH)[1] * SCALE
HEIGHT = round(equal_earth(0, SOUTH)[1] * SCALE - TOP)


def on_map(longitude: float, latitude: float) -> Point:
    middle = FIRST_LONGITUDE + 180
    x, y = equal_earth(longitude - middle, latitude)
    return x * SCALE + WIDTH / 2, y * SCALE - TOP


def drawn(ring: Ring) -> list[tuple[int, int]]:
    """The ring on the map, whole on one of its sides, in whole units."""
    whole = [ring[0]]
    for longitude, latitude in ring[1:]:
        turn = round((whole[-1][0] - longitude) / 360) * 360
        whole.append((longitude + turn, latitude))
    middle = sum(longitude for longitude, _latitude in whole) / len(whole)
    # The islands on either side of the line stay together with what is nearest: the mainland of Asia, of America.
    shift = -360 if middle >= FIRST_LONGITUDE + 360 else 360 if middle < FIRST_LONGITUDE else 0
    places = (on_map(longitude + shift, latitude) for longitude, latitude in whole)
    points = [(round(x), round(y)) for x, y in places]
    return [point for place, point in enumerate(points) if point != points[place - 1]]


def area(points: Sequence[tuple[int, int]]) -> float:
    return abs(sum(x * b - a * y for (x, y), (a, b) in zip(points, [*points[1:], points[0]], strict=True))) / 2


def path(points: Sequence[tuple[int, int]]) -> str:
    """As SVG writes it: a start, and steps from point to point."""
    numbers = [number for (a, b), (x, y) in pairwise(points) for number in (x - a, y - b)]
    steps = "".join(f"{'' if number < 0 or not place else ' '}{number}" for place, number in enumerate(numbers))
    return f"M{points[0][0]} {points[0][1]}l{steps}z"


def areas_of(topology: Topology, geometries: Iterable[dict[str, Any]]) -> dict[str, list[list[int]]]:
    """By code, the rings of its area along the borders; "" is what belongs to none."""
    codes = get_global("territory_aliases")
    found: dict[str, list[list[int]]] = {}
    for geometry in geometries:
        name = geometry["properties"]["name"]
        code = codes[geometry["id"]][0] if geometry.get("id") else BY_NAME.get(name, "")
        if code in LEFT_OUT or name in LEFT_OUT:
            continue
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            west, east, south, north = topology.box(polygon[0])
            own = next((part for whole, part, *box in PARTS if whole == code and _within((west, east, south, north), box)), code)
            found.setdefault(own, []).extend(polygon)
    return found


def _within(inner: Sequence[float], outer: Sequence[float]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and outer[2] <= inner[2] and inner[3] <= outer[3]


def world(source: dict[str, Any]) -> dict[str, Any]:
    """Width and height; by code the path of each area; by code the place of a dot for each that is too small."""
    topology = Topology(source)
    paths: dict[str, str] = {}
    dots = {code: _dot(point) for code, point in POINTS.items()}
    for code, rings in sorted(areas_of(topology, source["objects"]["countries"]["geometries"]).items()):
        shapes = [points for ring in topology.dissolved(rings) if len(points := drawn(topology.ring(ring))) > 2]
        shapes = sorted((points for points in shapes), key=area, reverse=True)
        kept = [points for points in shapes if area(points) >= SMALLEST_ISLAND]
        if kept:
            paths[code] = "".join(map(path, kept))
        if code and sum(map(area, shapes)) < SMALLEST_STATE:
            dots[code] = _middle(topology, rings)
    return {"width": WIDTH, "height": HEIGHT, "areas": paths, "dots": dict(sorted(dots.items()))}


def _middle(topology: Topology, rings: Iterable[Sequence[int]]) -> list[int]:
    """The middle of the largest of some small rings, before it is simplified away."""
    boxes = [topology.box(ring) for ring in rings]
    west, east, south, north = max(boxes, key=lambda box: (box[1] - box[0]) * (box[3] - box[2]))
    return _dot(((west + east) / 2, (south + north) / 2))


def _dot(point: Point) -> list[int]:
    longitude, latitude = point
    return [round(number) for number in on_map(longitude + 360 if longitude < FIRST_LONGITUDE else longitude, latitude)]


if __name__ == "__main__":
    result = world(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    TARGET.write_text(json.dumps(result, separators=(",", ":")).replace('",', '",\n').replace("],", "],\n") + "\n")
