"""Words of languages of the Latin script and runs of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.extraction.reading import Reading, Sentence

TOKEN = re.compile(r"[^\W_]+(?:(?:[-/&.'’+·]|\u2011)[^\W_]+)*\+*(?:-(?=\s(?:und|oder|en|of|and|y|et)\s))?")
LATIN_TOKEN = re.compile(r"[A-Za-zÀ-ɏ0-9]+(?:[-/&.'’+·][A-Za-zÀ-ɏ0-9]+)*")
"""Chinese, Japanese and Korean words may stand right after Latin letters."""
POSSESSIVE = re.compile(r"['’]s?$")
ELISION = re.compile(r"(?:[ldnsjmtc]|qu)['’](?=\w)", re.IGNORECASE)
ARTICLED = re.compile(r"(?:al|el|as|ad|ar|an|ul|ibn|bin|d|l|o)[-'’][A-ZÀ-Þ]")
LETTERED = re.compile(r"[a-z]-[A-ZÀ-Þ][a-z]")
"""A word with a small letter before its capital: "e-Governance"."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its place in the running text and its spelling without a possessive ending."""

    start: int
    end: int
    text: str
    possessive: bool = False

    @property
    def low(self) -> str:
        return self.text.casefold()

    @property
    def capital(self) -> bool:
        if any(c.isupper() for c in self.text[:2]) or ARTICLED.match(self.text) or LETTERED.match(self.text):
            return True
        return self.text[0].isdigit() and any(c.isupper() for c in self.text)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens that may be one name; `first` and `last` are their numbers in the sentence."""

    tokens: tuple[Token, ...]
    first: int
    last: int

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def tokenise(reading: Reading, sentence: Sentence) -> list[Token]:
    """The words of a sentence; abbreviations ("Ltd.", "St.") keep their dot only where `text` of the reading is asked."""
    tokens = []
    pattern = LATIN_TOKEN if reading.language in ("zh", "ja", "ko") else TOKEN
    for match in pattern.finditer(reading.text, sentence.start, sentence.end):
        text, begin = match.group(), match.start()
        elided = ELISION.match(text) if reading.language == "fr" else None
        if elided:
            tokens.append(Token(begin, begin + elided.end() - 1, text[: elided.end() - 1]))
            text, begin = text[elided.end() :], begin + elided.end()
        bare = POSSESSIVE.sub("", text) if len(text) > 2 and reading.language in ("en", "nl", "de") else text
        tokens.append(Token(begin, begin + len(bare), bare, len(bare) < len(text)))
    return tokens
