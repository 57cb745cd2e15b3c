"""The outline of a document: every block with its job, the article's blocks among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from portal.extraction.types import Document, Zone
from portal.extraction.zones.blocks import Block, is_question, make_blocks
from portal.extraction.zones.dispatches import CAPITAL, TAIL, head_of
from portal.extraction.zones.labels import KIND
from portal.extraction.zones.roles import give_roles
from portal.extraction.zones.subject import Subject, subject_of
from portal.extraction.zones.title import choose_title, title_key

SKIPPED = frozenset(
    {"caption", "views", "reading", "duration", "advert", "separator", "header", "updated", "published", "author", "mail"}
)
"""Roles of lines that may stand inside an article without ending it."""
SOFT_ENDS = frozenset({"teaser", "share", "navigation", "notice", "subscribe"})
"""After these an article may go on; after the other roles it does so only when most of it is still to come."""
AFTER_THE_END = frozenset({"comments", "copyright", "topics", "source", "contact", "subscribe"})
KICKER = 4
"""Words of a line that stands over a title."""
FEWEST = 3
"""Words of an item that says something."""
LABEL = 24
"""Characters of a line that only announces another article; a longer one names it."""
STAMPED = re.compile(r"\d\d:\d\d|(?:19|20)\d\d")
SECTION = re.compile(r"(\d{1,2})[.)]\s+[^\W\d_]")
MARKED = re.compile(r"[■◆●▼▶◇□○]\s?[^\W\d_]")
SPEAKER = re.compile(
    r"(?P<label>[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ.'’-]+(?:[ ,&/()-]+[A-ZÀ-ÞА-ЯЁ0-9.'’&-]+)*(?: \([^()\n]{2,40}\))?)(?:\s*[:：]\s*|\s+(?=[\"“«„]))(?P<speech>\S.*)",
    re.DOTALL,
)
HOUR = re.compile(
    r"\d{1,2}(?:[:.]\d\d|\s?[hH:]\s?\d\d|\s?(?:Uhr|h|am|pm)\b)\s?(?:[-–—]\s?\d{1,2}[:.hH]?\d{0,2})?[\s,:–—-]{0,6}[^\W\d_]"
)
"""How an item of a programme begins: "09:30 Opening", "9.30–10.15 Uhr"."""
CLOCK = re.compile(r"[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]\s*(?=\S)")
"""Before each speech of a transcript: how far the recording has come."""
SIGN_OFF = re.compile(
    rf"(?:^|(?<=[.!?\"”»]\s))(?P<who>{CAPITAL}[\w.'’-]+(?: {CAPITAL}[\w.'’-]+){{1,3}}), (?P<where>{CAPITAL}[^,.\n«»“”\"]{{1,40}}),"
    rf" {CAPITAL}[\w'’-]+(?: {CAPITAL}[\w'’-]+){{0,2}}\.$"
)
BY_COPYRIGHT = re.compile(r"[«“\"]([^»”\"]{3,80})[»”\"]")


@dataclass(slots=True)
class Outline:
    """Blocks in order, which of them are the title and the body, and the zones that follow."""

    document: Document
    blocks: list[Block]
    title: list[int]
    body: list[int]
    mastheads: frozenset[str]
    language: str | None = None
    subject: Subject | None = None
    """The subject of the mail that is the article's title, for want of one of its own."""
    zones: tuple[Zone, ...] = field(default=())

    @property
    def first(self) -> int:
        """The index of the first block under the headers of the mail that the text came in, 0 without a mail."""
        before = self.body[0] if self.body else 0
        return next((i + 1 for i in range(before - 1, -1, -1) if self.blocks[i].role == "mail"), 0)


