"""Houses that an article credits: its source line, the agency before or behind it, the office that signs."""

from __future__ import annotations

import re

from portal.extraction.layout import words
from portal.extraction.sources.lines import house_of_reference, is_house_name, parts_of
from portal.extraction.sources.naming import (
    QUOTED,
    clean_name,
    desk_of,
    is_name,
    is_person,
    is_platform,
    is_service,
    is_unnamed,
    stated_in,
    undated,
    without_desk,
)
from portal.extraction.stated import Stated
from portal.extraction.types import Span
from portal.extraction.zones.blocks import Block
from portal.extraction.zones.crediting import credited_in
from portal.extraction.zones.dispatches import TAIL, head_of
from portal.extraction.zones.labels import ADDRESS
from portal.extraction.zones.outline import SIGN_OFF, Outline
from portal.extraction.zones.phrases import EDGE, label_of, start_word, whole_phrase
from portal.extraction.zones.publishers import (
    NAMED,
    names_agency,
    names_desk,
    names_office,
    names_post,
    names_publisher,
    names_section,
)

BRACKETED = re.compile(r"\s*[(（\[](?:\w{1,4}/)?([^()（）\[\]\d:：=]{2,40})[)）\]]\.?\s*")
DASHED = re.compile(r"[—–―-]{1,2}\s?([^\n.!?:：\d]{2,40})")
NEXT_LABEL = re.compile(r"(?<=[\u3040-\u9fff])[ \u00a0\u3000]+[\u3040-\u9fff]{2,6}\s?[:：].*$", re.DOTALL)
"""What a line of a Chinese or Japanese page says next, with its own label."""
POST = re.compile(r"\b(?:officer|manager|director|spokes\w+|secretary|head|leiter(?:in)?|sprecher(?:in)?)$", re.IGNORECASE)
"""The post of a person in an office."""
PERSONAL = re.compile(r"\((?:Mr|Mrs|Ms|Miss|Dr|Prof)\b", re.IGNORECASE)
"""A person with a title in brackets signs a text: `Issued by: Name Surname (Mrs.)`; its source is not a person."""
WITH_REPORTER = re.compile(r"[\s\u3000]+(?:记者|記者|作者|编辑|編輯|责编|通讯员|기자)[\s:：]")
"""Who wrote it, in the line that credits the paper."""
REPORTER = re.compile(r"\s(?:기자|특파원)$|記者$|记者$")
"""Behind the name of a person, where an agency's would stand: `[Paper=Name 기자]`."""
REPORTS = re.compile(r"(?:соб\.\s?)?корр\.|корреспондент|correspond|von unserem", re.IGNORECASE)
"""Before the paper's name and its reporter's: `/Корр. «Степных вестей» А. Сатпаева/`."""
DESK = re.compile(r"(?<=[a-z])/[a-z]{2,4}$")
"""Of an agency: `dpa/sn`."""
CLOCK_BEHIND = re.compile(r"[\s,]+(?:\w{1,3}\s)?\d{1,2}[:h]\d{2}\b.*$", re.DOTALL)
"""When it was posted, and all that follows."""
UNCLOSED = re.compile(r"\s*[(（][^()（）]*$")
"""What is left of a bracket whose day was cut out: `Name (retrieved`."""
SMALL = 3
"""Letters of the words of a name that may have no capital."""
LONGEST_CREDIT = 100
NAME = re.compile(r"(?:[^\s.?!:]+|\w{1,3}\.)(?:\s(?:[^\s.?!:]+|\w{1,3}\.)){0,10}")
"""A name as a line of its own: a few words, no sentence."""


def credited(outline: Outline) -> Stated | None:
    """The house of a line like `Source: Name`, or of a sentence like `First published in Name`."""
    for number, block in enumerate(outline.blocks):
        if any(hint in ("teaser", "other", "advert") for hint in block.hints):
            continue
        for start, end, role in block.segments or [(block.start, block.end, block.role or "")]:
            if role != "source":
                continue
            piece = outline.document.text[start:end]
            if told := credited_in(piece, outline.language):
                name = piece[slice(*told)]
                span = Span(start + told[0], start + told[1], name)
                found = Stated(clean_name(name), (span,)) if is_house_name(name, outline.language) else None
            else:
                found = _labelled(outline, number, start, end)
            if found:
                return found
    return None


