"""The house that writes: what "our office" and 我校 stand for when only the page around the article says whose it is."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from portal.extraction.lexicon import words
from portal.extraction.lexicon.grammar import either, leading
from portal.extraction.matching import fold, is_hangul
from portal.extraction.names.mentions import Marks, OrganisationMention
from portal.extraction.reading import LANGUAGES, Reading
from portal.extraction.types import Document, Zone
from portal.extraction.zones.publishers import names_desk, names_office

DENSE = ("zh", "ja", "ko")
MOST_WORDS = 9
AROUND = frozenset({"header", "copyright", "contact", "other", "source"})
"""Zones outside an article in which the page names its house."""
STEM = 5


def writer_mentions(
    reading: Reading, document: Document, zones: tuple[Zone, ...], source: str | None, found: Sequence[OrganisationMention]
) -> list[OrganisationMention]:
    """Where the article speaks of the house that writes it, under the name that the page's head, foot or credit has."""
    written = _ours(reading.language)
    if written is None:
        return []
    if source and (names_office(source) or names_desk(source)):
        source = None
    texts = list(_texts_around(document, zones, source))
    taken = Marks(len(reading.text), ((mention.start, mention.end) for mention in found))
    own: list[OrganisationMention] = []
    for match in written.finditer(reading.folded):
        if taken.touch(*match.span()) or not _the_writer_says(reading, match.start()):
            continue
        name = _named_so(match[1], texts, reading.language)
        kind = _kind(name, match[1], reading.language) if name else None
        if name and kind:
            own.append(OrganisationMention(match.start(), match.end(), _spelled(name, document.text), kind))
    if own and reading.language not in DENSE:
        first = own[0]
        tail = (reading.folded[first.start : first.end].split()[-1], first.kind)
        return [*own, *_alone(reading, first.name, tail, found, taken)]
    return own or list(_alone(reading, source, _tail(source, reading.language), found, taken))


def _alone(
    reading: Reading,
    house: str | None,
    tail: tuple[str, str] | None,
    found: Sequence[OrganisationMention],
    taken: Marks,
) -> Iterator[OrganisationMention]:
    """ "The park" in what a park publishes, where no other house of the article has the noun in its name."""
    if tail is None or house is None or reading.language in DENSE:
        return
    noun, kind = tail
    the = leading("the", "with_the", languages=(reading.language,))
    if any(fold(noun)[:STEM] in fold(mention.name).split()[-1] and mention.kind == kind for mention in found):
        return
    for match in re.finditer(rf"\b{the}{re.escape(noun)}(?![\w-])", reading.folded):
        if not taken.touch(*match.span()) and _the_writer_says(reading, match.start()):
            yield OrganisationMention(match.start(), match.end(), house, kind)


def _tail(source: str | None, language: str) -> tuple[str, str] | None:
    """The noun of a publisher's name that says what it is, and which kind of organisation that is."""
    if not source or len(source.split()) > MOST_WORDS:
        return None
    parts = fold(source).split()
    order = reversed(parts) if language in ("en", "de", "nl") else parts
    return next(((word, _nouns(language)[word]) for word in order if word in _nouns(language)), None)


def _the_writer_says(reading: Reading, position: int) -> bool:
    """Whether a stretch is the writer's own: in the title or the body, in nobody's speech."""
    sentence = reading.sentence_at(position)
    if sentence is None or sentence.kind not in ("title", "heading", "paragraph"):
        return False
    return not reading.text.startswith(("“", '"', "«", "„", "‘", "「", "『"), sentence.start)


def _spelled(name: str, text: str) -> str:
    """A name that a letterhead has in capitals as the document writes it elsewhere."""
    if not name.isupper():
        return name
    spellings = (match.group() for match in re.finditer(re.escape(name), text, re.IGNORECASE))
    return next((spelling for spelling in spellings if not spelling.isupper()), name)


def _kind(name: str, noun: str, language: str) -> str | None:
    """The kind of the house: by its noun, in Chinese, Japanese and Korean by how its name ends."""
    if language not in DENSE:
        return _nouns(language).get(noun)
    return next((kind for size in range(4, 0, -1) if (kind := _nouns(language).get(fold(name)[-size:]))), "other")


def _named_so(noun: str, texts: list[str], language: str) -> str | None:
    """The name with a noun in it: the publisher's, else that of a line over or under the article."""
    if language in DENSE:
        name = _full_name(noun, language)
        return next((match.group() for text in texts if (match := name.search(text))), None)
    for text in texts:
        parts = text.split()
        named = any(fold(part)[:STEM] == noun[:STEM] for part in parts) and 1 < len(parts) <= MOST_WORDS
        if named and all(part[:1].isupper() or part.lower() in _joints() for part in parts):
            return text
    return None


def _texts_around(document: Document, zones: tuple[Zone, ...], source: str | None) -> Iterator[str]:
    """The publisher's name, and the lines around the article that may name its house."""
    if source:
        yield source
    for zone in zones:
        if zone.kind in AROUND:
            for line in document.text[zone.start : zone.end].splitlines():
                yield from (part.strip(" .*") for part in re.split(r"[|·•–—]|\s-\s|,|\d", line.replace("©", "")) if part.strip())


@functools.cache
def _ours(language: str) -> re.Pattern[str] | None:
    """What a house calls itself, in folded text, and the noun that is in its name: "our office", 我校."""
    tables = words(language)
    our, names = tables["grammar"].get("our"), tables.get("writer", {}).get("names")
    if not our or (language in DENSE) != bool(names):
        return None
    if not names:
        return re.compile(rf"\b{leading('our', languages=(language,))}([^\W\d_](?:[^\W\d_]|-){{2,}})")
    blank = (r"\b", r"\s?") if is_hangul(our[0][0]) else ("", "")
    return re.compile(f"{blank[0]}{either(our)}{blank[1]}({either(names)})")


@functools.cache
def _full_name(noun: str, language: str) -> re.Pattern[str]:
    """A name that ends, or begins, with the words for which a short noun stands: 澄江海洋大学 for 校."""
    writer = words(language)["writer"]
    ends = writer["names"][noun]
    first = set(ends) & set(writer.get("first", ()))
    name = rf"(?:^|(?<=[\s　：:©(（|｜]))(?!\d)[\w・]{{2,16}}?{either(ends)}"
    return re.compile(name + (rf"|{either(first)}[\w・]{{2,12}}" if first else ""))


@functools.cache
def _joints() -> frozenset[str]:
    """Small words within names, of all languages: "of", "für"."""
    tables = [words(language)["organisations"] for language in LANGUAGES]
    return frozenset(word for table in tables for kind in ("connectors", "coordinators") for word in table[kind])


@functools.cache
def _nouns(language: str) -> dict[str, str]:
    """What a house of each kind is called: "university", "office"."""
    table = words(language)
    heads = {fold(head): kind for kind, heads in table["organisations"]["heads"].items() for head in heads if " " not in head}
    return heads | {noun: kind for kind, nouns in table.get("references", {}).items() for noun in nouns}