def find_outline(document: Document, language: str | None) -> Outline:
    """The outline of a document in a language; its zones cover every non-blank character exactly once, in order."""
    blocks = make_blocks(document)
    give_roles(blocks, document, language)
    mastheads = _mastheads(blocks, document)
    _asked_title(blocks)
    if not document.markup.blocks:
        _listed(blocks)
    start = _first_prose(blocks)
    subject = subject_of(blocks, document.text)
    title = choose_title(blocks, start, document, mastheads, subject.text if subject else "")
    if title:
        start = max(start, title[-1] + 1) if blocks[start : start + 1] and blocks[start].in_main else start
        start = _lead(blocks, title[-1] + 1, start)
        start = _short_sentences(blocks, title[-1] + 1, start)
    is_page = bool(document.markup.blocks)
    body = _body(blocks, start, is_page)
    if not is_page:
        body = _without_section_heads(blocks, title, body)
    if subject and not title:
        blocks[subject.block].segments = [(subject.start, min(subject.end, blocks[subject.block].end), "title")]
    outline = Outline(document, blocks, title, body, mastheads, language, None if title else subject)
    outline.zones = tuple(_covered(_zones(outline), document.text))
    return outline


def _mastheads(blocks: list[Block], document: Document) -> frozenset[str]:
    """Names of the publisher, which are never the title: of the copyright line, of the markup."""
    names = {title_key(document.markup.site_name or "")}
    for block in blocks:
        if block.role == "copyright":
            bare = re.sub(r"©|ⓒ|\(c\)|copyright|\d{4}(?:\s?[-–]\s?\d{4})?", " ", block.text, flags=re.IGNORECASE)
            names.add(title_key(bare.split(".")[0]))
            names |= {title_key(name) for name in BY_COPYRIGHT.findall(bare)}
    return frozenset(name for name in names if name)


def _first_prose(blocks: list[Block]) -> int:
    """Where the article's prose begins: the first unlabelled paragraph that more prose follows, or that is most of it."""
    prose = [i for i, b in enumerate(blocks) if b.prose and b.role is None and b.in_main]
    total = sum(blocks[i].size for i in prose)
    for position, index in enumerate(prose):
        near = position + 1 < len(prose) and _connected(blocks, index, prose[position + 1])
        if near or blocks[index].size >= total * 0.4:
            return index
    if prose:
        return prose[0]
    return next((i for i, b in enumerate(blocks) if b.role is None and b.terminal and b.size >= 4), len(blocks))


def _asked_title(blocks: list[Block]) -> None:
    """A short question over all prose, with no longer line above it but those under a name in a letterhead, is a title, no paragraph."""
    letterhead = True
    for index, block in enumerate(blocks):
        letterhead = letterhead and (index == 0 or block.gap == 0) and not block.element
        if block.role is not None or not block.in_main:
            continue
        if block.prose:
            later = blocks[index + 1 : index + 2 + len(SKIPPED)]
            if is_question(block) and any(b.prose and b.role is None for b in later):
                block.prose = False
            return
        if block.size > KICKER and not (letterhead and index):
            return


def _listed(blocks: list[Block]) -> None:
    """Where a text has no sentence at all, the items of its list or programme are what it says, and the line that announces them."""
    open_ones = [block for block in blocks if block.role is None]
    items = [block for block in open_ones if (block.bullet and block.size >= FEWEST) or HOUR.match(block.text)]
    if len(items) < 2 or any(block.prose or block.terminal for block in open_ones):
        return
    for item in items:
        item.prose = True
    for before, block in pairwise(blocks):
        if block.prose and before.role is None and before.text.endswith((":", "：")):
            before.prose = True


def _lead(blocks: list[Block], first: int, start: int) -> int:
    """Where the prose between the title and the main text of a page begins: a standfirst in the head of the article."""
    for index in range(first, min(start, len(blocks))):
        block = blocks[index]
        if block.prose and block.role is None and not block.hints:
            for lead in blocks[index:start]:
                lead.in_main = lead.in_main or lead.role is None
            return index
    return max(start, first)


def _short_sentences(blocks: list[Block], first: int, start: int) -> int:
    """Where the sentences right above the first longer paragraph begin: an article may open with a few words."""
    while start > first:
        block = blocks[start - 1]
        if block.role is not None or not block.in_main or not block.terminal or block.size < 4 or block.linked > 0.5:
            break
        start -= 1
    return start


