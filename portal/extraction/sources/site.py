"""The house whose site a page is from: by its title, its copyright line, its address."""

from __future__ import annotations

import re

from portal.extraction.credits import SITE_CUT
from portal.extraction.documents.markup import DESK
from portal.extraction.sources.naming import (
    QUOTED,
    TOP,
    bare_house,
    blocks_over,
    is_name,
    is_person,
    is_platform,
    is_service,
    owner_of,
    stated_in,
    without_slogan,
)
from portal.extraction.stated import Stated
from portal.extraction.zones.labels import COPYRIGHT
from portal.extraction.zones.outline import Outline
from portal.extraction.zones.phrases import EDGE, start_word, whole_phrase
from portal.extraction.zones.publishers import is_firm, names_body, names_office, names_publisher, names_section
from portal.extraction.zones.title import title_key

RIGHTS = re.compile(
    r"©|ⓒ|저작권자|著作権者?|版权所有|版權所有|\(c\)|\bcopyright\b|\b(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?", re.IGNORECASE
)
RESERVED = re.compile(
    r"(?:all )?(?:rights |copyright )?reserved|tous droits|alle rechte|все права|版权所有|todos los derechos|כל הזכויות|saját|無断|무단|alle rechten|"
    r"tutti i diritti|todos os direitos|禁止转载|不得转载|未经",
    re.IGNORECASE,
)
TO = re.compile(
    r"^(?:(?:reserved|vorbehalten|voorbehouden|réservés|reservados|riservati|защищены|принадлежат|שמורות)[\s.,:–-]*)?"
    r"(?:(?:by|to|bei|für|à|au|a|al|aan|bij|voor|у)\s(?:(?:the|der|die|das|la|le|el|de|het)\s)?|ל[-־]?(?=[א-ת\"״“]))?",
    re.IGNORECASE,
)
"""Between the rights and whose they are."""
HOLDER_CUT = re.compile(r"[^:：]{1,40}[:：]\s?\S")
PICTURED = re.compile(r"\w[^()]{0,30}\([^()]{0,12}[©ⓒ][^()]*\)")
"""Whose picture is enclosed: `Beilage: Bild (© Agentur)`."""
DOMAIN = re.compile(r"(?:^|[\s|(])(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,7})(?=$|[\s|/)])")


def site_of(outline: Outline) -> Stated | None:
    """The part of the page's title that names the site, or the only heading that is not the article's."""
    if not outline.document.markup.blocks:
        return None
    titles = outline.document.markup.titles
    own = title_key(outline.blocks[outline.title[0]].text) if outline.title else ""
    heads = [b for b in outline.blocks if b.element == "heading" and b.linked > 0.8]
    for candidate in titles:
        for head in heads:
            if title_key(head.text) and title_key(head.text) in title_key(candidate) and title_key(head.text) not in own:
                return stated_in(outline, head.text, head)
    for candidate in titles:
        every = [p.strip() for p in SITE_CUT.split(candidate) if p and p.strip()]
        parts = [part for part in every if not is_platform(part)]
        if named := next((n for part in parts if (n := _on_page(outline, part, own))), None):
            return named
        if (
            len(parts) > 1
            and own
            and any(title_key(p) in own or own in title_key(p) for p in parts[:-1])
            and (title_key(parts[-1]) not in own or own in map(title_key, parts[:-1]))
            and not names_section(parts[-1])
        ):
            return _held(outline, parts[-1])
        if beside := _beside_title(outline, candidate):
            return beside
        if own and not any(title_key(p) in own or own in title_key(p) for p in parts):
            return _house_of(outline, parts, alone=len(every) == 1)
        if own and parts and title_key(parts[-1]) == own and (house := _house_before(parts[:-1])):
            return house
    return None


def branded(outline: Outline) -> Stated | None:
    """The name in the logo of a page, in the statement of its rights, of its feed; not one of a platform or a person."""
    title = title_key(outline.blocks[outline.title[0]].text) if outline.title else ""
    names = (n for n in outline.document.markup.brands if is_name(n) and title_key(n) != title and not is_person(n))
    return next((Stated(without_slogan(bare_house(name))) for name in names), None)


def stated_author(outline: Outline) -> Stated | None:
    """The house that the head of a page states as its author."""
    for name in outline.document.markup.authors:
        housed = names_publisher(name) or names_office(name) or is_firm(name) or names_body(name)
        if housed and is_name(name) and not is_person(name) and not DESK.search(name):
            return Stated(name)
    return None


