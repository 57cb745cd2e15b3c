"""A role for each block of a document: from its words, from its markup, from mail headers, from being repeated."""

from __future__ import annotations

import re
from itertools import pairwise

from portal.extraction.layout import words
from portal.extraction.types import Document
from portal.extraction.zones.blocks import Block, is_question, repeated
from portal.extraction.zones.labels import Finding, classify
from portal.extraction.zones.phrases import EDGE, bare_label, start_word
from portal.extraction.zones.publishers import is_firm
from portal.extraction.zones.wrapping import is_mail_intro

WIDE_GAP = re.compile(r"\s{3,}")
"""In the running head of a page: between the paper's name and the number of the page."""
PARTICULARS = frozenset({"published", "updated", "date", "source", "author", "topics", "caption", "views", "reading"})
BY_HINT = {
    "breadcrumb": "navigation", "share": "share", "teaser": "teaser", "advert": "advert", "notice": "notice", "copyright": "copyright",
    "contact": "contact", "other": "comments", "caption": "caption", "topics": "topics",
}  # fmt: skip
ASIDE = frozenset({"teaser", "advert", "notice", "comments", "navigation"})
LATE = 0.12
"""The share of an article's prose after which a phrase like "This site" is no longer taken for the article's own words."""
MAIL_LABEL = re.compile(r"\s*[>*\s]*([\w .-]{1,24})[:：]\s*\S")
CLOSED = re.compile(r"\[/(\w+)\]")
NUMBER = re.compile(r"(\d{1,2})[.)]\s+[^\W\d_]")
SHORT_NOTE = 40
"""Words of a sentence that announces an article."""
LONGEST_ABOUT = 200
NAMED = re.compile(r"[^\W_a-zа-яё]")
"""A name begins with a capital or a figure."""
NAMING = re.compile(r"[\d\s]+")
FEWEST_OF_TITLE = 4


def give_roles(blocks: list[Block], document: Document, language: str | None) -> None:
    """Fill in `role`, `sure` and `segments` of each block."""
    for block in blocks:
        finding = classify(block.text, language)
        if finding:
            _take(block, finding)
        if block.hints:
            _take_hint(block)
        if block.role is None and not block.prose and block.links >= 3 and block.linked > 0.6:
            block.role, block.sure = "navigation", True
    _enclosed(blocks)
    _numbered(blocks)
    _bare_labels(blocks)
    _link_lists(blocks)
    _repeated(blocks)
    _mail(blocks, document.text)
    _signature(blocks)
    _about(blocks)
    _weak(blocks)


def _take(block: Block, finding: Finding) -> None:
    block.role, block.sure = finding.role, finding.sure
    if len(block.lines) == 1:
        block.segments = [(block.start + a, block.start + b, role) for a, b, role in finding.parts]


def _take_hint(block: Block) -> None:
    role = BY_HINT[block.hints[-1]]
    if block.role in PARTICULARS and role in ("copyright", "topics", "share", "caption", "contact"):
        return
    if role == "caption" and block.prose and block.size > 60:
        return
    block.role, block.sure = role, True


def _enclosed(blocks: list[Block]) -> None:
    """What stands between `[advertisement]` and `[/advertisement]` has the job that the pair names."""
    for index, block in enumerate(blocks):
        if not (match := CLOSED.fullmatch(block.text)):
            continue
        opening = f"[{match[1]}]".casefold()
        first = next((i for i in range(index - 1, max(-1, index - 6), -1) if blocks[i].text.casefold() == opening), None)
        role = blocks[first].role if first is not None else None
        for inner in blocks[first : index + 1] if role in ASIDE else ():
            inner.role, inner.sure, inner.segments = role, True, []


def _numbered(blocks: list[Block]) -> None:
    """The headings of numbered items are the text's own, whatever stock phrase one of them is: `4. Calendar` after `3. Wanted`."""
    numbers: set[int] = set()
    for block in blocks:
        match = NUMBER.match(block.text)
        if not match or block.prose:
            continue
        if int(match[1]) - 1 in numbers and block.role in ASIDE:
            block.role, block.sure, block.segments = None, False, []
        if block.role is None:
            numbers.add(int(match[1]))


def _bare_labels(blocks: list[Block]) -> None:
    """A label with its value in the next line or cell: `Published` over `2 June`, `From:` over the name of an office."""
    senders = frozenset(words("labels", "sender"))
    for index, (block, following) in enumerate(pairwise(blocks)):
        role = bare_label(block.text)
        if not role and block.element in ("item", "cell") and block.text.casefold().strip(EDGE) in senders:
            dated = any(bare_label(b.text) == "published" for b in blocks[index + 1 : index + 8])
            role = "source" if dated else None
        if not role or following.prose or following.size > 30 or bare_label(following.text):
            continue
        marked = block.text.rstrip().endswith((":", "：")) or (" " in block.text and following.gap == 0)
        if role == "title" or (block.element not in ("item", "cell") and not marked):
            continue
        if role in ("published", "updated") and following.role != "date":
            continue
        if following.role in (None, "date", "header", "views", "source", "contact"):
            block.role, block.sure, block.segments = role, True, []
            following.role, following.sure = role, True
            following.segments = [(following.start, following.end, role)]


def _link_lists(blocks: list[Block]) -> None:
    """Three lines in a row that are nothing but a link are a menu or a list of other articles."""
    run: list[Block] = []
    for block in [*blocks, None]:
        if block is not None and block.linked > 0.9 and not block.prose and block.element != "heading":
            run.append(block)
            continue
        if len(run) >= 3:
            for linked in run:
                if linked.role is None:
                    linked.role, linked.sure = "navigation", True
        run = []


