"""The blocks of a document: paragraphs as a reader sees them, hard-wrapped lines joined, each with the shape of its text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from portal.extraction.ranges import kinds_around, shares
from portal.extraction.types import Document
from portal.extraction.zones.wrapping import (
    BULLET,
    EAST_ASIAN,
    LOWER,
    TERMINAL,
    flows_on,
    is_begun,
    is_in_middle,
    is_one_head,
    is_particular,
    joined_lines,
    wrap_width,
)

MOST = 4000
"""Blocks that are looked at one by one; what follows them in a longer document belongs to no article."""
MOST_LINES = 20_000
LINE = re.compile(r"[^\n]*\n?")
WORD = re.compile(r"\w+(?:['’.-]\w+)*")
QUOTE_MARK = re.compile(r"(?:>[ \t]?)+")
WIDE_SPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af](?:\s+[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]){1,7}")
"""The same in East Asia, where two signs make a word: 特 稿."""
SPACED = re.compile(r"\S(?:\s{1,4}\S){5,}")
"""A line of single characters only."""
MAIL_LINE = re.compile(r"(?:\w[\w -]{1,23}[:：]\s.*)?\S+@\S|\w[\w -]{1,23}[:：]\s.*\d{1,2}:\d\d|https?://\S+$")
"""A header of a mail, an address: not broken at the width of its text."""
LONGEST_HEAD = 240
LONGEST_OF_MAIL = 300
LINES_OF_HEAD = 3
"""At most."""
KICKER_WORDS = 3
"""Of a line that stands over a title: a section, a name."""
LONGEST_QUESTION = 22
"""Words of a headline that asks or calls."""
COLUMNS = re.compile(r"\S\s{3,}\S")
"""On the left the name of an issue, on the right its season or the page: set to the width of the page, not of the text."""


@dataclass(slots=True)
class Block:
    """A paragraph, heading or line of a page. `text` is its running text; start and end are those of the document."""

    start: int
    end: int
    text: str
    lines: list[tuple[int, int]]
    gap: int = 0
    """Blank lines before it."""
    element: str = ""
    hints: tuple[str, ...] = ()
    links: int = 0
    linked: float = 0.0
    """The share of its text that is links."""
    in_main: bool = True
    core: bool = False
    """Whether it hangs from the very element that holds most of the article."""
    role: str | None = None
    sure: bool = False
    """Whether its role holds even in the middle of the article."""
    segments: list[tuple[int, int, str]] = field(default_factory=list)
    size: int = 0
    """Words; for Chinese and Japanese, characters by two."""
    prose: bool = False

    @property
    def terminal(self) -> bool:
        return bool(TERMINAL.search(self.text))

    @property
    def bullet(self) -> bool:
        return bool(BULLET.match(self.text)) or self.element == "item"


def make_blocks(document: Document) -> list[Block]:
    """The document's blocks in order; every non-blank character belongs to exactly one."""
    blocks = _page_blocks(document) if document.markup.blocks else _text_blocks(document.text)
    if len(blocks) > MOST:
        blocks[MOST:] = [Block(blocks[MOST].start, blocks[-1].end, "", [(blocks[MOST].start, blocks[-1].end)], in_main=False)]
    for block in blocks:
        block.text = unspaced(block.text)
        _measure(block)
    return blocks


def unspaced(text: str) -> str:
    """Words whose letters are set apart, as in old heads ("T H E   C O U R I E R"), written as usual; else the text."""
    if WIDE_SPACED.fullmatch(text):
        return re.sub(r"\s", "", text)
    if len(text) > 300 or not SPACED.fullmatch(text.strip()):
        return text
    spaced = re.split(r"\s{2,}", text.strip())
    return " ".join(re.sub(r"(?<=\S)\s(?=\S)", "", word) for word in spaced)


def count_words(text: str) -> int:
    """Words; of Chinese and Japanese, half the characters."""
    wide = len(EAST_ASIAN.findall(text))
    return len(WORD.findall(text)) if wide < 4 else wide // 2 + len(re.findall(r"[A-Za-z]+", text))


def _measure(block: Block) -> None:
    block.size = count_words(block.text[:4000])
    ended = block.terminal
    block.prose = block.linked < 0.6 and ((block.size >= 8 and ended) or block.size >= 32)
    if block.element == "heading" and is_question(block):
        block.prose = False


def is_question(block: Block) -> bool:
    """Whether a line is one short question or call: the shape of a headline as well as of a sentence."""
    text = block.text.rstrip()
    return text[-1:] in "?!？！؟" and block.size <= LONGEST_QUESTION and not re.search(r"[.!?。！？]\s?\S", text)


def _page_blocks(document: Document) -> list[Block]:
    text, markup = document.text, document.markup
    cores = frozenset(markup.core)
    places = [(start, end) for start, end, _ in markup.blocks]
    blocks: list[Block] = []
    for (start, end, element), hints, (links, linked) in zip(
        markup.blocks, kinds_around(places, markup.hints), shares(places, sorted(markup.links)), strict=True
    ):
        gap = text.count("\n", blocks[-1].end, start) - 1 if blocks else 0
        in_main = any(a <= start and end <= b for a, b in markup.main) if markup.main else True
        core = (start, end) in cores
        blocks.append(Block(start, end, text[start:end], [(start, end)], gap, element, hints, links, linked, in_main, core))
    return _rejoined(blocks, text)


