"""A second name in brackets right after a name: «Цзиньша» (Jinsha Science Park), Havenlab Schelde (Scheldt Harbour Lab)."""

from __future__ import annotations

import re
from itertools import takewhile

from portal.extraction.matching import fold, is_hangul
from portal.extraction.names.mentions import OrganisationMention
from portal.extraction.names.merge import Entity, absorb
from portal.extraction.reading import Reading

OPENS = re.compile(r"[»”\"」』]?\s?[(（][«“\"]?")
CLOSES = re.compile(r"[»”\"]?(?:[)）]|[,，、;；])")
SCRIPTS = re.compile(
    r"(?P<latin>[A-Za-zÀ-ɏ])|(?P<cyrillic>[А-Яа-яЁё])|(?P<hebrew>[א-ת])|(?P<hangul>[가-힣])|(?P<han>[぀-ヿ一-鿿])"
)
LIKE = 4
"""Words that begin with so many same letters are one word in two languages: "Schelde", "Scheldt"."""


def join_second_names(reading: Reading, entities: list[Entity]) -> list[Entity]:
    """The entities, each with the one that stands in brackets after it, where that is the same in another script or language."""
    by_start = {start: (end, entity) for entity in entities for start, end in sorted(entity.spans)}
    ends = sorted((end, start) for start, (end, _) in by_start.items())
    joined: dict[int, Entity] = {}
    for end, start in ends:
        opened = OPENS.match(reading.text, end)
        second = by_start.get(opened.end()) if opened else None
        if second is None or not CLOSES.match(reading.text, second[0]):
            continue
        entity, other = by_start[start][1], second[1]
        while id(entity) in joined:
            entity = joined[id(entity)]
        if id(other) in joined or other is entity:
            continue
        if _script(entity.name) != _script(other.name) or _alike(entity.name, other.name):
            absorb(entity, other)
            joined[id(other)] = entity
    return [entity for entity in entities if id(entity) not in joined]


def _script(name: str) -> str | None:
    first = SCRIPTS.search(name)
    return first.lastgroup if first else None


def _alike(name: str, other: str) -> bool:
    """Whether two names share a word, as two languages write it."""
    words = [word for word in re.findall(r"\w+", fold(name)) if len(word) > LIKE]
    return any(
        len(list(takewhile(lambda pair: pair[0] == pair[1], zip(word, second, strict=False)))) >= LIKE
        for word in words
        for second in re.findall(r"\w+", fold(other))
        if len(second) > LIKE
    )


def bracketed(reading: Reading, mention: OrganisationMention) -> str | None:
    """The short form that follows in brackets: "Peter the Great … University (SPbPU)"."""
    match = re.match(r"\s?[(（]([^()（）]{2,40})[)）]", reading.text[mention.end : mention.end + 46])
    if not match:
        return None
    inside = match.group(1).strip(" \"“”'‘’")
    short = inside.split(",")[0].split(";")[0].strip()
    shaped = 1 < len(short) <= 30 and any(c.isupper() or is_hangul(c) for c in short) and len(short.split()) <= 3
    return short if shaped and not short[0].isdigit() else None
