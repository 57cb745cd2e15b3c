"""A saved web page: the text as a reader sees it, line by line, with what its markup says about each line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from portal.extraction.documents.blocks import laid_out
from portal.extraction.documents.encoding import decode
from portal.extraction.documents.hints import Hints, is_headline, is_kicker
from portal.extraction.documents.main_text import main_ranges
from portal.extraction.documents.markup import read_markup, stated_paragraphs
from portal.extraction.documents.mojibake import mended, notice_of
from portal.extraction.documents.second_voice import address_date, is_doubtful, second_main, weighed
from portal.extraction.types import Document, ExtractionError, Markup, said

HIDDEN = frozenset(
    "script style noscript template head svg math iframe object embed applet audio video canvas map select option datalist"
    " textarea input progress meter dialog frameset noframes".split()
)
PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote ul ol dl table article section aside header footer nav main form pre hr".split()
)
BLOCKS = PARAGRAPHS | frozenset(
    "div li dt dd tr td th tbody thead tfoot caption figure figcaption address center fieldset legend details summary body html"
    " button label option".split()
)
KINDS = {"p": "paragraph", "li": "item", "dt": "item", "dd": "item", "blockquote": "quote", "figcaption": "caption"} | {
    **dict.fromkeys(("td", "th", "caption"), "cell"),
    **{f"h{level}": "heading" for level in range(1, 7)},
}
UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
UNSEEN_CLASS = re.compile(
    r"(?:^|[\s_-])(?:sr-only|screen-reader(?:-text)?|visually-?hidden|skip-link|hidden|d-none)(?:$|\s)", re.IGNORECASE
)
META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:-]{2,40})|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w:-]{2,40})", re.IGNORECASE
)
DEEP_TAGS = re.compile(r"</?(?!/?(?:script|style|title|meta|link|p|h[1-6]|head|body|html|br)\b)[a-z][^<>]*>", re.IGNORECASE)
LABELLING = frozenset("span time small strong b i em".split())
SEAM = re.compile(r"[^\W\d_A-Z]\d|\d[^\W\d_]|[a-zа-яёà-öø-ÿ][A-ZА-ЯЁÀ-ÖØ-Þ]")
"""Two characters that no word has side by side: a letter and a figure, a small letter and a capital."""
WIDE_LABEL = re.compile(r"\s*[\u3400-\u9fff]{2,6}[:：]")
SPACE = re.compile(r"[ \t\n\f\r]+")
UNSEEN = 0.5
"""A page that shows less than this share of the article that its markup states has it drawn by a program."""
LIMIT = 6_000_000
"""Characters of markup beyond which a page is refused: no article is as long."""


@dataclass(slots=True)
class Page:
    """The visible text while it is put together."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    breaks: int = 0
    space: bool = False
    kind: str = "other"
    lines: list[list[object]] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)

    def add(self, text: str, kind: str, owner: int) -> None:
        """Append inline text: white space collapses as in a browser, a no-break space becomes a plain one and stays."""
        for index, word in enumerate(SPACE.split(text)):
            if index:
                self.space = True
            if not word:
                continue
            self._write(word.replace("\u00a0", " ").replace("\u00ad", ""), kind, owner)

    def _write(self, word: str, kind: str, owner: int) -> None:
        if not word.strip() and (self.breaks or not self.length):
            return
        if not self.length or self.breaks:
            if self.length:
                self._append("\n" * self.breaks)
            self.lines.append([self.length, self.length, kind])
            self.owners.append(owner)
        elif self.space:
            self._append(" ")
        self.breaks, self.space = 0, False
        self._append(word)
        self.lines[-1][1] = self.length

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def end_line(self, breaks: int) -> None:
        self.breaks = min(2, max(self.breaks, breaks))
        self.space = False


