"""Which ranges of a text lie around or in others, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def kinds_around(blocks: Iterable[tuple[int, int]], ranges: Iterable[tuple[int, int, str]]) -> Iterator[tuple[str, ...]]:
    """For each block the kinds of the ranges that hold it whole, outermost first; blocks are in order, ranges are nested."""
    waiting = sorted(ranges, key=lambda r: (r[0], -r[1]))
    at = 0
    around: list[tuple[int, int, str]] = []
    for start, end in blocks:
        while at < len(waiting) and waiting[at][0] <= start:
            around.append(waiting[at])
            at += 1
        around = [r for r in around if r[1] > start]
        yield tuple(kind for _, last, kind in around if last >= end)


def shares(blocks: Iterable[tuple[int, int]], ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, float]]:
    """For each block how many of the ranges touch it and the share of its length that they cover; both are in order."""
    at = 0
    for start, end in blocks:
        while at < len(ranges) and ranges[at][1] <= start:
            at += 1
        count = covered = 0
        for first, last in _from(ranges, at):
            if first >= end:
                break
            covered += max(0, min(last, end) - max(first, start))
            count += min(last, end) > max(first, start)
        yield count, covered / max(1, end - start)


def _from(ranges: Sequence[tuple[int, int]], at: int) -> Iterator[tuple[int, int]]:
    for index in range(at, len(ranges)):
        yield ranges[index]
