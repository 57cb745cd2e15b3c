"""What a document states about itself: title and topics, each with the words that say so; sources.py tells the source."""

from __future__ import annotations

import re

from portal.extraction.stated import Stated
from portal.extraction.types import Span
from portal.extraction.zones.blocks import count_words
from portal.extraction.zones.labels import CRUMBS, PARTS
from portal.extraction.zones.outline import Outline
from portal.extraction.zones.phrases import EDGE, label_of
from portal.extraction.zones.publishers import names_publisher, names_section
from portal.extraction.zones.title import title_key, titled

BEFORE_TITLE = re.compile(r"[\[【［〔]([^\[\]【】［］〔〕]{2,40})[\]】］〕]\s*(?=\S)|([^|｜丨]{2,24}?)\s?[|｜丨]\s?(?=\S)")
BEFORE_STOP = re.compile(r"([^\W\d_][^.:!?|]{2,28})\.\s+(?=[^\W_a-zа-яё])")
"""The section or the town with which regional papers open a title: `Environnement. Two towns …`."""
REPORTED = re.compile(r"[=＝].*(?:기자|특파원)$|記者$|记者$")
"""Before a title: the paper and its reporter."""
BEHIND_TITLE = re.compile(r"(\s[|–—-]\s+)([^|]{2,50})$")
MARKED = re.compile(r"([*_=~#]{1,5}|[–—-]{2,5})\s*([^\s*_=~#–—-](?:.*[^\s*_=~#–—-])?)\s*\1")
"""Set off by marks on both sides: `*Two cities sign*`."""
CLOSING = re.compile(r"\s=+$")
"""With which agencies end a title."""
FEWEST, LONGEST_SITE = 3, 5
"""Words of a title, and of the name of a site behind it."""
ORNAMENT = re.compile(r"[■◆●▼▲▶►□○◇☆★※◎♦•➤✔]+\s*(?=\S)")
"""Before the items of a newsletter."""
ITEM_NUMBER = re.compile(r"\(?(\d{1,2})([.)])\s+(?=\S)")
TOPIC_CUT = re.compile(r"\s*[,;|、，；·•#]\s*|\s{2,}|\s/\s")
SITE_CUT = re.compile(r"\s+(?:[|–—«»·•›></-]+|::)\s+|\s*[|｜／»–—]\s*|(?<=[\u3040-\u9fff])[-_：]")


def title_of(outline: Outline) -> Stated | None:
    """The title as it stands over the article, without the number of an item among others; else one that the markup states."""
    if outline.title:
        blocks = [outline.blocks[i] for i in outline.title]
        text, start = outline.document.text, blocks[0].start
        title = " ".join(" ".join(b.text for b in blocks).split())
        if label := titled(title):
            title, start = title[label:], text.index(title[label:].split()[0], start + label - 1)
        if mark := ORNAMENT.match(title):
            title, start = title[mark.end() :], text.index(title[mark.end() :].split()[0], start)
        number = ITEM_NUMBER.match(title)
        if number and _is_among_others(int(number[1]), number[2], outline):
            title, start = title[number.end() :], text.index(title[number.end() :].split()[0], start)
        if (opening := BEFORE_STOP.match(title)) and (names_section(opening[1]) or _in_trail(opening[1], outline)):
            title, start = title[opening.end() :], text.index(title[opening.end() :].split()[0], start + len(opening[1]))
        prefix = BEFORE_TITLE.match(title)
        if prefix and _is_mark(prefix[1] or prefix[2], title[prefix.end() :], outline):
            title, start = title[prefix.end() :], text.index(prefix[0].strip(), start) + len(prefix[0].strip())
            start += len(text[start:]) - len(text[start:].lstrip())
        title, start, end = _without_marks(title, start, blocks[-1].end, outline)
        return Stated(title, (Span(start, end, text[start:end]),))
    if outline.subject:
        found = outline.subject
        return Stated(found.text, (Span(found.start, found.end, outline.document.text[found.start : found.end]),))
    for candidate in outline.document.markup.titles:
        every = [p.strip() for p in SITE_CUT.split(candidate) if p and p.strip()]
        parts = [p for p in every if title_key(p) not in outline.mastheads]
        if parts:
            return Stated(max(parts, key=len) if len(every) > 1 else candidate)
    return None


