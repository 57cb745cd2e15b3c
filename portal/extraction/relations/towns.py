"""Two towns of which a sentence names one: "The bond with Rostov remains frozen", "Kaunas has a new partner city. It is Rishon"."""

from __future__ import annotations

import re

from portal.extraction.lexicon.grammar import either, leading, small_words
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.parties import speaks
from portal.extraction.types import OrganisationFact

_CAPITAL = r"[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w’'-]*[\w’']"
_THE_TOWN = rf"{leading('the')}?(?:(?i:{either(small_words('town'))})\s{leading('of')}?)?"
WITH = re.compile(rf"\b{leading('with')}{_THE_TOWN}({_CAPITAL}(?:(?:\s|-(?:\w{{2,3}}-)?){_CAPITAL}){{0,2}})")
"""A town that a sentence names as the other one, known or not."""
PAIR = re.compile(rf"({_CAPITAL}(?:[\s-]{_CAPITAL}){{0,2}})\s{leading('with')}({_CAPITAL}(?:[\s-]{_CAPITAL}){{0,2}})")
"""Two towns, known or not."""
BESIDE = re.compile(rf"({_CAPITAL}(?:[\s-]{_CAPITAL}){{0,2}})\s{leading('and')}{_THE_TOWN}({_CAPITAL}(?:[\s-]{_CAPITAL}){{0,2}})")
"""The same joined by "and"."""
SUBJECT = re.compile(rf"({_CAPITAL}(?:[\s-]{_CAPITAL}){{0,2}})\s[a-zß-ÿа-яё]")
"""At the head of a sentence: who has the other one, known or not."""
CITY = re.compile(r"\s(?:city|town|capital|village|municipality)\b")
"""After the name of a state: a town there."""
HAPPENS = re.compile(rf"\b{leading('at')}$")
"""Before a town in which something only happens."""
NEXT_TO = 4
"""So near behind a word for a twin stands the town where it is: "a sister in Bursa"."""
BODIES = ("public-authority", "other")
Town = tuple[str, str | None]
"""Its name and its country."""


def other_town(article: Article, sentence: Sentence) -> Town | None:
    """The town after "with" in a sentence, when it names no house."""
    match = WITH.search(article.reading.text, sentence.start, sentence.end)
    facts = [article.organisations[m.number] for m in article.meant_in(sentence)]
    if match is None or any(fact.kind != "public-authority" and not _may_be_a_town(fact, match[1]) for fact in facts):
        return None
    if any(first < match.end(1) and match.start(1) < end for first, end, _ in article.people_in(sentence)):
        return None
    inside = [place for place in article.places_in(sentence) if match.start(1) <= place.start < match.end(1)]
    if any(place.kind in ("name", "adjective") for place in inside):
        return None
    return match[1], inside[0].country if inside else _home_behind(article, sentence, match.end(1))


def _may_be_a_town(fact: OrganisationFact, written: str) -> bool:
    """Whether a name of one word was only taken for that of a house since it stands after "with"."""
    return fact.kind in ("other", "company") and fact.name == written and " " not in written


def _home_behind(article: Article, sentence: Sentence, end: int) -> str | None:
    """The country that is told right behind a name: "Kilimani in Tanzania"."""
    return next((p.country for p in article.places_in(sentence) if p.kind == "name" and 0 < p.start - end <= 6), None)


def twin_towns(article: Article, number: int, sentence: Sentence, last: tuple[str, ...]) -> list[str]:
    """The town that a sentence about twinning names, and its twin: of the claim before, the sentences before, or the next one."""
    told = _towns(article, sentence)
    other = other_town(article, sentence)
    if other is not None:
        told = [town for town in told if town[0] not in other[0] and other[0] not in town[0]]
    if other is not None and told:
        return [told[0][0], other[0]]
    if len(told) > 1:
        return [name for name, _ in told[:2]]
    if other is not None and (pair := _pair(article, sentence)):
        return pair
    one = other or (told[0] if told else None)
    if one is None:
        return []
    beside = BESIDE.search(article.reading.text, sentence.start, sentence.end)
    if beside and any(name in one[0] or one[0] in name for name in beside.groups()):
        return [beside[1], beside[2]]
    home = _home(article, number, sentence, one, last)
    return [home, one[0]] if home else []


