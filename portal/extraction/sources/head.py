"""The house in the head of a sheet: its first line, letterhead, issue, station, reporter."""

from __future__ import annotations

import re
from functools import cache

from portal.extraction.dates import find_dates
from portal.extraction.layout import words
from portal.extraction.sources.alone import ends_as_kind, tells_paper
from portal.extraction.sources.lines import PAGE, TRAIL
from portal.extraction.sources.naming import (
    HEAD_CUT,
    LONGEST,
    LONGEST_LINE,
    PERIODICAL,
    STREET,
    TOP,
    bare_house,
    blocks_over,
    first_own,
    is_name,
    is_person,
    stated_in,
    undated,
    without_desk,
    without_slogan,
)
from portal.extraction.stated import ISSUE, NEAR, Stated
from portal.extraction.zones.blocks import Block
from portal.extraction.zones.labels import CREDIT
from portal.extraction.zones.outline import Outline
from portal.extraction.zones.phrases import EDGE, label_of, whole_phrase
from portal.extraction.zones.publishers import STATION, is_firm, names_body, names_publisher, names_section
from portal.extraction.zones.title import title_key

YEAR = re.compile(r"\s*(?:19|20)\d\d\s?年?\W*$")
"""Of an issue, between the paper's name and its number."""
BESIDE = re.compile(r",\s(?=[\"“«„])")
"""Between a station and the name of its programme."""
UNQUOTED = "".join(c for c in EDGE if c not in "\"'“”„«»‘’")
WIDE_GAP = re.compile(r"\s{4,}")
"""In a letterhead: on the left the house, on the right the issue."""
WORD_START = re.compile(r"(?<!\w)(?:[dl]|dell|nell|all)['’]", re.IGNORECASE)
"""An article that is written together with its noun."""
SHORT = 5
"""Words of the name of a house under a title: a longer line is its deck."""
LONGEST_FIRST = 11
"""Words of a first line that may be a house's name."""
COUNTED = re.compile(r"\d\s?(?:of|von|de|van|из|aus)\s?\d")
"""Of one item among several: `Clipping 3 of 7`."""
ENDS_NAME = re.compile(r"\s*(?:\bn\.?\s?[º°]|[,;|｜:(（\n]|\s[–—-]\s|\d|\bjaargang\b|\bjahrgang\b)")
PARTED = re.compile(r"\s*[|·•｜\u3000]\s*|\s[–—]\s|\s{2,}")
KIND_BEFORE = re.compile(r"(?:[^\W\d_A-ZÀ-ÞА-ЯЁ][\w'’]*\s){1,2}(?=[A-ZÀ-ÞА-ЯЁ«“„\"])")
"""What a paper is, before its name: `diario El Eco`, `газета «Маяк»`."""
REPORTED = re.compile(
    r"[【\[（(]\s?([^】\]）)=＝\s本]{2,14}?)(?:[訊讯](?:[】\]）)]|\s)|\s?[=＝\s]\s?\S{2,5}\s?(?:기자|특파원|記者))"
)


def firm_over_title(outline: Outline) -> Stated | None:
    """The firm whose name stands alone over the title of its release."""
    for block in outline.blocks[: min(outline.title[0], NEAR)] if outline.title else ():
        if block.role is None and not block.element and is_firm(block.text):
            return stated_in(outline, block.text, block)
    return None


def first_line(outline: Outline) -> Stated | None:
    """The name of a paper or an office as the very first line of a pasted page."""
    start = first_own(outline)
    first = outline.blocks[start]
    if (
        start in outline.title
        or first.role is not None
        or first.prose
        or first.element
        or first.size > LONGEST_FIRST
        or COUNTED.search(first.text)
        or not (names_publisher(first.text) or _with_slogan(outline, start) or _heads_release(outline, start) or _recurs(outline))
    ):
        return None
    if ISSUE.search(first.text[:200]) or names_section(first.text):
        return None
    head, *beside = WIDE_GAP.split(first.text.strip())
    if beside and names_publisher(head):
        return stated_in(outline, bare_house(head), first)
    parts = HEAD_CUT.split(first.text)
    if (bare := without_desk(first.text)) != first.text:
        return stated_in(outline, bare, first)
    if len(parts) == 2 and parts[0].isupper() and PERIODICAL.match(parts[1]):
        return stated_in(outline, parts[0], first)
    named = [part for part in parts if names_publisher(part) and not ends_as_kind(part) and not tells_paper(part)]
    name = without_slogan(first.text)
    if not named and "|" in name:
        name = parts[0]
    if named and name == first.text:
        name = BESIDE.split(named[-1])[0]
    return stated_in(outline, bare_house(name), first)


