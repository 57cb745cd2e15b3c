"""Two texts side by side, paragraph by paragraph, with the words in which they differ."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.imports.presenting import show_hidden

MOST_TEXT = 20_000
MOST_PARAGRAPHS = 400
_MOST_WORDS = 600
"""Comparing takes time with the square of these; what is longer is shown as far as it goes."""
_LIKE = 0.3
_WORD = re.compile(r"\w+|\W")


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of either text beside its counterpart; an empty side has none."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]
    is_equal: bool = False


def compare(before: str, after: str) -> list[Row]:
    """The paragraphs of both texts in order; long texts are cut."""
    old, new = _paragraphs(before), _paragraphs(after)
    rows: list[Row] = []
    for action, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if action == "equal":
            rows += [Row(_whole(p, False), _whole(p, False), is_equal=True) for p in old[a:b]]
        else:
            rows += itertools.starmap(_row, _pairs(old[a:b], new[c:d]))
    return rows


def _paragraphs(text: str) -> list[str]:
    return [" ".join(p.split()) for p in text[:MOST_TEXT].split("\n") if p.strip()][:MOST_PARAGRAPHS]


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each old paragraph with the next new one that is like it; what is like nothing stands alone."""
    position = 0
    for paragraph in old:
        match = next((n for n in range(position, len(new)) if _is_like(paragraph, new[n])), None)
        if match is None:
            yield paragraph, ""
            continue
        yield from (("", added) for added in new[position:match])
        yield paragraph, new[match]
        position = match + 1
    yield from (("", added) for added in new[position:])


def _is_like(old: str, new: str) -> bool:
    a, b = set(_WORD.findall(old)), set(_WORD.findall(new))
    return len(a & b) > _LIKE * max(len(a), len(b))


def _row(old: str, new: str) -> Row:
    if not old or not new:
        return Row(_whole(old, True), _whole(new, True))
    a, b = _WORD.findall(old)[:_MOST_WORDS], _WORD.findall(new)[:_MOST_WORDS]
    before: list[Run] = []
    after: list[Run] = []
    for action, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        before += _whole("".join(a[i:j]), action != "equal")
        after += _whole("".join(b[k:m]), action != "equal")
    return Row(tuple(before), tuple(after))


def _whole(text: str, is_changed: bool) -> tuple[Run, ...]:
    return (Run(show_hidden(text), is_changed),) if text else ()