def _rejoined(blocks: list[Block], text: str) -> list[Block]:
    """Old pages break lines inside a paragraph with `<br>`: such lines are joined as those of a hard-wrapped text."""
    width = wrap_width([block.text for block in blocks if block.gap <= 0])
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            before
            and block.gap <= 0
            and before.element == block.element
            and (
                (block.element == "heading" and len(before.text) + len(block.text) < LONGEST_HEAD)
                or (width and flows_on(text, before.lines[-1], block.lines[0], width))
            )
        ):
            before.end, before.text = block.end, before.text + " " + block.text
            before.lines += block.lines
        else:
            joined.append(block)
    return joined


def _text_blocks(text: str) -> list[Block]:
    # A blank that does not break is one: each sign keeps its place.
    text = text.replace("\u00a0", " ")
    lines = []
    gap = 0
    quoted = len(re.findall(r"(?m)^[ \t]*>", text[:100_000])) >= 3
    for match in LINE.finditer(text):
        if match.start() == match.end():
            break
        line = match[0]
        inner = line.strip(" \t\n\u3000\ufeff\u200b\x0b\x0c")
        if not inner:
            gap += 1
            continue
        start = match.start() + line.index(inner[0])
        if quoted and (mark := QUOTE_MARK.match(inner)):
            start += len(inner) - len(inner[mark.end() :].lstrip())
            inner = inner[mark.end() :].strip()
            if not inner:
                gap += 1
                continue
        lines.append((start, start + len(inner), gap))
        gap = 0
        if len(lines) == MOST_LINES:
            break
    width = wrap_width([line for a, b, _ in lines if not COLUMNS.search(line := text[a:b]) and not _is_of_mail(line)])
    blocks: list[Block] = []
    for start, end, gap in lines:
        before = blocks[-1] if blocks else None
        if (
            before
            and width
            and gap == 0
            and (flows_on(text, before.lines[-1], (start, end), width) or is_in_middle(text, before.lines, (start, end), width))
        ):
            before.end = end
            before.lines.append((start, end))
        else:
            blocks.append(Block(start, end, "", [(start, end)], gap))
    blocks = _whole_heads(blocks, text)
    for block in blocks:
        block.text = joined_lines([text[a:b] for a, b in block.lines])
    if len(lines) == MOST_LINES and text[lines[-1][1] :].strip():
        blocks.append(Block(lines[-1][1], len(text), "", [(lines[-1][1], len(text))], in_main=False))
    return blocks


def _whole_heads(blocks: list[Block], text: str) -> list[Block]:
    """Heads that stand on two or three lines of their own, between blank lines, made one."""
    whole: list[Block] = []
    for number, block in enumerate(blocks):
        before = whole[-1] if whole else None
        if (
            before
            and block.gap == 0
            and (
                (
                    (before.gap > 0 if len(whole) > 1 else is_begun(text[slice(*before.lines[-1])]))
                    and _ends_head(blocks, number, text)
                )
                or _goes_on(blocks, number, text)
            )
            and len(before.lines) < LINES_OF_HEAD
            and len(block.lines) == 1
            and is_one_head(text[slice(*before.lines[-1])], text[slice(*block.lines[0])])
        ):
            before.end = block.end
            before.lines += block.lines
        else:
            whole.append(block)
    return whole


def _is_of_mail(line: str) -> bool:
    return len(line) <= LONGEST_OF_MAIL and bool(MAIL_LINE.match(line))


def _goes_on(blocks: list[Block], number: int, text: str) -> bool:
    """Whether a short line begins small under a whole one, and neither the line above the two nor the one below does."""
    above, line = text[slice(*blocks[number - 1].lines[-1])], text[slice(*blocks[number].lines[0])]
    near = [blocks[i] for i in (number - 2, number + 1) if 0 <= i < len(blocks)]
    return (
        len(above.split()) > KICKER_WORDS
        and bool(LOWER.match(line))
        and not any(LOWER.match(text[slice(*block.lines[0])]) for block in near)
        and (number < 2 or len(text[slice(*near[0].lines[-1])].split()) <= KICKER_WORDS or blocks[number - 1].gap > 0)
    )


def _ends_head(blocks: list[Block], number: int, text: str) -> bool:
    """Whether a head ends with this line, or one or two lines further on: a blank line or a particular follows."""
    for index in range(number, min(number + LINES_OF_HEAD, len(blocks))):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is None or following.gap > 0 or is_particular(text[slice(*following.lines[0])]):
            return True
        if len(following.lines) > 1 or not is_one_head(text[slice(*blocks[index].lines[0])], text[slice(*following.lines[0])]):
            return False
    return False


def repeated(blocks: list[Block]) -> set[str]:
    """Texts that stand as a block of their own more than once."""
    counts = Counter(block.text for block in blocks)
    return {text for text, count in counts.items() if count > 1}
