"""A row or an entry of a feed as a document of its own: a small web page, so that it is read like any saved page.

What the entry states of itself stands in the page's head, where the reader looks for what a page states; the text stands in
its body, and evidence counts in that. The same entry always gives the same bytes, by which it is recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from portal.extraction.dates import find_dates
from portal.imports.containers.source import Source, shown, too_big
from portal.imports.limits import limit
from portal.imports.telling import NOTHING, Told, ntold, told

# What no page and no database can hold: control characters but tab and line ends, and halves of characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ISO_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|table|blockquote|a|em|strong|span|figure)\b[^<>]*>", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_NAME_LENGTH = 160


@dataclass(slots=True)
class Entry:
    """An article as a table, a feed or an export gives it; text may hold HTML."""

    title: str = ""
    text: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()
    identifier: str = ""
    """What its giver knows it by (the guid of a feed)."""


def entry_source(entry: Entry, place: Told, number: int, origin: str, notice: Told = NOTHING) -> Source:
    """The entry as a document; `place` is where a person finds it ("row 12"), `notice` what was noticed on the way."""
    name = shown(_line(entry.title))[:_NAME_LENGTH] if entry.title.strip() else ""
    if not entry.text.strip() and not name:
        return Source(name=name, place=place, origin=origin, message=told("There is no text in it."), skipped=True)
    if not entry.text.strip():
        notice += told("It has a title and no text.")
    fit, removed = _fit(entry)
    if removed:
        notice += ntold("%(n)d unreadable character was removed.", "%(n)d unreadable characters were removed.", removed)
    day = _day(fit.date, fit.language)
    if fit.date.strip() and not day:
        notice += told("The date “%(date)s” was not understood.") % {"date": shown(fit.date)[:60]}
    data = _page(fit, day).encode()
    if len(data) > limit("IMPORT_MAX_DOCUMENT_BYTES"):
        return too_big(name, len(data), origin, place)
    ending = ".html" if name else f" {number}.html"
    return Source(name=name, place=place, data=data, origin=origin, message=notice, ending=ending)


def _fit(entry: Entry) -> tuple[Entry, int]:
    removed = 0

    def clean(text: str) -> str:
        nonlocal removed
        kept, number = _UNFIT.subn("", text)
        removed += number
        return kept

    fit = Entry(
        title=clean(entry.title),
        text=clean(entry.text),
        date=clean(entry.date),
        source=clean(entry.source),
        url=clean(entry.url),
        language=clean(entry.language),
        topics=tuple(clean(topic) for topic in entry.topics),
        identifier=clean(entry.identifier),
    )
    return fit, removed


def _day(stated: str, language: str) -> str:
    """The day as YYYY-MM-DD, or nothing when the words do not say one whole date."""
    if iso := _ISO_DAY.match(stated.strip()):
        return iso[0]
    found = [mention for mention in find_dates(stated[:100], language=language[:2].lower() or None) if mention.precision == "day"]
    return found[0].value if len(found) == 1 and _ISO_DAY.fullmatch(found[0].value) else ""


def _page(entry: Entry, day: str) -> str:
    language = f' lang="{escape(entry.language.strip())}"' if _LANGUAGE.fullmatch(entry.language.strip()) else ""
    return "\n".join(
        [
            "<!doctype html>",
            f"<html{language}>",
            "<head>",
            '<meta charset="utf-8">',
            f"<title>{escape(_line(entry.title))}</title>",
            *_statements(entry, day),
            "</head>",
            "<body>",
            "<article>",
            f"<h1>{escape(_line(entry.title))}</h1>",
            *_paragraphs(entry.text),
            "</article>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _statements(entry: Entry, day: str) -> Iterator[str]:
    stated = [
        ("og:title", entry.title),
        ("article:published_time", day),
        ("source", entry.source),
        ("identifier", entry.identifier),
    ]
    stated += [("article:tag", topic) for topic in entry.topics]
    for name, value in stated:
        if line := _line(value):
            yield f'<meta property="{name}" content="{escape(line)}">'
    if url := _line(entry.url):
        yield f'<link rel="canonical" href="{escape(url)}">'


def _line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(text: str) -> Iterator[str]:
    """Plain text as one paragraph a line; HTML as it is, with a paragraph for each blank line where it has no blocks."""
    if not _MARKUP.search(text):
        yield from (f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
    elif _BLOCK.search(text):
        yield text
    else:
        yield from (f"<p>{part.strip()}</p>" for part in re.split(r"\n[ \t\r]*\n", text) if part.strip())
