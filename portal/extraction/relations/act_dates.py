"""When a partnership was signed, opened or halted, since when it holds, and until when."""

from __future__ import annotations

import calendar
import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portal.extraction.date_mention import DateMention
from portal.extraction.date_patterns import grammar_for
from portal.extraction.layout import layouts
from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.course import cues_of, is_deadline
from portal.extraction.relations.status import INSTRUMENTS, PRONOUN, following, speaks_of_it
from portal.extraction.relations.terms import ends_on
from portal.extraction.types import EventFact, PartnershipFact, Span

OF_STATUS = {
    "signed": frozenset({"status.signed", "status.renewed"}),
    "active": frozenset({"status.active", "status.renewed", "events.opening", "context.since", "context.running"}),
    "suspended": frozenset({"status.suspended"}),
    "expired": frozenset({"status.expired", "status.ended"}),
    "ended": frozenset({"status.ended", "status.expired"}),
}
"""The words beside which a day is that of the act, by what the act made of the partnership."""
OTHER_ACTS = frozenset({"status.signed", "status.active", "status.suspended", "status.expired", "status.ended"})
TO_AN_END = re.compile(r"[\s(:：,]*(?:[^\W\d]{1,12}['.]?\s?){0,3}")
"""Between "until" and the year: "the end of"."""
TERM_AFTER = re.compile(r"\s?[底末말]?\s?")
DENSE = ("zh", "ja", "ko")
VISITS = ("delegation-visit", "trade-mission")
LASTING = (*INSTRUMENTS, "twinning", "programme")
"""Kinds that are agreed for so many years."""
YEARS_LONG = {f"course.years_{number}": number for number in (1, 2, 3, 4, 5, 10)}
EAST_ASIAN_MONTH = re.compile(
    r"(?:(?P<year>今年|本年|去年|昨年|올해|지난해|작년|同年)[のは]?\s?|(?<![\d年년/.])(?<![년年]\s))"
    r"(?:(?P<m>1[0-2]|[1-9])\s?[月월](?!\s?\d{1,2}\s?[日号號일])|(?<=去年)|(?<=昨年)|(?<=작년)|(?<=지난해))"
)
"""A month without its year, or "last year" alone."""
LAST_YEAR = frozenset("去年 昨年 지난해 작년".split())


@dataclass(frozen=True, slots=True)
class Told:
    """What sentences tell of a partnership's days: since when its status holds, and on which day or in which month or year it ends."""

    date: str | None = None
    ends: str | None = None
    where: tuple[Sentence, ...] = ()
    """Sentences beside those of the partnership that tell its end."""


def days_told(article: Article, sentences: Sequence[Sentence], kind: str, status: str) -> Told:
    """The days that the sentences about a partnership tell; what is only proposed has none yet."""
    date = ends = None
    after = _goes_on_about_it(article, sentences[-1], kind)
    for sentence in sentences:
        dates = _dates(article, sentence)
        last = next((d for d in dates if _is_end(article, sentence, d)), None)
        ends = ends or (last.end_value or last.value if last else None)
        if date is None and status != "proposed":
            date = _of_the_act(article, sentence, [d for d in dates if d is not last], kind, status)
    if date is None and status == "expired":
        date = ends
    if ends is None and status in ("signed", "active"):
        for sentence in (*sentences, *after):
            ends = _end_in(article, sentence) or (_after_years(article, sentence, kind, date) if date else None)
            if ends:
                return Told(date, ends, tuple(s for s in after if s is sentence))
    return Told(date, ends)


def _goes_on_about_it(article: Article, sentence: Sentence, kind: str) -> list[Sentence]:
    """The next sentence where it names nobody and begins with the partnership: "It runs until 2027", "Der Vertrag gilt drei Jahre"."""
    number = bisect_left(article.body, sentence.start, key=lambda s: s.start)
    after = following(article, number) if number < len(article.body) else None
    if after is None or article.named_in(after):
        return []
    ends = any(ends_on(article, after, date) for date in article.dates_in(after))
    told = ends or PRONOUN.match(article.text(after)) or speaks_of_it(article, after, kind)
    return [after] if told else []


def _end_in(article: Article, sentence: Sentence) -> str | None:
    last = next((d for d in _dates(article, sentence) if _is_end(article, sentence, d)), None)
    return last.end_value or last.value if last else None


