"""What is looked for: a name in all the ways in which it was given, and what stands in its place afterwards."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils.crypto import salted_hmac

from partnerships.names import name_key

REMOVED = "[name removed]"
LEAST_LETTERS = 2
AROUND = 50
ANYTHING = ".{1,12}"
"""For PostgreSQL: what HTML and JSON make of a space or a mark between the letters of a name."""
# Scripts that put no space between words: a name is found inside them.
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def name_hash(name: str) -> str:
    """The form in which a removed name is remembered: equal for equal names, and nothing to read a name from."""
    return salted_hmac("partnerships.people", name_key(name), algorithm="sha256").hexdigest()


class Needle:
    """A name, with the other forms in which texts have it; raises ValueError where a form is too short to be looked for."""

    def __init__(self, name: str, others: Iterable[str] = ()) -> None:
        forms = [" ".join(form.split()) for form in (name, *others)]
        self.name = forms[0]
        # The longest first: what is part of another form must not leave its rest behind.
        self.forms = sorted({form for form in forms if form}, key=lambda form: (-len(form), form))
        if not self.forms or any(sum(letter.isalnum() for letter in form) < LEAST_LETTERS for form in self.forms):
            raise ValueError("A form of the name is too short.")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(_bounded(form) for form in self.forms), re.IGNORECASE)

    @cached_property
    def sql(self) -> str:
        """A regular expression for PostgreSQL that finds at least every row in which `pattern` does, JSON included."""
        spellings = {spelling for form in self.forms for spelling in (form, json.dumps(form, ensure_ascii=False)[1:-1])}
        words = (ANYTHING.join(_quoted_for_sql(word) for word in spelling.split(" ")) for spelling in spellings)
        return "|".join(sorted(words))

    def is_in(self, value: Any) -> bool:
        return next(self._texts(value), None) is not None

    def excerpt(self, value: Any) -> str:
        """The first place in a text, or in the texts of a JSON value, with some words around it; "" when there is none."""
        for text in self._texts(value):
            match = self.pattern.search(text)
            assert match
            start, end = max(match.start() - AROUND, 0), match.end() + AROUND
            found = " ".join(text[start:end].split())
            return f"{'…' if start else ''}{found}{'…' if end < len(text) else ''}"
        return ""

    def replaced(self, value: Any, by: str = REMOVED) -> Any:
        """The value without the name: a text, or a JSON value with its texts; everything else as it is."""
        if isinstance(value, str):
            inside = _inside(value)
            if inside is not None and self.is_in(inside):
                return json.dumps(self.replaced(inside, by))
            return self.pattern.sub(by, value)
        if isinstance(value, list):
            return [self.replaced(one, by) for one in value]
        if isinstance(value, dict):
            return {self.replaced(key, by): self.replaced(one, by) for key, one in value.items()}
        return value

    def masked(self, text: str) -> str:
        """The text with as many blocks in place of the name, so that places in it keep their numbers."""
        return self.pattern.sub(lambda match: "█" * len(match[0]), text)

    def _texts(self, value: Any) -> Any:
        if isinstance(value, str):
            inside = _inside(value)
            if inside is not None:
                yield from self._texts(inside)
            elif self.pattern.search(value):
                yield value
        elif isinstance(value, list):
            for one in value:
                yield from self._texts(one)
        elif isinstance(value, dict):
            for key, one in value.items():
                yield from self._texts(key)
                yield from self._texts(one)


def _bounded(form: str) -> str:
    words = r"(?:\s|&nbsp;)+".join(_spelt(word) for word in form.split(" "))
    before = "" if _NO_SPACES.match(form[0]) or not form[0].isalnum() else r"(?<!\w)"
    after = "" if _NO_SPACES.match(form[-1]) or not form[-1].isalnum() else r"(?!\w)"
    return f"{before}{words}{after}"


def _spelt(word: str) -> str:
    """A word as it stands in text and in HTML."""
    spellings = {word, html.escape(word), html.escape(word, quote=False)}
    return f"(?:{'|'.join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))})"


def _inside(text: str) -> Any:
    """What a text holds that is JSON, as versions of an article hold its body; None for any other text."""
    if not text.startswith(("[", "{")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _quoted_for_sql(word: str) -> str:
    return "".join(_letter_for_sql(letter) for letter in word)


def _letter_for_sql(letter: str) -> str:
    """A letter as it stands in text, in HTML, in JSON, and in JSON within JSON."""
    if not letter.isalnum():
        return ANYTHING
    if letter.isascii():
        return letter
    cases = (letter, letter.lower(), letter.upper())
    escaped = (json.dumps(case)[1:-1].replace("\\", r"\\+") for case in cases)
    return f"(?:{'|'.join(dict.fromkeys((*cases, *escaped)))})"