def _labelled(outline: Outline, number: int, start: int, end: int) -> Stated | None:
    """What stands behind a label of a source, in its line or under it."""
    text, block = outline.document.text, outline.blocks[number]
    piece = text[start:end]
    opening = len(piece) - len(piece.lstrip("(（["))
    label = label_of(piece[opening:])
    value = piece[label[1] + opening :] if label else ""
    start_of_label = "" if label else start_word(piece, "labels", "source")
    # "Communiqué de presse" names no house: it says what the text is.
    if start_of_label and len(start_word(piece, "lines", "notice")) > len(start_of_label):
        return None
    if start_of_label:
        value = piece[len(start_of_label) :]
    if not value.strip(EDGE) and text[end : block.end].strip(EDGE):
        start, value = end, re.split(r"\s{3,}|\t", text[end : block.end].strip())[0]
    elif not value.strip(EDGE) and number + 1 < len(outline.blocks):
        following = outline.blocks[number + 1]
        start, value = following.start, following.text
    value = undated(CLOCK_BEHIND.sub("", value), outline.language).strip(" \t\n\u00a0\u3000;,)）]】")
    value = NEXT_LABEL.sub("", UNCLOSED.sub("", value))
    value = WITH_REPORTER.split(_one_link(outline, start, value))[0].rstrip()
    head, comma, office = value.rpartition(", ")
    value = head if comma and names_desk(office) else value
    if not value or len(value) >= 120 or _is_no_house(" ".join(value.split())):
        return None
    at = text.index(value, start) if value in text[start:] else start
    return Stated(clean_name(value), (Span(at, at + len(value), text[at : at + len(value)]),))


def _is_no_house(value: str) -> bool:
    """Whether a label of a source is followed by a section, a person, a platform, or words for the site itself."""
    own = (
        names_section(value)
        or start_word(value, "labels", "own")
        or is_platform(value)
        or (names_office(value) and is_unnamed(value))
    )
    return bool(own or PERSONAL.search(value) or POST.search(value)) or is_person(value)


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


def agency_ahead(outline: Outline) -> Stated | None:
    """The agency in brackets after the place and date at the head of a dispatch."""
    text = outline.document.text
    first = outline.body[0] if outline.body else len(outline.blocks)
    for index in range(max(0, first - 2), min(first + 1, len(outline.blocks))):
        block = outline.blocks[index]
        if index in outline.title:
            continue
        if head := head_of(text[block.start : block.end]):
            start, end = block.start + head.start, block.start + head.end
            if (quoted := QUOTED.search(text, start, end)) and REPORTS.match(text, start, end):
                return Stated(quoted[1], (Span(*quoted.span(1), quoted[1]),))
            if REPORTER.search(text[start:end]) or _credits_picture(outline.document.text[block.start : start]):
                continue
            end = start + len(DESK.sub("", text[start:end]))
            return Stated(text[start:end].strip(), (Span(start, end, text[start:end]),))
    return None


def _credits_picture(before: str) -> bool:
    """Whether a bracket begins with the word for a picture: `[사진=연합뉴스]`."""
    return before.strip(EDGE).casefold() in words("labels", "caption")


def agency_byline(outline: Outline) -> Stated | None:
    """The agency in a line between title and article, alone or beside the day: `Tasman Newswire`, `dpa | 12.09.2018`."""
    last = outline.title[-1] if outline.title else 0
    first = outline.body[0] if outline.body else 0
    for block in outline.blocks[last + 1 : first]:
        if block.role not in (None, "author", "date", "published") or block.prose or len(block.text) > LONGEST_CREDIT:
            continue
        label = label_of(block.text)
        for part in parts_of(block.text[label[1] :] if label else block.text, outline.language):
            part = part[len(start_word(part, "labels", "author")) :].strip()
            if names_agency(part):
                quoted = QUOTED.search(block.text)
                return stated_in(outline, quoted[1] if quoted else part, block)
    return None


