"""The fields that names of ministries and institutes have: "Ministry of Agriculture, Land Reform and Rural Development"."""

from __future__ import annotations

import re

from portal.extraction.names.tokens import Token
from portal.extraction.names.vocabulary import Vocabulary
from portal.extraction.reading import Reading

FIELD = re.compile(
    r"[a-z]{2}(?:graphy|logy|metry|nomy|urgy|pathy|desy|istry|ics|ing|tion|tions|sion|ment|ture|ship|ance|ence|ities|ism|ery|form)$"
)
"""How English words for fields end."""
ADJECTIVE = re.compile(r"[a-z]{2}(?:al|ic|ive|ary|ar|ous|ed|ing)$")
MOST = 3
"""So many words at most are one field."""

MOST_IN_ROW = 12
"""So many words at most a row of fields has before its last one."""


def field_end(reading: Reading, tokens: list[Token], number: int, vocabulary: Vocabulary) -> int | None:
    """The number of the last word of a field that begins at `number`: "Land Reform", "Trade"; None where none does."""
    end = number
    while (
        end - number < MOST
        and end + 1 < len(tokens)
        and tokens[end + 1].capital
        and reading.text[tokens[end].end : tokens[end + 1].start] == " "
    ):
        end += 1
    words = tokens[number : end + 1]
    if number >= len(tokens) or len(words) > MOST or words[-1].possessive or not words[0].capital:
        return None
    if all(t.low in vocabulary.generic for t in words):
        return end
    if vocabulary.language != "en" or not (words[-1].low in vocabulary.generic or FIELD.search(words[-1].low)):
        return None
    heads = vocabulary.head_hits(reading, words[0].start, words[-1].end)
    if any(reading.folded[h.start : h.end] not in vocabulary.generic for h in heads):
        return None
    return end if all(t.low in vocabulary.generic or FIELD.search(t.low) or ADJECTIVE.search(t.low) for t in words) else None


def series(reading: Reading, tokens: list[Token], first: int, last: int, vocabulary: Vocabulary) -> int:
    """How many tokens a row of fields adds to a headed name: "Ministry of Investment, Trade and Industry"."""
    text = reading.text
    if tokens[last].low not in vocabulary.generic and not FIELD.search(tokens[last].low):
        return 0
    number = last
    while (
        number - last < MOST_IN_ROW and number + 2 < len(tokens) and text[tokens[number].end : tokens[number + 1].start] == ", "
    ):
        if tokens[number + 1].low in vocabulary.coordinators:
            break
        end = field_end(reading, tokens, number + 1, vocabulary)
        if end is None:
            return 0
        number = end
    if number == last or number + 2 >= len(tokens) or tokens[number + 1].low not in vocabulary.coordinators:
        return 0
    if vocabulary.has_head(reading, tokens[first].start, tokens[last].end):
        end = field_end(reading, tokens, number + 2, vocabulary)
        return 0 if end is None else end - last
    closing = tokens[number + 2]
    general = closing.capital and closing.low in vocabulary.generic
    return number + 2 - last if general and _is_headed_behind(reading, tokens, number + 2, vocabulary) else 0


def _is_headed_behind(reading: Reading, tokens: list[Token], number: int, vocabulary: Vocabulary) -> bool:
    """Whether the word for a body stands right behind: "Standards, Metrology and Quality Organization"."""
    if vocabulary.language != "en" or number + 1 >= len(tokens) or not tokens[number + 1].capital:
        return False
    beside = reading.text[tokens[number].end : tokens[number + 1].start] == " "
    return beside and vocabulary.has_head(reading, tokens[number + 1].start, tokens[number + 1].end)
