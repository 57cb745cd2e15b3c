"""A second opinion on a page, from trafilatura and htmldate: asked where our own reading is in doubt, believed where it can be checked."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

import trafilatura
from htmldate import find_date
from lxml import etree

from portal.extraction.documents.main_text import PROSE, title_block

Range = tuple[int, int]
Block = tuple[int, int, str]

LONGEST = 600_000
"""Characters of markup beyond which no second opinion is sought: it would take longer than all the rest."""
MOST_TAGS = 10_000
"""Marks of elements beyond which trafilatura would need many seconds: its time grows with the square of them."""
LITTLE = 400
"""Columns of prose: a reading with fewer may have missed the article."""
WHOLE = 0.85
"""The share of a page's prose beyond which a reading may have swallowed all of it."""
SHORT_OF = 0.5
BEYOND = 1.5
CAUGHT = 0.25
WORDS = re.compile(r"\w+")
OWN_ADDRESS = frozenset({"canonical", "amphtml", "shortlink", "og:url", "twitter:url", "dc.identifier"})
DAY_FOLDERS = re.compile(
    r"//[^/?#]+/(?:[^?#]*/)?(?:t|art_)?((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=[/_-]|\.s?html?|$)"
)
SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
"""What browsers write over a page that they save."""
TOP = 2000

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def is_doubtful(text: str, blocks: Sequence[Block], main: Sequence[Range], titles: Sequence[str]) -> bool:
    """Whether a reading found little prose, or nearly all the prose of a page of many lines, or ends above the page's title."""
    inside, whole = _prose(text, blocks, main), _prose(text, blocks, [(0, len(text))])
    if _above_title(text, blocks, main, titles):
        return True
    return inside < LITTLE < whole or (inside > WHOLE * whole and len(blocks) > 30 and inside > LITTLE)


def second_main(source: str, text: str, blocks: Sequence[Block]) -> tuple[Range, ...]:
    """The lines of a page's text that trafilatura keeps as its article, as ranges; none when it has no answer."""
    if len(source) > LONGEST or source.count("<") > MOST_TAGS:
        return ()
    try:
        kept = trafilatura.extract(source, include_comments=False, include_tables=True, deduplicate=False) or ""
    except Exception:  # a foreign reader of foreign pages: whatever stops it, it then has no opinion
        return ()
    known = " ".join(WORDS.findall(kept.casefold()))
    return tuple(
        (a, b) for a, b, kind in blocks if PROSE.search(text[a:b]) and " ".join(WORDS.findall(text[a:b].casefold())) in known
    )


def weighed(
    text: str,
    blocks: Sequence[Block],
    own: tuple[tuple[Range, ...], tuple[Range, ...]],
    second: Sequence[Range],
    titles: Sequence[str],
) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """Our main range and core, or those of the second opinion where ours holds much less prose, all of it and much more, or what is
    above the title.
    """
    main, _ = own
    theirs = _prose(text, blocks, second)
    ours = _prose(text, blocks, main)
    if theirs < LITTLE:
        return own
    shared = sum(_columns(text, a, b) for a, b in second if any(x <= a and b <= y for x, y in main))
    less = ours < SHORT_OF * theirs
    swallowed = shared > 0.9 * theirs and ours > BEYOND * theirs and theirs > CAUGHT * ours
    misplaced = _above_title(text, blocks, main, titles) and not _above_title(text, blocks, second, titles)
    if not (less or swallowed or misplaced):
        return own
    return ((second[0][0], second[-1][1]),), tuple(second)


def address_date(source: str, root: etree._Element) -> str | None:
    """The day in the page's own address; else the date that htmldate finds, only if the address or the head of the page has it.

    Never one of a teaser or of a server.
    """
    stated = " ".join(
        value
        for element in root.iter("link", "meta")
        if element.tag == "meta" or element.get("rel") == "canonical"
        for value in (element.get("href"), element.get("content"))
        if value
    )
    if day := _day_in(source, root):
        return day
    if len(source) > LONGEST or not re.search(r"(?:19|20)\d\d\D?[01]\d\D?[0-3]\d", stated):
        return None
    try:
        found = find_date(source, extensive_search=False, original_date=True, outputformat="%Y-%m-%d")
    except Exception:  # as above
        return None
    if not found:
        return None
    changed = {m.get("content", "")[:10] for m in root.iter("meta") if re.search(r"modif|updat", str(m.attrib), re.IGNORECASE)}
    return found if re.search(found.replace("-", r"\D?"), stated) and found not in changed else None


def _day_in(source: str, root: etree._Element) -> str | None:
    """The day that stands as folders in an address that a page gives as its own: `/2023/03/15/`."""
    saved = SAVED_FROM.search(source, 0, TOP)
    own = [saved[1] if saved else None]
    own += [e.get("href") for e in root.iter("link") if (e.get("rel") or "").lower() in OWN_ADDRESS]
    own += [e.get("content") for e in root.iter("meta") if (e.get("property") or e.get("name") or "").lower() in OWN_ADDRESS]
    days = [match for address in own if address and (match := DAY_FOLDERS.search(address, 0, TOP))]
    return "-".join(days[0].groups()) if days else None


def _above_title(text: str, blocks: Sequence[Block], ranges: Sequence[Range], titles: Sequence[str]) -> bool:
    title = title_block(text, blocks, titles)
    return title is not None and bool(ranges) and ranges[-1][1] <= blocks[title][0]


def _prose(text: str, blocks: Sequence[Block], ranges: Sequence[Range]) -> int:
    return sum(
        _columns(text, a, b)
        for a, b, kind in blocks
        if kind != "heading" and PROSE.search(text[a:b]) and any(x <= a and b <= y for x, y in ranges)
    )


def _columns(text: str, start: int, end: int) -> int:
    return sum(2 if c > "\u2e80" else 1 for c in text[start:end])
