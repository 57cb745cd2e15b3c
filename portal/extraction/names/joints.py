"""What joins the words of a name in languages of the Latin script: "of", "and", "van", small nouns and adjectives."""

from __future__ import annotations

import re

from portal.extraction.names.fields import field_end
from portal.extraction.names.tokens import Token
from portal.extraction.names.vocabulary import Vocabulary
from portal.extraction.reading import Reading

LETTERS = re.compile(r" \(([A-ZÀ-Þ]{2,8})\)")
MOST_CONNECTORS = 3
NATIONAL_FIRST = frozenset({"enterprise", "invest", "business", "innovation", "export", "visit"})
"""Words with which a country's agency begins: "Enterprise Estonia"."""
ADJECTIVES = {
    "fr": re.compile(r"(?:al|ale|aux|el|elle|if|ive|ique|iste|ier|ière|euse|aire|aine|ien|ienne|aise|oise)s?$"),
    "es": re.compile(r"(?:al|ico|ica|ivo|iva|ario|aria|ero|era|ista|ano|ana|oso|osa|ense|iana|iano)(?:e?s)?$"),
}
PORTUGUESE = frozenset({"do", "dos", "da", "das", "del", "della", "delle", "degli", "du"})
"""Small words that join the words of Portuguese, Spanish, Italian and French names in any language: "Ventos do Norte"."""
GERMAN_FIELD = re.compile(
    r"(?:schutz|kontrolle|ung|schaft|heit|keit|tion|ik|wesen|bau|hilfe|recht|pflege|arbeit|verkehr|energie|handel|industrie|kultur|dienst|"
    r"logie|gra(?:f|ph)ie|nomie|medizin|jugend|soziales|inneres|heimat|sport|umwelt|tourismus|finanzen|digitales|familie|frauen|senioren)$"
)
AUTHORITY = re.compile(r"(?:ministerium|ministeriums|amt|amts|amtes|direktion|verwaltung|behörde|departement|referat|dezernat)$")
"""Behind these German houses "und" goes on to a second field: "Bundesamt für Wirtschaft und Ausfuhrkontrolle"."""
SEATED = frozenset({"university", "college"})
"""Houses of which one name may have several seats."""
ROMANCE_OF = frozenset({"de", "di"})
"""The same in an English text, where they can only belong to a name."""
SMALL_OF = frozenset({"de", "du", "des", "d", "del"})


def gap_is_open(text: str, end: int, start: int) -> bool:
    """Whether only a blank or a mark that names have stands between two words."""
    return text[end:start] in (" ", "  ", ". ", " & ", "'s ", "’s ", "' ", "’ ") or (start - end == 1 and text[end] in "'’")


