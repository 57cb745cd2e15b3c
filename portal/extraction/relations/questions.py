"""What the text leaves open, asked of the reviewer in words."""

from __future__ import annotations

import datetime

from portal.extraction.relations.article import Article
from portal.extraction.types import EventFact, Question

YEARS = range(2000, 2040)
"""The years among which those are offered in which a day falls on the weekday that the text names."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def find_questions(article: Article, events: tuple[EventFact, ...]) -> tuple[Question, ...]:
    """The year of each event whose day and month alone are known; the weekday that the text names is the hint."""
    questions = []
    for number, event in enumerate(events):
        if event.start and event.start.startswith("--"):
            month, day = int(event.start[2:4]), int(event.start[5:7])
            weekday = _weekday(article, event)
            questions.append(
                Question(
                    about=f"event:{number}.start",
                    text=f"In which year was {day}.{month}.? The text does not say.",
                    choices=() if weekday is None else _years(month, day, weekday),
                    hint="" if weekday is None else f"The text calls it a {WEEKDAYS[weekday]}.",
                    evidence=event.evidence[:1],
                )
            )
    return tuple(questions)


def _years(month: int, day: int, weekday: int) -> tuple[str, ...]:
    days = ((year, month, day) for year in YEARS if (month, day) != (2, 29) or year % 4 == 0)
    return tuple(str(day[0]) for day in days if datetime.date(*day).weekday() == weekday)


def _weekday(article: Article, event: EventFact) -> int | None:
    for sentence in article.body:
        for date in article.dates_in(sentence):
            if date.value == event.start and date.weekday is not None:
                return date.weekday
    return None