def name_on_top(outline: Outline) -> Stated | None:
    """A short name alone at the very top: over the date of a text, over the headline of a page."""
    start = first_own(outline)
    if not outline.title or start in outline.title or len(outline.blocks) < start + 3:
        return None
    first = outline.blocks[start]
    following = outline.blocks[start + 1]
    dated = following.role in ("date", "published") and following.gap == 0 and not first.element
    on_page = first.element == "other" and following.element == "heading" and start + 1 in outline.title
    plain = first.role is None and first.size <= 5 and not first.terminal and not first.text[:1].islower() and not first.links
    if (
        plain
        and (dated or on_page)
        and not whole_phrase(first.text)
        and not names_section(first.text)
        and not first.text.endswith((":", ","))
    ):
        return stated_in(outline, without_slogan(bare_house(first.text)), first)
    return None


def running_head(outline: Outline) -> Stated | None:
    """The paper in the heads of several pages: `6      Maritime Heritage Bulletin 3/2021`."""
    seen: dict[str, int] = {}
    for index, block in enumerate(outline.blocks):
        if block.element or block.prose or index in outline.title or len(block.text) > LONGEST_LINE or "  " not in block.text:
            continue
        columns = (bare_house(column.strip()) for column in re.split(r"\s{3,}", block.text.strip()))
        for name in (column for column in columns if is_name(column)):
            told = " " in name or not name.isascii() or names_publisher(name)
            if not told or is_person(name) or not re.search(r"\d", block.text):
                continue
            if name in seen:
                return stated_in(outline, name, outline.blocks[seen[name]])
            seen[name] = index
    return None


def _heads_release(outline: Outline, first: int) -> bool:
    """Whether the second line says that the text is a press release: the first then says whose."""
    following = outline.blocks[first + 1] if len(outline.blocks) > first + 1 else None
    return following is not None and following.gap == 0 and (following.role == "notice" or names_section(following.text))


def _recurs(outline: Outline) -> bool:
    """Whether the first line stands in the running heads of the pages too."""
    name = title_key(outline.blocks[0].text)
    return len(name) > 5 and any(title_key(b.text).startswith(name) for b in outline.blocks[1:] if b.role == "header")


def _with_slogan(outline: Outline, first: int) -> bool:
    """Whether the first line is a name with a slogan in small letters ("Eemsbode - nieuws uit het noorden") over a head."""
    parts = HEAD_CUT.split(outline.blocks[first].text)
    following = outline.blocks[first + 1] if len(outline.blocks) > first + 1 else None
    return (
        len(parts) == 2
        and 0 < len(parts[0].split()) <= 4
        and parts[0][:1].isupper()
        and parts[1][:1].islower()
        and following is not None
        and (following.gap > 0 or following.role is not None)
    )


def masthead_of(outline: Outline) -> Stated | None:
    """The name of a paper or an office over its article: a running head, a line over the number of the issue or over the menu."""
    first = outline.body[0] if outline.body else len(outline.blocks)
    top = [b for i, b in enumerate(outline.blocks[: min(first, NEAR)]) if i not in outline.title and b.role != "separator"]
    if not top:
        return None
    issue = next((m for b in top[:4] if (m := ISSUE.search(b.text[:200]))), None)
    name = re.split(r"\s{3,}", top[0].text)[0]
    name = without_slogan(YEAR.sub("", ISSUE.split(name)[0] if issue else name).strip(UNQUOTED))
    is_head = (top[0].role == "header" and not top[0].terminal) or (issue and top[0].role in (None, "date"))
    if is_head and len(name) > 2:
        return stated_in(outline, bare_house(name), top[0])
    for block in top[:3]:
        over = not outline.title or block.start < outline.blocks[outline.title[0]].start
        short = block.size <= (LONGEST_FIRST if over else SHORT) and not (TRAIL.search(block.text) or COUNTED.search(block.text))
        if block.role is None and not block.prose and short and names_publisher(block.text) and not names_section(block.text):
            name = bare_house(undated(block.text, outline.language))
            return stated_in(outline, name, block)
    return _over_menu(outline, top)


def _over_menu(outline: Outline, top: list[Block]) -> Stated | None:
    """The first line of a page pasted whole: a short name in capitals, then its menu."""
    first = top[0]
    names = [w for w in WORD_START.sub("", first.text).split() if len(w) > 3]
    menu = (len(top) > 2 and top[1].role == "navigation") or sum(
        b.size <= 2 and b.role in (None, "navigation") for b in top[1:5]
    ) >= 3
    bracketed = first.text[:1] in "[【(（"
    if (
        menu
        and not bracketed
        and first.role is None
        and not names_section(first.text)
        and first.size <= 6
        and names
        and all(w[:1].isupper() or w[:1] > "\u2e80" for w in names)
    ):
        return stated_in(outline, first.text, first)
    return None


PAPER = re.compile(r"(?:The|Die|Der|Das|La|Le|El|De|Het|Il)\s[A-ZÀ-Þ]")
"""How the names of papers begin: "La Gazette du Ponant" is no gazette of somebody called Ponant."""
FROM_START = 5
"""So near the beginning of its line the word for the paper belongs to its name."""


