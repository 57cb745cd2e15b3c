"""Undoing text that was UTF-8 once, was read as something else, and was saved so: Ã© for é, Рџ for П."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.extraction.types import Said, nsaid

GARBLED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"
    "|[\u0420-\u0422\u0432\u0412][\u0080-\u00bf\u0401-\u040f\u0451-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]{1,2}"
)
"""A character of UTF-8 as Windows-1252 or Windows-1251 shows its bytes."""
DEEPEST = 3
"""Times that a text may have been read wrongly and saved so."""
FEWEST = 3
"""So many signs too many there must be, and most of what looks so must be mendable: one Ã in a Portuguese word is no accident."""


def notice_of(repairs: Sequence[object]) -> Said:
    """What the reviewer is told of characters that were mended."""
    return nsaid("%(n)d garbled character was mended.", "%(n)d garbled characters were mended.", len(repairs))


def mended(text: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The text with its garbled characters made whole, and where that was done: start and end now, what stood there before."""
    repairs: tuple[tuple[int, int, str], ...] = ()
    for _ in range(DEEPEST):
        text, found = _mended_once(text)
        if not found:
            break
        repairs = _composed(repairs, found)
    return text, repairs


def _mended_once(text: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    found = [(m, _whole(m[0])) for m in GARBLED.finditer(text)]
    good = [(m, whole) for m, whole in found if whole]
    needless = sum(len(m[0]) - 1 for m, _ in good)
    wide = sum(1 for c in text if c > "\u007f") if needless >= FEWEST else 0
    if needless < FEWEST or len(good) < 2 or sum(len(m[0]) for m, _ in good) < 0.5 * wide:
        return text, ()
    pieces, repairs = [], []
    at = length = 0
    for match, whole in good:
        pieces += [text[at : match.start()], whole]
        length += match.start() - at
        repairs.append((length, length + len(whole), match[0]))
        length += len(whole)
        at = match.end()
    return "".join([*pieces, text[at:]]), tuple(repairs)


def _composed(
    first: tuple[tuple[int, int, str], ...], second: tuple[tuple[int, int, str], ...]
) -> tuple[tuple[int, int, str], ...]:
    """The repairs of a text that was mended twice, as if it had been mended at once. Each covers one character, so none is cut."""
    whole = []
    earlier = list(reversed(first))
    shift = 0
    for start, end, before in second:
        at, pieces = start - shift, list[str]()
        while earlier and earlier[-1][0] < at:
            s, e, was = earlier.pop()
            whole.append((s + shift, e + shift, was))
        done = at
        while earlier and earlier[-1][0] < at + len(before):
            s, e, was = earlier.pop()
            pieces += [before[done - at : s - at], was]
            done = e
        whole.append((start, end, "".join([*pieces, before[done - at :]])))
        shift += end - start - len(before)
    return (*whole, *((s + shift, e + shift, was) for s, e, was in reversed(earlier)))


def _whole(garbled: str) -> str | None:
    for codec in ("cp1252", "cp1251"):
        try:
            found = b"".join(_byte(c, codec) for c in garbled).decode("utf-8")
        except UnicodeError:
            continue
        if len(found) == 1 and (found.isprintable() or "\u0080" <= found <= "\u009f"):
            return found
    return None


def _byte(character: str, codec: str) -> bytes:
    """One byte; the five that the code page leaves open stand for themselves."""
    return bytes([ord(character)]) if "\u0080" <= character <= "\u009f" else character.encode(codec)
