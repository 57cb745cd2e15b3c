"""RSS and Atom feeds: each entry is an article."""

from __future__ import annotations

import email.utils
import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import feedparser
from django.utils.translation import gettext as _

from portal.imports.containers.page import Entry, entry_source
from portal.imports.containers.source import Source, shown
from portal.imports.limits import in_words, limit

_START = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_HEAD = 8 * 1024


def looks_like_feed(head: bytes) -> bool:
    """Going by the first bytes of a file."""
    return bool(_START.search(_plain(head)))


def declares_entities(data: bytes) -> bool:
    """Whether XML declares entities of its own, which no feed needs and which are used to read files or to fill the memory."""
    return bool(_ENTITY.search(_plain(data)))


def _plain(data: bytes) -> bytes:
    # UTF-16 hides nothing: its ASCII characters stand between zeros.
    return data.replace(b"\0", b"")


def open_feed(stream: BinaryIO, name: str, origin: str = "") -> Iterator[Source]:
    """A document for each entry of the feed."""
    most = limit("IMPORT_MAX_DOCUMENT_BYTES")
    data = stream.read(most + 1)
    origin = f"{origin}/{name}" if origin else name
    if len(data) > most:
        yield Source(name=name, message=_("The feed is larger than %(most)s.") % {"most": in_words(most)})
        return
    if declares_entities(data):
        yield Source(name=name, message=_("The file declares XML entities, as no feed needs to. It was not read."))
        return
    # Handed a string, feedparser would take it for an address or a path; a stream is only read.
    parsed = feedparser.parse(io.BytesIO(data))
    if not parsed.entries:
        damaged = bool(parsed.get("bozo")) or not parsed.get("version")
        words = _("The feed is damaged; no entry could be read.") if damaged else _("The feed has no entries.")
        yield Source(name=name, message=words, skipped=not damaged)
        return
    for number, entry in enumerate(parsed.entries, start=1):
        yield entry_source(_entry(entry, parsed.feed), _("entry %(n)d") % {"n": number}, origin)
    if (
        parsed.get("bozo")
        and isinstance(parsed.get("bozo_exception"), Exception)
        and "not well-formed" in str(parsed.bozo_exception)
    ):
        words = _("The feed is damaged after entry %(n)d; what follows could not be read.")
        yield Source(name=name, message=words % {"n": len(parsed.entries)})


def _entry(entry: Any, feed: Any) -> Entry:
    content = next((part.get("value", "") for part in entry.get("content", ()) if part.get("value")), "")
    link = entry.get("link", "")
    return Entry(
        title=_plain_text(entry.get("title", "")),
        text=content or entry.get("summary", ""),
        date=_day(entry),
        source=_plain_text(entry.get("source", {}).get("title") or feed.get("title", "")),
        url=link,
        language=entry.get("language") or feed.get("language", ""),
        topics=tuple(shown(tag["term"]) for tag in entry.get("tags", ()) if tag.get("term")),
        identifier=entry.get("id") or link,
    )


def _plain_text(html: str) -> str:
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]*>", " ", html).split())


def _day(entry: Any) -> str:
    """The day as the feed's own clock has it, not as it was in London then."""
    stated = entry.get("published") or entry.get("created") or ""
    if re.match(r"\d{4}-\d\d-\d\d", stated):
        return stated[:10]
    if parts := email.utils.parsedate(stated):
        return f"{parts[0]:04d}-{parts[1]:02d}-{parts[2]:02d}"
    parsed = entry.get("published_parsed")
    return f"{parsed.tm_year:04d}-{parsed.tm_mon:02d}-{parsed.tm_mday:02d}" if parsed else stated
