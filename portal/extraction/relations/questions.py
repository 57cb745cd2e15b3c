"""What the text leaves open, asked of the reviewer in words."""

from __future__ import annotations

import calendar
import datetime

from portal.extraction.relations.article import Article
from portal.extraction.types import EventFact, Question, said

YEARS = range(2000, 2040)
"""The years among which those are offered in which a day falls on the weekday that the text names."""
MOST_YEARS = 5
WEEKDAYS = (
    said("The text calls it a Monday."),
    said("The text calls it a Tuesday."),
    said("The text calls it a Wednesday."),
    said("The text calls it a Thursday."),
    said("The text calls it a Friday."),
    said("The text calls it a Saturday."),
    said("The text calls it a Sunday."),
)


def find_questions(article: Article, events: tuple[EventFact, ...]) -> tuple[Question, ...]:
    """The year of each event whose day and month alone are known; the weekday that the text names is the hint.

    Where the text counts from a day that it does not state ("yesterday"), that day is asked for.
    """
    questions = _published(article)
    for number, event in enumerate(events):
        if event.start and event.start.startswith("--"):
            month, day = int(event.start[2:4]), int(event.start[5:7])
            weekday = _weekday(article, event)
            questions.append(
                Question(
                    about=f"event:{number}.start",
                    text=said("In which year was %(day)d.%(month)d.? The text does not say.", day=day, month=month),
                    choices=() if weekday is None else _years(month, day, weekday),
                    hint="" if weekday is None else WEEKDAYS[weekday],
                    evidence=event.evidence[:1],
                )
            )
    return tuple(questions)


def _published(article: Article) -> list[Question]:
    """The day of publication, when a sentence about an event or a partnership counts from it."""
    if article.published:
        return []
    for sentence in article.body:
        cues = article.reading.cues_in(sentence)
        told = any(cue.value.startswith(("events.", "kinds.")) for cue in cues)
        word = next((cue for cue in cues if cue.value == "context.current"), None)
        dated = any(date.precision == "day" for date in article.dates_in(sentence))
        if told and word is not None and not dated:
            written = article.reading.text[word.start : word.end]
            text = said("When was this published? The text says “%(words)s”, which counts from that day.", words=written)
            return [Question("published", text, (), evidence=(article.reading.span(sentence.start, sentence.end),))]
    return []


def _years(month: int, day: int, weekday: int) -> tuple[str, ...]:
    """At most MOST_YEARS years in which the day falls on that weekday, the nearest to the present first."""
    days = ((year, month, day) for year in YEARS if (month, day) != (2, 29) or calendar.isleap(year))
    fitting = [date[0] for date in days if datetime.date(*date).weekday() == weekday]
    present = datetime.datetime.now(datetime.UTC).year
    return tuple(str(year) for year in sorted(fitting, key=lambda year: (abs(year - present), year))[:MOST_YEARS])


def _weekday(article: Article, event: EventFact) -> int | None:
    for sentence in article.body:
        for date in article.dates_in(sentence):
            if date.value == event.start and date.weekday is not None:
                return date.weekday
    return None