def dated_by_events(
    article: Article, partnerships: Sequence[PartnershipFact], events: Sequence[EventFact]
) -> tuple[PartnershipFact, ...]:
    """The partnerships, each without a day given that of its signing or opening, or of the event during which it was signed.

    An event of several days gives its month alone. The words that tell the day are added to the evidence.
    """
    return tuple(_dated(article, fact, events) for fact in partnerships)


def _dated(article: Article, fact: PartnershipFact, events: Sequence[EventFact]) -> PartnershipFact:
    if fact.date or fact.status not in ("signed", "active"):
        return fact
    sentences = [s for span in fact.evidence if (s := article.reading.sentence_at(article.reading.position(span.start)))]
    event = _act_of(fact, events) or (_frame_of(article, sentences, events) if fact.status == "signed" else None)
    if event is None or not event.start:
        return fact
    date = event.start if event.end in (None, event.start) else event.start[:7]
    words = _words_of(article, event)
    ends = fact.ends
    more = [*sentences, *_goes_on_about_it(article, sentences[-1], fact.kind)]
    ends = ends or next((end for s in more if (end := _after_years(article, s, fact.kind, date))), None)
    return replace(fact, date=date, ends=ends, evidence=(*fact.evidence, *(w for w in words if not _covers(fact.evidence, w))))


def _act_of(fact: PartnershipFact, events: Sequence[EventFact]) -> EventFact | None:
    """The one signing or opening of a day that the same words tell of."""
    kind = "signing" if fact.status == "signed" else "opening"
    found = [
        event
        for event in events
        if event.kind == kind
        and event.start
        and event.start == event.end
        and any(_covers(event.evidence, s) for s in fact.evidence)
    ]
    return found[0] if len({event.start for event in found}) == 1 else None


def _frame_of(article: Article, sentences: Sequence[Sentence], events: Sequence[EventFact]) -> EventFact | None:
    """The one event of its kind during which something is told to be signed, or the visit to a country of which the sentence names a place."""
    for sentence in sentences:
        categories = article.reading.categories(sentence)
        if not categories & {"status.signed", "status.renewed"}:
            continue
        told = {category[7:] for category in categories if category.startswith("events.")} - {"signing"}
        countries = {place.country for place in article.places_in(sentence)}
        found = [
            event
            for event in events
            if event.start
            and not event.start.startswith("--")
            and _same_month(event)
            and (event.kind in told or (event.kind in VISITS and countries & set(event.countries)))
        ]
        if len(found) == 1:
            return found[0]
    return None


def _same_month(event: EventFact) -> bool:
    return (event.start or "")[:7] == (event.end or event.start or "")[:7]


def _words_of(article: Article, event: EventFact) -> list[Span]:
    """The words that tell the day of an event."""
    return [
        span
        for sentence in article.body
        for date in article.dates_in(sentence)
        if date.value == event.start and _covers(event.evidence, span := article.reading.span(date.start, date.end))
    ][:1]


def _covers(spans: Sequence[Span], span: Span) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in spans)


def _dates(article: Article, sentence: Sentence) -> list[DateMention]:
    """The dates of a sentence or clause, months without a year among them."""
    whole = article.reading.sentence_at(sentence.start) or sentence
    dates = [d for d in article.dates_in(whole) if sentence.start <= d.start < sentence.end]
    exact = [d for d in dates if d.precision != "year" or d.stated != ""]
    months = [m for m in _lone_months(article, sentence) if not any(d.start < m.end and m.start < d.end for d in exact)]
    # "October last year" is one date, not two.
    dates = [d for d in dates if d in exact or not any(m.start <= d.end and d.start <= m.end + 6 for m in months)]
    return sorted([*dates, *months], key=lambda d: d.start)


def _of_the_act(article: Article, sentence: Sentence, dates: list[DateMention], kind: str, status: str) -> str | None:
    """The date that belongs to the words for the status: the one after "since", else the nearest."""
    fitting = [
        d for d in dates if d.end_value is None and not is_deadline(article, sentence, d) and not _is_ahead(article, d.value)
    ]
    if not fitting:
        return None
    cues = article.reading.cues_in(sentence)
    since = [c for c in cues if c.value == "context.since"]
    if status != "signed":
        lasting = next((d for d in fitting if any(_beside(article, c, d) for c in since)), None)
        if lasting:
            return lasting.value
    words = OF_STATUS[status] | ({"status.signed"} if status == "active" and kind in LASTING else set())
    own = [c for c in cues if c.value in words]
    other = [c for c in cues if c.value in OTHER_ACTS - words]
    near = min(fitting, key=lambda d: (_distance(own, d), d.start))
    if _distance(other, near) < _distance(own, near) and (own or status != "signed"):
        return None
    return near.value if own or len(fitting) == 1 else None


