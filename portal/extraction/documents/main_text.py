"""Where on a page the article stands: the block element that most of the page's prose hangs from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from portal.extraction.ranges import kinds_around, shares

PROSE = re.compile(r"[.!?。！？…][\"'”’»)\]」』]*\s*$")
MUCH_MORE = 1.35
SHARES = (1.0, 0.6, 0.3)
"""What a line of prose counts for the block around it and for the blocks around that."""


def main_ranges(
    text: str,
    blocks: Sequence[tuple[int, int, str]],
    owners: Sequence[int],
    around: Mapping[int, int],
    hinted: Sequence[tuple[int, int, str]],
    links: Sequence[tuple[int, int]],
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The article's range in a page's text, and the ranges of the blocks that hang directly from its element.

    Both are empty when the page has no prose.
    """
    places = [(start, end) for start, end, _ in blocks]
    weights = [_weight(text[start:end], kind) for start, end, kind in blocks]
    for index, kinds in enumerate(kinds_around(places, hinted)):
        weights[index] *= 0.1 if kinds else 1.0
    for index, (_, share) in enumerate(shares(places, sorted(links))):
        weights[index] *= max(0.0, 1 - 2 * share)
    scores: dict[int, float] = {}
    for owner, weight, (_, _, kind) in zip(owners, weights, blocks, strict=True):
        if weight:
            holder = around.get(owner, owner) if kind in ("paragraph", "item", "quote") else owner
            for part in SHARES:
                scores[holder] = scores.get(holder, 0.0) + weight * part
                if holder not in around:
                    break
                holder = around[holder]
    if not scores:
        return (), ()
    best = _climb(max(scores, key=lambda holder: (scores[holder], -holder)), owners, weights, around)
    inside = [i for i, owner in enumerate(owners) if _is_within(owner, best, around)]
    core = tuple(blocks[i][:2] for i in inside if best in (owners[i], around.get(owners[i])))
    return ((blocks[inside[0]][0], blocks[inside[-1]][1]),), core


def _climb(best: int, owners: Sequence[int], weights: Sequence[float], around: Mapping[int, int]) -> int:
    """The element up to which each one around holds much more of the page's prose than the one inside it."""
    inside: dict[int, float] = {}
    for owner, weight in zip(owners, weights, strict=True):
        while weight:
            inside[owner] = inside.get(owner, 0.0) + weight
            if owner not in around:
                break
            owner = around[owner]
    above = best
    while above in around:
        above = around[above]
        if inside.get(above, 0.0) > MUCH_MORE * inside.get(best, 0.0):
            best = above
    return best


def _weight(line: str, kind: str) -> float:
    if kind == "heading" or not PROSE.search(line):
        return 0.0
    size = sum(2 if c > "\u2e80" else 1 for c in line)
    return float(size) if size > 60 else 0.0


def _is_within(owner: int, ancestor: int, around: Mapping[int, int]) -> bool:
    while owner > ancestor and owner in around:
        owner = around[owner]
    return owner == ancestor
