"""What an item's row says of its suggestions, so that the queue of reviews finds and orders items without reading them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.imports import questions
from portal.imports.models import Item, Suggestion
from portal.imports.suggestions import ARTICLE_KINDS, is_sure

Kind = Suggestion.Kind
WORTH = {Kind.PARTNERSHIP: 8, Kind.EVENT: 4, Kind.OPPORTUNITY: 4, Kind.ORGANISATION: 2}
"""What a sure suggestion counts in the order of the queue; every other fact counts one."""
MIXED, CERTAIN = 10_000, 20_000
"""Where articles of which something is sure begin, and those in which everything is."""
FIELDS = ("language", "countries", "open_questions")


def rank_of(suggestions: Sequence[Suggestion], *, has_doubts: bool) -> int:
    """The place in the queue, the highest first.

    First come articles in which every fact is sure and nothing is asked (`has_doubts` tells), then those in which something is
    sure, then the rest; among them those whose sure facts are worth most.
    """
    facts = [s for s in suggestions if s.kind not in ARTICLE_KINDS]
    sure = [s for s in facts if is_sure(s)]
    if not sure:
        return 0
    worth = min(sum(WORTH.get(Kind(s.kind), 1) for s in sure), MIXED - 1)
    return worth + (CERTAIN if len(sure) == len(facts) and not has_doubts else MIXED)


def note(item: Item, suggestions: Sequence[Suggestion]) -> None:
    """Sets on the item what the filters of the queue look at; the caller saves `FIELDS`."""
    standing = [s for s in suggestions if s.state != Suggestion.State.REJECTED]
    values: list[tuple[str, Any]] = [
        (s.kind, s.edited_value if s.state == Suggestion.State.EDITED else s.value) for s in standing
    ]
    item.language = next((str(value)[:12] for kind, value in values if kind == Kind.LANGUAGE), "")
    item.countries = sorted({value["code"] for kind, value in values if kind == Kind.COUNTRY})
    item.open_questions = sum(not asked.answer for asked in questions.ask(item, suggestions))


def enter(item: Item, suggestions: Sequence[Suggestion]) -> None:
    """The same for an item that has just been read, with its place in the queue. That place stays while people decide."""
    note(item, suggestions)
    item.rank = rank_of(suggestions, has_doubts=item.resembles or item.open_questions > 0)
