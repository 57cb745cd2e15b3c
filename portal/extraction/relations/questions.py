"""What the text leaves open, asked of the reviewer in words."""

from __future__ import annotations

from portal.extraction.relations.article import Article
from portal.extraction.types import EventFact, Question


def find_questions(article: Article, events: tuple[EventFact, ...]) -> tuple[Question, ...]:
    """The year of each event whose day and month alone are known; the weekday that the text names is the hint."""
    questions = []
    for number, event in enumerate(events):
        if event.start and event.start.startswith("--"):
            month, day = event.start[2:4], event.start[5:7]
            questions.append(
                Question(
                    about=f"event:{number}.start",
                    text=f"In which year was {int(day)}.{month}.? The text does not say.",
                    choices=(),
                    hint=_weekday_hint(article, event),
                    evidence=event.evidence[:1],
                )
            )
    return tuple(questions)


def _weekday_hint(article: Article, event: EventFact) -> str:
    for sentence in article.body:
        for date in article.dates_in(sentence):
            if date.value == event.start and date.weekday is not None:
                names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
                return f"The text calls it a {names[date.weekday]}."
    return ""
