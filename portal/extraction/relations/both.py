"""What "both", "the two universities" and "the two cities" stand for."""

from __future__ import annotations

import functools
import re

from portal.extraction.lexicon import words
from portal.extraction.lexicon.grammar import DENSE, either, leading, small_words
from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article

BOTH_REACH = 1_500
WHERE = re.compile(rf"(?:\b{leading('at', 'in')}|在)$")
"""Before "both cities": they are a place."""
STATES, TOWNS = (
    re.compile(rf"(?<!\w){either(small_words(kind))}|{either(small_words(kind, languages=DENSE))}")
    for kind in ("states", "towns")
)


def _cues(article: Article, sentence: Sentence) -> list[Hit[str]]:
    """The words for "both" of a sentence; of several, those that only say where are left out: "the registrars in both cities"."""
    cues = [cue for cue in article.reading.cues_in(sentence) if cue.value == "context.both"]
    acting = [cue for cue in cues if not WHERE.search(article.reading.folded, max(sentence.start, cue.start - 8), cue.start)]
    return acting or cues


def of_states(article: Article, sentence: Sentence) -> bool:
    """Whether "both" are two countries: no party of ours."""
    cues = _cues(article, sentence)
    return any(STATES.search(article.reading.folded, cue.start, min(sentence.end, cue.end + 12)) for cue in cues)


def of_towns(article: Article, sentence: Sentence) -> bool:
    """Whether "both" are two towns."""
    cues = _cues(article, sentence)
    return any(TOWNS.search(article.reading.folded, cue.start, min(sentence.end, cue.end + 12)) for cue in cues)


def bodies_of_towns(article: Article, sentence: Sentence) -> list[str]:
    """The last two public bodies of different countries before a sentence: "the two cities"."""
    found: dict[str | None, str] = {}
    for mention in reversed([m for m in article.mentions if m.start < sentence.start]):
        fact = article.organisations[mention.number]
        if fact.kind == "public-authority" and fact.country not in found:
            found[fact.country] = fact.name
    return list(found.values())[:2][::-1] if len(found) > 1 else []


def of_others(article: Article, sentence: Sentence, before: list[str]) -> bool:
    """Whether "both chambers" are none of those named before, all of which are known to be something else."""
    if both_of_a_kind(article, sentence):
        return False
    kinds = {fact.kind for fact in article.organisations if fact.name in before} | ({"other"} if not before else set())
    asked = {kind for _, kinds_meant in _nouns_of_both(article, sentence) for kind in kinds_meant}
    return bool(asked) and "other" not in kinds and not kinds & asked


def _nouns_of_both(article: Article, sentence: Sentence) -> list[tuple[int, tuple[str, ...]]]:
    """(where, kinds of organisation that its noun means) of each "the two universities"."""
    dense = article.reading.language in ("zh", "ja", "ko")
    text = article.reading.folded
    cues = _cues(article, sentence)
    phrases = [(cue.start, text[cue.start : min(sentence.end, cue.end + (3 if dense else 0))]) for cue in cues]
    return [(start, kinds) for start, phrase in phrases if (kinds := _kinds_of_noun(article.reading.language, phrase))]


def both_of_a_kind(article: Article, sentence: Sentence) -> list[str]:
    """The last two organisations of the kind that "the two universities" asks for."""
    for start, kinds in _nouns_of_both(article, sentence):
        before = [m for m in article.mentions if start - BOTH_REACH < m.start < start]
        fitting = [m.number for m in reversed(before) if article.organisations[m.number].kind in kinds]
        names = [article.organisations[number].name for number in dict.fromkeys(fitting)][:2]
        if len(names) == 2:
            return names[::-1]
    return []


@functools.cache
def _kinds_of_noun(language: str, phrase: str) -> tuple[str, ...]:
    """The kinds of organisation that the noun of "both universities" means, none when it has no such noun."""
    if language in ("zh", "ja", "ko"):
        heads = words(language)["organisations"]["heads"]
        fits = next((kind for kind, nouns in heads.items() if any(len(noun) > 1 and noun in phrase for noun in nouns)), None)
    else:
        references = words(language).get("references", {})
        fits = next((kind for kind, nouns in references.items() if any(_is_form(noun, phrase) for noun in nouns)), None)
    return ("company", "startup") if fits == "company" else (fits,) if fits else ()


def _is_form(noun: str, phrase: str) -> bool:
    """Whether a phrase has a form of a noun: "universities"."""
    stem = noun[:-1] if len(noun) > 4 else noun
    return any(word.startswith(stem) and len(word) - len(noun) <= 2 for word in phrase.split())


def of_two_towns(article: Article, sentence: Sentence, parties: list[str]) -> bool:
    """Whether a sentence speaks of two towns, and both parties are no houses but towns: "the partnership of Leeds and Durban"."""
    houses = {fact.name for fact in article.organisations if fact.kind != "public-authority"}
    return of_towns(article, sentence) and not houses & set(parties)
