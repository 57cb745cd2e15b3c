"""Stretches that name a place and mean none: languages ("taught in Spanish"), streets, hotels, treaties called after one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from portal.extraction import lexicon
from portal.extraction.lexicon.grammar import either, small_words
from portal.extraction.matching import is_cjk, is_hangul
from portal.extraction.places_meant import Groups
from portal.extraction.reading import Reading

FURTHEST = 24
"""Characters before a place within which what stands before it is sought."""
FIRST, LAST = 2, 3
"""So many signs of what stands behind a place, and before it, are looked up first."""
ADJOINED = ("he",)
"""Languages that write their prepositions and the article together with the word."""
NOUN_FIRST = ("fr", "es", "he")
"""Languages that write the noun before its adjective."""
ENDINGS = {"de": r"\w{0,6}", "nl": r"\w{0,6}", "ru": r"\w{0,6}"}
"""Where a form may be the stem of a word, or the first part of a compound: "французск", "Duitstalig"."""
INFLECTED = ("de", "ru")
"""Languages whose names of languages are inflected: "aus dem Französischen"."""
FEMININE = re.compile(r"\w{0,2}(?<=ית)(?!\w)")
"""How Hebrew names of languages end; other adjectives after a preposition alone are people."""


class _Things(NamedTuple):
    before: tuple[str, ...]
    behind: re.Pattern[str]
    behind_places: re.Pattern[str]
    ahead: frozenset[str]
    """The last signs of what stands before, the first ones of what stands behind: most places are seen at once to have neither."""

    def follows(self, text: str, end: int, kind: str) -> bool:
        """Whether what follows a form of some kind makes it a thing."""
        return bool(self.behind.match(text, end) or (kind in ("place", "town") and self.behind_places.match(text, end)))


class _Languages(NamedTuple):
    before: re.Pattern[str]
    behind: re.Pattern[str]
    noun_before: re.Pattern[str]
    noun_behind: re.Pattern[str]
    joint: re.Pattern[str]


def called_after(reading: Reading, groups: Groups) -> list[tuple[int, int]]:
    """The stretches, of those that may name a place, that mean a language or a thing and no country."""
    things, languages = _things()[reading.language], _languages(reading.language)
    text, ahead, inflected = reading.text, things.ahead, reading.language in ENDINGS
    found = []
    run: list[tuple[int, int]] = []
    for (start, end), meant in groups.items():
        seen = inflected or text[end : end + FIRST] in ahead or text[end : end + 1] in ahead
        if (seen and things.follows(text, end, meant.kind)) or (
            text[start - LAST : start] in ahead and text.endswith(things.before, max(0, start - FURTHEST), start)
        ):
            found.append((start, end))
        elif languages and meant.kind == "adjective":
            if run and not languages.joint.fullmatch(reading.folded, run[-1][1], start):
                found += _spoken(reading, run, languages)
                run = []
            run.append((start, end))
    return found + _spoken(reading, run, languages) if run and languages else found


def _spoken(reading: Reading, run: list[tuple[int, int]], languages: _Languages) -> list[tuple[int, int]]:
    """The adjectives of a run, "French and German", if they stand for languages, else none."""
    text, start, end = reading.folded, run[0][0], run[-1][1]
    if languages.noun_behind.match(text, end):
        return run
    near = max(0, start - FURTHEST)
    if reading.language in NOUN_FIRST and languages.noun_before.search(text, near, start):
        return run
    if reading.language in ADJOINED and any(FEMININE.match(text, last) is None for _, last in run):
        return []
    return run if languages.behind.match(text, end) and languages.before.search(text, near, start) else []


@cache
def _words() -> dict[str, Any]:
    with (lexicon.HERE / "called.toml").open("rb") as source:
        return tomllib.load(source)


@cache
def _things() -> dict[str, _Things]:
    found = {}
    for language, lists in _words()["things"].items():
        before, behind, places = (lists.get(where, []) for where in ("before", "behind", "places"))
        ahead = frozenset(phrase[-LAST:] for phrase in before) | frozenset(phrase[:FIRST] for phrase in [*behind, *places])
        found[language] = _Things(tuple(before), _behind(language, behind), _behind(language, places), ahead)
    return found


def _behind(language: str, phrases: Iterable[str]) -> re.Pattern[str]:
    """What follows a form at once, with the ending that it leaves open."""
    whole = "|".join(map(_whole, phrases))
    return re.compile(rf"{ENDINGS.get(language, '')}(?:{whole})" if whole else "(?!)")


def _whole(phrase: str) -> str:
    written, last = re.escape(phrase).replace(r"\*", r"\w{0,12}"), phrase[-1]
    return rf"{written}(?!\w)" if last.isalpha() and not is_cjk(last) and not is_hangul(last) else written


@cache
def _languages(language: str) -> _Languages | None:
    lists = _words()["languages"].get(language)
    if lists is None:
        return None
    ending = ENDINGS.get(language, "")
    gap = "" if language in ADJOINED else r"(?:(?<=')|\s)"
    joins = either([*small_words("and", languages=(language,)), *lists["or"]])
    clause_ends = rf"(?:[.,;:!?)\]»”\"]|\s?$|\n|\s{either(lists['after'])}(?!\w))" if lists["after"] else ""
    by, never = either(lists["by"]), re.compile("(?!)")
    return _Languages(
        before=re.compile(rf"(?<!\w)ו?{either(lists['before'])}{gap}$"),
        behind=re.compile(f"{ending if language in INFLECTED else ''}{clause_ends}"),
        noun_before=re.compile(rf"(?<!\w){by}{gap}$") if language in NOUN_FIRST else never,
        noun_behind=never if language in NOUN_FIRST else re.compile(rf"{ending}\s?{by}(?!\w)"),
        joint=re.compile(rf"{ending}(?:,?\s?{joins}{gap}|,\s)"),
    )
