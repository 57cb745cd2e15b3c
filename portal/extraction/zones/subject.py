"""The subject of a mail, which is the title of an article that has no other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from portal.extraction.layout import words
from portal.extraction.stated import ISSUE
from portal.extraction.zones.blocks import Block, count_words
from portal.extraction.zones.phrases import EDGE, whole_phrase
from portal.extraction.zones.publishers import names_section

LABEL = re.compile(r"[>*\s]*(\w[\w ]{0,20}?)\s?[*]?[:：][*\s]*")
MARK = re.compile(
    r"(?:(?:re|fwd?|aw|wg|tr|rv|res|enc|antw|doorst|vs|sv|vl|rif|i|r|отв|пер|на|ha|回复|答复|转发|回覆|轉寄|転送|返信|회신|전달|השב|הועבר)"
    r"\s?(?:\[\d+\])?\s?[:：]|\[[^\[\]]{1,40}\]|【[^【】]{1,20}】)\s*",
    re.IGNORECASE,
)
"""Of an answer, of a mail passed on, of a list."""
ANNOUNCED = re.compile(r"[^:：|–—]{2,40}?\s?(?:[:：|]|\s[–—-]\s)\s*")
FEWEST = 3
"""Words that a subject has at least to be a title."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Which block holds it, where its words stand in the document, and these words."""

    block: int
    start: int
    end: int
    text: str


def subject_of(blocks: list[Block], text: str) -> Subject | None:
    """The subject of the innermost mail that has one; that of an outer mail only when it was passed on under it."""
    inner = True
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        match = LABEL.match(block.text) if block.role == "mail" else None
        if match is None or match[1].casefold() not in _labels():
            continue
        value, after = block.text[match.end() :], index + 1
        end = block.end
        while after < len(blocks) and blocks[after].role == "mail" and not LABEL.match(blocks[after].text):
            value, end, after = f"{value} {blocks[after].text.strip()}", blocks[after].end, after + 1
        marks = MARK.match(value)
        found = _bare(value)
        if (inner or marks) and count_words(found) >= FEWEST and not whole_phrase(found) and not ISSUE.search(found):
            start = text.find(found.split()[0], block.start, block.end)
            return Subject(index, start, end, found) if start >= 0 else None
        inner = False
    return None


def _bare(value: str) -> str:
    """A subject without the marks before it, and without words like "Press release:"."""
    value = value.strip()
    while match := MARK.match(value):
        value = value[match.end() :]
    head = ANNOUNCED.match(value)
    if head and (names_section(head[0]) or whole_phrase(head[0])) and count_words(value[head.end() :]) >= FEWEST:
        value = value[head.end() :]
    return value.strip().strip("*")


@cache
def _labels() -> frozenset[str]:
    return frozenset(word.strip(EDGE) for word in words("labels", "subject"))