def connected(reading: Reading, tokens: list[Token], first: int, last: int, headed: bool, vocabulary: Vocabulary) -> int:
    """How many words further a name goes over the small words after `last`: 0 when it ends there."""
    size = 0
    if (
        last + 2 < len(tokens)
        and (tokens[last + 1].text in PORTUGUESE or (vocabulary.language == "en" and tokens[last + 1].text in ROMANCE_OF))
        and vocabulary.language != "de"
        and tokens[last + 2].capital
        and tokens[last + 2].low not in vocabulary.stop
        and reading.text[tokens[last].end : tokens[last + 2].start] == f" {tokens[last + 1].text} "
    ):
        return 2
    joining = vocabulary.connectors if headed else vocabulary.connectors | vocabulary.particles
    while last + 1 + size < len(tokens) and tokens[last + 1 + size].low in joining and size < MOST_CONNECTORS:
        if not gap_is_open(reading.text, tokens[last + size].end, tokens[last + size + 1].start):
            return 0
        size += 1
    target = last + 1 + size
    if size and headed and _of_small_noun(reading, tokens, last, target, vocabulary):
        return target - last
    if (
        target >= len(tokens)
        or not (tokens[target].capital or (headed and tokens[target].low in vocabulary.lower_generic))
        or not gap_is_open(reading.text, tokens[target - 1].end, tokens[target].start)
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
    return target - last if _is_linked(reading, tokens, first, last, target, headed, vocabulary) else 0


def _is_linked(
    reading: Reading, tokens: list[Token], first: int, last: int, target: int, headed: bool, vocabulary: Vocabulary
) -> bool:
    """Whether a small word such as "of" or "van" joins a name to the capital word `target`."""
    word = tokens[last + 1].low
    if word == "von" and target + 1 < len(tokens) and tokens[target].text in vocabulary.given and tokens[target + 1].capital:
        return False
    if word in ("im", "am", "beim") and any(vocabulary.has_head(reading, t.start, t.end) for t in tokens[target : target + 2]):
        return False
    if word == "à" and target == last + 2 and vocabulary.language == "fr":
        return False
    if word in ("à", "au") and headed and vocabulary.has_head(reading, tokens[target].start, tokens[target].end):
        return False
    if word == "for" and _is_firm(reading, tokens, first, last, vocabulary):
        return False
    if word == "at" and not _has_seats(tokens, first, last, target, vocabulary):
        return False
    if word in vocabulary.linking and not headed and _goes_on(tokens, first, target, vocabulary):
        return True
    if word in ("van", "von", "vom") and vocabulary.language in ("nl", "de") and _is_full_name(tokens, first, last, vocabulary):
        return False
    if word in vocabulary.particles and not headed:
        shouted = len(tokens[target].text) > 1 and tokens[target].text.isupper()
        return not shouted and _is_surname_particle(tokens, first, last, vocabulary)
    return headed


def _has_seats(tokens: list[Token], first: int, last: int, target: int, vocabulary: Vocabulary) -> bool:
    """Whether "at" leads to one of several seats: "University of Alabama at Birmingham", not "Laser Hub at the Fair"."""
    if tokens[target - 1].low in vocabulary.articles or any(t.low in vocabulary.at_heads for t in tokens[target : target + 4]):
        return False
    return vocabulary.language != "en" or any(t.low in SEATED for t in tokens[first : last + 1])


def _is_firm(reading: Reading, tokens: list[Token], first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether the words so far are a firm's name, which ends before "for": "Alcatel Networks" for Tonga Cable."""
    heads = vocabulary.head_hits(reading, tokens[first].start, tokens[last].end)
    return last > first and all(h.value == "company" for h in heads) and any(h.end == tokens[last].end for h in heads)


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


def is_adjective_of(tokens: list[Token], number: int, vocabulary: Vocabulary) -> bool:
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
    return _closes_with_form(tokens, first, target, vocabulary) or (
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


def _closes_with_form(tokens: list[Token], first: int, target: int, vocabulary: Vocabulary) -> bool:
    """Whether a legal form ends the name soon: "Salares del Norte S.A."."""
    if tokens[first].text in vocabulary.given:
        return False
    ends = (n for n in range(target + 1, min(target + 3, len(tokens))) if tokens[n].text in vocabulary.forms)
    return any(n + 1 == len(tokens) or not tokens[n + 1].capital for n in ends)


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
    if tokens[last].text in vocabulary.forms:
        return False
    if _has_letters(reading, tokens, first, target):
        return True
    if headed and (
        _begins_another(reading, tokens, first, last, target, vocabulary)
        or _shares_head(reading, tokens, last, target, vocabulary)
    ):
        return False
    general, trades = _run_of_general(reading, tokens, target, vocabulary)
    complete = any(h.end == tokens[last].end for h in vocabulary.head_hits(reading, tokens[first].start, tokens[last].end))
    short = target + 2 >= len(tokens) or not tokens[target + 2].capital or reading.text[tokens[target + 1].end] != " "
    if trades and short and not complete and target - first > 2 and tokens[first].text not in vocabulary.given:
        return True
    tail = any(t.low in vocabulary.linking for t in tokens[first : last + 1])
    if left.rstrip("-") in vocabulary.generic and right in vocabulary.generic and (general or not (headed and tail)):
        return True
    if headed and tail and right in vocabulary.generic and general:
        return True
    if headed and tail and vocabulary.language == "de" and GERMAN_FIELD.search(right) and AUTHORITY.search(tokens[first].low):
        return target + 1 >= len(tokens) or not tokens[target + 1].capital or reading.text[tokens[target].end] != " "
    if headed and tail and vocabulary.language == "en" and field_end(reading, tokens, target, vocabulary) is not None:
        return not _is_firm(reading, tokens, first, last, vocabulary)
    return tokens[last].text.endswith("-")


def _shares_head(reading: Reading, tokens: list[Token], last: int, target: int, vocabulary: Vocabulary) -> bool:
    """Whether the word after "and" belongs to the next name: "Ministry of Foreign Affairs and Maritime and Port Authority"."""
    number = target + 2
    if vocabulary.language != "en" or number >= len(tokens) or tokens[target + 1].low not in vocabulary.coordinators:
        return False
    if not tokens[number].capital or reading.text[tokens[target].end : tokens[number].start].count(" ") != 2:
        return False
    end = number
    while end + 1 < len(tokens) and reading.text[tokens[end].end : tokens[end + 1].start] == " " and tokens[end + 1].capital:
        end += 1
    heads = vocabulary.head_hits(reading, tokens[number].start, tokens[end].end)
    whole = any(
        not any(h.start <= t.start < h.end for h in heads) and t.low not in vocabulary.generic for t in tokens[number : end + 1]
    )
    return not whole and any(h.end == tokens[end].end and h.value != "company" for h in heads)


def _has_letters(reading: Reading, tokens: list[Token], first: int, target: int) -> bool:
    """Whether the letters in brackets after a name are those of both its halves: "Highlands and Islands Enterprise (HIE)"."""
    end = target
    while end + 1 < len(tokens) and reading.text[tokens[end].end : tokens[end + 1].start] == " " and tokens[end + 1].capital:
        end += 1
    letters = LETTERS.match(reading.text, tokens[end].end)
    return letters is not None and letters[1] == "".join(t.text[0] for t in tokens[first : end + 1] if t.capital)


def _run_of_general(reading: Reading, tokens: list[Token], target: int, vocabulary: Vocabulary) -> tuple[bool, bool]:
    """Whether the capital words after "and" tell of no house of their own, and whether they are trades up to a head noun.

    "Fisheries and Ocean" against "Fisheries and Ocean Mind"; "PHP Ship Breaking and Recycling Industries".
    """
    end = target
    while end + 1 < len(tokens) and reading.text[tokens[end].end : tokens[end + 1].start] == " " and tokens[end + 1].capital:
        end += 1
    heads = vocabulary.head_hits(reading, tokens[target].start, tokens[end].end)
    covered = {t.start for t in tokens[target : end + 1] if any(h.start <= t.start and t.end <= h.end for h in heads)}
    general = all(t.start in covered or t.low in vocabulary.generic for t in tokens[target : end + 1])
    return general, general and end > target and tokens[end].start in covered


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
