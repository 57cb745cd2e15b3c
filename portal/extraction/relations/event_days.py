"""Which days an event has: its own among those of a sentence, first and last told apart, those of a fragment before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from portal.extraction.dates import DateMention
from portal.extraction.lexicon.grammar import leading
from portal.extraction.matching import Hit
from portal.extraction.places import Place
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.course import POSTPOSED, cues_of, is_deadline, is_frame
from portal.extraction.relative_dates import days_between, next_year

VISITS = ("delegation-visit", "trade-mission")
LONG = ("forum", "exhibition")
LASTING = (*VISITS, *LONG)
"""What may be told by its first and its last day."""
BESIDE_SIGNING = ("signing", "meeting", "webinar")
TOPICS = (*LONG, "opening", "competition", "matchmaking")
"""What people may sign or speak about: "met on 5 May to discuss the opening of a centre"."""
ALSO = re.compile(rf"(?:\b(?:{leading('and', 'during')}|while\s|as\s|when\s)|,)[^,;:]{{0,28}}$")
SINCE = re.compile(rf"\b{leading('since')}(?:\w+[ ,]{{1,2}}|\w+ de[mrn] |{leading('the')})?$")
IN_BRACKETS = re.compile(r"[^.;:()（）]{0,60}[(（][^()（）]{0,40}")
"""Between the word of an event and its day in brackets: "the Tile Expo in Guadalajara (4–8 December 2023)"."""
APPOSED = 24
"""So near after a lone weekday a range of days says the same: "on Monday and Tuesday (13–14 May)"."""
ROLE_REACH = 28
LONGEST = {"exhibition": 150}
LONGEST_OTHER = 31
TOUR = 21
"""Days at most of what is told by first and last day, and of a visit told place by place."""
PLACE_REACH, BESIDE_OTHER = 40, 4
FRAGMENT = 48
"""A sentence so short that has a day and no event only says when what follows was: "Monday. Heat. A long table in Byblos."."""
AMBIGUOUS = 120
"""So many days before the article a day without a year may as well lie ahead."""
AHEAD = frozenset({"context.future", "context.planned"})


def days_of(article: Article, sentence: Sentence) -> list[DateMention]:
    """The days of a sentence on which something can have happened, each once: "on Monday and Tuesday (13–14 May)" are two days."""
    days = [d for d in article.dates_in(sentence) if d.precision == "day" and not is_deadline(article, sentence, d)]
    ranges = [d for d in days if d.end_value]
    kept = [d for d in days if not any(_same_days(d, r) for r in ranges)]
    ahead = article.reading.categories(sentence) & AHEAD
    return [_coming(article, day) for day in kept] if ahead else kept


def _same_days(day: DateMention, days: DateMention) -> bool:
    return (
        not day.end_value
        and day.value <= days.value <= (days.end_value or "")
        and 0 <= days.start - day.end <= APPOSED
        and (day.stated == "")
    )


def _coming(article: Article, day: DateMention) -> DateMention:
    """A day without a year of which a sentence speaks as of something to come: not that of many months ago."""
    published = article.published or ""
    if len(published) != 10 or not (day.stated or "").startswith("--") or not day.full:
        return day
    if days_between(day.value, published) < AMBIGUOUS:
        return day
    return replace(day, value=next_year(day.value), end_value=next_year(day.end_value) if day.end_value else None)


def scene(article: Article, number: int) -> list[DateMention]:
    """The only day of a short sentence before this one in its part that tells of no event: "Monday. Heat. A long table in Byblos."."""
    sentence = article.body[number]
    for before in article.body[max(0, number - 3) : number][::-1]:
        if before.part != sentence.part or before.kind == "heading":
            return []
        days = days_of(article, before)
        if not days:
            continue
        tells = any(category.startswith(("events.", "status.")) for category in article.reading.categories(before))
        return days if len(days) == 1 and before.end - before.start <= FRAGMENT and not tells else []
    return []


def in_brackets(article: Article, cue: Hit[str], days: Sequence[DateMention]) -> DateMention | None:
    """The day that stands in brackets after the word of an event and its name and place."""
    text = article.reading.text
    return next((d for d in days if d.start > cue.end and IN_BRACKETS.fullmatch(text, cue.end, d.start)), None)


def since_then(article: Article, sentence: Sentence, day: DateMention) -> bool:
    """Whether something goes on since a day."""
    return not day.end_value and bool(SINCE.search(article.reading.folded, max(sentence.start, day.start - 24), day.start))


def stretch(article: Article, sentences: Sequence[Sentence], kind: str) -> tuple[str, str] | None:
    """The first and last day of what is told to begin on one day and to end on another: "ends today; it began on Monday"."""
    first = last = None
    for sentence in sentences:
        days = [d for d in article.dates_in(sentence) if d.precision == "day" and not d.end_value]
        begins, finishes = cues_of(article, sentence, "begins"), cues_of(article, sentence, "finishes")
        for day in days:
            role = _role(article, sentence, day, days, begins, finishes)
            if role == "begins":
                first = first or day.value
            elif role == "finishes":
                last = day.value
    if not first or not last or not 0 < days_between(first, last) <= LONGEST.get(kind, LONGEST_OTHER):
        return None
    return first, last


def _role(
    article: Article,
    sentence: Sentence,
    day: DateMention,
    days: Sequence[DateMention],
    begins: Sequence[Hit[str]],
    finishes: Sequence[Hit[str]],
) -> str | None:
    """Whether something begins or finishes on a day: the nearest such word before it, else after it, with no other day between."""
    floor = max((d.end for d in days if d.end <= day.start), default=sentence.start)
    ceiling = min((d.start for d in days if d.start >= day.end), default=sentence.end)
    words = [(hit, "begins") for hit in begins] + [(hit, "finishes") for hit in finishes]
    before = [(day.start - h.end, role) for h, role in words if floor <= h.start and 0 <= day.start - h.end <= ROLE_REACH]
    after = [(h.start - day.end, role) for h, role in words if h.end <= ceiling and 0 <= h.start - day.end <= ROLE_REACH]
    near = after or before if article.reading.language in POSTPOSED else before or after
    return min(near)[1] if near else None


def tour(article: Article, days: Sequence[DateMention], sentence: Sentence) -> tuple[str, str] | None:
    """First and last day of a visit told place by place: "in Manama on 19 September, in Doha on the 22nd", "from Hanoi (14–16 April)"."""
    if len(days) < 2:
        return None
    places = [p for p in article.places_in(sentence) if p.kind != "adjective"]
    beside = [_nearest(places, day) for day in days]
    values, last = [d.value for d in days], days[-1].end_value or days[-1].value
    told = len({(p.start, p.end) for p in beside if p}) > 1 and values == sorted(set(values))
    return (values[0], last) if told and days_between(values[0], last) <= TOUR else None


def _nearest(places: Sequence[Place], day: DateMention) -> Place | None:
    far = {p.start: max(day.start - p.end, p.start - day.end) for p in places}
    return min((p for p in places if 0 <= far[p.start] <= PLACE_REACH), key=lambda p: far[p.start], default=None)


def days_after(article: Article, number: int, cues: dict[str, Hit[str]]) -> list[DateMention]:
    """The days that the next sentence gives a gathering named without any: "The Forum meets again. From 22 to 24 October …"."""
    sentence, text = article.body[number], article.reading.text
    if number + 1 >= len(article.body) or not any(k in LONG and text[cue.start].isupper() for k, cue in cues.items()):
        return []
    after = article.body[number + 1]
    if after.part != sentence.part or article.dates_in(sentence):
        return []
    days = days_of(article, after)
    told = any(category.startswith("events.") for category in article.reading.categories(after))
    lasting = len(days) == 1 and days[0].end_value and days_between(days[0].value, days[0].end_value) < TOUR
    return days if lasting and not told else []


def of_the_clause(days: list[DateMention], cue: Hit[str], others: Sequence[Hit[str]]) -> list[DateMention]:
    """Without the days that stand beside an earlier event, where one follows: "had talks on 27 February and signed two days later"."""
    if not any(day.start >= cue.end for day in days):
        return days
    return [d for d in days if d.end > cue.start or not any(other.end <= d.start for other in others)]


def day_of(days: Sequence[DateMention], cue: Hit[str], kind: str) -> DateMention | None:
    """The day nearest to the cue; a visit takes the range of days when there is one."""
    ranges = [date for date in days if date.end_value]
    if kind in ("delegation-visit", "trade-mission", "exhibition", "forum") and ranges:
        days = ranges
    elif kind in ("signing", "opening") or (kind in ("meeting", "matchmaking") and len(days) > len(ranges)):
        days = [date for date in days if not date.end_value]
    return min(days, key=lambda date: min(abs(date.start - cue.end), abs(cue.start - date.end)), default=None)


def is_its_day(article: Article, sentence: Sentence, cues: dict[str, Hit[str]], kind: str, date: DateMention) -> bool:
    """Whether the day nearest to the word of an event is its own, not that of another event of the sentence."""
    cue = cues[kind]
    if kind in VISITS and cue.start > date.end and any(0 <= date.start - c.end <= BESIDE_OTHER for c in cues.values()):
        return False
    framed = len(cues) > 1 and is_frame(article, sentence, cue)
    frames = [c for k, c in cues.items() if k != kind and is_frame(article, sentence, c)]
    if (framed and not date.end_value) or (frames and date.end_value and not framed):
        return False
    if kind in VISITS and any(cue.end <= cues[k].start < date.start for k in LONG if k in cues):
        return False
    if kind == "opening" and _set_for_another_time(article, sentence, cue, date):
        return False
    return not _is_topic(article, sentence, cues, kind, date)


def _is_topic(article: Article, sentence: Sentence, cues: dict[str, Hit[str]], kind: str, date: DateMention) -> bool:
    """Whether an event is only what others signed or spoke about that day: "signed on 5 May a contract on a joint seminar"."""
    if kind not in TOPICS or date.end_value or article.reading.language in POSTPOSED or date.start > cues[kind].start:
        return False
    before = [cues[k] for k in BESIDE_SIGNING if k in cues and cues[k].end <= cues[kind].start]
    also = ALSO.search(article.reading.folded, max(sentence.start, cues[kind].start - 40), cues[kind].start)
    return bool(before) and not also


def _set_for_another_time(article: Article, sentence: Sentence, cue: Hit[str], day: DateMention) -> bool:
    """Whether a month or a year stands nearer to an opening than the day: "announced the same day that it opens in March"."""
    nearest = min(article.dates_in(sentence), key=lambda d: min(abs(d.start - cue.end), abs(cue.start - d.end)), default=day)
    return nearest.precision != "day"


def span_told(
    article: Article,
    number: int,
    sentence: Sentence,
    cues: dict[str, Hit[str]],
    kind: str,
    days: list[DateMention],
    start: str | None,
) -> tuple[str, str] | None:
    """First and last day of what this sentence, or this and the next, tell apart."""
    if kind not in LASTING:
        return None
    if kind in VISITS and (len(cues) == 1 or all(d.end_value for d in days)) and (days_there := tour(article, days, sentence)):
        return days_there
    if start is not None and start not in {d.value for d in days if not d.end_value}:
        return None
    told = [sentence]
    if number + 1 < len(article.body) and sentence.body >= 0:
        after = article.body[number + 1]
        others = {c for c in article.reading.categories(after) if c.startswith("events.")} - {"events.opening", f"events.{kind}"}
        if after.part == sentence.part and not others and not article.named_in(after):
            told.append(after)
    days_told = stretch(article, told[:1], kind) or stretch(article, told, kind)
    return days_told if days_told and (start is None or start in days_told) else None
