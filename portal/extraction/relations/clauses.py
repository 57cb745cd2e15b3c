"""The clauses of a sentence that tells of more than one partnership, and what it only says by the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from portal.extraction.lexicon.grammar import leading
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named

BREAK = re.compile(rf",\s(?={leading('and', 'but')})|[，；]|(?<=が)、|(?<=[고며만])[, ]\s?|\s[–—-]\s(?=\w)")
CONTRAST = re.compile(leading("but"))
SUBJECT = re.compile(rf"(?:\w+\s)?{leading('the')}?$", re.IGNORECASE)
"""Between the comma and the name that is the subject of the next clause: "and the "."""
GOES_ON = re.compile(r"(?:\s[a-zß-ÿа-яё'’-]+){2}")
"""After a subject: two small words at least, so that it is no last name of a list."""
RELATIVE = re.compile(rf",\s{leading('that', 'who')}[^;]*?(?=,\s(?![^,;]{{1,30}}\s{leading('and')})|[;.!?]|$)")
"""A relative clause up to the comma that ends it."""
ITS = re.compile(rf"(?:\w+\s)?{leading('its', 'a', 'the')}(?:[\w'’-]+\s){{1,4}}{leading('with')}")
"""At the head of a clause: "while its earlier agreement with"."""
AND = re.compile(rf"\s{leading('and')}")
DEED_REACH = 24
"""So near at the head of a clause the word stands that says what was done."""
BESIDE_NAME = 60
PAIR = re.compile(rf",\s(?=[^,;]*\b{leading('since')})[^,;]{{4,70}}(?=,\s)")
"""What stands between commas behind two names: ", twinned since 1994,"."""
OPENING = re.compile(rf"[^,;]{{4,40}}\s{leading('since')}[^,;]{{2,24}}(?=,\s)")
"""The same before the two: "Twin cities since 1990, "."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that is read by itself."""

    sentence: Sentence
    subject: tuple[str, ...] = ()
    """Whom it is told of though it does not name them: what "which" stands for, the parties of the clause before."""


def clauses(article: Article, sentence: Sentence) -> list[Clause]:
    """The sentence, or its clauses when each tells of a partnership or of a party of its own."""
    names = article.named_in(sentence)
    if sentence.kind == "heading" or not names:
        return [Clause(sentence)]
    aside = _aside(article, sentence, names)
    if aside is not None:
        return [*_parted(article, replace(sentence, aside=(aside.sentence.start, aside.sentence.end))), aside]
    return _parted(article, sentence)


def _parted(article: Article, sentence: Sentence) -> list[Clause]:
    second = _second_one(article, sentence)
    if second is not None:
        return second
    for cut in BREAK.finditer(article.reading.text, sentence.start, sentence.end):
        if sentence.skips(cut.start()):
            continue
        left, right = replace(sentence, end=cut.start()), replace(sentence, start=cut.end())
        if not _whole(article, left):
            continue
        if _whole(article, right) and (_kinds(article, left) != _kinds(article, right) or _others(article, left, right)):
            return [Clause(left), *_parted(article, right)]
        if _contrasts(article, left, right):
            return [Clause(left), Clause(right, tuple(_names(article, left)[:2]))]
        if _with_another(article, left, right):
            return [Clause(left), Clause(right, tuple(_names(article, left)[:1]))]
        if _has_subject(article, left, right):
            return [Clause(left), *_parted(article, right)]
    for cut in AND.finditer(article.reading.text, sentence.start, sentence.end):
        left, right = replace(sentence, end=cut.start()), replace(sentence, start=cut.end())
        if not sentence.skips(cut.start()) and (subject := _does_more(article, left, right)):
            return [Clause(left), Clause(right, subject)]
    return [Clause(sentence)]


def _second_one(article: Article, sentence: Sentence) -> list[Clause] | None:
    """The two clauses of a sentence that goes on to another one of the kind: ", after the one with X had lapsed"."""
    for cue in article.cues_in(sentence):
        comma = article.reading.text.rfind(", ", sentence.start, cue.start) if cue.value == "context.another" else -1
        if comma < 0 or cue.start - comma > BESIDE_NAME:
            continue
        left, right = replace(sentence, end=comma), replace(sentence, start=comma + 2)
        others = set(_names(article, right)) - set(_names(article, left))
        told = all(any(c.startswith("status.") for c in article.categories(part)) for part in (left, right))
        if len(others) == len(_names(article, right)) == 1 and told and _kinds(article, left) and _names(article, left):
            return [Clause(left), Clause(right)]
    return None