def _repeated(blocks: list[Block]) -> None:
    often = repeated(blocks) | {
        head for block in blocks if (head := WIDE_GAP.split(block.text)[0]) != block.text and len(head) > 5
    }
    twice = _said_twice(blocks)
    for index, block in enumerate(blocks):
        if block.text in often and block.role is None and block.size < 40 and index != twice:
            block.role, block.sure = ("notice" if block.terminal else "header"), True


def _said_twice(blocks: list[Block]) -> int | None:
    """The line that stands twice over the article, as the name of the page and as its title: the second of the two."""
    first = next((i for i, b in enumerate(blocks) if b.prose and b.role is None and not is_question(b)), 0)
    head = [b.text for b in blocks[:first]]
    for index in range(first - 1, -1, -1):
        block = blocks[index]
        if block.role is None and block.size >= FEWEST_OF_TITLE and block.text in head[:index] and not is_firm(block.text):
            return index
    return None


def _mail(blocks: list[Block], text: str) -> None:
    """Groups of mail header lines; what stands before the last of them is no part of the article that follows."""
    labels = frozenset(words("lines", "mail"))
    last: list[int] | None = None
    run: list[int] = []
    for index, block in enumerate([*blocks, None]):
        if (
            block is not None
            and (_is_mail_line(block, labels) or _is_folded(blocks, index, text, run, labels))
            and (not run or block.gap == 0 or _is_divider(blocks[run[-1]], labels))
        ):
            run.append(index)
            continue
        if len([i for i in run if MAIL_LABEL.match(blocks[i].text)]) >= 2 or any(is_mail_intro(blocks[i].text) for i in run):
            for i in run:
                blocks[i].role, blocks[i].sure, blocks[i].segments = "mail", True, []
            last = run
        run = [index] if block is not None and _is_mail_line(block, labels) else []
    if last is None:
        return
    _cover(blocks, last[-1] + 1)
    before = sum(b.size for b in blocks[: last[0]] if b.prose and b.role is None)
    after = sum(b.size for b in blocks[last[-1] + 1 :] if b.prose and b.role is None)
    if after >= before:
        for block in blocks[: last[0]]:
            if block.role != "mail":
                block.role, block.sure = "notice", True


def _is_folded(blocks: list[Block], index: int, text: str, run: list[int], labels: frozenset[str]) -> bool:
    """Whether a line goes on with the header above it: it is set in, or more headers follow."""
    if not run or run[-1] != index - 1 or blocks[index].gap:
        return False
    start = blocks[index].start
    before = text[text.rfind("\n", 0, start) + 1 : start]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    more = following is not None and following.gap == 0 and _is_mail_line(following, labels)
    return more or before.endswith(("  ", "\t")) or before == " "


def _cover(blocks: list[Block], first: int) -> None:
    """The greeting of a mail, and the sentence that only announces the article below it."""
    greeted = False
    for index in range(first, min(first + 4, len(blocks) - 2)):
        block = blocks[index]
        if block.role is not None or block.size > SHORT_NOTE:
            return
        if not greeted and block.size <= 10 and start_word(block.text, "lines", "mail_opening"):
            greeted = True
        elif not (block.terminal or block.text.rstrip().endswith((":", "："))) or not _announces(block.text):
            return
        block.role, block.sure = "notice", True


def _announces(text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for word in words("lines", "cover"))


def _is_mail_line(block: Block, labels: frozenset[str]) -> bool:
    match = MAIL_LABEL.match(block.text)
    named = match and match[1].casefold().strip(EDGE) in labels
    return bool(named or is_mail_intro(block.text)) or _is_divider(block, labels)


def _is_divider(block: Block, labels: frozenset[str]) -> bool:
    return block.text.casefold().strip(EDGE) in labels and len(block.text) > 12


def _signature(blocks: list[Block]) -> None:
    for index, block in enumerate(blocks):
        if block.text.rstrip() == "--" and index > len(blocks) // 3:
            for following in blocks[index:]:
                if following.role != "mail":
                    following.role, following.sure = "signature", True
            return


def _about(blocks: list[Block]) -> None:
    """`About Name` over a paragraph that begins with the name: what a press release says of its sender."""
    for block in blocks[len(blocks) // 2 :]:
        head, colon, told = block.text[:LONGEST_ABOUT].partition(":")
        start = start_word(head, "lines", "about") if colon else ""
        name = head[len(start) :].strip() if start else ""
        if NAMED.match(name) and name.split()[0].casefold() in told[:60].casefold().split():
            block.role, block.sure = "about", True
    for block, following in pairwise(blocks):
        if block.prose or block.size > 8 or not following.prose:
            continue
        head = block.text.strip(EDGE)
        start = start_word(head, "lines", "about")
        name = head[len(start) :].strip() if start else ""
        if NAMED.match(name) and name.split()[0].casefold() in following.text[:60].casefold().split():
            block.role, block.sure = "about", True


def _weak(blocks: list[Block]) -> None:
    """A phrase that only begins a paragraph of prose counts near the end of the text, not before more prose."""
    main = [b for b in blocks if b.prose and b.in_main]
    whole = sum(b.size for b in main if b.role is None or not b.sure)
    following = 0
    for block in reversed(main):
        if block.role is None:
            following += block.size
        elif not block.sure and (following > whole * LATE or block.size > 40):
            block.role, block.segments = None, []
            following += block.size
