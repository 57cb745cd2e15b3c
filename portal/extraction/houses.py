"""The house behind a document that states no source: "Bulletin of the X Council", the contact block, the credit beside a reporter."""

from __future__ import annotations

import re
from functools import cache

from portal.extraction.dates import find_dates
from portal.extraction.layout import words
from portal.extraction.stated import Stated
from portal.extraction.types import Span
from portal.extraction.zones.blocks import Block
from portal.extraction.zones.labels import ADDRESS, EDGE, label_of, whole_phrase
from portal.extraction.zones.outline import Outline
from portal.extraction.zones.publishers import is_firm, names_office, names_publisher, names_section

TOP = 6
"""Blocks over an article among which its paper says whose it is."""
LONGEST_LINE = 300
"""Characters of a line of an imprint."""
LONGEST = 10
"""Words of the name of a house."""
PLACED = re.compile(r",\s(?=.*\d)|\s·\s|\s[–—|]\s|\s-\s|[|｜]")
"""Behind the name of a house: its street, box or number."""
STREET = re.compile(r"\bP\.?\s?O\.?\s?Box\b|(?<!\d)\d{4,6}\s\w|\w\s\d{1,4}(?!\d)|\b(?:г\.|ул\.|пр\.)\s", re.IGNORECASE)
ENDS_NAME = re.compile(r"\s*(?:[,;|｜:(（\n]|\s[–—-]\s|\d|\bjaargang\b|\bjahrgang\b)")
BESIDE = re.compile(r"\s*[|·•｜\u3000]\s*|\s[–—]\s")
POST = re.compile(
    r"[^,]*\b(?:manager|officer|director|head|secretary|leiter(?:in)?|sprecher(?:in)?)(?: of [^,]+)?,\s", re.IGNORECASE
)
"""The post of who answers, before the house: `Communications manager, X Cluster`."""
KIND_BEFORE = re.compile(r"(?:[^\W\d_A-ZÀ-ÞА-ЯЁ][\w'’]*\s){1,2}(?=[A-ZÀ-ÞА-ЯЁ«“„\"])")
"""What a paper is, before its name: `diario El Eco`, `газета «Маяк»`."""
DOMAIN = re.compile(r"(?:^|[\s|(])(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,7})(?=$|[\s|/)])")
GIVEN_BY = re.compile(r"[（(]([^（）()\s]{3,30}?)\s?(?:供稿|供图供稿|提供稿件|报送)[）)]")
REPORTED = re.compile(
    r"[【\[（(]\s?([^】\]）)=＝\s本]{2,14}?)(?:[訊讯](?:[】\]）)]|\s)|\s?[=＝\s]\s?\S{2,5}\s?(?:기자|특파원|記者))"
)
STATION = re.compile(r"([^\W\d_][^,\n]{2,40}?),?\s(?:\d{2,3}[.,]\d\s?(?:FM|MHz)|FM\s\d{2,3}[.,]\d)")
QUOTED = re.compile(r"[«“„\"《]([^»”“\"》]{3,60})[»”“\"》]")


@cache
def _issued() -> re.Pattern[str]:
    """`Quarterly bulletin of the `, `nieuwsbrief van `: what a paper is, and the word that says whose."""
    kinds = "|".join(map(re.escape, words("labels", "periodical")))
    whose = "|".join(rf"{re.escape(word)}(?:\s|(?<=['’]))" for word in words("labels", "issued_by"))
    return re.compile(rf"(?<!\w)[\w-]*(?:{kinds})\s(?:[\w'’]+\s){{0,2}}?(?-i:{whose})", re.IGNORECASE)


def _trimmed(name: str) -> str:
    """A name without marks around it; its own closing bracket stays."""
    bare = name.strip(EDGE)
    return bare + ")" if "(" in bare and ")" not in bare else bare


def _stated(outline: Outline, name: str, start: int, end: int) -> Stated:
    at = outline.document.text.find(name, start, end)
    return Stated(name, (Span(at, at + len(name), name),) if at >= 0 else ())


def _over(outline: Outline) -> list[tuple[int, Block]]:
    """The short blocks over the article that are not its title."""
    first = outline.body[0] if outline.body else len(outline.blocks)
    return [(i, b) for i, b in enumerate(outline.blocks[: min(first, TOP)]) if i not in outline.title and len(b.text) < 160]


def issuer_of(outline: Outline) -> Stated | None:
    """Who brings out the paper, by its own line: `Member bulletin of the X Council, Nairobi`."""
    for _, block in _over(outline):
        if block.prose and block.size > 14:
            continue
        match = _issued().search(block.text)
        if not match:
            continue
        rest = block.text[match.end() :]
        cut = ENDS_NAME.search(rest)
        name = rest[: cut.start()] if cut else rest
        name = name.strip(EDGE)
        if 1 <= len(name.split()) <= LONGEST and len(name) > 2 and not name[0].islower():
            return _stated(outline, name, block.start, block.end)
    return None


def reporter_house(outline: Outline) -> Stated | None:
    """The paper beside its reporter's name or beside the date: `By A. Name, Radio X`, `Daily X · 9 July 2021`, 【X讯】."""
    for index in outline.body[:1]:
        block = outline.blocks[index]
        if match := REPORTED.match(block.text[:LONGEST_LINE]):
            return _stated(outline, match[1], block.start, block.end)
    last = outline.title[-1] if outline.title else 0
    for number, block in enumerate(outline.blocks):
        if number in outline.body or number in outline.title or block.hints[-1:] == ("teaser",) or len(block.text) > 140:
            continue
        near = last < number <= last + 2
        if block.role == "author" or (near and block.role is None):
            label = label_of(block.text)
            value = block.text[label[1] :] if label else block.text
            *who, house = re.split(r",\s", value)
            if len(who) == 1 and 2 <= len(who[0].split()) <= 5 and names_publisher(house) and not block.terminal:
                kind = KIND_BEFORE.match(house)
                house = house[kind.end() :] if kind else house
                if _is_name(house):
                    return _stated(outline, house.strip(EDGE), block.start, block.end)
        if near and block.role in (None, "date", "published", "author"):
            parts = [part.strip(EDGE) for part in BESIDE.split(block.text)]
            dated = any(mention.full for part in parts for mention in find_dates(part, language=outline.language))
            house = next((part for part in parts if names_publisher(part) and _is_name(part)), "")
            if dated and len(parts) > 1 and house:
                return _stated(outline, house, block.start, block.end)
    return None