def _does_more(article: Article, left: Sentence, right: Sentence) -> tuple[str, ...]:
    """Whom a second verb tells of: "has not renewed its contract with X and will supply Y under an agreement".

    It tells of a third house, or of a thing of another kind that the same two have.
    """
    if not _whole(article, left):
        return ()
    names, further = _names(article, left), _names(article, right)
    kinds = _kinds(article, right)
    deeds = [cue for cue in article.cues_in(right) if cue.value.startswith("status.") or cue.value == "context.future"]
    if not kinds or not deeds or deeds[0].start - right.start > DEED_REACH or "context.both" in article.categories(right):
        return ()
    states = {cue.value for cue in deeds}
    if len(further) == 1 and further[0] not in names:
        return tuple(names[:1])
    if not further and not kinds & _kinds(article, left) and states - {"status.proposed", "context.future"}:
        return tuple(names[:2]) if len(names) > 1 else ()
    return ()


def _aside(article: Article, sentence: Sentence, names: list[Named]) -> Clause | None:
    """What a sentence that names two parties says of one or both of them by the way."""
    text = article.reading.text
    for match in RELATIVE.finditer(text, sentence.start, sentence.end):
        inside = {m.number for m in names if match.start() < m.start < match.end()}
        before = [m for m in names if m.end <= match.start()]
        outside = {m.number for m in names if not match.start() < m.start < match.end()}
        if len(inside - outside) != 1 or len(outside) < 2 or not before or match.start() - before[-1].end > BESIDE_NAME:
            continue
        return Clause(
            replace(sentence, start=match.start() + 2, end=match.end()), (article.organisations[before[-1].number].name,)
        )
    opening = OPENING.match(text, sentence.start, sentence.end)
    for match in (*PAIR.finditer(text, sentence.start, sentence.end), *([opening] if opening else [])):
        part = replace(sentence, start=match.start() + (2 if match is not opening else 0), end=match.end())
        before = names[:2] if match is opening else [m for m in names if m.end <= match.start()]
        pair = list(dict.fromkeys(article.organisations[m.number].name for m in before))
        rest = replace(sentence, aside=(part.start, part.end))
        if len(pair) == 2 and not article.named_in(part) and _kinds(article, part) and _kinds(article, rest):
            return Clause(part, (pair[0], pair[1]))
    return None


def _kinds(article: Article, clause: Sentence) -> set[str]:
    return {hit.value for hit in article.kinds_in(clause)}


def _names(article: Article, clause: Sentence) -> list[str]:
    return list(dict.fromkeys(article.organisations[m.number].name for m in article.meant_in(clause)))


def _others(article: Article, left: Sentence, right: Sentence) -> bool:
    """Whether two clauses tell of two pairs that have no house in common."""
    first, second = set(_names(article, left)), set(_names(article, right))
    return len(first) > 1 and len(second) > 1 and not first & second


def _whole(article: Article, clause: Sentence) -> bool:
    """Whether a clause says of which parties it tells, what they have, and how far it has come."""
    categories = article.categories(clause)
    parties = len({mention.number for mention in article.meant_in(clause)}) > 1 or "context.both" in categories
    return parties and any(c.startswith("status.") for c in categories) and bool(_kinds(article, clause))


def _contrasts(article: Article, left: Sentence, right: Sentence) -> bool:
    """Whether a clause without a party says of something else of the same two how far it has come: "but the exchange goes on"."""
    if not CONTRAST.match(article.reading.folded, right.start) or article.meant_in(right):
        return False
    kinds = _kinds(article, right) | {noun.value for noun in article.nouns_in(right)}
    states = {c for c in article.categories(right) if c.startswith("status.")}
    return bool(kinds - _kinds(article, left)) and bool(states)


def _with_another(article: Article, left: Sentence, right: Sentence) -> bool:
    """Whether a clause tells how far the first house has come with another one: "while its agreement with X was not renewed"."""
    others = set(_names(article, right)) - set(_names(article, left))
    text = article.reading.folded[right.start : right.end]
    states = any(c.startswith("status.") for c in article.categories(right))
    return (
        len(_names(article, right)) == 1
        and len(others) == 1
        and states
        and bool(_kinds(article, right))
        and ITS.match(text) is not None
    )


def _has_subject(article: Article, left: Sentence, right: Sentence) -> bool:
    """Whether a clause begins with a house of its own that does something: ", and X will build the plant"."""
    first: Named | None = next(iter(article.named_in(right)), None)
    if first is None or first.number in {m.number for m in article.meant_in(left)}:
        return False
    text = article.reading.text
    return bool(SUBJECT.fullmatch(text, right.start, first.start)) and bool(GOES_ON.match(text, first.end, right.end))
