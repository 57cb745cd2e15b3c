"""Why a record was found: the part of it that holds the words that were searched for, where its title does not show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from partnerships.listing.search import NAME_LENGTH, PREFIX_LENGTH, asked_words
from partnerships.models.facetrow import FacetSource, Text
from partnerships.models.places import names_in_languages
from partnerships.searchwords import is_by_pairs, latin, plain_words, sound, without_prefixes

PART_LABELS = {
    "name": _("Name"),
    "party": _("Party"),
    "organisation": _("Organisation"),
    "place": _("Place"),
    "country": _("Country"),
    "sought": _("Sought"),
    "summary": _("Summary"),
    "source": _("Source"),
    "topics": _("Topics"),
    "text": _("Text"),
    "translation": _("Translation"),
}
# So many letters of a text are shown around what was found, and so many places for one record.
BEFORE, AFTER = 50, 90
PLACES = 2
# Forms of one word begin alike: at least so many letters, and this share of the longer one.
STEM_LENGTH, STEM_SHARE = 4, 0.6
# Of a run of characters so many are heard for a name that was written in other letters.
RUN_HEARD = 60
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in which words were found."""

    label: str
    """Which part of the record it is, in words."""
    pieces: tuple[tuple[str, bool], ...]
    """The place as it is written, cut; each piece with whether it was searched for."""


def hits_of(source: FacetSource, countries: Mapping[int, Sequence[str]], q: str) -> dict[int, tuple[Hit, ...]]:
    """By record, at most two places that hold words of `q` which its title does not hold; one query or two for all records.

    `countries` has the codes of the countries of each record.
    """
    asked = asked_words(q)
    found = {}
    for record_id, texts in source.texts(list(countries)) if asked and countries else ():
        names = [Text("country", name) for code in countries[record_id] for name in names_in_languages(code)]
        found[record_id] = tuple(_hits([*texts, *names], asked))
    return found


def _hits(texts: list[Text], asked: list[str]) -> Iterator[Hit]:
    titles = [text.words for text in texts if text.part == "title"]
    open_words = [word for word in asked if not any(_is_in(title, word) for title in titles)]
    shown = 0
    for part, words in texts:
        if part == "title" or not open_words or shown == PLACES:
            continue
        found = [word for word in open_words if _is_in(words, word)]
        if found:
            open_words = [word for word in open_words if word not in found]
            shown += 1
            yield Hit(str(PART_LABELS[part]), tuple(_cut(words, list(_near_places(words, found)))))


def _is_in(text: str, word: str) -> bool:
    return next(_places(text, [word]), None) is not None


def _near_places(text: str, asked: list[str]) -> Iterator[tuple[int, int]]:
    """The first place and those that are shown with it."""
    first = None
    for place in _places(text, asked):
        first = place[0] if first is None else first
        if place[1] > first + AFTER and place[0] != first:
            return
        yield place


def _places(text: str, asked: list[str]) -> Iterator[tuple[int, int]]:
    """Where words of `asked` stand in a text, in order."""
    for token in _TOKEN.finditer(text):
        for word in asked:
            place = _place(token[0], word)
            if place:
                yield token.start() + place[0], token.start() + place[1]
                break


class Forms(NamedTuple):
    """A word as it is compared."""

    folded: str
    every: tuple[str, ...]
    sound: str
    is_run: bool


@lru_cache(50_000)
def _forms(word: str) -> Forms:
    folded = "".join(plain_words(word))
    if is_by_pairs(folded):
        return Forms(folded, (folded,), sound(folded) if len(folded) <= NAME_LENGTH else "", True)
    every = tuple(form for form in (folded, latin(folded), *without_prefixes(folded)) if form)
    return Forms(folded, every, sound(folded), False)


def _place(token: str, word: str) -> tuple[int, int] | None:
    """Where in a token of a text a word is met, as the stored words would meet it."""
    stored, asked = _forms(token), _forms(word)
    if stored.is_run and asked.is_run and asked.folded in stored.folded and len(stored.folded) == len(token):
        start = stored.folded.index(asked.folded)
        return start, start + len(asked.folded)
    if not stored.is_run:
        is_met = bool(asked.sound) and stored.sound == asked.sound
        return (0, len(token)) if is_met or (not asked.is_run and _meets(stored, asked)) else None
    if not asked.sound:
        return None
    heard = ((start, start + length) for length in (2, 3) for start in range(min(len(token), RUN_HEARD) - length + 1))
    return next((window for window in heard if _forms(token[slice(*window)]).sound == asked.sound), None)


def _meets(stored: Forms, asked: Forms) -> bool:
    for form in stored.every:
        if any(form == one or (len(one) >= PREFIX_LENGTH and form.startswith(one)) for one in asked.every):
            return True
    token, word = stored.folded, asked.folded
    letters = enumerate(zip(token, word, strict=False))
    alike = next((place for place, (one, other) in letters if one != other), min(len(token), len(word)))
    return alike >= STEM_LENGTH and alike >= STEM_SHARE * max(len(token), len(word))


def _cut(text: str, places: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    first = places[0][0]
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE // 2) + 1 or first - BEFORE // 2
    end = len(text) if len(text) - first <= AFTER else first + AFTER
    at = start
    if start:
        yield "… ", False
    for begin, stop in places:
        if begin < at or stop > end:
            continue
        if begin > at:
            yield text[at:begin], False
        yield text[begin:stop], True
        at = stop
    if at < end:
        yield text[at:end], False
    if end < len(text):
        yield " …", False