def _without_marks(title: str, start: int, end: int, outline: Outline) -> tuple[str, int, int]:
    """A title and its place without the site behind it and the marks that set it off."""
    text = outline.document.text
    if marked := MARKED.fullmatch(title):
        start = text.index(marked[2].split()[0], start)
        title, end = marked[2], start + len(text[start:end].rstrip(f" {marked[1][0]}"))
    if site := site_behind(title, outline):
        end = text.rindex(site[2], start, end) - len(site[1])
        return title[: site.start()].rstrip(), start, start + len(text[start:end].rstrip())
    if closing := CLOSING.search(title):
        return title[: closing.start()], start, start + len(text[start:end].rstrip(" ="))
    return title, start, end


def _is_among_others(number: int, mark: str, outline: Outline) -> bool:
    """Whether the item before stands over the title, or the next one under it."""
    before, after = (re.compile(rf"\(?{n}{re.escape(mark)}\s") for n in (number - 1, number + 1))
    above, below = outline.blocks[: outline.title[0]], outline.blocks[outline.title[-1] + 1 :]
    return any(before.match(b.text) for b in above) or any(after.match(b.text) for b in below if not b.prose)


def site_behind(title: str, outline: Outline) -> re.Match[str] | None:
    """The name of the site behind a title that was pasted with it: `Two cities sign | The West Wind`."""
    match = BEHIND_TITLE.search(title)
    if match is None or count_words(title[: match.start()]) < FEWEST:
        return None
    pasted = not outline.document.markup.blocks and match[1].strip() == "-" and names_publisher(match[2])
    known = title_key(match[2]) in outline.mastheads or (pasted and count_words(match[2]) <= LONGEST_SITE)
    return match if known or ("|" in match[1] and len(match[2].split()) <= LONGEST_SITE) else None


def _is_mark(mark: str, rest: str, outline: Outline) -> bool:
    """Whether what stands before a title is a publisher or a section: by its words, by the page's trail, by a stated title without it."""
    key = title_key(mark)
    if REPORTED.search(mark) or names_publisher(mark) or names_section(mark) or key in outline.mastheads:
        return True
    if title_key(rest) in {title_key(title) for title in outline.document.markup.titles}:
        return True
    return _in_trail(mark, outline)


def _in_trail(mark: str, outline: Outline) -> bool:
    """Whether a section or a place is a step of the page's trail."""
    trails = (PARTS.split(b.text) + CRUMBS.split(b.text) for b in outline.blocks if b.role == "navigation")
    return any(title_key(mark) in map(title_key, steps) for steps in trails)


def topics_of(outline: Outline) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """Topics as the article lists them, in its order."""
    text = outline.document.text
    for number, block in enumerate(outline.blocks):
        for start, end, role in block.segments or [(block.start, block.end, block.role or "")]:
            if role != "topics" or any(hint in ("teaser", "other") for hint in block.hints):
                continue
            piece = text[start:end]
            label = label_of(piece)
            pieces = [piece[label[1] :]] if label else [piece]
            follow = number + 1
            while (label and not "".join(pieces).strip(EDGE)) or (block.element == "item" and follow < len(outline.blocks)):
                following = outline.blocks[follow] if follow < len(outline.blocks) else None
                if following is None or following.role != "topics":
                    break
                pieces.append(following.text)
                end, follow = following.end, follow + 1
            linked = [text[a:b] for a, b in outline.document.markup.links if a < end and b > start]
            names = [n.strip(" .#\u00a0\n") for p in linked or pieces for n in TOPIC_CUT.split(p)]
            names = [n for n in names if n and len(n) < 80]
            if names:
                return tuple(dict.fromkeys(names)), (Span(start, end, text[start:end]),)
    return outline.document.markup.topics, ()
