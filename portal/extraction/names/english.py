"""English names say at their end what they are: "Critical Minerals Act", "Solar Furnace", "Green Hydrogen Commissioner"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.extraction.matching import Hit
from portal.extraction.names.tokens import Token
from portal.extraction.names.vocabulary import Vocabulary

WIDE_FORMS = frozenset({"Group", "Holding", "Holdings", "International", "Worldwide"})
"""Words that make a firm's name of a name only: "Delta Group", but not "Working Group"."""
NUMBER = re.compile(r"[IVX]{1,5}|\d{1,4}")
"""Behind what a thing is: "Phase II"."""
PLAIN_KINDS = frozenset({"company", "public-authority"})
PLAIN_HEADS = frozenset({"academy", "school", "laboratory", "facility", "port", "house", "centre", "center", "terminal"})
"""Words of other kinds for things that a house also has without a name."""


def front_of(tokens: Sequence[Token], vocabulary: Vocabulary) -> Sequence[Token]:
    """The words of a name before its first "of" or "for"."""
    cut = next((n for n, t in enumerate(tokens) if n and t.low in vocabulary.linking), len(tokens))
    return tokens[:cut]


def is_matter(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether the last word before "of" says that a name of several words is a document's, an occasion's or a thing's."""
    if len(tokens) < 2 or not any(t.low in vocabulary.matters for t in tokens):
        return False
    front = front_of(tokens, vocabulary)
    while len(front) > 1 and NUMBER.fullmatch(front[-1].text):
        front = front[:-1]
    return front[-1].capital and front[-1].low in vocabulary.matters


def ends_plainly(tokens: Sequence[Token], heads: Sequence[Hit[str]], vocabulary: Vocabulary) -> bool:
    """Whether an ordinary word stands behind the word for a body, so that the body only describes it: "Government Cloud"."""
    front = front_of(tokens, vocabulary)
    last = front[-1]
    if len(front) < 2 or last.text in vocabulary.forms or any(h.start <= last.start < h.end for h in heads):
        return False
    if len(front) > 2 and any(h.value not in ("company", "closing") for h in heads):
        return False
    ordinary = last.low in vocabulary.common and last.low not in vocabulary.generic
    return ordinary and front[-2].low not in vocabulary.coordinators


def is_plain(tokens: Sequence[Token], kind: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is an ordinary word and a word for a body, as titles write them: "Field Office", "Summer School"."""
    return (
        len(tokens) == 2
        and (kind in PLAIN_KINDS or tokens[1].low in PLAIN_HEADS)
        and all(t.capital for t in tokens)
        and tokens[0].low in vocabulary.ordinary
        and tokens[0].low not in vocabulary.generic
        and tokens[0].low not in vocabulary.parts
    )


def is_wide(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether only general words stand before "Group" and its like: "Donor Coordination Group"."""
    if tokens[-1].text not in WIDE_FORMS or (len(tokens) == 2 and tokens[0].low not in vocabulary.generic):
        return False
    return all(t.low in vocabulary.generic or t.low in vocabulary.common for t in tokens[:-1])


def is_no_name(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether capitals make no name of these words: "Agreement", "Housing Project", "Working Group"."""
    single = len(tokens) == 1 and tokens[0].low in vocabulary.matters
    best = tokens[0].low == "best"
    return single or best or is_matter(tokens, vocabulary) or is_wide(tokens, vocabulary)


def is_department(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether ordinary words beside a person only say where in a house: "Hyun-woo Bae (Facilities)"."""
    plain = vocabulary.generic | vocabulary.ordinary | vocabulary.connectors
    return all(t.low in plain or t.low.removesuffix("s") in plain for t in tokens) and not tokens[0].text.isupper()
