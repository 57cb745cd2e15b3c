"""Patterns of the small words that sentences are built with: the table `grammar` of each language's words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from portal.extraction.lexicon import words

SPACED = ("en", "de", "nl", "fr", "es", "ru")
"""Languages that put a blank between a small word and the next word."""


@functools.cache
def small_words(*kinds: str, languages: tuple[str, ...] = SPACED) -> str:
    """A pattern of the small words of some kinds ("with", "the") with what parts them from the next word, in small letters.

    Words of all languages: a name or a quotation in one of them stands in texts of another. Without words it matches nothing.
    """
    found = {word for language in languages for kind in kinds for word in words(language).get("grammar", {}).get(kind, ())}
    close, apart = [word for word in found if word.endswith("'")], [word for word in found if not word.endswith("'")]
    parts = [*([rf"{either(apart)}\s"] if apart else []), *([either(close)] if close else [])]
    return f"(?:{'|'.join(parts)})" if parts else r"(?!)"


def either(phrases: Iterable[str]) -> str:
    """A pattern of one of some phrases, the longest first; `*` leaves the ending of a word open, any apostrophe is as good as the plain one."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return f"(?:{'|'.join(_pattern(phrase) for phrase in ordered)})"


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r"\w{0,12}").replace(r"\ ", r"\s").replace("'", "['’]")
