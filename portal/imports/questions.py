"""What a text leaves open, with the answers that fit."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.edtf import IncompleteDate, IncompleteDateError
from portal.imports.models import Item, Suggestion
from portal.imports.telling import Told

Kind = Suggestion.Kind
_EVENT = re.compile(r"event:(\d+)\.start")
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
    about: int | None = None
    """The key of the suggestion that it asks about; None where there is none yet."""


def ask(item: Item, suggestions: Sequence[Suggestion]) -> list[Asked]:
    """The questions of an item's reading, answered ones among them; those about rejected suggestions are left out."""
    asked = []
    for number, question in enumerate((item.reading or {}).get("questions", ())):
        about = about_what(question, suggestions)
        if about and about.state == Suggestion.State.REJECTED:
            continue
        date = _date(_current(about))
        choices = _choices(question, suggestions)
        asked.append(
            Asked(
                number=number,
                text=_text(question, about),
                hint=_hint(question, choices),
                choices=choices,
                wants_day=question["about"] == "published",
                answer=date.label if date and date.year else "",
                about=about.pk if about else None,
            )
        )
    return asked


def _text(question: dict[str, Any], about: Suggestion | None) -> str:
    """The question in short, where the day is known."""
    day = _date(about.value.get("start")) if about and isinstance(about.value, dict) else None
    if day is None or day.year or not day.month or not day.day:
        return str(Told.of(question["text"]))
    # A leap year, so that 29 February is a day.
    return _("%(day)s: which year?") % {"day": date_format(datetime.date(2000, day.month, day.day), "MONTH_DAY_FORMAT")}


def _hint(question: dict[str, Any], choices: Sequence[str]) -> str:
    hint = str(Told.of(question["hint"]))
    if not question["choices"] or not choices:
        return hint
    return " ".join(filter(None, (hint, _("%(year)s fits the weekday.") % {"year": choices[0]})))


def about_what(question: dict[str, Any], suggestions: Iterable[Suggestion]) -> Suggestion | None:
    """The suggestion that a question of a reading asks about, if there is one."""
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
