"""RSS and Atom feeds: each entry is an article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from portal.imports.containers.children import NotOfTheKind, Overwhelmed, answers
from portal.imports.containers.page import Entry, entry_source
from portal.imports.containers.source import Source, shown
from portal.imports.limits import in_words, limit
from portal.imports.telling import told

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
        yield Source(name=name, message=told("The feed is larger than %(most)s.") % {"most": in_words(most)})
        return
    if declares_entities(data):
        yield Source(name=name, message=told("The file declares XML entities, as no feed needs to. It was not read."))
        return
    number = 0
    try:
        for number, answer in enumerate(answers("feed", io.BytesIO(data)), start=1):
            if answer == "damaged":
                words = told("The feed is damaged after entry %(n)d; what follows could not be read.")
                yield Source(name=name, message=words % {"n": number - 1})
            else:
                yield entry_source(_entry(answer), told("entry %(n)d") % {"n": number}, number, origin)
    except NotOfTheKind:
        yield Source(name=name, message=told("The feed is damaged; no entry could be read."))
    except Overwhelmed:
        words = told("Reading this feed needed too much memory or time, as with one that is made to hurt. The rest was not read.")
        yield Source(name=name, message=words)
    else:
        if not number:
            yield Source(name=name, message=told("The feed has no entries."), skipped=True)


def _entry(answer: dict[str, Any]) -> Entry:
    return Entry(**{**answer, "topics": tuple(map(shown, answer["topics"]))})
