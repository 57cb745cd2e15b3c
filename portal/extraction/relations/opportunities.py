"""What an article offers or asks for: desks, internships, money, partners, technology, open calls; and until when."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Iterator

from portal.extraction import lexicon
from portal.extraction.dates import DateMention
from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.course import cues_of, is_deadline
from portal.extraction.types import OpportunityFact, Span

OVER = frozenset({"status.expired", "status.ended", "status.suspended"})
LASTING = frozenset({"funding", "internship", "soft-landing"})
"""Kinds that are not on offer where a sentence says that something is over."""
NEVER_SHORT_OF = frozenset({"funding"})
"""That money is missing asks nobody for it."""
REACH, SHORT_REACH = 60, 24
"""So many characters lie at most between a word of seeking or offering and the thing; fewer where words are short."""
BESIDE = 3
"""What is sought may have something to offer: "seeks a partner, ready to license a technology"."""
VERB_LAST = frozenset({"ja", "ko"})
BREAK = re.compile(r"[;；。！？!?]|\.\s|—\s|:\s")


def find_opportunities(article: Article) -> tuple[OpportunityFact, ...]:
    """One fact for each kind of opportunity, with every stretch of the text that shows it and the day on which it closes."""
    found: dict[str, list[Hit[str]]] = {}
    closing: dict[str, tuple[str, Span]] = {}
    composed = lexicon.offer_cues(article.reading.language).find(article.reading.folded)
    starts = [hit.start for hit in composed]
    for number, sentence in enumerate(article.body):
        named = composed[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        hits = list(_shown(article, sentence, [hit for hit in named if hit.end <= sentence.end]))
        applied = cues_of(article, sentence, "apply")
        closes = _closing(article, number) if hits or applied else None
        if closes:
            hits += [Hit(cue.start, cue.end, "call") for cue in applied]
        for hit in hits:
            found.setdefault(hit.value, []).append(hit)
            if closes:
                closing.setdefault(hit.value, closes)
    return tuple(
        _fact(article, kind, hits, closing.get(kind)) for kind, hits in sorted(found.items(), key=lambda i: i[1][0].start)
    )


def _fact(article: Article, kind: str, hits: list[Hit[str]], closes: tuple[str, Span] | None) -> OpportunityFact:
    spans = [article.reading.span(hit.start, hit.end) for hit in hits]
    if closes:
        spans = [span for span in spans if span != closes[1]] + [closes[1]]
    confidence = round(min(0.9, 0.5 + 0.1 * len(hits)), 2)
    return OpportunityFact(kind, tuple(dict.fromkeys(spans)), confidence, closes=closes[0] if closes else None)


def _shown(article: Article, sentence: Sentence, named: list[Hit[str]]) -> Iterator[Hit[str]]:
    """Opportunities of a sentence: set phrases, and a thing with a word of seeking or offering; the longer of two that overlap."""
    cues = [cue for cue in article.reading.cues_in(sentence) if cue.value.startswith("opportunities.")]
    phrases = {Hit(cue.start, cue.end, cue.value[14:]) for cue in cues if not _denied(article, cue)}
    sought = set(_sought(article, named))
    hits = phrases | sought | set(_offered(article, named))
    over = article.reading.categories(sentence) & OVER
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.value)):
        inside = any(_is_inside(hit, other) for other in hits)
        crossed = any(o.value != hit.value and o.start < hit.end and hit.start < o.end for o in sought)
        elsewhere = crossed and hit not in sought
        if (hit.value == "partner-search" and (inside or elsewhere)) or (hit.value == "technology-request" and elsewhere):
            continue
        if hit.value == "call" and article.reading.language in VERB_LAST and inside:
            continue
        beside = hit.value == "technology-offer" and any(0 <= hit.start - s.end <= BESIDE for s in sought)
        if not beside and not (over and hit.value in LASTING):
            yield hit


def _is_inside(hit: Hit[str], other: Hit[str]) -> bool:
    longer = other.end - other.start > hit.end - hit.start
    return longer and other.value != hit.value and other.start <= hit.start and hit.end <= other.end


def _sought(article: Article, named: list[Hit[str]]) -> Iterator[Hit[str]]:
    things = [hit for hit in named if hit.value.startswith("seeking.") and hit.value[8:] not in ("verbs", "after", "lacking")]
    for word in named:
        role = word.value.removeprefix("seeking.")
        if role not in ("verbs", "after", "lacking") or not word.value.startswith("seeking.") or _denied(article, word):
            continue
        thing = _after(article, word, things) if role != "after" else _before(article, word, things)
        if thing and not (role == "lacking" and thing.value[8:] in NEVER_SHORT_OF):
            yield Hit(min(word.start, thing.start), max(word.end, thing.end), thing.value[8:])


def _offered(article: Article, named: list[Hit[str]]) -> Iterator[Hit[str]]:
    things = [hit for hit in named if hit.value.startswith("offering.") and hit.value[9:] not in ("free", "give")]
    for word in named:
        if word.value not in ("offering.free", "offering.give") or _denied(article, word) or _is_noun(article, word):
            continue
        ahead = None if article.reading.language in VERB_LAST and word.value == "offering.give" else _after(article, word, things)
        behind = _before(article, word, things) if ahead is None or word.value == "offering.free" else None
        if word.value == "offering.give" and article.reading.language not in (*VERB_LAST, "zh", "de", "nl"):
            behind = None
        for thing in (ahead, behind):
            if thing:
                yield Hit(min(word.start, thing.start), max(word.end, thing.end), thing.value[9:])


def _is_noun(article: Article, word: Hit[str]) -> bool:
    """ "Offers to the project office." """
    return word.value == "offering.give" and article.reading.text[word.start].isupper()


def _reach(article: Article) -> int:
    return SHORT_REACH if article.reading.language in ("zh", "ja", "ko") else REACH


def _after(article: Article, word: Hit[str], things: list[Hit[str]]) -> Hit[str] | None:
    """The first thing after a word; of a compound ("technology partner") the last part."""
    ahead = [t for t in things if 0 <= t.start - word.end <= _reach(article) and _together(article, word.end, t.start)]
    if not ahead:
        return None
    first = min(ahead, key=lambda t: (t.start, -t.end))
    return next((t for t in ahead if 0 <= t.start - first.end <= 1), first)


def _before(article: Article, word: Hit[str], things: list[Hit[str]]) -> Hit[str] | None:
    behind = [t for t in things if 0 <= word.start - t.end <= _reach(article) and _together(article, t.end, word.start)]
    return max(behind, key=lambda t: (t.end, t.end - t.start), default=None)


def _together(article: Article, start: int, end: int) -> bool:
    return not BREAK.search(article.reading.text, start, end)


def _denied(article: Article, word: Hit[str]) -> bool:
    """ "is not looking for", "no free desks": a word of denial right before."""
    sentence = article.reading.sentence_at(word.start)
    cues = article.reading.cues_in(sentence) if sentence else []
    near = 0 if article.reading.language in ("zh", "ja", "ko") else 2
    return any(cue.value == "context.negation" and 0 <= word.start - cue.end <= near for cue in cues)


def _closing(article: Article, number: int) -> tuple[str, Span] | None:
    """The last day to answer, told in the sentence or in the one after it, and the words that tell it."""
    part = article.body[number].part
    for sentence in article.body[number : number + 2]:
        if sentence.part != part:
            return None
        for date in article.dates_in(sentence):
            if date.precision == "year" or not is_deadline(article, sentence, date):
                continue
            day = _last_day(date)
            if article.published and len(article.published) == 10 and not day.startswith("--") and day < article.published:
                continue
            words = [cue.start for cue in cues_of(article, sentence, "until") if 0 <= date.start - cue.end <= 24]
            return day, article.reading.span(min([date.start, *words[-1:]]), date.end)
    return None


def _last_day(date: DateMention) -> str:
    if date.precision == "day":
        return date.value
    year, month = int(date.value[:4]), int(date.value[5:7])
    return f"{date.value}-{calendar.monthrange(year, month)[1]:02}"
