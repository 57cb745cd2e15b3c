"""The ids of rows as forms and addresses bring them."""

from __future__ import annotations

MOST_DIGITS = 18
"""So many fit into a column of ids, whatever they are."""


def row_id(text: object) -> int | None:
    """The id that a text writes; None for what can be none, however long it is."""
    digits = str(text)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else None


def row_ids(texts: list[str]) -> list[int]:
    """Those of the texts that are ids."""
    return [pk for text in texts if (pk := row_id(text)) is not None]
