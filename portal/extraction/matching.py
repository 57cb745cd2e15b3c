"""Finding many phrases in one pass, in any script.

A phrase ends with `*` when any word ending may follow and begins with `*` when it may be the tail of a compound; a `*`
before a blank leaves the ending of an inner word open ("artificial* intelligence*"), a `*` between blanks stands for a few
words of the same clause ("bought * per cent of"). Letters
of alphabetic scripts stop at word boundaries; Chinese and Japanese have none; Korean words may carry particles; Hebrew
words may carry one or two prefix letters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from sys import intern
from typing import Generic, NamedTuple, TypeVar

import ahocorasick_rs

T = TypeVar("T")
HEBREW_PREFIXES = frozenset("ובהלכמש")
PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "״": '"',
        "׳": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "–": "-",
        "—": "-",
        "ァ": "ア",
        "ィ": "イ",
        "ゥ": "ウ",
        "ェ": "エ",
        "ォ": "オ",
    }
)
_LETTERS = "\\W_々〇\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(f"[^{_LETTERS}]+")
"""Letters and digits, without those of scripts that put no blanks between words."""
_CAPITALS = "".join(char for char in map(chr, range(0x10000)) if char.isupper())
_CAPITALISED = re.compile(f"[{_CAPITALS}](?<![^{_LETTERS}].)[^{_LETTERS}]*")


def fold(text: str) -> str:
    """Lower case with plain apostrophes, dashes and blanks; always as long as `text`."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(PLAIN)


def is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char in "々〇"


