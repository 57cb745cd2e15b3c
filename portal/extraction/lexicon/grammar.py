"""Patterns of the small words that sentences are built with: the table `grammar` of each language's words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from portal.extraction.lexicon import words

SPACED = ("en", "de", "nl", "fr", "es", "ru", "he")
"""Languages that put a blank between a small word and the next word."""
DENSE = ("zh", "ja", "ko")
"""Languages that do not."""


def small_words(*kinds: str, languages: Iterable[str] = SPACED) -> tuple[str, ...]:
    """The small words of some kinds: "with", "the", in small letters.

    By default those of all languages with blanks: a name or a quotation in one of them stands in texts of another.
    """
    return tuple(word for code in languages for kind in kinds for word in words(code).get("grammar", {}).get(kind, ()))


@functools.cache
def leading(*kinds: str, languages: tuple[str, ...] = SPACED) -> str:
    """A pattern of a small word with what parts it from the next word: "with ", "l'"; it matches nothing where there is none."""
    every = small_words(*kinds, languages=languages)
    apart, close = [word for word in every if not word.endswith("'")], [word for word in every if word.endswith("'")]
    parts = [rf"{either(apart)}\s"] if apart else []
    parts += [either(close)] if close else []
    return f"(?:{'|'.join(parts) or '(?!)'})"


def either(phrases: Iterable[str]) -> str:
    """A pattern of one of some phrases, the longest first; `*` leaves the ending of a word open, any apostrophe will do."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return f"(?:{'|'.join(_pattern(phrase) for phrase in ordered)})"


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r"\w{0,12}").replace(r"\ ", r"\s").replace("'", "['’]")
