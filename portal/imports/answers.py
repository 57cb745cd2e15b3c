"""An answer to a question made the value of the suggestion that it is about."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.edtf import IncompleteDate, IncompleteDateError
from portal.imports import review
from portal.imports.models import Item, Suggestion
from portal.imports.questions import about_what

Kind = Suggestion.Kind
_YEAR = re.compile(r"\d{4}")


@transaction.atomic
def answer(item: Item, number: int, text: str, *, version: int, user: AbstractUser) -> Suggestion:
    """Makes `text` (a year, or a whole date) the date that question `number` asks for; gives the suggestion, accepted with it.

    Raises `review.Conflict` with the reason when that cannot be.
    """
    locked = review.lock(item, version)
    suggestions = list(item.suggestions.all())
    questions = (locked.reading or {}).get("questions", ())
    if number >= len(questions):
        raise review.Conflict(_("This question is not asked any more."))
    question, about = questions[number], about_what(questions[number], suggestions)
    if question["about"] == "published":
        value: Any = _whole_day(text)
        about = about or _new_published(item, question, value, suggestions)
    elif about:
        value = _dated(about, text)
    else:
        raise review.Conflict(_("This question is not asked any more."))
    return review.decide(about, state=Suggestion.State.EDITED, version=about.version, user=user, value=value)


def _whole_day(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise review.Conflict(_("“%(text)s” is not a day. Write it as 2019-04-26.") % {"text": text[:40]}) from None


def _new_published(item: Item, question: dict[str, Any], value: str, suggestions: Sequence[Suggestion]) -> Suggestion:
    last = max((s.position for s in suggestions), default=-1)
    row = Suggestion(item=item, kind=Kind.PUBLISHED, position=last + 1, value=value, spans=question["spans"], confidence=0)
    row.save()
    return row


def _dated(event: Suggestion, text: str) -> dict[str, Any]:
    """The event's value with the answer as its first day: a year completes every date that lacks one, a whole date replaces the first."""
    value: dict[str, Any] = (event.edited_value if event.state == Suggestion.State.EDITED else event.value) or {}
    text = text.strip()
    if not _YEAR.fullmatch(text):
        return {**value, "start": _complete(text, None)}
    legs = [
        {**leg, "start": _complete(leg.get("start"), text), "end": _complete(leg.get("end"), text)}
        for leg in value.get("legs", ())
    ]
    start, end = _complete(event.value.get("start"), text), _complete(event.value.get("end"), text)
    if start and end and end < start:
        # From December into January.
        end = _complete(event.value.get("end"), str(int(text) + 1))
    return {**value, "start": start, "end": end, "legs": legs}


def _complete(text: str | None, year: str | None) -> str | None:
    """The date with the year, when it has none of its own."""
    if not text:
        return None
    try:
        date = IncompleteDate.parse(text)
        if date.year is None and year:
            date = IncompleteDate.parse(f"{year}-{date.month:02}-{date.day:02}")
    except IncompleteDateError as error:
        raise review.Conflict(str(error)) from None
    return str(date)
