"""What a second reader says, before anybody has checked it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from portal.extraction.types import said

LISTS = {
    "countries": "country",
    "sectors": "sector",
    "organisations": "organisation",
    "people": "person",
    "partnerships": "partnership",
    "events": "event",
    "opportunities": "opportunity",
}
"""The lists of an answer, and the kind of fact in each."""
MOST_CHARACTERS = 100_000
MOST_CLAIMS = 200
_FENCE = "```"


class SecondReaderError(Exception):
    """The second reader gave no answer that can be used; the message is a full sentence for the reviewer."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact as the second reader states it: `value` as it came, `quotes` the words that are to prove it."""

    kind: str
    """A value of LISTS."""
    value: Mapping[str, Any]
    quotes: tuple[str, ...]


class SecondReader(Protocol):
    """Anything that reads an article and says what it found."""

    def read(self, text: str, language: str | None) -> Sequence[Claim]:
        """The facts that `text` states; `language` is ISO 639-1 or None. Raises SecondReaderError when there is no answer."""


def parse_answer(answer: str) -> tuple[Claim, ...]:
    """The claims of a JSON object with the lists of LISTS, each entry with a list "quotes" of strings.

    Raises SecondReaderError for anything else: another form, a key that is not known, more than an article can hold.
    """
    if len(answer) > MOST_CHARACTERS:
        raise SecondReaderError(said("The second reader's answer was too long to be taken."))
    try:
        found = json.loads(_unfenced(answer), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise SecondReaderError(said("The second reader's answer was not in the agreed form.")) from None
    if not isinstance(found, dict) or not found.keys() <= LISTS.keys() or not all(isinstance(v, list) for v in found.values()):
        raise SecondReaderError(said("The second reader's answer was not in the agreed form."))
    if sum(map(len, found.values())) > MOST_CLAIMS:
        raise SecondReaderError(said("The second reader claimed more facts than an article holds."))
    return tuple(_claim(LISTS[name], entry) for name, entries in found.items() for entry in entries)


def _claim(kind: str, entry: object) -> Claim:
    quotes = entry.get("quotes") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(quotes, list) or not all(isinstance(q, str) for q in quotes):
        raise SecondReaderError(said("The second reader's answer was not in the agreed form."))
    return Claim(kind, {key: value for key, value in entry.items() if key != "quotes"}, tuple(quotes))


def _unfenced(answer: str) -> str:
    """Without the thoughts that some models put before it and the code fence that some put around all of it."""
    answer = answer.rpartition("</think>")[2]
    lines = answer.strip().split("\n")
    if len(lines) > 2 and lines[0] in (_FENCE, f"{_FENCE}json") and lines[-1] == _FENCE:
        return "\n".join(lines[1:-1])
    return answer


def _refuse(constant: str) -> None:
    raise ValueError(constant)
