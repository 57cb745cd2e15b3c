"""Runs of capitalised words in languages of the Latin script, cut where a name ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.extraction.names.vocabulary import DOTTED, Vocabulary
from portal.extraction.reading import Reading, Sentence

TOKEN = re.compile(r"[^\W_]+(?:(?:[-/&.'’+·]|\u2011)[^\W_]+)*\+*(?:-(?=\s(?:und|oder|en|of|and|y|et)\s))?")
LATIN_TOKEN = re.compile(r"[A-Za-zÀ-ɏ0-9]+(?:[-/&.'’+·][A-Za-zÀ-ɏ0-9]+)*")
"""Chinese, Japanese and Korean words may stand right after Latin letters."""
POSSESSIVE = re.compile(r"['’]s?$")
ELISION = re.compile(r"(?:[ldnsjmtc]|qu)['’](?=\w)", re.IGNORECASE)
ARTICLED = re.compile(r"(?:al|el|as|ad|ar|an|ul|ibn|bin|d|l|o)[-'’][A-ZÀ-Þ]")
LETTERED = re.compile(r"[a-z]-[A-ZÀ-Þ][a-z]")
"""A word with a small letter before its capital: "e-Governance"."""
MOST_CONNECTORS = 3
BRACKETED = re.compile(r"(?: (?:[ld]['’])?[a-zà-ÿ-]{1,18}){1,9} \(([A-ZÀ-Þ][\w.-]{1,11})\)")
"""The rest of a name in small letters and its letters in brackets."""
FIELDS = frozenset({"education", "students"})
"""Words that begin no name but belong to one after a head noun: "Department of Physical Education"."""
NATIONAL_FIRST = frozenset({"enterprise", "invest", "business", "innovation", "export", "visit"})
"""Words with which a country's agency begins: "Enterprise Estonia"."""
ADJECTIVES = {
    "fr": re.compile(r"(?:al|ale|aux|el|elle|if|ive|ique|iste|ier|ière|euse|aire|aine|ien|ienne|aise|oise)s?$"),
    "es": re.compile(r"(?:al|ico|ica|ivo|iva|ario|aria|ero|era|ista|ano|ana|oso|osa|ense|iana|iano)(?:e?s)?$"),
}
SMALL_OF = frozenset({"de", "du", "des", "d", "del"})
NUMBERS = frozenset({"one", "two", "three", "four", "five", "first", "next"})
"""Words that never begin a name but may end one: "Bridge Three"."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its place in the running text and its spelling without a possessive ending."""

    start: int
    end: int
    text: str
    possessive: bool = False

    @property
    def low(self) -> str:
        return self.text.casefold()

    @property
    def capital(self) -> bool:
        if any(c.isupper() for c in self.text[:2]) or ARTICLED.match(self.text) or LETTERED.match(self.text):
            return True
        return self.text[0].isdigit() and any(c.isupper() for c in self.text)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens that may be one name; `first` and `last` are their numbers in the sentence."""

    tokens: tuple[Token, ...]
    first: int
    last: int

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def tokenise(reading: Reading, sentence: Sentence) -> list[Token]:
    """The words of a sentence; abbreviations ("Ltd.", "St.") keep their dot only where `text` of the reading is asked."""
    tokens = []
    pattern = LATIN_TOKEN if reading.language in ("zh", "ja", "ko") else TOKEN
    for match in pattern.finditer(reading.text, sentence.start, sentence.end):
        text, begin = match.group(), match.start()
        elided = ELISION.match(text) if reading.language == "fr" else None
        if elided:
            tokens.append(Token(begin, begin + elided.end() - 1, text[: elided.end() - 1]))
            text, begin = text[elided.end() :], begin + elided.end()
        bare = POSSESSIVE.sub("", text) if len(text) > 2 and reading.language in ("en", "nl", "de") else text
        tokens.append(Token(begin, begin + len(bare), bare, len(bare) < len(text)))
    return tokens


def chunk(reading: Reading, tokens: list[Token], vocabulary: Vocabulary) -> Iterator[Chunk]:
    """The runs of capitalised words of a sentence, joined by the connectors that names have."""
    number = 0
    while number < len(tokens):
        if not _begins(tokens, number, vocabulary):
            number += 1
            continue
        last = _extend(reading, tokens, number, vocabulary)
        yield Chunk(tuple(tokens[number : last + 1]), number, last)
        number = last + 1


def _begins(tokens: list[Token], number: int, vocabulary: Vocabulary) -> bool:
    token = tokens[number]
    if not token.capital:
        return False
    if token.low in vocabulary.titles and token.low in vocabulary.stop:
        return True
    if token.low not in vocabulary.stop or (
        token.text.isupper() and len(token.text) > 1 and token.low not in vocabulary.connectors
    ):
        return True
    within = number > 0 and tokens[number - 1].end + 1 == token.start
    if within and vocabulary.language in ("fr", "es", "nl") and token.low in vocabulary.articles and number + 1 < len(tokens):
        before = tokens[number - 1]
        return (before.text.islower() or vocabulary.introducer(before.low) is not None) and tokens[number + 1].capital
    return within and vocabulary.language != "de" and token.low not in vocabulary.articles | vocabulary.connectors


def _extend(reading: Reading, tokens: list[Token], first: int, vocabulary: Vocabulary) -> int:
    last = first
    while last + 1 < len(tokens):
        fields = _series(reading, tokens, first, last, vocabulary)
        if fields:
            last += fields
            continue
        if _owns(tokens, last, vocabulary) or not _gap_is_open(reading.text, tokens[last].end, tokens[last + 1].start):
            break
        step = _step(reading, tokens, first, last, vocabulary)
        if not step:
            break
        last += step
    return _to_bracket(reading, tokens, first, last, vocabulary)


def _series(reading: Reading, tokens: list[Token], first: int, last: int, vocabulary: Vocabulary) -> int:
    """How many tokens a row of fields adds to a headed name: "Ministry of Investment, Trade and Industry"."""
    if tokens[last].low not in vocabulary.generic or not vocabulary.has_head(reading, tokens[first].start, tokens[last].end):
        return 0
    number = last
    while number + 2 < len(tokens) and reading.text[tokens[number].end : tokens[number + 1].start] == ", ":
        number += 1
        if not tokens[number].capital or tokens[number].low not in vocabulary.generic:
            return 0
    if number == last or number + 2 >= len(tokens) or tokens[number + 1].low not in vocabulary.coordinators:
        return 0
    closing = tokens[number + 2]
    return number + 2 - last if closing.capital and closing.low in vocabulary.generic else 0


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


def _gap_is_open(text: str, end: int, start: int) -> bool:
    return text[end:start] in (" ", "  ", ". ", " & ", "'s ", "’s ", "' ", "’ ") or (start - end == 1 and text[end] in "'’")


def _step(reading: Reading, tokens: list[Token], first: int, last: int, vocabulary: Vocabulary) -> int:
    """How many tokens further the name goes from `last`: 0 when it ends there."""
    text = reading.text
    following = tokens[last + 1]
    gap = text[tokens[last].end : following.start]
    if gap == ". " and tokens[last].low not in DOTTED and len(tokens[last].text) > 1:
        return 0
    if following.capital and (
        following.low not in vocabulary.stop or following.text.isupper() or (following.low in NUMBERS and gap == " ")
    ):
        return 1
    headed = vocabulary.has_head(reading, tokens[first].start, tokens[last].end)
    if headed and _articled(tokens, last, gap, vocabulary):
        return 2
    if following.capital and following.low in FIELDS and headed and gap == " ":
        return 1
    lower = _lower_head(reading, tokens, last, vocabulary)
    if lower:
        return lower
    if headed and (following.low in vocabulary.lower_generic or following.text in vocabulary.small_adjectives):
        return 1
    if headed and _is_adjective_of(tokens, last + 1, vocabulary):
        return 1
    linked = headed and any(t.low in vocabulary.linking for t in tokens[first : last + 1])
    if linked and following.low in vocabulary.generic and gap == " " and tokens[last].low in vocabulary.generic:
        return 1
    return _connected(reading, tokens, first, last, headed, vocabulary)


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


def _connected(reading: Reading, tokens: list[Token], first: int, last: int, headed: bool, vocabulary: Vocabulary) -> int:
    size = 0
    joining = vocabulary.connectors if headed else vocabulary.connectors | vocabulary.particles
    while last + 1 + size < len(tokens) and tokens[last + 1 + size].low in joining and size < MOST_CONNECTORS:
        if not _gap_is_open(reading.text, tokens[last + size].end, tokens[last + size + 1].start):
            return 0
        size += 1
    target = last + 1 + size
    if size and headed and _of_small_noun(reading, tokens, last, target, vocabulary):
        return target - last
    if (
        target >= len(tokens)
        or not (tokens[target].capital or (headed and tokens[target].low in vocabulary.lower_generic))
        or not _gap_is_open(reading.text, tokens[target - 1].end, tokens[target].start)
    ):
        return 0
    if tokens[target].low in vocabulary.stop and not tokens[target].text.isupper():
        return 0
    if size == 0:
        return 0
    if not tokens[target].capital:
        return target - last
    if tokens[last + 1].low in vocabulary.coordinators:
        return target - last if size == 1 and _coordinated(reading, tokens, first, last, target, headed, vocabulary) else 0
    return target - last if _is_linked(tokens, first, last, target, headed, vocabulary) else 0


def _is_linked(tokens: list[Token], first: int, last: int, target: int, headed: bool, vocabulary: Vocabulary) -> bool:
    """Whether a small word such as "of" or "van" joins a name to the capital word `target`."""
    word = tokens[last + 1].low
    if word == "von" and target + 1 < len(tokens) and tokens[target].text in vocabulary.given and tokens[target + 1].capital:
        return False
    if word == "at" and any(t.low in vocabulary.at_heads for t in tokens[target : target + 4]):
        return False
    if word in vocabulary.linking and not headed and _goes_on(tokens, first, target, vocabulary):
        return True
    if word in ("van", "von") and vocabulary.language in ("nl", "de") and _is_full_name(tokens, first, last, vocabulary):
        return False
    if word in vocabulary.particles and not headed:
        shouted = len(tokens[target].text) > 1 and tokens[target].text.isupper()
        return not shouted and _is_surname_particle(tokens, first, last, vocabulary)
    return headed


def _of_small_noun(reading: Reading, tokens: list[Token], last: int, target: int, vocabulary: Vocabulary) -> bool:
    """Whether a French or Spanish name goes on over a small noun to a capital: "Compagnie des îles du Ponant"."""
    if vocabulary.language not in ("fr", "es") or target >= len(tokens) or tokens[last + 1].low not in SMALL_OF:
        return False
    noun = tokens[target]
    if not noun.text.islower() or len(noun.text) < 3 or noun.low in vocabulary.stop | vocabulary.connectors:
        return False
    number = target + 1
    if number < len(tokens) and tokens[number].low in vocabulary.lower_generic:
        number += 1
    begin = number
    while number < len(tokens) and number - begin < MOST_CONNECTORS and tokens[number].low in SMALL_OF | vocabulary.articles:
        number += 1
    joined = reading.text[tokens[last].end : tokens[min(number, len(tokens) - 1)].start]
    return (
        begin < number < len(tokens)
        and tokens[begin].low in SMALL_OF
        and tokens[number].capital
        and joined.isprintable()
        and not set(joined) & set(",.;:()«»")
    )


def _is_adjective_of(tokens: list[Token], number: int, vocabulary: Vocabulary) -> bool:
    """Whether a small word is an adjective within a French or Spanish name: "Caisse mutualiste d'Aunis"."""
    if vocabulary.language not in ("fr", "es") or number + 2 >= len(tokens) or not tokens[number].text.islower():
        return False
    ending = ADJECTIVES[vocabulary.language].search(tokens[number].text)
    return (
        ending is not None
        and tokens[number + 1].low in ("de", "d", "du", "del")
        and (tokens[number + 2].capital or tokens[number + 2].low in vocabulary.lower_generic)
    )


def _is_full_name(tokens: list[Token], first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether a given name and a surname stand before "van": "Fatima el Idrissi van Utrecht"."""
    return tokens[last].text not in vocabulary.given and any(t.text in vocabulary.given for t in tokens[first:last])