def _distance(cues: list[Hit[str]], date: DateMention) -> int:
    return min((max(cue.start - date.end, date.start - cue.end, 0) for cue in cues), default=1_000)


def _beside(article: Article, cue: Hit[str], date: DateMention) -> bool:
    """Whether a word such as "since" stands right before a date or within it, in Chinese, Japanese and Korean right after it."""
    if cue.start <= date.end and date.start <= cue.end:
        return True
    between = article.reading.text[cue.end : date.start] if cue.end <= date.start else article.reading.text[date.end : cue.start]
    if len(between) > 24 or re.search(r"[,;.，；、]", between):
        return False
    return cue.end <= date.start or article.reading.language in DENSE


def _is_ahead(article: Article, value: str) -> bool:
    """Whether a date lies after the article."""
    published = article.published
    return bool(published) and not value.startswith("--") and value[: len(published or "")] > (published or "")[: len(value)]


def _is_end(article: Article, sentence: Sentence, date: DateMention) -> bool:
    """Whether a date ends the term of what was agreed: "valid until 2027", "will expire in 2027", 有效期至2027年."""
    if date.value.startswith("--"):
        return False
    if ends_on(article, sentence, date):
        return True
    text = article.reading.folded
    for cue in cues_of(article, sentence, "term"):
        if cue.end <= date.start and date.start - cue.end <= 24 and TO_AN_END.fullmatch(text, cue.end, date.start):
            return True
    after = cues_of(article, sentence, "term_after")
    return any(date.end <= cue.start and TERM_AFTER.fullmatch(text, date.end, cue.start) for cue in after)


def _after_years(article: Article, sentence: Sentence, kind: str, date: str) -> str | None:
    """The end of a term whose length in years is told, as exact as its beginning: "runs for three years"."""
    years = next((YEARS_LONG[c.value] for c in article.reading.cues_in(sentence) if c.value in YEARS_LONG), None)
    if years is None or kind not in LASTING or not date[:4].isdigit():
        return None
    end = f"{int(date[:4]) + years}{date[4:]}"
    return end if end[5:] != "02-29" or calendar.isleap(int(end[:4])) else f"{end[:4]}-02-28"


def _lone_months(article: Article, sentence: Sentence) -> Iterator[DateMention]:
    """Months without a year, the last of them before the article: "seit März", "in January", 今年3月以来."""
    published = article.published or ""
    if len(published) < 7:
        return
    this_year, this_month = int(published[:4]), int(published[5:7])
    text, language = article.reading.text, article.reading.language
    dates = article.dates_in(article.reading.sentence_at(sentence.start) or sentence)
    for match in _months_of(language).finditer(text, sentence.start, sentence.end):
        stated = match["year"] if "year" in match.re.groupindex else None
        if match["m"] is None:
            yield DateMention(match.start(), match.end(), str(this_year - 1), precision="year", stated="")
            continue
        month = int(match["m"]) if match["m"].isdigit() else grammar_for(language).month(match["m"])
        year = this_year - 1 if stated in LAST_YEAR else this_year if stated else this_year - (month > this_month)
        after = next((d for d in dates if d.precision == "year" and d.stated == "" and 0 <= d.start - match.end() <= 6), None)
        first = match.start() if stated else match.start("m")
        yield DateMention(first, match.end(), f"{after.value if after else year}-{month:02}", precision="month", stated="")


@functools.cache
def _months_of(language: str) -> re.Pattern[str]:
    """A month after a word such as "in" or "since", and no day or year beside it."""
    if language in DENSE:
        return EAST_ASIAN_MONTH
    grammar = grammar_for(language)
    names = "|".join(re.escape(name) for name in sorted(grammar.months, key=len, reverse=True) if len(name) > 2)
    if language == "he":
        return re.compile(rf"(?<!\w)(?:ב|מ|מאז |בחודש )(?P<m>{names})(?![\w-])(?! (?:\d|שנת))")
    before = "|".join(re.escape(word) for word in sorted({*layouts()[language].dates["year_cues"], "im"}, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{before})\s(?P<m>{names})(?!\w)(?!\.?,?\s(?:\d|d[eu]l? \d|of \d))", re.IGNORECASE)