def _beside_title(outline: Outline, stated: str) -> Stated | None:
    """What a page's title has before the article's own title: `Clinic of Bregenz: Two cities sign`."""
    own = " ".join(outline.blocks[outline.title[0]].text.split()) if outline.title else ""
    before, found, behind = stated.partition(own) if own else ("", "", "")
    name = before.rstrip().rstrip(":.|-–—").rstrip()
    if not found or behind.strip() or name == before.rstrip() or not is_name(name) or names_section(name) or whole_phrase(name):
        return None
    return Stated(name)


def _held(outline: Outline, site: str) -> Stated:
    """The name of a site, or of its house, where the copyright line names it shorter: 今治市 of 今治市公式ホームページ."""
    holder = holder_of(outline)
    return holder if holder and site.startswith(holder.value) and len(holder.value) < len(site) else Stated(owner_of(site))


def _house_before(parts: list[str]) -> Stated | None:
    """The only house in the trail before an article's title: `City of X / News / Two ports share their data`."""
    houses = [p for p in parts if names_publisher(p) or names_body(p) or names_office(p) or is_firm(p)]
    houses = [p for p in houses if not names_section(p) and not whole_phrase(p)]
    return Stated(owner_of(houses[0])) if len(houses) == 1 else None


def _house_of(outline: Outline, parts: list[str], *, alone: bool) -> Stated | None:
    """The house in the title of a page that names no article: `University > News > Campus news`."""
    sections = {title_key(b.text) for b in outline.blocks if b.element == "heading" or b.role == "navigation"}
    rest = [part for part in parts if is_name(part) and not names_section(part) and not whole_phrase(part)]
    houses = [part for part in rest if names_publisher(part) and title_key(part) not in sections]
    if not houses and len(rest) == 1:
        houses = rest
    if alone:
        held = " ".join(title_key(b.text) for b in outline.blocks if b.role == "copyright")
        houses = [part for part in houses if title_key(part) in held]
    return Stated(houses[0]) if houses else None


def _on_page(outline: Outline, part: str, own: str) -> Stated | None:
    """A part of the page's title that stands at its very top or in its copyright line, and is not the article's title."""
    key = title_key(part)
    if len(key) < 4 or whole_phrase(part) or names_section(part) or key in own or (own and own in key):
        return None
    for number, block in enumerate(outline.blocks):
        on_top = number < TOP and block.role in (None, "header", "comments") and number not in outline.title
        if (on_top or block.role == "copyright") and title_key(block.text[: len(part) + 40]).startswith(key):
            return stated_in(outline, part, block)
    return None


def holder_of(outline: Outline) -> Stated | None:
    """Who holds the copyright of the page."""
    for block in outline.blocks:
        if label := HOLDER_CUT.match(block.text) and start_word(block.text, "labels", "holder"):
            name = re.split(r"\s{2,}|[|｜\u3000,，;；]", block.text[len(label) :].strip(EDGE))[0].strip(EDGE)
            if is_name(name) and not is_person(name):
                return stated_in(outline, name, block)
        if block.role != "copyright" or not (COPYRIGHT.search(block.text) or RESERVED.search(block.text)):
            continue
        if PICTURED.search(block.text):
            continue
        before, *behind = RESERVED.split(_right(block.text), maxsplit=1)
        bare = RIGHTS.sub(" ", before)
        if behind and not bare.strip(EDGE):
            bare = TO.sub("", RIGHTS.sub(" ", behind[0]).strip(" \t\n.,:;|–—-"))
        quoted = QUOTED.search(bare)
        name = quoted[1] if quoted else re.split(r"[.,|]\s|\s[–—·•-]\s", bare.strip(EDGE))[0]
        name = " ".join(name.strip(EDGE).split())
        if start_word(name, "lines", "notice") or is_service(name):
            continue
        brief = COPYRIGHT.search(block.text) or len(name.split()) <= 4
        if is_platform(name):
            continue
        if brief and 2 < len(name) < 80 and any(c.isalpha() for c in name):
            return stated_in(outline, name, block)
    return None


def _right(text: str) -> str:
    """A footer from its copyright sign on, where a name follows that sign: `Main Street 5 | Site map | © City of X`."""
    sign = COPYRIGHT.search(text)
    behind = RIGHTS.sub(" ", RESERVED.split(text[sign.start() :])[0]).strip(EDGE) if sign else ""
    return text[sign.start() :] if sign and behind else text


def domain_of(outline: Outline) -> Stated | None:
    """The address of the site in a line of its own over a pasted article, beside a date or nothing."""
    if outline.document.markup.blocks:
        return None
    for _, block in blocks_over(outline):
        found = DOMAIN.search(block.text)
        if found and "@" not in block.text and block.role != "mail" and len(block.text) < 80:
            return stated_in(outline, found[1], block)
    return None