@cache
def _issued() -> re.Pattern[str]:
    """`Quarterly bulletin of the `, `nieuwsbrief van `: what a paper is, and the word that says whose."""
    kinds = "|".join(map(re.escape, words("labels", "periodical")))
    whose = "|".join(rf"{re.escape(word)}(?:\s|(?<=['’]))" for word in words("labels", "issued_by"))
    return re.compile(rf"(?<!\w)[\w-]*(?:{kinds})\s(?:[\w'’]+\s){{0,2}}?(?-i:{whose})", re.IGNORECASE)


def issuer_of(outline: Outline) -> Stated | None:
    """Who brings out the paper, by its own line: `Member bulletin of the X Council, Nairobi`."""
    for index, block in blocks_over(outline):
        if (block.prose and block.size > 14) or any(map(PAGE.fullmatch, WIDE_GAP.split(block.text))):
            continue
        above = outline.blocks[index - 1].text if index and not block.gap and not block.text[:1].isupper() else ""
        text = f"{above} {block.text}" if above else block.text
        match = _issued().search(text)
        if not match or match.end() <= len(above):
            continue
        rest = text[match.end() :]
        cut = ENDS_NAME.search(rest)
        name = rest[: cut.start()] if cut else rest
        name = name.strip(EDGE)
        letterhead = index > 0 and not block.gap and names_publisher(outline.blocks[index - 1].text)
        named = PAPER.match(text) is not None and match.start() < FROM_START
        if (letterhead or named) and not (names_publisher(name) or names_body(name) or is_firm(name)):
            continue
        if 1 <= len(name.split()) <= LONGEST and len(name) > 2 and not name[0].islower():
            return stated_in(outline, name, block)
    return None


def reporter_house(outline: Outline) -> Stated | None:
    """The paper beside its reporter's name or beside the date: `By A. Name, Radio X`, `Daily X · 9 July 2021`, 【X讯】."""
    for index in (*range(min(outline.title[:1] or [0])), *outline.title[:1], *outline.body[:1]):
        block = outline.blocks[index]
        if match := REPORTED.match(block.text[:LONGEST_LINE]):
            return stated_in(outline, match[1], block)
    last = outline.title[-1] if outline.title else 0
    for number, block in enumerate(outline.blocks):
        if number in outline.body or number in outline.title or block.hints[-1:] == ("teaser",) or len(block.text) > 140:
            continue
        near = last < number <= last + 2
        credit = block.hints[-1:] == ("caption",) and not CREDIT.search(block.text)
        after = bool(outline.body) and outline.body[-1] < number <= outline.body[-1] + 2
        if block.role == "author" or ((near or after) and block.role is None) or (near and credit):
            label = label_of(block.text)
            value = block.text[label[1] :] if label else block.text
            *who, house = re.split(r",\s", value)
            if len(who) == 1 and 2 <= len(who[0].split()) <= 5 and names_publisher(house) and not block.terminal:
                kind = KIND_BEFORE.match(house)
                house = house[kind.end() :] if kind else house
                if is_name(house):
                    return stated_in(outline, house.strip(EDGE), block)
        if near and block.role in (None, "date", "published", "author"):
            parts = [part.strip(EDGE) for part in PARTED.split(block.text)]
            dated = any(mention.full for part in parts for mention in find_dates(part, language=outline.language))
            house = next((part for part in parts if names_publisher(part) and is_name(part)), "")
            if dated and len(parts) > 1 and house:
                return stated_in(outline, house, block)
    return None


def letterhead_of(outline: Outline) -> Stated | None:
    """The name over an address, or between the words "press release" and the date, at the top of the sheet."""
    blocks = outline.blocks
    for number, block in blocks_over(outline)[:3]:
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if following is None or block.role is not None or block.element or not is_name(block.text) or block.text.endswith("."):
            continue
        addressed = number == 0 and following.role in (None, "contact") and len(following.text) < 90 and not following.prose
        addressed = addressed and not find_dates(following.text, language=outline.language)
        if addressed and (following.role == "contact" or STREET.search(following.text)) and not following.gap:
            return stated_in(outline, bare_house(block.text), block)
    return _released_by(outline)


def _released_by(outline: Outline) -> Stated | None:
    """The only name in the lines at the very top of which one says that this is a press release, another one its day."""
    group: list[tuple[int, Block]] = []
    for index, block in blocks_over(outline):
        if group and block.gap:
            break
        group.append((index, block))
    roles = [block.role for _, block in group if not block.prose]
    if "notice" not in roles or not {"date", "published"} & set(roles):
        return None
    names = [block for _, block in group if block.role is None and is_name(block.text) and not block.terminal]
    return stated_in(outline, bare_house(names[0].text), names[0]) if len(names) == 1 else None


def station_of(outline: Outline) -> Stated | None:
    """The station over a transcript, by its frequency."""
    for block in outline.blocks[:TOP]:
        if (match := STATION.match(block.text)) and not block.prose:
            return stated_in(outline, match[1] or match[2], block)
    return None
