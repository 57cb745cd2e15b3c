"""Putting a document's text together from paragraphs that a format already tells apart."""

from __future__ import annotations

from collections.abc import Iterable

KINDS = frozenset({"heading", "paragraph", "item", "quote", "caption", "cell", "other"})


def laid_out(paragraphs: Iterable[tuple[str, str]]) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The text of (kind, text) paragraphs, a blank line between them, and the block of each: start, end, kind."""
    pieces: list[str] = []
    blocks: list[tuple[int, int, str]] = []
    length = 0
    for kind, text in paragraphs:
        if not text.strip():
            continue
        if pieces:
            pieces.append("\n\n")
            length += 2
        pieces.append(text)
        blocks.append((length, length + len(text), kind))
        length += len(text)
    return "".join(pieces), tuple(blocks)