def _pair(article: Article, sentence: Sentence) -> list[str]:
    """Two names joined by "with", neither of them a word for what the two have."""
    cues = [cue for cue in article.reading.cues_in(sentence) if cue.value.startswith(("kinds.", "weak.", "events."))]
    for match in PAIR.finditer(article.reading.text, sentence.start, sentence.end):
        if not any(cue.start < match.end(1) and match.start(1) < cue.end for cue in cues):
            return [match[1], match[2]]
    return []


def _towns(article: Article, sentence: Sentence) -> list[Town]:
    """The towns of a sentence in their order, those left out in which something only happens."""
    text = article.reading.text
    found: dict[str, str | None] = {}
    marks = [
        m
        for m in article.named_in(sentence)
        if article.organisations[m.number].kind in BODIES and not speaks(article, sentence, m)
    ]
    stretches = [(m.start, m.end, article.organisations[m.number].name, article.organisations[m.number].country) for m in marks]
    stretches += [
        (place.start, place.end, text[place.start : place.end], place.country)
        for place in article.places_in(sentence)
        if place.kind in ("place", "town") and not any(m.start <= place.start < m.end for m in article.named_in(sentence))
    ]
    twins = [hit.end for hit in article.kinds_in(sentence) if hit.value == "twinning"]
    for start, _, name, country in sorted(stretches):
        before = article.reading.folded[max(sentence.start, start - 8) : start]
        happens = HAPPENS.search(before)
        if CITY.match(article.reading.folded, start + len(name)):
            continue
        if not happens or any(0 <= start - end <= NEXT_TO for end in twins):
            found.setdefault(name, country)
    return list(found.items())


def _subject(article: Article, sentence: Sentence, one: Town) -> str | None:
    """The first word of a sentence that has another town, where the text names it elsewhere too: "Gera hat die Partnerschaft mit Pskow"."""
    head = SUBJECT.match(article.reading.text, sentence.start, sentence.end)
    if head is None or head[1] in one[0] or one[0] in head[1]:
        return None
    person = any(start < head.end(1) and head.start(1) < end for start, end, _ in article.people_in(sentence))
    cue = any(cue.start < head.end(1) for cue in article.reading.cues_in(sentence))
    if person or cue or not other_town(article, sentence):
        return None
    within = re.compile(rf"(?<=\w )(?<!\. ){re.escape(head[1])}\b|^{re.escape(head[1])}\b")
    starts = [part.start for part in article.reading.parts if part.kind == "title"]
    titled = any(article.reading.text.startswith(head[1], start) for start in starts)
    return head[1] if titled or within.search(article.reading.text) else None


def _home(article: Article, number: int, sentence: Sentence, one: Town, last: tuple[str, ...]) -> str | None:
    """The twin of a town that is named alone."""
    homes = {fact.name: fact.country for fact in article.organisations}
    if subject := _subject(article, sentence, one):
        return subject
    if last and one[0] not in last:
        return min(last, key=lambda name: article.reading.text.find(name))
    part = [n for n, each in enumerate(article.body) if each.part == sentence.part and n < number]
    order = [*(article.body[n] for n in part), *(s for s in article.reading.sentences if s.kind == "title")]
    if number + 1 < len(article.body) and article.body[number + 1].part == sentence.part:
        order.append(article.body[number + 1])
    for each in order:
        for name, country in _towns(article, each):
            if name not in one[0] and one[0] not in name and (country is None or country != (one[1] or homes.get(one[0]))):
                return name
    return None
