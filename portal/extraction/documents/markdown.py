"""Markdown: the words without the marks, and what the front matter states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.extraction.documents.blocks import laid_out
from portal.extraction.documents.encoding import decode
from portal.extraction.types import Document, Markup

FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,20000}?)\n---[ \t]*(?:\n|$)", re.DOTALL)
FIELD = re.compile(r"^(\w+):[ \t]*(.+)$", re.MULTILINE)
DATE = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)")
LINK = re.compile(r"\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)")
EMPHASIS = re.compile(r"(?<![\w*])(\*\*\*|\*\*|\*|___|__|_|`|~~)(?=\S)([^\n]{1,2000}?)(?<=\S)\1(?![\w*])")
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
RULE = re.compile(r"(?:[-*_=]\s*){3,}$")


def read_markdown(data: bytes, name: str = "") -> Document:
    """The Document of a Markdown file: one line a paragraph, no marks, no pictures."""
    decoded = decode(data)
    text, stated = decoded.text, {}
    if front := FRONT_MATTER.match(text):
        stated = {key.lower(): value.strip().strip("\"'") for key, value in FIELD.findall(front[1])}
        text = text[front.end() :]
    shown, blocks = laid_out(_paragraphs(text))
    date = DATE.match(stated.get("date", ""))
    markup = Markup(
        titles=(stated["title"],) if "title" in stated else (),
        published=date[0] if date else None,
        source=stated.get("source"),
        topics=tuple(t.strip(" \"'") for t in stated.get("tags", "").strip("[]").split(",") if t.strip()),
        blocks=blocks,
    )
    return Document(shown, "text/markdown", decoded.encoding, name, markup, decoded.notices)


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    kind, lines = "paragraph", list[str]()
    for raw in [*text.split("\n"), ""]:
        line = raw.strip()
        heading = HEADING.match(line)
        starts = ITEM.match(line) or line.startswith(">")
        if lines and (not line or heading or (starts and not (kind == "quote" and line.startswith(">"))) or RULE.match(line)):
            under = bool(RULE.match(line)) and len(lines) == 1 and line[:1] in "=-"
            yield "heading" if under else kind, _bare(" ".join(lines))
            lines = []
        if heading:
            yield "heading", _bare(heading[1])
        elif line and not RULE.match(line):
            if not lines:
                kind = "quote" if line.startswith(">") else "item" if ITEM.match(line) else "paragraph"
            lines.append(line.lstrip("> "))


def _bare(text: str) -> str:
    text = LINK.sub(r"\1", IMAGE.sub("", text))
    for _ in range(3):
        text = EMPHASIS.sub(r"\2", text)
    return text.strip()