def _goes_on(tokens: list[Token], first: int, target: int, vocabulary: Vocabulary) -> bool:
    """Whether a name without a head noun goes on over a small word: before a legal form, after "cooperativa"."""
    return _closes_with_form(tokens, target, vocabulary) or (
        _is_introduced(tokens, first, vocabulary)
        and tokens[target - 1].low in ("de", "del", "du", "des", "la", "las", "los", "l", "d")
    )


def _is_introduced(tokens: list[Token], first: int, vocabulary: Vocabulary) -> bool:
    """Whether a word such as "cooperativa" stands before a French or Spanish name, which then goes on over "de"."""
    if vocabulary.language not in ("fr", "es"):
        return False
    for number in range(first - 1, max(-1, first - 4), -1):
        if not tokens[number].text.islower():
            return False
        if vocabulary.introducer(tokens[number].low) is not None:
            return True
    return False


def _closes_with_form(tokens: list[Token], target: int, vocabulary: Vocabulary) -> bool:
    """Whether a legal form ends the name soon: "Salares del Norte S.A."."""
    return any(token.text in vocabulary.forms for token in tokens[target + 1 : target + 3])


def _is_surname_particle(tokens: list[Token], first: int, last: int, vocabulary: Vocabulary) -> bool:
    names = [t.text for t in tokens[first : last + 1]]
    if tokens[first].low in vocabulary.stop | vocabulary.generic or vocabulary.introducer(tokens[first].low):
        return False
    if tokens[last + 1].low in ("bin", "binti", "bint", "ibn"):
        return True
    return any(name in vocabulary.given for name in names) or (
        len(names) == 1
        and tokens[last + 1].low in ("van", "von", "der", "den", "ter", "al")
        and (tokens[last + 1].low != "der" or vocabulary.language != "de")
    )