def office_below(outline: Outline) -> Stated | None:
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
            name = clean_name(value.strip(EDGE))
            following = outline.blocks[index + 1] if index + 1 < len(outline.blocks) else None
            if index > last and names_desk(name):
                if following and not following.gap and is_name(following.text) and not following.prose:
                    return stated_in(outline, following.text, following)
                continue
            if (
                names_office(name)
                and not is_unnamed(name)
                and NAME.fullmatch(name)
                and not ADDRESS.search(name)
                and not POST.search(name)
            ):
                above = outline.blocks[index - 1] if index and not block.gap else None
                over = above is not None and index - 1 not in (*outline.title, *outline.body) and above.role is None
                if above is not None and over and index < last and is_house_name(above.text, outline.language):
                    return stated_in(outline, above.text, above)
                own = without_desk(name) if without_desk(name) != name else desk_of(name)
                name = own if not own[:1].islower() and (names_office(own) or names_publisher(own)) else name
                at = outline.document.text.find(name, start, end)
                return Stated(name, (Span(at, at + len(name), name),) if at >= 0 else ())
    return None


def agency_behind(outline: Outline) -> Stated | None:
    """An agency or a paper in brackets or behind a dash under the article, or in capitals behind its last sentence."""
    if not outline.body:
        return None
    last = outline.body[-1]
    for block in outline.blocks[last + 1 : last + 3]:
        text = outline.document.text
        if dated := _bracketed_with_day(outline, block) or _named_with_day(outline, block):
            return dated
        match = BRACKETED.fullmatch(text, block.start, block.end) or DASHED.fullmatch(text, block.start, block.end)
        if not match or whole_phrase(match[1]):
            continue
        # Capitals in square brackets are the mark of a sound or a picture.
        is_agency = match[1].isupper() and not match[0].lstrip().startswith("[")
        if is_agency or names_publisher(match[1]) or (match.re is BRACKETED and _is_title_case(outline, match[1])):
            return Stated(match[1], (Span(match.start(1), match.end(1), match[1]),))
    closing = TAIL.search(outline.document.text, outline.blocks[last].start, outline.blocks[last].end)
    return Stated(closing[1], (Span(closing.start(1), closing.end(1), closing[1]),)) if closing else None


def _is_title_case(outline: Outline, text: str) -> bool:
    """Whether words in brackets can only be a name, and no person's: "The Corrib Leader, Galway"."""
    capitals = [word[:1].isupper() for word in text.split() if len(word) > SMALL]
    named = len(capitals) > 1 and all(capitals) and is_house_name(text, outline.language)
    if start_word(text, "labels", "author") or is_service(text):
        return False
    return named and not names_post(text) and not (len(capitals) == len(text.split()) == 2 and not NAMED.match(text))


def _bracketed_with_day(outline: Outline, block: Block) -> Stated | None:
    """`(Penang Business Monthly, 17 November 2022)` as a line of its own."""
    bare = block.text.strip()
    if len(bare) > LONGEST_CREDIT or bare[:1] not in "(（[" or bare[-1:] not in ")）]":
        return None
    name = undated(bare[1:-1], outline.language)
    return stated_in(outline, name, block) if name != bare[1:-1] and is_name(name) and not label_of(name) else None


def _named_with_day(outline: Outline, block: Block) -> Stated | None:
    """`Corrib Business News, 30 September 2022, p. 4` as a line of its own under the article."""
    if block.prose or block.links or len(block.text) > LONGEST_CREDIT or label_of(block.text) or block.role not in (None, "date"):
        return None
    if house := house_of_reference(block.text, outline.language):
        return stated_in(outline, house, block)
    name = undated(block.text.strip(), outline.language)
    told = name != block.text.strip() and is_house_name(name, outline.language)
    housed = names_publisher(name) or QUOTED.fullmatch(name)
    return stated_in(outline, name.strip('«»"“”„'), block) if told and housed else None


def signed_off(outline: Outline) -> Stated | None:
    """`Name, Station, Place.` at the end of a report."""
    if not outline.body:
        return None
    last = outline.body[-1]
    for block in outline.blocks[last : last + 3]:
        text = outline.document.text[block.start : block.end]
        if match := SIGN_OFF.search(text.replace("\u00a0", " ")):
            start, end = match.span("where")
            return Stated(match["where"], (Span(block.start + start, block.start + end, text[start:end]),))
    return None