def _connected(blocks: list[Block], first: int, second: int) -> bool:
    between = blocks[first + 1 : second]
    return len(between) <= 12 and all(b.role is None or b.role in SKIPPED or b.role == "date" for b in between)


def _body(blocks: list[Block], start: int, is_page: bool) -> list[int]:
    kept: list[int] = []
    waiting: list[int] = []
    inserted = boxed = False
    for index in range(start, len(blocks)):
        block = blocks[index]
        boxed = boxed and not block.core
        if not block.in_main:
            if kept and is_page and block.role is None:
                break
            continue
        if boxed and block.role is None:
            continue
        if block.role is None or (block.role == "date" and is_page and not _is_stamp(block)):
            if block.prose or _belongs(block, blocks, kept, waiting):
                kept += [*waiting, index]
                waiting = []
            elif not (inserted or block.linked > 0.8):
                waiting.append(index)
            inserted = False
        elif block.role == "date" and not is_page:
            waiting.append(index)
        elif block.role == "date":
            continue
        elif block.role not in SKIPPED and kept and not _resumes(blocks, index, kept, is_page):
            break
        elif block.role == "teaser":
            inserted = len(block.text) <= LABEL
            boxed = is_page and not block.core and bool(kept) and _goes_on_outside(blocks, index)
    return kept or _short_body(blocks, start)


def _without_section_heads(blocks: list[Block], title: list[int], body: list[int]) -> list[int]:
    """The body of a newsletter or of minutes without the numbered or capital lines that part its items: they head a page, not a text."""
    numbers = [match and int(match[1]) for match in (SECTION.match(blocks[i].text) for i in [*title, *body])]
    numbered = sum(a is not None and b is not None and b == a + 1 for a, b in pairwise(n for n in numbers if n)) > 0
    kept = []
    for index in body:
        block = blocks[index]
        short = not block.prose and not block.terminal and block.size <= 12 and len(block.lines) == 1
        if short and (MARKED.match(block.text) or block.text.isupper() or (numbered and SECTION.match(block.text))):
            block.role = "header"
        else:
            kept.append(index)
    return kept


def _is_stamp(block: Block) -> bool:
    """Whether a line with a date is a stamp of the page, with its year or its time, and no heading of a day."""
    return block.element != "heading" and bool(STAMPED.search(block.text))


def _short_body(blocks: list[Block], start: int) -> list[int]:
    """The body of a text without a single paragraph of prose: its sentences, however short."""
    return [
        i
        for i in range(min(start, len(blocks)), len(blocks))
        if blocks[i].role is None and blocks[i].in_main and blocks[i].terminal
    ]


def _belongs(block: Block, blocks: list[Block], kept: list[int], waiting: list[int]) -> bool:
    """Whether a short block right after the article's prose is part of it: an item of a list, a short sentence."""
    if not kept:
        return False
    if waiting:
        above = blocks[waiting[-1]]
        listed = len(waiting) == 1 and above.element == "heading" and block.element == "item" and block.size >= 5
        return block.bullet and (above.text.rstrip().endswith((":", "：")) or (listed and block.linked < 0.3))
    before = blocks[kept[-1]]
    if block.bullet:
        return before.bullet or before.text.rstrip().endswith((":", "：")) or block.size >= 5
    if block.text.rstrip().endswith((";", "；")):
        return block.size >= 3
    return block.terminal and block.size >= 3 and block.gap <= 2 and block.linked < 0.5


def _goes_on_outside(blocks: list[Block], index: int) -> bool:
    """Whether paragraphs follow that hang from the article's own element, before anything that only stands after its end."""
    for block in blocks[index + 1 :]:
        if block.role in AFTER_THE_END - {"topics"} and not block.hints:
            return False
        if block.core and block.prose and block.role is None and block.in_main:
            return True
    return False


