"""What the words around say of an event's day: a deadline, the day before or after it, the days of a journey."""

from __future__ import annotations

import re

from portal.extraction.dates import DateMention
from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article

BETWEEN = re.compile(
    r"[\s(:：,]*(?:(?:the|zum|dem|den|le|la|el|al|de|am|on|op|is|ist|est|es|ה)[\s-]+)?(?:[^\W\d]{2,12}[,.]?\s+)?", re.IGNORECASE
)
"""What may stand between a word such as "until" and its day: an article, a weekday."""
AFTER = re.compile(
    r"\s?(?:\([^)]{1,6}\)|（[^）]{1,6}）)?\s?(?:\d{1,2}[:：]\d\d|\d{1,2}[时時시](?:\d{1,2}分)?|正午|24時|17時)?\s?"
)
"""What may stand between a day and a word such as 截止 or まで: a weekday, an hour."""
POSTPOSED = frozenset({"zh", "ja", "ko"})
ARTICLE_REACH = 9


def cues_of(article: Article, sentence: Sentence, name: str) -> list[Hit[str]]:
    return [cue for cue in article.reading.cues_in(sentence) if cue.value == f"course.{name}"]


def is_deadline(article: Article, sentence: Sentence, date: DateMention) -> bool:
    """Whether a day only ends something: "until 1 February", "до 1 февраля", 「2月1日まで」, 「截止日期为8月15日」."""
    if date.end_value:
        return False
    text = article.reading.folded
    for cue in cues_of(article, sentence, "until"):
        if cue.end <= date.start and BETWEEN.fullmatch(text, cue.end, date.start):
            return True
        if article.reading.language in POSTPOSED and date.end <= cue.start and AFTER.fullmatch(text, date.end, cue.start):
            return True
    return False


def stands_beside(article: Article, sentence: Sentence, cue: Hit[str]) -> bool:
    """Whether the event is only what something came before or after: "after the forum", 揭牌仪式前."""
    for word in cues_of(article, sentence, "beside"):
        if article.reading.language in POSTPOSED:
            between = article.reading.text[cue.end : word.start] if cue.end <= word.start else "…"
            if len(between) <= 4 and between in ("", "仪式", "儀式", "活动", "式", "의 ", " ", "식 ", "을 ", "를 "):
                return True
        elif 0 <= cue.start - word.end <= ARTICLE_REACH and "," not in article.reading.text[word.end : cue.start]:
            return True
    return False


def is_frame(article: Article, sentence: Sentence, cue: Hit[str]) -> bool:
    """Whether something else happened during the event: "signed during the visit", 访问期间."""
    for word in cues_of(article, sentence, "during"):
        if article.reading.language in POSTPOSED:
            if 0 <= word.start - cue.end <= 2 or word.start <= cue.start < word.end:
                return True
        elif 0 <= cue.start - word.end <= 40 and not re.search(r"[,;:]", article.reading.text[word.end : cue.start]):
            return True
    return False


def journey(article: Article, sentence: Sentence) -> tuple[str, str] | None:
    """First and last day of a journey whose beginning and end a sentence tells: "left on 25 March and was back on 1 April"."""
    days = [d for d in article.dates_in(sentence) if d.precision == "day" and not d.end_value]
    words = cues_of(article, sentence, "travel")
    told = [d for d in days if any(abs(w.start - d.end) < 40 or abs(d.start - w.end) < 40 for w in words)]
    if len(words) > 1 and len(told) > 1 and told[0].value < told[-1].value:
        return told[0].value, told[-1].value
    return None
