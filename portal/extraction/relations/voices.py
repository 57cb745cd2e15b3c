"""Whose words a sentence is: "we" means the speaker's own house."""

from __future__ import annotations

from bisect import bisect_left

from portal.extraction.lexicon.grammar import small_words
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article

REACH = 400
PARTS = small_words("departments")
"""Beginnings of names of what is a part of a house named after it."""


def voice(article: Article, sentence: Sentence) -> str | None:
    """The organisation of the person who says a sentence, None when it is the writer's or nobody knows."""
    if sentence.kind == "speech":
        return _of_the_speaker(article, sentence)
    if not article.quoted(sentence):
        return None
    near = [entry for entry in article.people_named if abs(entry[0] - sentence.end) < REACH]
    part = article.reading.parts[sentence.part]
    inside = [entry for entry in near if part.start <= entry[0] < part.end]
    nearest = min(inside, key=lambda entry: abs(entry[0] - sentence.end), default=None)
    return _house(article, nearest[2]) if nearest else None


def _of_the_speaker(article: Article, sentence: Sentence) -> str | None:
    """By the label in front of the speech: the person's organisation, or the one that the label names."""
    parts = article.reading.parts
    label = next((parts[n] for n in range(sentence.part - 1, max(-1, sentence.part - 8), -1) if parts[n].kind == "speaker"), None)
    if label is None:
        return None
    words = set(article.reading.text[label.start : label.end].replace(":", " ").replace(",", " ").casefold().split())
    for fact in article.people:
        if fact.name.casefold().split()[-1] in words and (house := _house(article, fact.name)):
            return house
    return next((article.organisations[m.number].name for m in article.mentions if label.start <= m.start < label.end), None)


def _house(article: Article, person: str) -> str | None:
    """The organisation of a person: as it was read, else the one that the sentence that introduces the person names next."""
    fact = next((fact for fact in article.people if fact.name == person), None)
    names = {organisation.name for organisation in article.organisations}
    if fact is not None and fact.organisation in names:
        return fact.organisation
    for start, _, name in article.people_named:
        if name != person:
            continue
        introduced = article.reading.sentence_at(start)
        if introduced is None:
            continue
        named = article.named_in(introduced)
        after = named[bisect_left([m.start for m in named], start) :]
        if after or len(named) == 1:
            houses = [article.organisations[mention.number].name for mention in (after or named)]
            return next((house for house in houses if not house.startswith(PARTS)), houses[0])
    return None
