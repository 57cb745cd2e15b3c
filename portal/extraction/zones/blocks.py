"""The blocks of a document: paragraphs as a reader sees them, hard-wrapped lines joined, each with the shape of its text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from portal.extraction.layout import words
from portal.extraction.ranges import kinds_around, shares
from portal.extraction.types import Document
from portal.extraction.zones.labels import classify
from portal.extraction.zones.phrases import label_of
from portal.extraction.zones.publishers import names_publisher

MOST = 4000
"""Blocks that are looked at one by one; what follows them in a longer document belongs to no article."""
MOST_LINES = 20_000
LINE = re.compile(r"[^\n]*\n?")
CASELESS = re.compile(r"[\u0590-\u07ff\u0900-\u0eff\uac00-\ud7af]")
TERMINAL = re.compile(r"[.!?…。！？؟][\"'”’“‘»«)\]」』】）\s]*(?:[（(][^()（）]{1,40}[)）]\s*)?$")
CONTINUES = re.compile(r"[a-zа-яёà-öø-ÿāăąćčďēėęěğīįıķļłńňōőœŕřśşšţťūůűžżα-ωґєії(«\"“„‘'0-9&–—-]")
LOWER = re.compile(r"[a-zа-яёà-öø-ÿāăąćčďēėęěğīįıķļłńňōőœŕřśşšţťūůűžżα-ωґєії]")
BULLET = re.compile(r"\s*(?:[-–—•*·▪●○■◆►▶✓✔»]\s|\(?\d{1,2}[.)]\s|[（(]\s?[\d１-９一二三四五六七八九十a-z]{1,2}\s?[)）])")
SAID = re.compile(r"[–—]\s[a-zа-яёà-öø-ÿ]")
"""A dash before who says what the line above quotes."""
SPEAKER_START = re.compile(r"\s*[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ .'’-]{2,60}(?:,[^\"“«:]{0,120})?(?:[:：]|\s[\"“«])")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
WORD = re.compile(r"\w+(?:['’.-]\w+)*")
ADDRESSED = re.compile(r"\S@\S")
QUOTE_MARK = re.compile(r"(?:>[ \t]?)+")
SPACED = re.compile(r"\S(?:\s{1,4}\S){5,}")
"""A line of single characters only."""
HANGING = re.compile(r"(?:(?<!\w)[a-zа-яёà-ÿ]{1,3}|[,&–—-])$")
"""A line that ends in a small word or a comma goes on in the next one."""
PARTICLE = re.compile(r"\s(?:up|off|out)$")
"""English verbs end in them, and so do titles: "Porto teams up"."""
HEAD_WIDTH, WIDE_HEAD, SHORTEST_HEAD = 76, 34, 16
LONGEST_CASELESS = 45
"""Characters of the first line of a head without capitals: a longer one is whole, and its deck follows."""
LONGEST_HEAD = 240
MOST_OF_HEAD = 3
"""Words before a colon that ends the first line of a head: fewer make a label."""
LONGEST_QUESTION = 22
"""Words of a headline that asks or calls."""
STAMP = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
COLUMNS = re.compile(r"\S\s{3,}\S")
"""On the left the name of an issue, on the right its season or the page: set to the width of the page, not of the text."""
RULE = 5
"""Signs of a line without a letter that parts two texts."""
DATED = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b|(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}")
"""A date in figures, with which a line of particulars begins."""
LABELLED = re.compile(r"[\w -]{2,24}[:：]\s")


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
    width = _wrap_width([block.text for block in blocks if block.gap <= 0])
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            before
            and block.gap <= 0
            and before.element == block.element
            and (
                (block.element == "heading" and len(before.text) + len(block.text) < LONGEST_HEAD)
                or (width and _flows(text, before.lines[-1], block.lines[0], width))
            )
        ):
            before.end, before.text = block.end, before.text + " " + block.text
            before.lines += block.lines
        else:
            joined.append(block)
    return joined


def _text_blocks(text: str) -> list[Block]:
    lines = []
    gap = 0
    quoted = len(re.findall(r"(?m)^[ \t]*>", text[:100_000])) >= 3
    for match in LINE.finditer(text):
        if match.start() == match.end():
            break
        line = match[0]
        inner = line.strip(" \t\n\u00a0\u3000\ufeff\u200b\x0b\x0c")
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
    width = _wrap_width([line for a, b, _ in lines if not COLUMNS.search(line := text[a:b])])
    blocks: list[Block] = []
    for start, end, gap in lines:
        before = blocks[-1] if blocks else None
        if (
            before
            and width
            and gap == 0
            and (_flows(text, before.lines[-1], (start, end), width) or _in_middle(text, before, (start, end), width))
        ):
            before.end = end
            before.lines.append((start, end))
        else:
            blocks.append(Block(start, end, "", [(start, end)], gap))
    blocks = _whole_heads(blocks, text)
    for block in blocks:
        block.text = joined_lines([text[a:b] for a, b in block.lines]).replace("\u00a0", " ")
    if len(lines) == MOST_LINES and text[lines[-1][1] :].strip():
        blocks.append(Block(lines[-1][1], len(text), "", [(lines[-1][1], len(text))], in_main=False))
    return blocks


def _whole_heads(blocks: list[Block], text: str) -> list[Block]:
    """Heads that stand on two or three lines of their own, between blank lines, made one."""
    whole: list[Block] = []
    for number, block in enumerate(blocks):
        before = whole[-1] if whole else None
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        last = following is None or following.gap > 0 or _is_particular(text[slice(*following.lines[0])])
        if (
            before
            and block.gap == 0
            and last
            and (before.gap > 0 if len(whole) > 1 else _is_begun(text[slice(*before.lines[-1])]))
            and len(before.lines) < 3
            and len(block.lines) == 1
            and _one_head(text[slice(*before.lines[-1])], text[slice(*block.lines[0])])
        ):
            before.end = block.end
            before.lines += block.lines
        else:
            whole.append(block)
    return whole


def _is_begun(line: str) -> bool:
    """Whether the first line of a text is the beginning of a head, and no name over its slogan."""
    written = line.split()
    goes_on = len(written) > 2 and bool(LOWER.match(written[-1])) and not names_publisher(line)
    caseless = bool(CASELESS.match(line)) and len(line) >= SHORTEST_HEAD
    return (
        len(written) > 4
        or goes_on
        or caseless
        or bool(HANGING.search(line))
        or _is_wide(line)
        or (len(written) > 2 and line.isupper())
    )


def _is_particular(line: str) -> bool:
    """Whether a line says when or by whom a text was written."""
    return (len(line) < 60 and bool(STAMP.search(line))) or classify(line, None) is not None


def _is_wide(line: str) -> bool:
    """Whether a line of Chinese or Japanese is longer than a name or a kicker."""
    return _columns(line) >= WIDE_HEAD and bool(EAST_ASIAN.match(line[-1:]))


def _one_head(first: str, second: str) -> bool:
    """Whether a line goes on with the head in the line before."""
    if TERMINAL.search(first) or max(_columns(first), _columns(second)) > HEAD_WIDTH:
        return False
    if TERMINAL.search(second) and second[-1] not in "?!？！":
        return False
    if (
        BULLET.match(first)
        or BULLET.match(second)
        or re.search(r"\s{3,}", first)
        or (
            re.search(r"[:：]\s?$", first)
            and (is_mail_intro(first) or len(first.split()) < MOST_OF_HEAD or not second[:1].isupper())
        )
        or re.search(r"[:：]|\s{3,}|@", second)
        or DATED.match(second)
    ):
        return False
    if classify(first, None) is not None or classify(second, None) is not None:
        return False
    if first[:1] == "(" and first[-1:] == ")":
        return False
    if EAST_ASIAN.match(first[-1:]) and EAST_ASIAN.match(second):
        return _is_wide(first) and _columns(second) < _columns(first)
    if CASELESS.match(second):
        return SHORTEST_HEAD <= len(first) <= LONGEST_CASELESS and len(second) < 0.85 * len(first) and not names_publisher(first)
    if first.isupper() and second.isupper():
        return len(first.split()) > 2 and not names_publisher(first)
    hangs = re.search(r"[:：]\s?$", first) or (
        HANGING.search(first) and not PARTICLE.search(first) and not _ends_in_its_verb(first)
    )
    return bool(LOWER.match(second) or hangs) and not first[:1].islower()


def _ends_in_its_verb(line: str) -> bool:
    """Whether the small word at the end of a line is the part that its verb leaves there: "… bildet Ingenieure aus"."""
    *before, last = line.split()
    verbs = [pair.split() for pair in words("labels", "separable")]
    stems = tuple(stem for part, stem in verbs if part == last)
    return bool(stems) and any(word.startswith(stems) for word in before if word[:1].islower())


def is_mail_intro(line: str) -> bool:
    """Whether a line stands over a quoted mail: On Wed, 3 Jul 2024, Name <address> wrote:"""
    return line.rstrip().endswith((":", "：")) and bool(ADDRESSED.search(line))


def joined_lines(lines: list[str]) -> str:
    """Lines of one paragraph as running text: no blank between Chinese characters, a broken word made whole."""
    text = lines[0]
    for line in lines[1:]:
        if text.endswith("-") and len(text) > 1 and text[-2].isalpha() and LOWER.match(line):
            text = text[:-1] + line
        elif (text.endswith("-") and len(text) > 1 and text[-2].isalpha() and line[:1].isalpha()) or (
            EAST_ASIAN.match(text[-1:]) and EAST_ASIAN.match(line)
        ):
            text += line
        else:
            text += " " + line
    return text


def _wrap_width(lines: list[str]) -> int:
    """The width at which the lines of a text were broken by force, 0 when they were not."""
    widths = [_columns(line) for line in lines]
    long = sorted(w for w in widths if w > 20)
    if len(long) < 4:
        return 0
    width = long[int(len(long) * 0.9)]
    if width > 140:
        return 0
    torn = sum(_is_torn(a, b, w / width) for a, b, w in zip(lines, lines[1:], widths, strict=False))
    return width if torn >= max(2, len(long) // 6) else 0


def _is_torn(line: str, following: str, share: float) -> bool:
    """Whether a line, so much of the width, was broken in the middle of a sentence."""
    if TERMINAL.search(line[-40:]):
        return False
    east_asian = EAST_ASIAN.match(line[-1:]) and EAST_ASIAN.match(following[:1])
    return bool(share > 0.6 and (LOWER.match(following) or east_asian)) or bool(share > 0.8 and CASELESS.match(following))


def _columns(line: str) -> int:
    return len(line) + len(EAST_ASIAN.findall(line))


def _flows(text: str, before: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    """Whether the line after goes on with the paragraph of the line before."""
    first, second = text[before[0] : before[1]], text[after[0] : after[1]]
    if _is_rule(first) or _is_rule(second) or (first[:1] == "(" and first[-1:] == ")" and second[:1].isupper()):
        return False
    if SPEAKER_START.match(second) or is_mail_intro(first):
        return False
    if BULLET.match(second):
        return bool(SAID.match(second)) and first[-1] in ",!?»”…" and _columns(first) > width * 0.4
    if (
        re.search(r"[^\W\d_]-$", first)
        and second[:1].isalpha()
        and _columns(first) > width * (0.2 if LOWER.match(second) else 0.4)
    ):
        return True
    ended = bool(TERMINAL.search(first))
    if CASELESS.match(second) and not ended and _columns(first) > width * 0.8:
        return True
    full = _columns(first) + _columns(second.split(" ")[0]) + 1 > width * 0.86
    if not ended and LOWER.match(second) and not LABELLED.match(second) and _columns(first) > width * 0.4:
        return True
    if EAST_ASIAN.search(first[-1:]) and EAST_ASIAN.match(second):
        return not ended and _columns(first) > width * 0.9
    if LABELLED.match(second) and (ended or not full or LABELLED.match(first) or label_of(second)):
        return False
    on_top = before[0] < HEAD_WIDTH and not text[: before[0]].strip()
    if DATED.match(second) and (on_top or not HANGING.search(first)):
        return False
    if not full or re.search(r"\s{3,}", first) or re.search(r"\s{3,}", second):
        return False
    return len(second) > width * 0.6 or classify(second, None) is None


def _is_rule(line: str) -> bool:
    return len(line) > RULE and not any(c.isalnum() for c in line)


def _in_middle(text: str, block: Block, after: tuple[int, int], width: int) -> bool:
    """Whether a line goes on with a paragraph of several lines whose last one is short of the width but ends no sentence."""
    last, following = text[slice(*block.lines[-1])], text[slice(*after)]
    if (
        len(block.lines) < 2
        or BULLET.match(following)
        or SPEAKER_START.match(following)
        or re.search(r"\s{3,}", last + following)
    ):
        return False
    return not TERMINAL.search(last) and _columns(last) > width * 0.55 and classify(following, None) is None


def repeated(blocks: list[Block]) -> set[str]:
    """Texts that stand as a block of their own more than once."""
    counts = Counter(block.text for block in blocks)
    return {text for text, count in counts.items() if count > 1}
