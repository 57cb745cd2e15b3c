"""Why a record was found: the part of it that holds the words that were searched for, where its title does not show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
}
# So many letters of a text are shown around what was found, and so many places for one record.
BEFORE, AFTER = 50, 90
PLACES = 2
# Forms of one word begin alike: at least so many letters, and this share of the longer one.
STEM_LENGTH, STEM_SHARE = 4, 0.6
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
    open_words = [word for word in asked if not any(_places(title, [word]) for title in titles)]
    shown = 0
    for part, words in texts:
        if part == "title" or not open_words or shown == PLACES:
            continue
        found = [word for word in open_words if _places(words, [word])]
        if found:
            open_words = [word for word in open_words if word not in found]
            shown += 1
            yield Hit(str(PART_LABELS[part]), tuple(_cut(words, _places(words, found))))


def _places(text: str, asked: list[str]) -> list[tuple[int, int]]:
    """Where words of `asked` stand in a text."""
    found = []
    for token in _TOKEN.finditer(text):
        for word in asked:
            place = _place(token[0], word)
            if place:
                found.append((token.start() + place[0], token.start() + place[1]))
                break
    return found


def _place(token: str, word: str) -> tuple[int, int] | None:
    """Where in a token of a text a word is met, as the stored words would meet it."""
    folded = "".join(plain_words(token))
    if is_by_pairs(word):
        if word in folded and len(folded) == len(token):
            return folded.index(word), folded.index(word) + len(word)
    elif _meets(folded, word):
        return 0, len(token)
    heard = sound(word) if not is_by_pairs(word) or len(word) <= NAME_LENGTH else ""
    if not heard:
        return None
    if not is_by_pairs(folded):
        return (0, len(token)) if sound(folded) == heard else None
    windows = ((start, start + length) for length in (2, 3) for start in range(len(token) - length + 1))
    return next((window for window in windows if sound(token[slice(*window)]) == heard), None)


def _meets(token: str, word: str) -> bool:
    forms = {form for form in (word, latin(word), *without_prefixes(word)) if form}
    for stored in (token, latin(token), *without_prefixes(token)):
        if stored in forms or any(len(form) >= PREFIX_LENGTH and stored.startswith(form) for form in forms):
            return True
    alike = next(
        (place for place, (one, other) in enumerate(zip(token, word, strict=False)) if one != other), min(len(token), len(word))
    )
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
