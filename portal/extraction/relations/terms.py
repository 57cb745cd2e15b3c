"""When the term of what was agreed ends, where a sentence tells it by a verb: "will expire on", "läuft … aus", 将于…到期."""

from __future__ import annotations

import re

from portal.extraction.date_mention import DateMention
from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article

DAY_REACH = 40
"""So near the verb its day stands."""
FUTURE_REACH = 50
"""So near before it, and right behind it, the word stands that puts it into the future."""
OTHER = re.compile(r"[;；。.]\s")
COMMA = re.compile(r"[,;，；、]")
TENSELESS = frozenset({"zh"})
"""Languages whose verbs do not tell by themselves whether an end has come."""
SHOWS = frozenset({"events.forum", "events.exhibition", "events.competition", "events.delegation-visit", "events.trade-mission"})
"""Beside these it may be the event that ends."""


def yet_to_lapse(article: Article, sentence: Sentence, cue: Hit[str]) -> bool:
    """Whether a word for an end of a term tells one that is yet to come."""
    day = _day_of(article, sentence, cue)
    if day is not None and article.published:
        return _not_before(article, day)
    present = any(
        w.value == "course.lapse" and w.start < cue.end and cue.start < w.end for w in article.reading.cues_in(sentence)
    )
    if not present and cue.value != "course.lapse":
        return False
    return (day is not None and article.reading.language not in TENSELESS) or _in_future(article, sentence, cue)


def ends_on(article: Article, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day is the one on which a term is yet to end."""
    cues = article.reading.cues_in(sentence)
    if date.value.startswith("--") or any(cue.value in SHOWS for cue in cues):
        return False
    words = [cue for cue in cues if cue.value in ("course.lapse", "status.expired")]
    return any(_day_of(article, sentence, cue) == date and yet_to_lapse(article, sentence, cue) for cue in words)


def _day_of(article: Article, sentence: Sentence, cue: Hit[str]) -> DateMention | None:
    """The day, month or year nearest to the word, if it is near."""
    whole = article.reading.sentence_at(sentence.start) or sentence
    days = [d for d in article.dates_in(whole) if sentence.start <= d.start < sentence.end and not d.value.startswith("--")]
    nearest = min(days, key=lambda day: _gap(cue, day), default=None)
    if nearest is None or _gap(cue, nearest) > DAY_REACH:
        return None
    first, last = (cue.end, nearest.start) if cue.end <= nearest.start else (nearest.end, cue.start)
    return None if first < last and OTHER.search(article.reading.text, first, last) else nearest


def _gap(cue: Hit[str], day: DateMention) -> int:
    return max(cue.start - day.end, day.start - cue.end, 0)


def _not_before(article: Article, day: DateMention) -> bool:
    """Whether a day comes after the article was published, or on that day."""
    published, last = article.published or "", day.end_value or day.value
    return last[: len(published)] >= published[: len(last)]


def _in_future(article: Article, sentence: Sentence, cue: Hit[str]) -> bool:
    return any(
        other.value == "context.future"
        and (
            0 <= cue.start - other.end <= FUTURE_REACH or (other.start < cue.end <= other.end) or 0 <= other.start - cue.end <= 1
        )
        and not COMMA.search(article.reading.text, min(other.end, cue.start), cue.start)
        for other in article.reading.cues_in(sentence)
    )