def _coordinated(
    reading: Reading, tokens: list[Token], first: int, last: int, target: int, headed: bool, vocabulary: Vocabulary
) -> bool:
    """Whether "and" stands inside one name: between general words, or in the field of a ministry or union."""
    left, right = tokens[last].low, tokens[target].low
    if headed and _begins_another(reading, tokens, first, last, target, vocabulary):
        return False
    if left.rstrip("-") in vocabulary.generic and right in vocabulary.generic:
        return True
    tail = any(t.low in vocabulary.linking for t in tokens[first : last + 1])
    if headed and tail and right in vocabulary.generic:
        return True
    return tokens[last].text.endswith("-")


def _begins_another(reading: Reading, tokens: list[Token], first: int, last: int, target: int, vocabulary: Vocabulary) -> bool:
    """Whether the words after "and" are a whole name of their own: "… of Science and National Tsing Hua University"."""
    end = target
    while (
        end + 1 < len(tokens)
        and reading.text[tokens[end].end : tokens[end + 1].start] == " "
        and (tokens[end + 1].capital and tokens[end + 1].low not in vocabulary.stop)
    ):
        end += 1
    if end == target:
        return False
    heads = vocabulary.head_hits(reading, tokens[first].start, tokens[last].end)
    plain = {h.value for h in heads if reading.folded[h.start : h.end] not in vocabulary.generic}
    after = vocabulary.head_hits(reading, tokens[target].start, tokens[end].end)
    closing = [h for h in after if h.end == tokens[end].end and reading.folded[h.start : h.end] not in vocabulary.generic]
    linked = any(t.low in vocabulary.linking for t in tokens[first:last])
    whole = bool(plain) and (linked or any(h.end == tokens[last].end for h in heads))
    return whole and (bool(closing) or tokens[target].low in NATIONAL_FIRST)
