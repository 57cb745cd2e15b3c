"""A document's article as one running text for the readers of facts.

Zones become parts, hard line ends become blanks, words broken at line ends are joined; every character remembers where
it stands in the document, so that a fact found here is proved by the document's own words.
"""

from __future__ import annotations

import functools
import re
from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.extraction import lexicon
from portal.extraction.lexicon.grammar import either, small_words
from portal.extraction.matching import Hit, fold, is_cjk
from portal.extraction.types import Document, Span, Zone

T = TypeVar("T")
READ_KINDS = frozenset({"title", "heading", "paragraph", "quote", "speech", "speaker", "date", "topics"})
BODY_PARTS = frozenset({"heading", "paragraph", "quote", "speech"})
LANGUAGES = ("en", "ru", "zh", "ja", "nl", "de", "fr", "es", "ko", "he")
LONGEST_ARTICLE = 60_000
"""Facts are sought in this many characters; a longer text is not a news article."""
LONGEST_SENTENCE = 1_500

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”’）)]*|[;；](?=\s)|\n")
_ABBREVIATION = re.compile(rf"(?:\b{either(small_words('abbreviations'))}|\b[a-zа-я])$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:^|[\s(/–-])\d{1,2}$")
"""German writes "am 3. Mai"."""
_LINE = re.compile(r"[^\r\n \t\u3000][^\r\n]*")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
"""The marks at the beginning of each line of a quoted mail."""
SOFT = "\u00ad"
"""A hyphen that shows only at the end of a line."""
_BLANKS = str.maketrans("\u00a0\u202f\t\u3000", "    ", SOFT)
_BULLET = re.compile(r"\s*(?:[-–—•*·▪●○]\s|\(?\d{1,2}[.)]\s|[（(]\s?[\d１-９一二三四五六七八九十]+\s?[)）])")


@dataclass(frozen=True, slots=True)
class Part:
    """A zone within the running text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the running text: `part` is the number of its part, `body` its place in the body (-1: not body)."""

    start: int
    end: int
    part: int
    kind: str
    body: int
    aside: tuple[int, int] = (0, 0)
    """A stretch within it that tells of something else: ", which also has a laboratory with X,"."""

    def skips(self, position: int) -> bool:
        """Whether what begins at a position belongs to the aside."""
        return self.aside[0] <= position < self.aside[1]