def read_html(data: bytes, name: str = "") -> Document:
    """The Document of a saved page; its text has one line a block, a blank line between paragraphs."""
    declared = META_CHARSET.search(data[:4000])
    decoded = decode(data, (declared[1] or declared[2]).decode("ascii") if declared else None)
    if len(decoded.text) > LIMIT:
        raise ExtractionError(said("This page is longer than %(n)d million characters.", n=LIMIT // 1_000_000))
    source, repairs = mended(decoded.text)
    root, notices = parse_html(source)
    if repairs:
        notices = (*notices, notice_of(repairs))
    if root is None:
        raise ExtractionError(said("There is no text in this page."))
    markup, stated = read_markup(root), stated_paragraphs(root)
    page, hints, containers = _visible(root)
    text = "".join(page.parts)
    if stated and len(text) < sum(len(paragraph) for _, paragraph in stated) * UNSEEN:
        text, laid = laid_out(stated)
        notice = said("The page shows its article only with the help of a program; it was taken from what its markup states.")
        return Document(
            text, "text/html", decoded.encoding, name, replace(markup, blocks=laid), (*decoded.notices, *notices, notice)
        )
    blocks = tuple((int(a), int(b), str(kind)) for a, b, kind in page.lines)  # type: ignore[call-overload]
    main, core = main_ranges(text, blocks, page.owners, containers, hints.found, hints.links, markup.titles)
    if not notices and is_doubtful(text, blocks, main, markup.titles):
        main, core = weighed(text, blocks, (main, core), second_main(source, text, blocks), markup.titles)
    markup = Markup(
        titles=markup.titles,
        published=markup.published,
        language=markup.language,
        site_name=markup.site_name,
        source=markup.source,
        brands=markup.brands,
        authors=markup.authors,
        topics=markup.topics,
        blocks=blocks,
        main=main,
        core=core,
        hints=hints.ranges(text, main),
        links=tuple(hints.links),
        address_date=None if markup.published or notices else address_date(source, root),
    )
    return Document(text, "text/html", decoded.encoding, name, markup, decoded.notices + notices)


def parse_html(text: str) -> tuple[etree._Element | None, tuple[str, ...]]:
    """The tree of a page, and what had to be done to get it."""
    root, too_deep = _parse(text)
    if not too_deep:
        return root, ()
    root, too_deep = _parse(DEEP_TAGS.sub("<br>", text))
    return root, (said("The elements of this page are nested too deeply; it was read as a sequence of lines."),)


def _parse(text: str) -> tuple[etree._Element | None, bool]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    return root, any("depth" in entry.message.lower() for entry in parser.error_log)


def _visible(root: etree._Element) -> tuple[Page, Hints, dict[int, int]]:
    """The page's text, what its elements suggest, and for each block element the block around it."""
    page, hints, around = Page(), Hints(), {}
    kinds, owners = ["other"], [0]
    count = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag: Any = element.tag
        if event == "end":
            if tag in BLOCKS:
                page.end_line(2 if tag in PARAGRAPHS else 1)
                kinds.pop()
                owners.pop()
            elif is_kicker(element):
                page.end_line(2)
            hints.leave(element, page.length)
            if tag == "a":
                page.space = page.space or _meets_another_link(element)
            elif tag in LABELLING:
                page.space = page.space or _meets_another_label(element)
            if element.tail and element is not root:
                page.add(element.tail, kinds[-1], owners[-1])
            continue
        if _is_hidden(element, tag):
            walk.skip_subtree()
            element.tag = "hidden"
            continue
        elif tag == "br":
            page.end_line(page.breaks + 1 if page.breaks else 1)
        elif tag in BLOCKS:
            page.end_line(2 if tag in PARAGRAPHS else 1)
            count += 1
            around[count] = owners[-1]
            headline = tag in ("p", "div", "td") and "class" in element.attrib and is_headline(element)
            kinds.append("heading" if headline else KINDS.get(tag, kinds[-1] if tag in ("div", "label") else "other"))
            owners.append(count)
        hints.enter(element, page.length)
        if element.text:
            page.add(element.text, kinds[-1], owners[-1])
    return page, hints, around


def _is_hidden(element: etree._Element, tag: str) -> bool:
    if tag in HIDDEN:
        return True
    if tag in ("html", "body"):
        return False
    attributes = element.attrib
    return (
        "hidden" in attributes
        or bool(UNSEEN_STYLE.search(attributes.get("style", "")))
        or bool(UNSEEN_CLASS.search(attributes.get("class", "")))
    )


def _meets_another_label(element: etree._Element) -> bool:
    """Particulars in elements of their own that only a style sheet parts: `<span>Anna Berg</span><span>3 May</span>`."""
    following = element.getnext()
    if element.tail or following is None or following.tag not in LABELLING or not (element.text and following.text):
        return False
    seam = SEAM.fullmatch(element.text.rstrip()[-1:] + following.text.lstrip()[:1])
    return bool(seam or WIDE_LABEL.match(following.text))


def _meets_another_link(element: etree._Element) -> bool:
    """Links of a menu that no character parts would run into one word."""
    following = element.getnext()
    return not element.tail and following is not None and following.tag == "a"