def _resumes(blocks: list[Block], index: int, kept: list[int], is_page: bool) -> bool:
    """Whether the article goes on after a block that usually stands after its end."""
    block = blocks[index]
    done = sum(blocks[i].size for i in kept)
    rest, first = 0, None
    for position in range(index + 1, len(blocks)):
        following = blocks[position]
        if following.role in AFTER_THE_END and not (is_page and following.hints):
            break
        if following.prose and following.role is None and following.in_main:
            rest += following.size
            first = first if first is not None else position
    if not rest:
        return False
    if is_page and (block.hints or (block.role in {*SOFT_ENDS, "topics"} - {"subscribe"} and _goes_on_outside(blocks, index))):
        return True
    if block.role == "teaser" and first is not None:
        insert = first - index <= 2 and len(block.text) > 24
        return insert or rest >= done * 0.5
    if block.role in SOFT_ENDS and not block.text.rstrip().endswith(("?", "？")):
        return rest >= done * 0.2
    return rest > done


def _zones(outline: Outline) -> list[Zone]:
    blocks, text = outline.blocks, outline.document.text
    title, body = set(outline.title), set(outline.body)
    zones: list[Zone] = []
    after_teaser = False
    for index, block in enumerate(blocks):
        if index in title:
            zones.append(Zone("title", block.start, block.end))
        elif index in body:
            zones += _body_zones(block, text, index == outline.body[0], index == outline.body[-1])
        else:
            after_teaser = after_teaser or (block.role == "teaser" and index > (outline.body[-1] if outline.body else 0))
            zones += _other_zones(block, "teaser" if after_teaser else "other", after_teaser and block.role == "date")
    return zones


def _body_zones(block: Block, text: str, first: bool, last: bool) -> list[Zone]:
    piece = text[block.start : block.end].replace("\u00a0", " ")
    timed = CLOCK.match(piece)
    begin = timed.end() if timed else 0
    if (match := SPEAKER.fullmatch(piece, begin)) and len(match["label"]) > 3:
        speech = block.start + match.start("speech")
        label_end = block.start + len(piece[: match.start("speech")].rstrip())
        clock = [Zone("counter", block.start, block.start + begin)] if timed else []
        return [*clock, Zone("speaker", block.start + begin, label_end), Zone("speech", speech, block.end)]
    start, end, zones, after = block.start, block.end, list[Zone](), list[Zone]()
    if timed:
        zones.append(Zone("counter", start, start + begin))
        start += begin
    if first and (head := head_of(piece)) and head.sentence:
        zones.append(Zone("date", start, start + head.sentence))
        start += head.sentence
    if last and (match := SIGN_OFF.search(piece) or TAIL.search(piece)):
        end = block.start + match.start()
        after.append(Zone("byline" if "who" in match.groupdict() else "source", end, block.end))
    heading = block.element == "heading" or not (block.prose or block.terminal or block.bullet)
    kind = "quote" if block.element == "quote" else "heading" if heading else "paragraph"
    return [*zones, Zone(kind, start, end), *after]


def _covered(zones: list[Zone], text: str) -> list[Zone]:
    """The zones, trimmed, and what lies between them and is not blank (marks of quoted mail) as zones of its own."""
    whole: list[Zone] = []
    at = 0
    for zone in [*zones, Zone("other", len(text), len(text))]:
        for kind, start, end in (("other", at, zone.start), (zone.kind, zone.start, zone.end)):
            inner = text[start:end]
            if inner.strip():
                lead = len(inner) - len(inner.lstrip())
                whole.append(Zone(kind, start + lead, start + len(inner.rstrip())))
        at = max(at, zone.end)
    return whole


def _other_zones(block: Block, default: str, plain: bool) -> list[Zone]:
    if plain:
        return [Zone(default, block.start, block.end)]
    kind = KIND.get(block.role or "", default)
    zones: list[Zone] = []
    at = block.start
    for start, end, role in block.segments:
        if start > at:
            zones.append(Zone(kind, at, start))
        zones.append(Zone(KIND[role], start, end))
        at = end
    if at < block.end:
        zones.append(Zone(kind, at, block.end))
    return zones
