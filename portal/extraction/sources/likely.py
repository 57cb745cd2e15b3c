"""The likeliest house of a document that says nowhere plainly whose it is: by where a name stands and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.extraction.sources.alone import says_else, tells_paper
from portal.extraction.sources.lines import has_day, is_house_name, is_posted, parts_of
from portal.extraction.sources.naming import is_person, is_service, is_unnamed, stated_in
from portal.extraction.stated import ISSUE, Stated
from portal.extraction.zones.blocks import Block
from portal.extraction.zones.outline import Outline
from portal.extraction.zones.phrases import COLON, EDGE, label_of, start_word
from portal.extraction.zones.publishers import is_firm, names_body, names_desk, names_office, names_publisher
from portal.extraction.zones.title import PARTICULAR, title_key

ENOUGH = 2.5
"""A score below which a name is not taken for the house."""
PLAIN = 3.1
"""A score with which a name needs no other sign."""
FIRST, OVER, UNDER, BELOW = 2.0, 1.2, 1.0, 0.4
"""What a name's place counts: the first line, others over the title, between title and article, below the article."""
OF_HOUSES, ORGANISED, SHAPED, UNSHAPED, BESIDE, NEXT, REPEATED, IN_BODY, ON_PAGE = 1.5, 0.7, 0.5, -0.7, 1.0, 0.8, 1.2, 0.6, 1.5
SINGLE, SLOGAN, PERSON, PERHAPS_PERSON, SUPERIOR = -0.6, -1.0, -2.0, -0.6, -1.2
TOP, UNDERMOST, LAST = 6, 5, 12
LONGEST = 140
ROLES = frozenset({None, "date", "published", "notice", "header", "source", "contact", "author", "comments"})
SMALL = re.compile(
    r"(?<!\w)(?:for|in|to|with|on|at|we|your|our|is|are|from|für|pour|para|voor|wij|wir|nous|мы|для)(?!\w)", re.IGNORECASE
)
"""Words of a slogan: a house has other ones between its capitals."""
HANGUL = re.compile(r"[\uac00-\ud7af]+\s[\uac00-\ud7af]{3}$")
"""A desk and who sits there."""
CASELESS = re.compile(r"[\u0590-\u05ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name, the block that has it, and what its place counts."""

    name: str
    index: int
    score: float


def likely_house(outline: Outline) -> Stated | None:
    """The name with the best reasons to be the house, None when none has enough."""
    return _best(outline, ENOUGH)


def plain_house(outline: Outline) -> Stated | None:
    """The name with so many reasons that it needs no second sign."""
    return _best(outline, PLAIN)


def _best(outline: Outline, enough: float) -> Stated | None:
    found = [Candidate(c.name, c.index, c.score + _reasons(outline, c)) for c in _candidates(outline)]
    best = max(found, key=lambda c: c.score, default=None)
    if best is None or best.score < enough:
        return None
    return stated_in(outline, best.name, outline.blocks[best.index])


def _candidates(outline: Outline) -> Iterator[Candidate]:
    blocks = outline.blocks
    body = outline.body[0] if outline.body else len(blocks)
    title = outline.title[0] if outline.title else body
    first = bool(outline.title)
    for index in [
        *range(outline.first, min(title, outline.first + TOP)),
        *range(title, min(body, title + UNDERMOST)),
        *_below(outline),
    ]:
        block = blocks[index]
        if index in outline.title or block.role not in ROLES or block.prose or len(block.text) > LONGEST:
            continue
        if (PARTICULAR.match(block.text) and not label_of(block.text)) or len(COLON.findall(block.text)) > 1:
            continue
        if block.hints[-1:] in (("teaser",), ("advert",), ("notice",)) or _is_labelled(block):
            continue
        if is_service(block.text.lstrip(EDGE)):
            continue
        place = (FIRST if first else OVER) if index < title else UNDER if index < body else BELOW
        for name in parts_of(block.text, outline.language):
            told = is_unnamed(name) or is_posted(name) or (HANGUL.match(name) and names_office(name))
            if not told and is_house_name(name, outline.language) and not says_else(name, outline.language):
                yield Candidate(name, index, place)
                place = min(place, OVER)
                first = False


def _below(outline: Outline) -> range:
    last = outline.body[-1] + 1 if outline.body else 0
    return range(last, min(len(outline.blocks), last + LAST)) if last else range(0)


def _is_labelled(block: Block) -> bool:
    label = label_of(block.text)
    return label is not None and label[0] not in ("contact", "published")


def _reasons(outline: Outline, candidate: Candidate) -> float:
    blocks, name, index = outline.blocks, candidate.name, candidate.index
    block = blocks[index]
    housed = names_publisher(name) or names_office(name) or is_firm(name)
    words = name.split()
    score = OF_HOUSES if housed else ORGANISED if names_body(name) else 0.0
    capitals = [w[:1].isupper() or not w[:1].isalpha() for w in words if len(w) > 3]
    if CASELESS.search(name) or all(capitals):
        score += SHAPED
    elif not housed and not any(capitals[1:]):
        score += UNSHAPED
    score += BESIDE * _is_beside(outline, block, name)
    score += NEXT * any(_tells_house(outline, near) for near in _near(outline, index))
    key = title_key(name)
    elsewhere = (b for i, b in enumerate(blocks) if i != index and i not in outline.body and i not in outline.title)
    if len(key) > 3 and any(title_key(b.text[: len(name) + 40]).startswith(key) for b in elsewhere):
        score += REPEATED
    if any(name in blocks[i].text for i in outline.body):
        score += IN_BODY
    if len(key) > 3 and any(key in title_key(stated) for stated in outline.document.markup.titles):
        score += ON_PAGE
    if len(words) == 1 and not CASELESS.search(name) and not re.search(r"\w[A-Z]|\w-[A-Z]", name):
        score += SINGLE
    if start_word(name, "labels", "superior"):
        score += SUPERIOR
    if not housed and index > (outline.body[-1] if outline.body else index):
        score += PERHAPS_PERSON
    if not housed and (SMALL.search(name) or name.endswith("!")):
        score += SLOGAN
    if start_word(name, "labels", "author") or is_person(name):
        score += PERSON
    elif not housed and len(words) == 2 and outline.title and index > outline.title[0]:
        score += PERHAPS_PERSON
    return score


def _is_beside(outline: Outline, block: Block, name: str) -> bool:
    """Whether a line holds a day, a page, an issue, a section or a desk beside the name."""
    rest = block.text.replace(name, " ", 1)
    others = [part for part in parts_of(rest, outline.language) if part != name]
    told = any(says_else(part, outline.language) or tells_paper(part) or is_unnamed(part) for part in others)
    return told or bool(ISSUE.search(rest)) or has_day(rest, outline.language) or (not others and bool(re.search(r"\d", rest)))


def _near(outline: Outline, index: int) -> list[Block]:
    """The lines right before and after, in one group with a line."""
    blocks = outline.blocks
    near = [blocks[index - 1]] if index and not blocks[index].gap else []
    return near + [b for b in blocks[index + 1 : index + 2] if not b.gap]


def _tells_house(outline: Outline, block: Block) -> bool:
    """Whether a line stands beside the name of a house: a desk, a menu, an address, the words "press release", an issue."""
    release = block.role == "notice" and not block.prose and bool(start_word(block.text, "lines", "notice"))
    return (
        release
        or block.role in ("navigation", "contact")
        or names_desk(block.text)
        or is_unnamed(block.text[:LONGEST])
        or bool(ISSUE.search(block.text[:80]))
    )
