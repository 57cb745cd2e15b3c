"""Countries in compounds that name two or more: "Sino-Russian", франко-японский, hispanofrancés, 中俄, 日中韓, 한일."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from typing import Any

from portal.extraction import lexicon
from portal.extraction.reading import Reading

HYPHENS = "-‐‑–"
JOINED = ("es", "fr")
"""Languages that also write both parts as one word."""
LONGEST = 16
"""Letters of the first part and its hyphen."""
FEWEST = 5
"""Letters of the second part of such a word."""


def compounds_of(
    reading: Reading, starts: Mapping[int, int], named: Callable[[], Container[str]]
) -> Iterator[tuple[int, int, str]]:
    """(start, end, country) of each part of a compound that the places of the article do not show already.

    `starts` has the places found so far, start -> end; `named` gives the countries that the article names in full.
    """
    text = reading.folded
    for start in starts:
        # Sought only before a place: few texts have such a compound, and all would be searched.
        match = _before().search(text, max(0, start - LONGEST), start + 1) if start and text[start - 1] in HYPHENS else None
        if match and match.end() == start:
            yield match.start(1), match.end(1), _countries()[match[1]]
    # Asked first, since the pattern is tried at every sign.
    if reading.language in JOINED and any(form in text for form in _countries()):
        for match in _joined().finditer(text):
            found = lexicon.places(reading.language).find(match[2])
            whole = (meant for start, end, meant in found if (start, end) == (0, len(match[2])))
            second = next((form for meant in whole for form in meant.forms if form.kind == "adjective"), None)
            if second is not None:
                yield match.start(1), match.end(1), _countries()[match[1]]
                yield match.start(2), match.end(2), second.country
    if reading.language in _lists()["signs"]:
        yield from _runs(reading, starts, named())


def _runs(reading: Reading, starts: Mapping[int, int], named: Container[str]) -> Iterator[tuple[int, int, str]]:
    """The signs of runs like 中俄 that stand for countries together."""
    language, text = reading.language, reading.simplified
    signs = _signs(language)
    for match in _run(language).finditer(text):
        start, end = match.span()
        # 中德国家: the last sign begins the full name of a country.
        while end - start > 1 and any(starts.get(at, at) > end for at in range(start, end)):
            end -= 1
        run = text[start:end]
        if len(set(run)) < max(2, len(run)) or text[max(0, start - 1) : start] in _never_after(language):
            continue
        meant = [[country for country in signs[sign] if len(signs[sign]) == 1 or country in named] for sign in run]
        if any(len(countries) != 1 for countries in meant):
            continue
        plain = run in _plain(language) or run.startswith(_heads(language))
        if plain or text.startswith(_followers(language), end) or all(countries[0] in named for countries in meant):
            yield from ((start + at, start + at + 1, countries[0]) for at, countries in enumerate(meant))


@cache
def _lists() -> dict[str, Any]:
    return lexicon.compounds()


@cache
def _countries() -> dict[str, str]:
    return {form: country for country, forms in _lists()["before"].items() for form in forms}


@cache
def _before() -> re.Pattern[str]:
    forms = "|".join(sorted(map(re.escape, _countries()), key=len, reverse=True))
    return re.compile(rf"(?<!\w)({forms})[{HYPHENS}](?=\w)")


@cache
def _joined() -> re.Pattern[str]:
    forms = "|".join(sorted(map(re.escape, _countries()), key=len, reverse=True))
    return re.compile(rf"(?<!\w)({forms})([a-zà-ÿ]{{{FEWEST},16}})(?!\w)")


@cache
def _signs(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for country, sign in _lists()["signs"][language].items():
        found.setdefault(sign, []).append(country)
    return found


@cache
def _run(language: str) -> re.Pattern[str]:
    signs = "".join(_signs(language))
    if language == "ko":
        behind = "|".join(map(re.escape, _lists()["followers"]["ko"]))
        return re.compile(rf"(?<![가-힣])[{signs}]{{2,4}}(?=[^가-힣]|$|{behind})")
    return re.compile(rf"[{signs}]{{2,4}}")


@cache
def _plain(language: str) -> frozenset[str]:
    return frozenset(run for run in _lists()["plain"][language] if not run.endswith("*"))


@cache
def _heads(language: str) -> tuple[str, ...]:
    return tuple(run[:-1] for run in _lists()["plain"][language] if run.endswith("*"))


@cache
def _never_after(language: str) -> frozenset[str]:
    return frozenset(_lists()["never_after"].get(language, ""))


@cache
def _followers(language: str) -> tuple[str, ...]:
    return tuple(lexicon.ambiguous()["followers"]["zh"] if language == "zh" else _lists()["followers"][language])
