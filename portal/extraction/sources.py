"""Who is credited with an article, or published it, with the words that say so."""

from __future__ import annotations

import re

from portal.extraction.credits import SITE_CUT
from portal.extraction.dates import find_dates
from portal.extraction.houses import (
    desk_of,
    domain_of,
    imprint_of,
    is_house,
    issuer_of,
    letterhead_of,
    reporter_house,
    reserved_by,
    station_of,
)
from portal.extraction.layout import words
from portal.extraction.stated import ISSUE, NEAR, Stated
from portal.extraction.types import Span
from portal.extraction.zones.blocks import Block
from portal.extraction.zones.dispatches import TAIL, head_of
from portal.extraction.zones.labels import ADDRESS, COPYRIGHT, EDGE, label_of, start_word, whole_phrase
from portal.extraction.zones.outline import SIGN_OFF, Outline
from portal.extraction.zones.publishers import is_firm, names_office, names_publisher, names_section
from portal.extraction.zones.title import title_key

RIGHTS = re.compile(
    r"©|ⓒ|저작권자|著作権者?|版权所有|版權所有|\(c\)|\bcopyright\b|\b(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?", re.IGNORECASE
)
RESERVED = re.compile(
    r"all rights reserved|tous droits|alle rechte|все права|版权所有|todos los derechos|כל הזכויות|saját|無断|무단|alle rechten|"
    r"tutti i diritti|todos os direitos|禁止转载|不得转载|未经",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[«“„\"《]([^»”“\"》]{3,80})[»”“\"》]")
YEAR = re.compile(r"\s*(?:19|20)\d\d\s?年?\W*$")
"""Of an issue, between the paper's name and its number."""
BRACKETED = re.compile(r"\s*[(（\[](?:\w{1,4}/)?([^()（）\[\]\d:：=]{2,40})[)）\]]\.?\s*")
DASHED = re.compile(r"[—–―-]{1,2}\s?([^\n.!?:：\d]{2,40})")
BESIDE = re.compile(r",\s(?=[\"“«„])")
"""Between a station and the name of its programme."""
SENDER = re.compile(r"[>\s*]*(\w[\w ]{0,14}?)\s?[:：]\s*[\"“]?([^<>\[\]\n\"”@]{3,80})[\"”]?\s*(?:[<\[(]|$)")
PICTURED = re.compile(r"\w[^()]{0,30}\([^()]{0,12}[©ⓒ][^()]*\)")
"""Whose picture is enclosed: `Beilage: Bild (© Agentur)`."""
PERIODICAL = re.compile(
    r"(?:the |le |la |die |das |el )?(?:quotidien|hebdomadaire|mensuel|journal|daily|weekly|monthly|newspaper|tageszeitung|"
    r"wochenzeitung|diario|semanario|peri[oó]dico|dagblad|weekblad|maandblad|газета|ежедневн|еженедельн)",
    re.IGNORECASE,
)
"""What a paper is, behind its name: `LE FLEUVE – Quotidien de Saint-Louis`."""
POST = re.compile(r"\b(?:officer|manager|director|spokes\w+|secretary|head|leiter(?:in)?|sprecher(?:in)?)$", re.IGNORECASE)
"""The post of a person in an office."""
PERSONAL = re.compile(r"\((?:Mr|Mrs|Ms|Miss|Dr|Prof)\b", re.IGNORECASE)
"""A person with a title in brackets signs a text: `Issued by: Name Surname (Mrs.)`; its source is not a person."""
UNQUOTED = "".join(c for c in EDGE if c not in "\"'“”„«»‘’")
WITH_REPORTER = re.compile(r"[\s\u3000]+(?:记者|記者|作者|编辑|編輯|责编|通讯员|기자)[\s:：]")
"""Who wrote it, in the line that credits the paper."""
REPORTER = re.compile(r"\s(?:기자|특파원)$|記者$|记者$")
"""Behind the name of a person, where an agency's would stand: `[Paper=Name 기자]`."""
WIDE_GAP = re.compile(r"\s{4,}")
"""In a letterhead: on the left the house, on the right the issue."""
HEAD_CUT = re.compile(r"\s+[-–—|·]\s+")
"""Between a paper's name and its slogan or section in its first line."""
TOP = 6
"""Blocks of a page among which its own name stands."""
NAME = re.compile(r"(?:[^\s.?!:]+|\w{1,3}\.)(?:\s(?:[^\s.?!:]+|\w{1,3}\.)){0,10}")
"""A name as a line of its own: a few words, no sentence."""


def _named(outline: Outline, block: Block, name: str) -> tuple[Span, ...]:
    """Where a block has a name, none when the document writes it otherwise (broken over lines, other blanks)."""
    at = outline.document.text.find(name, block.start, block.end)
    return (Span(at, at + len(name), name),) if at >= 0 else ()


def source_of(outline: Outline) -> Stated | None:
    """Who is credited, else who published: a source line, the markup, the wire, the site, the sign-off, the copyright line."""
    markup = outline.document.markup
    found = _labelled_source(outline)
    if found:
        return found
    if markup.source:
        return Stated(markup.source)
    if wire := _wire(outline) or _letterhead(outline) or _office(outline):
        return wire
    if markup.site_name:
        return Stated(markup.site_name)
    if agency := _bracketed(outline):
        return agency
    return (
        _site(outline)
        or _sign_off(outline)
        or station_of(outline)
        or issuer_of(outline)
        or reporter_house(outline)
        or letterhead_of(outline)
        or _first_line(outline)
        or _holder(outline)
        or _masthead(outline)
        or _sender(outline)
        or imprint_of(outline)
        or _heading(outline)
        or reserved_by(outline)
        or domain_of(outline)
    )


def _labelled_source(outline: Outline) -> Stated | None:
    text = outline.document.text
    for number, block in enumerate(outline.blocks):
        if any(hint in ("teaser", "other", "advert") for hint in block.hints):
            continue
        for start, end, role in block.segments or [(block.start, block.end, block.role or "")]:
            if role != "source":
                continue
            piece = text[start:end]
            label = label_of(piece.lstrip("(（["))
            value = piece[label[1] + len(piece) - len(piece.lstrip("(（[")) :] if label else ""
            start_of_label = "" if label else start_word(piece, "labels", "source")
            # "Communiqué de presse" names no house: it says what the text is.
            if start_of_label and len(start_word(piece, "lines", "notice")) > len(start_of_label):
                continue
            if start_of_label:
                value = piece[len(start_of_label) :]
            if not value.strip(EDGE) and number + 1 < len(outline.blocks):
                following = outline.blocks[number + 1]
                start, value = following.start, following.text
            value = _undated(value, outline.language).strip(" \t\n\u00a0\u3000;,)）]】")
            value = WITH_REPORTER.split(_one_link(outline, start, value))[0].rstrip()
            if value and len(value) < 120 and not PERSONAL.search(value) and not POST.search(value):
                at = text.index(value, start) if value in text[start:] else start
                return Stated(_clean_name(value), (Span(at, at + len(value), text[at : at + len(value)]),))
    return None


def _undated(value: str, language: str | None) -> str:
    """A credit without the date beside it: `The Daily, 3 May 2021`, `The Daily (3 May 2021)`, `3 May 2021 The Daily`."""
    last = len(value.rstrip(" .)）]年г"))
    for code in dict.fromkeys((language, "en")):
        for mention in find_dates(value, language=code):
            if mention.full and mention.start <= 1 and mention.end < last - 3:
                return value[mention.end :].lstrip(" ,;)）|–—-/，、")
            if mention.full and mention.end >= last - 3 and mention.start > 2:
                return value[: mention.start].rstrip(" ,;(（|–—-/，、")
    return value


def _one_link(outline: Outline, start: int, value: str) -> str:
    """A name without what stands glued to it: of several links the first, or what is before a link that is a button."""
    text = outline.document.text
    at = text.find(value, start)
    if at < 0 or "," in value:
        return value
    inside = [(a, b) for a, b in outline.document.markup.links if at <= a and b <= at + len(value)]
    for position, (a, b) in enumerate(inside):
        glued = position and not text[inside[position - 1][1] : a].strip()
        if a > at and (glued or whole_phrase(text[a:b])):
            return text[at:a].strip(" \t\n\u00a0\u3000;,|·")
    return value


def _clean_name(value: str) -> str:
    value = " ".join(value.split())
    if value.endswith(".") and value.count(".") == 1:
        value = value[:-1]
    return value


def _wire(outline: Outline) -> Stated | None:
    """The agency in brackets after the place and date at the head of a dispatch."""
    first = outline.body[0] if outline.body else len(outline.blocks)
    for index in range(max(0, first - 2), min(first + 1, len(outline.blocks))):
        block = outline.blocks[index]
        if index in outline.title:
            continue
        if head := head_of(outline.document.text[block.start : block.end]):
            start, end = block.start + head.start, block.start + head.end
            if REPORTER.search(outline.document.text[start:end]):
                continue
            return Stated(outline.document.text[start:end].strip(), (Span(start, end, outline.document.text[start:end]),))
    return None


def _letterhead(outline: Outline) -> Stated | None:
    """The firm whose name stands alone over the title of its release."""
    for block in outline.blocks[: min(outline.title[0], NEAR)] if outline.title else ():
        if block.role is None and not block.element and is_firm(block.text):
            return Stated(block.text, _named(outline, block, block.text))
    return None


def _office(outline: Outline) -> Stated | None:
    """An office that signs: `Press service of the ministry` as a line of its own after the article, or as the author of the text."""
    last = outline.body[-1] if outline.body else 0
    for index in [*range(last + 1, min(len(outline.blocks), last + 4)), *range(last + 1)]:
        block = outline.blocks[index]
        if index in outline.body or index in outline.title or block.hints[-1:] in (("teaser",), ("copyright",)):
            continue
        for start, end, role in block.segments or [(block.start, block.end, block.role or "")]:
            if role != "author" and not (role in ("", "contact") and index > last):
                continue
            piece = outline.document.text[start:end]
            label = label_of(piece)
            value = piece[label[1] :] if label else piece
            name = _clean_name(value.strip(EDGE))
            following = outline.blocks[index + 1] if index + 1 < len(outline.blocks) else None
            if index > last and name.casefold() in words("labels", "office") and following and is_house(following.text):
                return Stated(following.text, _named(outline, following, following.text))
            if names_office(name) and NAME.fullmatch(name) and not ADDRESS.search(name) and not POST.search(name):
                at = outline.document.text.find(name, start, end)
                return Stated(name, (Span(at, at + len(name), name),) if at >= 0 else ())
    return None


def _bracketed(outline: Outline) -> Stated | None:
    """An agency or a paper in brackets or behind a dash under the article, or in capitals behind its last sentence."""
    if not outline.body:
        return None
    last = outline.body[-1]
    for block in outline.blocks[last + 1 : last + 3]:
        text = outline.document.text
        match = BRACKETED.fullmatch(text, block.start, block.end) or DASHED.fullmatch(text, block.start, block.end)
        if not match or whole_phrase(match[1]):
            continue
        # Capitals in square brackets are the mark of a sound or a picture.
        is_agency = match[1].isupper() and not match[0].lstrip().startswith("[")
        if is_agency or names_publisher(match[1]):
            return Stated(match[1], (Span(match.start(1), match.end(1), match[1]),))
    closing = TAIL.search(outline.document.text, outline.blocks[last].start, outline.blocks[last].end)
    return Stated(closing[1], (Span(closing.start(1), closing.end(1), closing[1]),)) if closing else None


def _site(outline: Outline) -> Stated | None:
    """The part of the page's title that names the site, or the only heading that is not the article's."""
    if not outline.document.markup.blocks:
        return None
    titles = outline.document.markup.titles
    own = title_key(outline.blocks[outline.title[0]].text) if outline.title else ""
    heads = [b for b in outline.blocks if b.element == "heading" and b.linked > 0.8]
    for candidate in titles:
        for head in heads:
            if title_key(head.text) and title_key(head.text) in title_key(candidate) and title_key(head.text) not in own:
                return Stated(head.text, _named(outline, head, head.text))
    for candidate in titles:
        parts = [p.strip() for p in SITE_CUT.split(candidate) if p and p.strip()]
        if named := next((n for part in parts if (n := _on_page(outline, part, own))), None):
            return named
        if (
            len(parts) > 1
            and own
            and any(title_key(p) in own or own in title_key(p) for p in parts[:-1])
            and title_key(parts[-1]) not in own
            and not names_section(parts[-1])
        ):
            return Stated(parts[-1])
        if own and not any(title_key(p) in own or own in title_key(p) for p in parts):
            return _house_of(outline, parts)
    return None


def _house_of(outline: Outline, parts: list[str]) -> Stated | None:
    """The house in the title of a page that names no article: `University > News > Campus news`."""
    sections = {title_key(b.text) for b in outline.blocks if b.element == "heading" or b.role == "navigation"}
    rest = [part for part in parts if not names_section(part) and not whole_phrase(part)]
    houses = [part for part in rest if names_publisher(part) and title_key(part) not in sections]
    if not houses and len(rest) == 1:
        houses = rest
    if len(parts) == 1:
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
            return Stated(part, _named(outline, block, part))
    return None


def _sign_off(outline: Outline) -> Stated | None:
    """`Name, Station, Place.` at the end of a report."""
    if not outline.body:
        return None
    block = outline.blocks[outline.body[-1]]
    text = outline.document.text[block.start : block.end]
    match = SIGN_OFF.search(text.replace("\u00a0", " "))
    if not match:
        return None
    start, end = match.span("where")
    return Stated(match["where"], (Span(block.start + start, block.start + end, text[start:end]),))


def _holder(outline: Outline) -> Stated | None:
    """Who holds the copyright of the page."""
    for block in outline.blocks:
        if block.role != "copyright" or not (COPYRIGHT.search(block.text) or RESERVED.search(block.text)):
            continue
        if PICTURED.search(block.text):
            continue
        bare = RIGHTS.sub(" ", RESERVED.split(block.text)[0])
        quoted = QUOTED.search(bare)
        name = quoted[1] if quoted else re.split(r"[.,|]\s|\s[–—-]\s", bare.strip(EDGE))[0]
        name = " ".join(name.strip(EDGE).split())
        if start_word(name, "lines", "notice"):
            continue
        brief = COPYRIGHT.search(block.text) or len(name.split()) <= 4
        if brief and 2 < len(name) < 80 and any(c.isalpha() for c in name):
            return Stated(name, _named(outline, block, name))
    return None


def _first_line(outline: Outline) -> Stated | None:
    """The name of a paper or an office as the very first line of a pasted page."""
    first = outline.blocks[0]
    if (
        0 in outline.title
        or first.role is not None
        or first.prose
        or first.element
        or first.size > 8
        or not (names_publisher(first.text) or _with_slogan(outline) or _heads_release(outline) or _recurs(outline))
    ):
        return None
    if ISSUE.search(first.text[:200]) or names_section(first.text):
        return None
    head, *beside = WIDE_GAP.split(first.text.strip())
    if beside and names_publisher(head):
        return Stated(head, _named(outline, first, head))
    parts = HEAD_CUT.split(first.text)
    if len(parts) == 2 and parts[0].isupper() and PERIODICAL.match(parts[1]):
        return Stated(parts[0], _named(outline, first, parts[0]))
    named = [part for part in parts if names_publisher(part)]
    name = _without_slogan(first.text)
    if named and name == first.text:
        name = BESIDE.split(named[-1])[0]
    return Stated(name, _named(outline, first, name))


def _heading(outline: Outline) -> Stated | None:
    """A short name alone at the very top: over the date of a text, over the headline of a page; or beside the date."""
    first = outline.blocks[0]
    if not outline.title or 0 in outline.title or len(outline.blocks) < 3:
        return None
    if first.role == "date":
        wide = [part.strip(EDGE) for part in re.split(r"[|·,]", first.text)]
        parts = wide + [part.strip(EDGE) for part in re.split(r"[\s\u3000]{1,}|[|·]", first.text)]
        name = next((part for part in parts if names_publisher(part) and not re.search(r"\d", part)), None)
        return Stated(name, _named(outline, first, name)) if name else None
    following = outline.blocks[1]
    dated = following.role in ("date", "published") and following.gap == 0 and not first.element
    on_page = first.element == "other" and following.element == "heading" and 1 in outline.title
    plain = first.role is None and first.size <= 5 and not first.terminal and first.text[:1].isupper() and not first.links
    if (
        plain
        and (dated or on_page)
        and not whole_phrase(first.text)
        and not names_section(first.text)
        and not first.text.endswith((":", ","))
    ):
        return Stated(first.text, _named(outline, first, first.text))
    return None


def _heads_release(outline: Outline) -> bool:
    """Whether the second line says that the text is a press release: the first then says whose."""
    following = outline.blocks[1] if len(outline.blocks) > 1 else None
    return following is not None and following.gap == 0 and (following.role == "notice" or names_section(following.text))


def _recurs(outline: Outline) -> bool:
    """Whether the first line stands in the running heads of the pages too."""
    name = title_key(outline.blocks[0].text)
    return len(name) > 5 and any(title_key(b.text).startswith(name) for b in outline.blocks[1:] if b.role == "header")


def _with_slogan(outline: Outline) -> bool:
    """Whether the first line is a name with a slogan in small letters ("Eemsbode - nieuws uit het noorden") over a head."""
    parts = HEAD_CUT.split(outline.blocks[0].text)
    following = outline.blocks[1] if len(outline.blocks) > 1 else None
    return (
        len(parts) == 2
        and 0 < len(parts[0].split()) <= 4
        and parts[0][:1].isupper()
        and parts[1][:1].islower()
        and following is not None
        and (following.gap > 0 or following.role is not None)
    )


def _without_slogan(text: str) -> str:
    """The name in the first line of a paper, without its slogan and its kind: "«Заря», районная газета"."""
    quoted = QUOTED.match(text)
    if quoted:
        return quoted[1]
    first, *rest = HEAD_CUT.split(text)
    return first if rest and rest[0][:1].islower() and first[:1].isupper() else text


def _masthead(outline: Outline) -> Stated | None:
    """The name of a paper or an office over its article: a running head, a line over the number of the issue or over the menu."""
    first = outline.body[0] if outline.body else len(outline.blocks)
    top = [b for i, b in enumerate(outline.blocks[: min(first, NEAR)]) if i not in outline.title and b.role != "separator"]
    if not top:
        return None
    issue = next((m for b in top[:4] if (m := ISSUE.search(b.text[:200]))), None)
    name = re.split(r"\s{3,}", top[0].text)[0]
    name = _without_slogan(YEAR.sub("", ISSUE.split(name)[0] if issue else name).strip(UNQUOTED))
    is_head = (top[0].role == "header" and not top[0].terminal) or (issue and top[0].role in (None, "date"))
    if is_head and len(name) > 2:
        return Stated(name, _named(outline, top[0], name))
    for block in top[:3]:
        if (
            block.role is None
            and not block.prose
            and block.size <= 8
            and names_publisher(block.text)
            and not names_section(block.text)
        ):
            name = _undated(block.text, outline.language)
            return Stated(name, _named(outline, block, name))
    return _over_menu(outline, top)


def _over_menu(outline: Outline, top: list[Block]) -> Stated | None:
    """The first line of a page pasted whole: a short name in capitals, then its menu."""
    first = top[0]
    names = [w for w in first.text.split() if len(w) > 3]
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
        return Stated(first.text, _named(outline, first, first.text))
    return None


def _sender(outline: Outline) -> Stated | None:
    """Whom the paragraph at the end of a press release is about, when there is only one such."""
    about = [b for b in outline.blocks if b.role == "about"]
    if len(about) != 1:
        return _mail_sender(outline)
    text = about[0].text.strip(EDGE)
    name = text[len(start_word(text, "lines", "about")) :].strip()
    return Stated(name, _named(outline, about[0], name)) if name else None


def _mail_sender(outline: Outline) -> Stated | None:
    """The office that sent a mail: `From: Press office of the chamber <…>`; a person who sends one is no source."""
    for block in reversed([b for b in outline.blocks if b.role == "mail"]):
        match = SENDER.match(block.text)
        if not match or match[1].casefold() not in words("labels", "sender"):
            continue
        name = match[2].strip(EDGE)
        name = name if names_office(name) or names_publisher(name) else desk_of(name)
        if name:
            return Stated(name, _named(outline, block, name))
    return None
