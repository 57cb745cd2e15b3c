"""Where on a page the article stands: the block element that most of the page's prose hangs from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from portal.extraction.ranges import kinds_around, shares

PROSE = re.compile(r"[.!?。！？…][\"'”’“‘»«)\]」』]*\s*$")
MUCH_MORE = 1.35
SEVERAL_TIMES = 3.0
BEFORE_TITLE = 0.05
"""What prose above the title of the page counts: texts of menus, notices."""
LEAST = 300
"""Columns of prose below the title that make an article of it."""
SHARES = (1.0, 0.6, 0.3)
"""What a line of prose counts for the block around it and for the blocks around that."""


def main_ranges(
    text: str,
    blocks: Sequence[tuple[int, int, str]],
    owners: Sequence[int],
    around: Mapping[int, int],
    hinted: Sequence[tuple[int, int, str]],
    links: Sequence[tuple[int, int]],
    titles: Sequence[str] = (),
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The article's range in a page's text, and the ranges of the blocks that hang directly from its element.

    Both are empty when the page has no prose.
    """
    places = [(start, end) for start, end, _ in blocks]
    weights = [_weight(text[start:end], kind) for start, end, kind in blocks]
    title = title_block(text, blocks, titles)
    hints = [bool(kinds) for kinds in kinds_around(places, hinted)]
    if title is not None and _all_hinted(weights[title:], hints[title:]):
        hints[title:] = [False] * len(hints[title:])
    weights = [weight * 0.1 if hint else weight for weight, hint in zip(weights, hints, strict=True)]
    for index, (_, share) in enumerate(shares(places, sorted(links))):
        weights[index] *= max(0.0, 1 - 2 * share)
    if title is not None and sum(weights[title:]) > LEAST:
        weights[:title] = [weight * BEFORE_TITLE for weight in weights[:title]]
    scores: dict[int, float] = {}
    alone = _alone(owners, around)
    for owner, weight in zip(owners, weights, strict=True):
        if weight:
            holder = _holder(owner, around, alone)
            for part in SHARES:
                scores[holder] = scores.get(holder, 0.0) + weight * part
                if holder not in around:
                    break
                holder = around[holder]
    if not scores:
        return (), ()
    best = _climb(
        max(scores, key=lambda holder: (scores[holder], -holder)),
        owners,
        weights,
        around,
        owners[title] if title is not None else None,
    )
    inside = [i for i, owner in enumerate(owners) if _is_within(owner, best, around)]
    core = tuple(blocks[i][:2] for i in inside if best in (owners[i], around.get(owners[i])))
    return ((blocks[inside[0]][0], blocks[inside[-1]][1]),), core


def _all_hinted(weights: Sequence[float], hints: Sequence[bool]) -> bool:
    """Whether hints would take all the prose below a title: the article itself stands in an element with a misleading name."""
    whole = sum(weights)
    return whole > LEAST and sum(w for w, hint in zip(weights, hints, strict=True) if not hint) < 0.1 * whole


def title_block(text: str, blocks: Sequence[tuple[int, int, str]], titles: Sequence[str]) -> int | None:
    """The index of the heading that has the title which the page states."""
    wanted = {" ".join(title.casefold().split()) for title in titles}
    return next(
        (i for i, (a, b, kind) in enumerate(blocks) if kind == "heading" and " ".join(text[a:b].casefold().split()) in wanted),
        None,
    )


def _alone(owners: Sequence[int], around: Mapping[int, int]) -> set[int]:
    """The elements that hold one line and nothing else, however many of them are around it."""
    lines: dict[int, int] = {}
    for owner in owners:
        while lines.setdefault(owner, 0) < 2:
            lines[owner] += 1
            if owner not in around:
                break
            owner = around[owner]
    return {element for element, count in lines.items() if count == 1}


def _holder(owner: int, around: Mapping[int, int], alone: set[int]) -> int:
    """The element that a line of prose counts for: the first one around it that holds more than this line."""
    while owner in alone and owner in around:
        owner = around[owner]
    return owner


def _climb(best: int, owners: Sequence[int], weights: Sequence[float], around: Mapping[int, int], title: int | None) -> int:
    """The element up to which each one around holds much more of the page's prose than the one inside it.

    An element that already has the page's title in it is left only for several times as much.
    """
    inside: dict[int, float] = {}
    for owner, weight in zip(owners, weights, strict=True):
        while weight:
            inside[owner] = inside.get(owner, 0.0) + weight
            if owner not in around:
                break
            owner = around[owner]
    above = below = best
    while above in around:
        above = around[above]
        titled = title is not None and _is_within(title, below, around)
        below = above
        if inside.get(above, 0.0) > (SEVERAL_TIMES if titled else MUCH_MORE) * inside.get(best, 0.0):
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