def _is_name(text: str) -> bool:
    """Whether words can be the name of a house: short, with a capital where the script has them, no figure, no section."""
    bare = text.strip(EDGE)
    return (
        2 < len(bare) < 90
        and len(bare.split()) <= LONGEST
        and not re.search(r"\d", bare)
        and not bare[0].islower()
        and not ADDRESS.search(bare)
        and not names_section(bare)
        and not whole_phrase(bare)
        and bare.split(" :")[0].casefold() not in words("labels", "contact")
    )


def is_house(text: str) -> bool:
    """Whether a line is nothing but the name of a paper, an office, an institution or a firm."""
    return _is_name(text) and (names_publisher(text) or names_office(text) or is_firm(text))


def letterhead_of(outline: Outline) -> Stated | None:
    """The name over an address, or between the words "press release" and the date, at the top of the sheet."""
    blocks = outline.blocks
    for number, block in _over(outline)[:3]:
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if following is None or block.role is not None or block.element or not _is_name(block.text) or block.text.endswith("."):
            continue
        addressed = number == 0 and following.role in (None, "contact") and len(following.text) < 90 and not following.prose
        addressed = addressed and not find_dates(following.text, language=outline.language)
        if addressed and (following.role == "contact" or STREET.search(following.text)) and not following.gap:
            return _stated(outline, block.text, block.start, block.end)
        released = number > 0 and blocks[number - 1].role == "notice" and not blocks[number - 1].prose
        if released and following.role in ("date", "published") and not block.gap and not following.gap:
            return _stated(outline, block.text, block.start, block.end)
    return None


def imprint_of(outline: Outline) -> Stated | None:
    """The house of the contact block under an article, with its address behind it or under it."""
    if not outline.body:
        return None
    blocks, text = outline.blocks, outline.document.text
    for number in range(outline.body[-1] + 1, min(len(blocks), outline.body[-1] + 14)):
        block = blocks[number]
        if block.hints[-1:] in (("teaser",), ("copyright",)) or block.role in ("teaser", "comments", "advert", "mail"):
            continue
        if len(block.text) > LONGEST_LINE:
            continue
        if given := GIVEN_BY.fullmatch(text[block.start : block.end].strip()):
            return _stated(outline, given[1], block.start, block.end)
        before = blocks[number - 1]
        labelled = before.role == "contact" and number - 1 > outline.body[-1] and len(before.text) < 60 and not before.gap > 1
        post = POST.match(block.text)
        head, *behind = PLACED.split(block.text[post.end() :] if post else block.text, maxsplit=1)
        placed = bool(behind) and (STREET.search(behind[0]) or ADDRESS.search(behind[0]))
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        under = (
            following is not None
            and not following.gap
            and bool(STREET.search(following.text[:LONGEST_LINE]) or following.role == "contact")
        )
        if block.prose and not placed:
            continue
        if labelled and block.role in (None, "contact") and (is_house(head) or (under and _is_organised(head))):
            return _stated(outline, _trimmed(head), block.start, block.end)
        if (placed or under) and block.role in (None, "contact", "notice") and not label_of(block.text) and is_house(head):
            return _stated(outline, _trimmed(head), block.start, block.end)
    return None


def _is_organised(name: str) -> bool:
    """Whether what follows a contact label is no person: it has three words with capitals."""
    return _is_name(name) and sum(word[:1].isupper() for word in name.split()) >= 3


def station_of(outline: Outline) -> Stated | None:
    """The station over a transcript, by its frequency."""
    for block in outline.blocks[:TOP]:
        if (match := STATION.match(block.text)) and not block.prose:
            return _stated(outline, match[1], block.start, block.end)
    return None


def desk_of(name: str) -> str:
    """The house in the name of a sender that adds its desk: `X Park Communications`, `Communicatie X`; "" without a desk."""
    folded = name.casefold()
    for word in words("labels", "desk"):
        if folded.endswith((" " + word, "," + word)):
            return name[: -len(word)].rstrip(" ,-–|")
        if folded.startswith((word + " ", word + ",")):
            return name[len(word) :].lstrip(" ,-–|")
    return ""


def reserved_by(outline: Outline) -> Stated | None:
    """The paper that a notice under an article wants named or followed, in quotation marks."""
    if not outline.body:
        return None
    for block in outline.blocks[outline.body[-1] + 1 :]:
        if (
            block.role in ("notice", "subscribe", "share")
            and len(block.text) < LONGEST_LINE
            and (quoted := QUOTED.search(block.text))
        ):
            named = set(QUOTED.findall(block.text))
            if len(named) == 1 and _is_name(quoted[1]):
                return _stated(outline, quoted[1], block.start, block.end)
    return None


def domain_of(outline: Outline) -> Stated | None:
    """The address of the site in a line of its own over a pasted article, beside a date or nothing."""
    if outline.document.markup.blocks:
        return None
    for _, block in _over(outline):
        found = DOMAIN.search(block.text)
        if found and "@" not in block.text and block.role != "mail" and len(block.text) < 80:
            return _stated(outline, found[1], block.start, block.end)
    return None
