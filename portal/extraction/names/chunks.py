"""Runs of capitalised words in languages of the Latin script, cut where a name ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.extraction.names.fields import series
from portal.extraction.names.joints import connected, gap_is_open, is_adjective_of
from portal.extraction.names.tokens import Chunk, Token
from portal.extraction.names.vocabulary import DOTTED, Vocabulary
from portal.extraction.reading import Reading

BRACKETED = re.compile(r"(?: (?:[ld]['’])?[a-zà-ÿ-]{1,18}){1,9} \(([A-ZÀ-Þ][\w.-]{1,11})\)")
"""The rest of a name in small letters and its letters in brackets."""
FIELDS = frozenset({"education", "students"})
"""Words that begin no name but belong to one after a head noun: "Department of Physical Education"."""
NUMBERS = frozenset({"one", "two", "three", "four", "five", "first", "next", "mine"})
"""Words that never begin a name but may go on in one: "Bridge Three", "Orion Mine Finance"."""
ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "messrs"})
"""These begin the name of a person: "Members of Parliament Ms Tan", "Vote of Thanks Ms Holder"."""
SENT_TO = frozenset({"delegation", "mission", "embassy"})
"""Bodies that one land sends to another: "EU Delegation to Ghana"."""


ADJECTIVES = {
    "fr": re.compile(r"[^\W\d_]{3}(?:iques?|aires?|elles?|ales?|ives?|iennes?)$"),
    "es": re.compile(r"[^\W\d_]{3}(?:ic[oa]s?|ari[oa]s?|iv[oa]s?|ales?)$"),
}
VERBS = frozenset(
    "indique explique implique applique communique fabrique revendique pratique critique identifie "
    "indica explica publica fabrica comunica aplica dedica implica ubica ratifica certifica unifica critica practica identifica verifica".split()
)
"""Verbs that end as adjectives do."""


def chunk(reading: Reading, tokens: list[Token], vocabulary: Vocabulary) -> Iterator[Chunk]:
    """The runs of capitalised words of a sentence, joined by the connectors that names have."""
    number = 0
    while number < len(tokens):
        if not _begins(reading, tokens, number, vocabulary):
            number += 1
            continue
        last = _extend(reading, tokens, number, vocabulary)
        yield Chunk(tuple(tokens[number : last + 1]), number, last)
        number = last + 1


def _begins(reading: Reading, tokens: list[Token], number: int, vocabulary: Vocabulary) -> bool:
    token = tokens[number]
    if not token.capital:
        return False
    if token.low in vocabulary.titles and token.low in vocabulary.stop:
        return True
    if token.low not in vocabulary.stop or (
        token.text.isupper() and len(token.text) > 1 and token.low not in vocabulary.connectors
    ):
        return True
    gap = reading.text[tokens[number - 1].end : token.start] if number else ""
    listed = gap == ", " and number + 1 < len(tokens) and tokens[number + 1].capital
    within = len(gap) == 1 or listed
    if within and vocabulary.language in ("fr", "es", "nl") and token.low in vocabulary.articles and number + 1 < len(tokens):
        before = tokens[number - 1]
        return (before.text.islower() or vocabulary.introducer(before.low) is not None) and tokens[number + 1].capital
    return within and vocabulary.language != "de" and token.low not in vocabulary.articles | vocabulary.connectors


def _extend(reading: Reading, tokens: list[Token], first: int, vocabulary: Vocabulary) -> int:
    last = first
    while last + 1 < len(tokens):
        fields = series(reading, tokens, first, last, vocabulary)
        if fields:
            last += fields
            continue
        if _owns(tokens, last, vocabulary) or not gap_is_open(reading.text, tokens[last].end, tokens[last + 1].start):
            break
        step = _step(reading, tokens, first, last, vocabulary)
        if not step:
            break
        last += step
    return _to_bracket(reading, tokens, first, last, vocabulary)


def _to_bracket(reading: Reading, tokens: list[Token], first: int, last: int, vocabulary: Vocabulary) -> int:
    """Where a headed name ends whose letters follow in brackets: "Institut français de recherche pour la mer (Ifremer)"."""
    text = reading.text
    match = BRACKETED.match(text, tokens[last].end)
    if not match or match[1][0].lower() not in _firsts(tokens[first : last + 1]):
        return last
    if not vocabulary.has_head(reading, tokens[first].start, tokens[last].end):
        return last
    return max(number for number in range(last, len(tokens)) if tokens[number].end <= match.start(1))


def _firsts(tokens: list[Token]) -> set[str]:
    return {token.low[0] for token in tokens}


def _owns(tokens: list[Token], last: int, vocabulary: Vocabulary) -> bool:
    """Whether a possessive ends the name: "Tashkent's", but not the one of "Children's Hospital"."""
    if last and tokens[last - 1].low in ("st", "saint"):
        return not tokens[last + 1].capital
    return tokens[last].possessive and not (tokens[last].low in vocabulary.possessives and tokens[last + 1].capital)


def _step(reading: Reading, tokens: list[Token], first: int, last: int, vocabulary: Vocabulary) -> int:
    """How many tokens further the name goes from `last`: 0 when it ends there."""
    text = reading.text
    following = tokens[last + 1]
    gap = text[tokens[last].end : following.start]
    if gap == ". " and tokens[last].low not in DOTTED and len(tokens[last].text) > 1:
        return 0
    if following.text in vocabulary.forms and gap == " " and "." in following.text:
        return 1
    if following.capital and _goes_on(following, gap, vocabulary):
        return 0 if following.low in ADDRESS and vocabulary.language == "en" else 1
    headed = vocabulary.has_head(reading, tokens[first].start, tokens[last].end)
    if _is_sent(tokens, first, last, gap) or (headed and _is_in_field(tokens, first, last, gap, vocabulary)):
        return 2
    if headed and _articled(tokens, last, gap, vocabulary):
        return 2
    if following.capital and following.low in FIELDS and headed and gap == " ":
        return 1
    lower = _lower_head(reading, tokens, last, vocabulary)
    if lower:
        return lower
    if headed and (following.low in vocabulary.lower_generic or following.text in vocabulary.small_adjectives):
        return 1
    if headed and is_adjective_of(tokens, last + 1, vocabulary):
        return 1
    if headed and gap == " " and _describes(tokens[last], following, vocabulary.language):
        return 1
    linked = headed and any(t.low in vocabulary.linking for t in tokens[first : last + 1])
    if linked and following.low in vocabulary.generic and gap == " " and tokens[last].low in vocabulary.generic:
        return 1
    return connected(reading, tokens, first, last, headed, vocabulary)


def _goes_on(following: Token, gap: str, vocabulary: Vocabulary) -> bool:
    """Whether a word with a capital is no small word that only begins something new."""
    letters = following.text.isupper() and len(following.text) > 1
    return following.low not in vocabulary.stop or letters or (following.low in NUMBERS and gap == " ")


def _is_sent(tokens: list[Token], first: int, last: int, gap: str) -> bool:
    """Whether "to" and a land follow a body that was sent there: "EU Delegation to Ghana"."""
    sent = last > first and tokens[last].low in SENT_TO and last + 2 < len(tokens)
    return sent and gap == " " and tokens[last + 1].low == "to" and tokens[last + 2].capital


def _is_in_field(tokens: list[Token], first: int, last: int, gap: str, vocabulary: Vocabulary) -> bool:
    """Whether "in" and a general word with a capital go on with an English name: "Office for Standards in Education"."""
    if vocabulary.language != "en" or last + 2 >= len(tokens) or tokens[last + 1].text != "in" or gap != " ":
        return False
    field, linked = tokens[last + 2], any(t.low in vocabulary.linking for t in tokens[first : last + 1])
    return linked and field.capital and field.low in vocabulary.generic and tokens[last].low in vocabulary.generic


def _describes(noun: Token, following: Token, language: str) -> bool:
    """Whether a French or Spanish adjective ends a headed name: "Institut national de recherche halieutique"."""
    ending = ADJECTIVES.get(language)
    return (
        ending is not None
        and noun.text.islower()
        and following.text.islower()
        and ending.search(following.low) is not None
        and following.low not in VERBS
    )


def _articled(tokens: list[Token], last: int, gap: str, vocabulary: Vocabulary) -> bool:
    """Whether a name goes on with an article of its own: "Scholengemeenschap De Rede"."""
    if vocabulary.language not in ("nl", "fr", "es") or last + 2 >= len(tokens) or gap != " ":
        return False
    article = tokens[last + 1]
    return article.text[0].isupper() and article.low in vocabulary.articles and tokens[last + 2].capital


def _lower_head(reading: Reading, tokens: list[Token], last: int, vocabulary: Vocabulary) -> int:
    """A head noun in small letters right after capitals: "Skolkovo technology park"."""
    for size in (4, 3, 2, 1):
        if last + size < len(tokens):
            start, end = tokens[last + 1].start, tokens[last + size].end
            if reading.text[tokens[last].end : start] == " " and reading.text[start:end] in vocabulary.lower_heads:
                introduces = last + size + 1 < len(tokens) and tokens[last + size + 1].capital and reading.text[end] == " "
                return 0 if introduces else size
    return 0
