"""The house below an article or behind a mail: the contact block, `About Name`, the sender, the notice."""

from __future__ import annotations

import re

from portal.extraction.layout import words
from portal.extraction.sources.naming import (
    LONGEST_LINE,
    QUOTED,
    STREET,
    bare_house,
    desk_of,
    is_house,
    is_name,
    stated_in,
    trimmed,
)
from portal.extraction.stated import Stated
from portal.extraction.zones.blocks import Block
from portal.extraction.zones.labels import ADDRESS
from portal.extraction.zones.outline import Outline
from portal.extraction.zones.phrases import EDGE, label_of, start_word
from portal.extraction.zones.publishers import names_desk, names_office, names_publisher

SENDER = re.compile(r"[>\s*]*(\w[\w ]{0,14}?)\s?[:：]\s*[\"“]?([^<>\[\]\n\"”@]{3,80})[\"”]?\s*(?:[<\[(]|$)")
MAILBOX = re.compile(r"<\s*([\w.-]{2,30})@")
"""Of a sender: `media@…` is a house's, not a person's."""
PLACED = re.compile(r",\s(?=.*\d)|\s·\s|\s[–—|]\s|\s-\s|[|｜]")
"""Behind the name of a house: its street, box or number."""
POST_BEFORE = re.compile(
    r"[^,]*\b(?:manager|officer|director|head|secretary|leiter(?:in)?|sprecher(?:in)?)(?: of [^,]+)?,\s", re.IGNORECASE
)
"""The post of who answers, before the house: `Communications manager, X Cluster`."""
GIVEN_BY = re.compile(r"[（(]([^（）()\s]{3,30}?)\s?(?:供稿|供图供稿|提供稿件|报送)[）)]")


def sender_of(outline: Outline) -> Stated | None:
    """Whom the paragraph at the end of a press release is about, when there is only one such."""
    about = [b for b in outline.blocks if b.role == "about"]
    if len(about) != 1:
        return _mail_sender(outline)
    text = about[0].text.strip(EDGE).partition(": ")[0]
    name = text[len(start_word(text, "lines", "about")) :].strip()
    return stated_in(outline, name, about[0]) if name else None


def _mail_sender(outline: Outline) -> Stated | None:
    """The office that sent a mail: `From: Press office of the chamber <…>`; a person who sends one is no source."""
    for block in reversed([b for b in outline.blocks if b.role == "mail"]):
        match = SENDER.match(block.text)
        if not match or match[1].casefold() not in words("labels", "sender"):
            continue
        name = match[2].strip(EDGE)
        mailbox = MAILBOX.search(block.text)
        of_desk = mailbox is not None and names_desk(mailbox[1])
        name = name if names_office(name) or names_publisher(name) else desk_of(name) or (name if of_desk else "")
        if name:
            return stated_in(outline, name, block)
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
            return stated_in(outline, given[1], block)
        before = blocks[number - 1]
        if named := _in_contact(outline, block):
            return named
        labelled = before.role == "contact" and number - 1 > outline.body[-1] and len(before.text) < 60 and not before.gap > 1
        post = POST_BEFORE.match(block.text)
        head, *behind = PLACED.split(block.text[post.end() :] if post else block.text, maxsplit=1)
        placed = bool(behind) and (STREET.search(behind[0]) or ADDRESS.search(behind[0]))
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        under = (
            following is not None
            and not following.gap
            and bool(STREET.search(following.text[:LONGEST_LINE]) or following.role == "contact" or names_desk(following.text))
        )
        if block.prose and not placed:
            continue
        if post and is_name(head) and any(b.role == "contact" for b in blocks[max(outline.body[-1] + 1, number - 3) : number]):
            return stated_in(outline, bare_house(trimmed(head)), block)
        if labelled and block.role in (None, "contact") and (is_house(head) or (under and _is_organised(head))):
            return stated_in(outline, bare_house(trimmed(head)), block)
        below = under and following is not None and names_desk(following.text) and _is_organised(head)
        if below and block.role is None and not block.prose:
            return stated_in(outline, bare_house(trimmed(head)), block)
        if (placed or under) and block.role in (None, "contact", "notice") and not label_of(block.text) and is_house(head):
            return stated_in(outline, bare_house(trimmed(head)), block)
    return None


def _in_contact(outline: Outline, block: Block) -> Stated | None:
    """The house in a line of contact: `More information: X University, communications, tel. …`."""
    label = label_of(block.text) if block.role == "contact" else None
    parts = [trimmed(part) for part in re.split(r"[,;|]\s", block.text[label[1] :])] if label else []
    house = next((part for part in parts[:3] if is_house(part) and not names_desk(part)), None) if len(parts) > 1 else None
    return stated_in(outline, house, block) if house else None


def _is_organised(name: str) -> bool:
    """Whether what follows a contact label is no person: it has three words with capitals."""
    return is_name(name) and sum(word[:1].isupper() for word in name.split()) >= 3


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
            if len(named) == 1 and is_name(quoted[1]):
                return stated_in(outline, quoted[1], block)
    return None
