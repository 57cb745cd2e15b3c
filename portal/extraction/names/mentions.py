"""What the readers of names hand to each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from portal.extraction.places import Place


class Stretch(Protocol):
    """Anything with a start and an end in the running text."""

    start: int
    end: int


S = TypeVar("S", bound=Stretch)


class Marks:
    """Which characters of a text are taken; asking costs no more than the stretch asked for."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._taken = bytearray(length + 1)
        for start, end in spans:
            self.mark(start, end)

    def mark(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)

    def touch(self, start: int, end: int) -> bool:
        """Whether any character of a stretch is taken."""
        return self._taken.find(1, start, end) >= 0


class Found(list[S]):
    """Mentions that know which characters they take. Grows by `append` and `extend` only."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self._marks = Marks(length)

    def append(self, item: S) -> None:
        super().append(item)
        self._marks.mark(item.start, item.end)

    def extend(self, items: Iterable[S]) -> None:
        for item in items:
            self.append(item)

    def touch(self, start: int, end: int) -> bool:
        return self._marks.touch(start, end)


class PlaceIndex:
    """The places of a text by their characters; places do not overlap."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._at = {at: place for place in places for at in range(place.start, place.end)}

    def at(self, position: int) -> Place | None:
        return self._at.get(position)

    def covers(self, start: int, end: int) -> bool:
        """Whether one place holds the whole stretch."""
        place = self._at.get(start)
        return place is not None and place.end >= end

    def touches(self, start: int, end: int) -> bool:
        return any(at in self._at for at in range(start, end))


@dataclass(slots=True)
class OrganisationMention:
    """A stretch of the running text that names an organisation."""

    start: int
    end: int
    name: str
    kind: str = "other"
    aliases: list[str] = field(default_factory=list)
    sure: bool = True
    """Whether the words themselves show an organisation; an unsure mention counts only beside a sure one."""


@dataclass(slots=True)
class PersonMention:
    """A stretch of the running text that names a person."""

    start: int
    end: int
    name: str
    role: str | None = None
    organisation: str | None = None