class Reading:
    """The article's running text, its parts and sentences, and the way back to the document."""

    def __init__(self, document: Document, zones: tuple[Zone, ...], language: str | None) -> None:
        base = (language or "en").split("-")[0].lower()
        self.language = base if base in LANGUAGES else "en"
        self.document = document
        self._offsets = array("L")
        chunks: list[str] = []
        self.parts: list[Part] = []
        self.complete = True
        """Whether the whole article was read; of a longer one the first LONGEST_ARTICLE characters are."""
        length = 0
        for zone in zones:
            if zone.kind not in READ_KINDS:
                continue
            if length > LONGEST_ARTICLE or zone.end - zone.start > LONGEST_ARTICLE:
                self.complete = False
            if length > LONGEST_ARTICLE:
                continue
            text, offsets = _flatten(document.text, zone.start, min(zone.end, zone.start + LONGEST_ARTICLE))
            if not text.strip():
                continue
            glue = _glue(chunks[-1] if chunks else "", self.parts[-1].kind if chunks else "", zone.kind, text)
            chunks.append(glue + text)
            self._offsets.extend([offsets[0]] * len(glue))
            self._offsets.extend(offsets)
            start = length + len(glue)
            length = start + len(text)
            if glue == " ":
                self.parts[-1] = Part(self.parts[-1].kind, self.parts[-1].start, length)
            else:
                self.parts.append(Part(zone.kind, start, length))
        self.text = "".join(chunks)
        self.folded = fold(self.text)
        self.sentences = self._sentences()
        self._starts = [sentence.start for sentence in self.sentences]
        self.lead = min((s.body for s in self.sentences if s.body >= 0 and s.kind != "heading"), default=0)
        self.begins = next((s.start for s in self.sentences if s.body >= 0), len(self.text))
        """Where the body begins."""
        self.simplified = lexicon.simplified(self.folded, self.language)
        """The folded text with the Chinese characters that the word lists have."""
        found = lexicon.cues(self.language).find(self.simplified)
        self.asides = [hit for hit in found if hit.value == lexicon.ASIDE]
        """Words beside which a place is only mentioned."""
        self.masks = [hit for hit in found if hit.value == lexicon.MASK]
        """Stretches that name no country although a name stands in them."""
        marks = (lexicon.ASIDE, lexicon.MASK)
        self.cues: list[Hit[str]] = _without_seeming([hit for hit in found if hit.value not in marks])
        self._cue_starts = [cue.start for cue in self.cues]

    def _sentences(self) -> list[Sentence]:
        found: list[Sentence] = []
        body = -1
        for number, part in enumerate(self.parts):
            in_body = part.kind in BODY_PARTS
            body += in_body
            begin = part.start
            for cut in [*self._cuts(part), part.end]:
                start, end = _trimmed(self.text, begin, cut)
                if start < end:
                    found.append(Sentence(start, end, number, part.kind, body if in_body else -1))
                begin = cut
        return found

    def _cuts(self, part: Part) -> list[int]:
        cuts: list[int] = []
        begin = part.start
        for match in _SENTENCE_END.finditer(self.text, part.start, part.end):
            while match.end() - begin > LONGEST_SENTENCE:
                begin += LONGEST_SENTENCE
                cuts.append(begin)
            if match.group()[0] == "." and self._goes_on(match.start(), match.end(), part.end):
                continue
            cuts.append(match.end())
            begin = match.end()
        while part.end - begin > LONGEST_SENTENCE:
            begin += LONGEST_SENTENCE
            cuts.append(begin)
        return cuts

    def _goes_on(self, dot: int, end: int, stop: int) -> bool:
        following = self.text[end : min(stop, end + 4)].strip()
        if following[:1].islower() or following[:1] in ",;)":
            return True
        if self.language == "de" and _ORDINAL.search(self.text[max(0, dot - 4) : dot]):
            return True
        return end - dot == 1 and bool(_ABBREVIATION.search(self.text[max(0, dot - 6) : dot]))

    def span(self, start: int, end: int) -> Span:
        """The document's own words for a stretch of the running text."""
        first, last = self._offsets[start], self._offsets[end - 1] + 1
        return Span(first, last, self.document.text[first:last])

    def position(self, offset: int) -> int:
        """Where a character of the document stands in the running text."""
        return max(0, bisect_right(self._offsets, offset) - 1)

    def cues_in(self, sentence: Sentence) -> list[Hit[str]]:
        """The cue words of a sentence."""
        first = bisect_left(self._cue_starts, sentence.start)
        last = bisect_left(self._cue_starts, sentence.end)
        cues = [cue for cue in self.cues[first:last] if cue.end <= sentence.end]
        return [cue for cue in cues if not sentence.skips(cue.start)] if sentence.aside[1] else cues

    def categories(self, sentence: Sentence) -> set[str]:
        """Which kinds of cue words a sentence has: "kinds.memorandum", "context.passing", …"""
        if sentence.aside[1]:
            return {cue.value for cue in self.cues_in(sentence)}
        starts, end = self._cue_starts, sentence.end
        cues = self.cues[bisect_left(starts, sentence.start) : bisect_left(starts, end)]
        return {cue.value for cue in cues if cue.end <= end}

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence that holds a position of the running text."""
        number = bisect_right(self._starts, position) - 1
        if number >= 0 and position < self.sentences[number].end:
            return self.sentences[number]
        return None


def _without_seeming(cues: list[Hit[str]]) -> list[Hit[str]]:
    """Cue words without signs of negation that are only a part of another word: 无 in 无人机, 未 in 未来."""
    words = [cue for cue in cues if cue.value == "context.no_negation"]
    if not words:
        return cues
    inside = {at for word in words for at in range(word.start, word.end)}
    return [cue for cue in cues if cue.value != "context.negation" or cue.start not in inside]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _flatten(text: str, start: int, end: int) -> tuple[str, list[int]]:
    chars: list[str] = []
    offsets: list[int] = []
    at = start
    quoted = _QUOTE.fullmatch(text, text.rfind("\n", 0, start) + 1, start)
    for line in _LINE.finditer(text, start, end):
        first = line.start()
        if quoted and first > start and (mark := _QUOTE.match(text, first, line.end())):
            first = mark.end()
        if first == line.end():
            continue
        if first > at:
            _join_lines(chars, offsets, text, at, first)
        written = text[first : line.end()]
        chars.extend(written.translate(_BLANKS))
        offsets.extend(
            range(first, line.end()) if SOFT not in written else (first + at for at, c in enumerate(written) if c != SOFT)
        )
        at = line.end()
    return "".join(chars), offsets


def _join_lines(chars: list[str], offsets: list[int], text: str, at: int, after: int) -> None:
    """What stands between two lines: nothing, a blank, or a line end before an item of a list."""
    if not chars:
        return
    before, following = chars[-1], text[after]
    if before == "-" and len(chars) > 1 and chars[-2].isalpha() and following.isalpha():
        if following.islower() and not _is_compound(text, chars, after):
            chars.pop()
            offsets.pop()
        return
    if _BULLET.match(text, after):
        joint = "\n"
    elif is_cjk(before) and is_cjk(following):
        return
    else:
        joint = " "
    chars.append(joint)
    offsets.append(at)


def _is_compound(text: str, chars: list[str], after: int) -> bool:
    """Whether the hyphen at a line end belongs to the word: the text writes it so within a line elsewhere."""
    head = re.search(r"[^\W\d_]+-$", "".join(chars[-30:]))
    tail = re.match(r"[^\W\d_]+", text[after : after + 30])
    return bool(head and tail and head.group() + tail.group() in text)


def _glue(before: str, kind_before: str, kind: str, text: str) -> str:
    """What joins two parts: a paragraph that a caption or a page head interrupted goes on with a small letter."""
    if not before:
        return ""
    interrupted = kind == "paragraph" == kind_before and before.rstrip()[-1:] not in ".!?:;…”\"'’»)"
    return " " if interrupted and text.lstrip()[:1].islower() else "\n\n"


def paragraphs(document: Document, zones: tuple[Zone, ...]) -> list[str]:
    """The body's paragraphs of an article of any length, hard line ends undone."""
    found: list[str] = []
    kind_before = before = ""
    for zone in zones:
        if zone.kind not in READ_KINDS:
            continue
        text = _flatten(document.text, zone.start, zone.end)[0].strip()
        if not text:
            continue
        if _glue(before, kind_before, zone.kind, text) == " " and found:
            found[-1] += " " + text
        elif zone.kind in BODY_PARTS:
            found.append(text)
        before, kind_before = text, zone.kind
    return found


class Shared(Generic[T]):
    """Keeps what was made of the latest two documents, known by identity: to hash a page with its markup takes longer than to tag it."""

    def __init__(self, make: Callable[[Document, tuple[Zone, ...], str | None], T]) -> None:
        self._make = make
        self._kept: deque[tuple[Document, tuple[Zone, ...], str | None, T]] = deque(maxlen=2)
        functools.update_wrapper(self, make)

    def __call__(self, document: Document, zones: tuple[Zone, ...], language: str | None) -> T:
        for kept in tuple(self._kept):
            if kept[0] is document and kept[1] is zones and kept[2] == language:
                return kept[3]
        made = self._make(document, zones, language)
        self._kept.append((document, zones, language, made))
        return made

    def cache_clear(self) -> None:
        """Forget the documents: for measuring."""
        self._kept.clear()


@Shared
def read(document: Document, zones: tuple[Zone, ...], language: str | None) -> Reading:
    """The running text of an article; the readers of one document share it."""
    return Reading(document, zones, language)
