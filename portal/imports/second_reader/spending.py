"""The tokens of a day, counted in PostgreSQL: taken before a model is asked, given back when it cost less.

What a killed worker had taken stays taken, so that the limit holds whatever happens.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from portal.imports.models import ReaderSpending
from portal.imports.second_reader.options import options


@dataclass(slots=True)
class Allowance:
    """Tokens that one article may cost."""

    day: datetime.date
    tokens: int
    """0 when today's are used up."""
    spent: int | None = 0
    """What it did cost; None when nobody knows, and then all of it counts."""


def reserve() -> Allowance | None:
    """Takes what one article may cost from today's tokens; None while no second reader is set. Call it outside a transaction."""
    current = options()
    if current is None:
        return None
    today = timezone.localdate()
    ReaderSpending.objects.get_or_create(day=today)
    wanted = current.most_tokens
    rows = ReaderSpending.objects.filter(day=today, tokens__lte=current.tokens_per_day - wanted)
    return Allowance(today, wanted if rows.update(tokens=F("tokens") + wanted) else 0)


def settle(allowance: Allowance | None) -> None:
    """Counts what the article did cost instead of what it might have."""
    if allowance and allowance.tokens and allowance.spent is not None:
        ReaderSpending.objects.filter(day=allowance.day).update(tokens=F("tokens") + allowance.spent - allowance.tokens)