def is_kana(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" and char != "・"


def is_katakana(char: str) -> bool:
    return "\u30a0" <= char <= "\u30ff" and char != "・"


def is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7af"


def is_hebrew(char: str) -> bool:
    return "\u05d0" <= char <= "\u05ea"


def is_cjk(char: str) -> bool:
    return is_han(char) or is_kana(char)


class Hit(NamedTuple, Generic[T]):
    """A phrase found: where, and what was stored with it."""

    start: int
    end: int
    value: T


class Matcher(Generic[T]):
    """All phrases of one lexicon; `find` is linear in the length of the text."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._values: list[tuple[T, ...]] = []
        self._open_starts, self._open_ends = bytearray(), bytearray()
        self._tails: list[re.Pattern[str] | None] = []
        index: dict[tuple[str, bool, str], int] = {}
        same: dict[tuple[T, ...], tuple[T, ...]] = {}
        patterns: list[str] = []
        for phrase, value in phrases:
            start, rest = _parted(phrase)
            bare = fold(start.strip("*"))
            if not bare:
                continue
            key = (bare, start.startswith("*"), " ".join(rest) if rest else "*" * start.endswith("*"))
            if key not in index:
                index[key] = len(patterns)
                patterns.append(bare)
                self._values.append(())
                self._open_starts.append(key[1])
                self._open_ends.append(start.endswith("*"))
                self._tails.append(_tail(start.endswith("*"), rest) if rest else None)
            values = self._values[index[key]]
            if value not in values:
                both = (*values, value)
                self._values[index[key]] = same.setdefault(both, both)
        self._prepare(patterns)

    def _prepare(self, patterns: list[str]) -> None:
        self._compile(patterns, range(len(patterns)))

    def _compile(self, patterns: list[str], numbers: Sequence[int]) -> None:
        self._automaton = ahocorasick_rs.AhoCorasick(patterns, store_patterns=False) if patterns else None
        self._numbers = numbers

    def find(self, folded: str) -> list[Hit[T]]:
        """Every hit in an already folded text, overlapping ones too, in order of start, the longest first."""
        values = self._values
        return [Hit(start, -end, value) for start, end, number in sorted(self._spans(folded)) for value in values[number]]

    def _spans(self, folded: str) -> list[tuple[int, int, int]]:
        """Start, end (below zero, so that the longest sorts first) and number of every phrase that stands there as words do."""
        found: list[tuple[int, int, int]] = []
        if self._automaton is None:
            return found
        size, open_starts, open_ends, tails = len(folded), self._open_starts, self._open_ends, self._tails
        numbers = self._numbers
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            number = numbers[index]
            # What stands between other signs is a word in any script: the common case costs no call.
            if not (open_ends[number] or end == size or not folded[end].isalnum() or ends_word(folded, end)):
                continue
            if not (open_starts[number] or not start or not folded[start - 1].isalnum() or starts_word(folded, start)):
                continue
            tail = tails[number]
            if tail is not None:
                rest = tail.match(folded, end)
                if rest is None:
                    continue
                end = rest.end()
            found.append((start, -end, number))
        return found


NEXT = 2
"""Signs behind the first word of a name by which longer names are kept: the blank and a letter."""


class NameMatcher(Matcher[T]):
    """A matcher of tens of thousands of phrases, most of them names that count only with a capital.

    Names are looked up where the text has a capital: an automaton over all of them would not fit the processor's cache.
    """

    def __init__(
        self, phrases: Iterable[tuple[str, T]], is_name: Callable[[T], bool], shared: NameMatcher[T] | None = None
    ) -> None:
        """`is_name`: whether a phrase with this value counts only where its first letter is a capital.

        `shared`: a matcher whose names, without its other phrases, are found too.
        """
        self._is_name = is_name
        self._shared = shared
        super().__init__(phrases)

    def _prepare(self, patterns: list[str]) -> None:
        self._words: dict[str, int] = {}
        self._longer: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(dict)
        """The names of several words by the first of them and the two signs behind it: what follows it, and the number."""
        others: list[int] = []
        for number, pattern in enumerate(patterns):
            first = _WORD.match(pattern)
            cased = (pattern[0].isupper() or pattern[0].upper() != pattern[0]) and all(map(self._is_name, self._values[number]))
            is_open = self._open_starts[number] or self._open_ends[number] or self._tails[number]
            if not (first and cased) or is_open:
                others.append(number)
            elif first.end() == len(pattern):
                self._words[intern(pattern)] = number
            else:
                rest = intern(pattern[first.end() :])
                self._longer[intern(first.group())].setdefault(intern(rest[:NEXT]), []).append((rest, number))
        self._compile([patterns[number] for number in others], others)

    def spans(self, folded: str, words: list[tuple[int, int]] | None = None) -> list[tuple[int, int, int]]:
        """Start, end and number of every phrase, in order of start, the longest first; `values` has what belongs to the numbers.

        Names are found only where one of the given words begins, as `capitalised` gives those with a capital; at all
        words unless some are given. The numbers of shared names follow on those of the own phrases.
        """
        if words is None:
            words = [match.span() for match in _WORD.finditer(folded)]
        found = self._spans(folded)
        self._add_names(found, folded, words, 0)
        if self._shared:
            self._shared._add_names(found, folded, words, len(self._values))
        found.sort()
        return [(start, -end, number) for start, end, number in found]

    def _add_names(self, found: list[tuple[int, int, int]], folded: str, words: list[tuple[int, int]], offset: int) -> None:
        whole, longer = self._words, self._longer
        for start, end in words:
            word = folded[start:end]
            if word in whole:
                found.append((start, -end, whole[word] + offset))
            if word in longer:
                behind = longer[word]
                signs = folded[end : end + NEXT]
                for key in (signs, signs[:1]) if len(signs) == NEXT else (signs,):
                    if key in behind:
                        for rest, number in behind[key]:
                            last = end + len(rest)
                            if folded.startswith(rest, end) and ends_word(folded, last):
                                found.append((start, -last, number + offset))

    def values(self) -> list[tuple[T, ...]]:
        """What was stored with each number that `spans` gives."""
        return self._values + (self._shared.values() if self._shared else [])

    def find(self, folded: str) -> list[Hit[T]]:
        """Every hit in an already folded text, as if each word had a capital."""
        values = self.values()
        return [Hit(start, end, value) for start, end, number in self.spans(folded) for value in values[number]]


def capitalised(text: str) -> list[tuple[int, int]]:
    """Where the words with a capital first letter stand."""
    return [match.span() for match in _CAPITALISED.finditer(text)]


def _parted(phrase: str) -> tuple[str, list[str]]:
    """What the automaton seeks, up to the first open word, and the words after it."""
    words = phrase.split()
    for number, word in enumerate(words):
        if number and word == "*":
            return " ".join(words[:number]), words[number:]
        if word.endswith("*") and word != "*" and number + 1 < len(words):
            return " ".join(words[: number + 1]), words[number + 1 :]
    return " ".join(words), []


def _tail(open_word: bool, words: list[str]) -> re.Pattern[str]:
    pattern, far = (r"\w{0,12}" if open_word else ""), False
    for word in words:
        if word == "*":
            far = True
            continue
        bare = re.escape(fold(word.strip("*")))
        dense = is_cjk(word.strip("*")[-1:] or " ")
        gap = (r"[^\s。，、；]{0,14}?" if dense else r"(?:\s(?:\d{1,2}\.|[^\s.,;:]{1,24})){0,5}?\s") if far else r"\s"
        pattern += gap + bare + (r"\w{0,12}" if word.endswith("*") else "" if dense or is_hangul(bare[-1]) else r"\b")
        far = False
    return re.compile(pattern)


def starts_word(text: str, start: int) -> bool:
    """Whether a word may begin at `start`."""
    if start == 0:
        return True
    first, before = text[start], text[start - 1]
    if not before.isalnum() or is_han(first):
        return True
    if is_katakana(first):
        return not is_katakana(before)
    if is_hebrew(first):
        return _after_hebrew_prefix(text, start)
    if is_cjk(before) or is_hangul(before):
        return not is_hangul(first) or not is_hangul(before)
    return not first.isalnum()


def _after_hebrew_prefix(text: str, start: int) -> bool:
    for size in (1, 2):
        begin = start - size
        if begin < 0 or text[begin] not in HEBREW_PREFIXES:
            return False
        if begin == 0 or not text[begin - 1].isalnum():
            return True
    return False


def ends_word(text: str, end: int) -> bool:
    """Whether a word may end before `end`; Korean and Japanese words may carry particles."""
    if end >= len(text):
        return True
    last, after = text[end - 1], text[end]
    if not after.isalnum() or is_han(last) or is_hangul(last):
        return True
    if is_katakana(last):
        return not is_katakana(after)
    if is_cjk(after) or is_hangul(after):
        return True
    return not last.isalnum()


def longest(hits: Iterable[Hit[T]]) -> list[Hit[T]]:
    """Hits without those that lie inside or across an earlier, longer one; equal stretches are all kept."""
    kept: list[Hit[T]] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if kept and hit.start < kept[-1].end and (hit.start, hit.end) != (kept[-1].start, kept[-1].end):
            continue
        kept.append(hit)
    return kept
