"""What a text leaves open, with the answers that fit, and an answer made the value of the suggestion that it is about."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.edtf import IncompleteDate, IncompleteDateError
from portal.imports import review
from portal.imports.models import Item, Suggestion

Kind = Suggestion.Kind
_EVENT = re.compile(r"event:(\d+)\.start")
_YEAR = re.compile(r"\d{4}")
_MOST_CHOICES = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the review page shows it."""

    number: int
    text: str
    hint: str
    choices: tuple[str, ...]
    """Answers that fit, the likeliest first; another one may be written."""
    wants_day: bool
    """Whether a whole date is asked for; else a year is enough."""
    answer: str = ""
    """The date in words, once the question is answered."""


def ask(item: Item, suggestions: Sequence[Suggestion]) -> list[Asked]:
    """The questions of an item's reading, answered ones among them; those about rejected suggestions are left out."""
    asked = []
    for number, question in enumerate((item.reading or {}).get("questions", ())):
        about = _about(question, suggestions)
        if about and about.state == Suggestion.State.REJECTED:
            continue
        date = _date(_current(about))
        asked.append(
            Asked(
                number=number,
                text=question["text"],
                hint=question["hint"],
                choices=_choices(question, suggestions),
                wants_day=question["about"] == "published",
                answer=date.label if date and date.year else "",
            )
        )
    return asked


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
    question, about = questions[number], _about(questions[number], suggestions)
    if question["about"] == "published":
        value: Any = _whole_day(text)
        about = about or _new_published(item, question, value, suggestions)
    elif about:
        value = _dated(about, text)
    else:
        raise review.Conflict(_("This question is not asked any more."))
    return review.decide(about, state=Suggestion.State.EDITED, version=about.version, user=user, value=value)


def _about(question: dict[str, Any], suggestions: Iterable[Suggestion]) -> Suggestion | None:
    if question["about"] == "published":
        return next((s for s in suggestions if s.kind == Kind.PUBLISHED), None)
    match = _EVENT.fullmatch(question["about"])
    events = [s for s in suggestions if s.kind == Kind.EVENT]
    return events[int(match[1])] if match and int(match[1]) < len(events) else None


def _current(suggestion: Suggestion | None) -> str:
    if suggestion is None:
        return ""
    value = suggestion.edited_value if suggestion.state == Suggestion.State.EDITED else suggestion.value
    return str((value.get("start") if isinstance(value, dict) else value) or "")


def _date(text: str | None) -> IncompleteDate | None:
    try:
        return IncompleteDate.parse(text) if text else None
    except IncompleteDateError:
        return None


def _choices(question: dict[str, Any], suggestions: Iterable[Suggestion]) -> tuple[str, ...]:
    """What the reading offers, or the years around the article's own date; nothing that lies far ahead."""
    newest = str(datetime.date.today().year + 1)
    fitting = sorted((choice for choice in question["choices"] if choice[:4] <= newest), reverse=True)
    published = next((_date(_current(s)) for s in suggestions if s.kind == Kind.PUBLISHED), None)
    if published and published.year:
        if not fitting and question["about"] != "published":
            fitting = [str(published.year), str(published.year - 1)]
        # An article tells of the last such day before it, or announces the next.
        fitting.sort(key=lambda choice: abs(int(choice[:4]) - (published.year or 0)))
    return tuple(fitting[:_MOST_CHOICES])


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
