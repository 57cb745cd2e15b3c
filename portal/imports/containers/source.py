from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from portal.imports.limits import in_words, limit
from portal.imports.telling import NOTHING, Told, as_written, told, told_of_both

READABLE = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf", ".eml")
"""Endings that a folder or an archive is searched for; a file that is handed in by itself is always read."""
LONGEST_NAME = 250
# Control, format (bidirectional overrides, zero width), surrogate and private characters say one thing and show another.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Source:
    """One document as it came, or the reason why it was refused."""

    name: str
    """For people: file name or path inside its archive, or title, with characters that hide something written out."""
    data: bytes | None = None
    """None when refused."""
    origin: str = ""
    """The archive or folder that it came from, as the person knows it."""
    message: Told = NOTHING
    """Why it was refused, or what was noticed; full sentences."""
    skipped: bool = False
    """Refused without anything being wrong: it is no document."""
    address: str = ""
    """Of a web page that is still to be fetched; there are no data then, and nothing is refused."""
    place: Told = NOTHING
    """Where in its file it stands ("row 12"), where it is no file by itself."""
    ending: str = ""
    """How its file would be called, where it is none by itself: by that it is read as what it is, whatever its title ends like."""

    @property
    def called(self) -> Told:
        """What a person knows it by: its name, its place, or both."""
        if not self.place:
            return as_written(self.name)
        return told_of_both(self.name, self.place) if self.name else self.place

    @property
    def file_name(self) -> str:
        """The same in no language: of what has no name, that of the file in which it stands."""
        return f"{self.name or self.origin.rpartition('/')[2]}{self.ending}"


@dataclass(frozen=True, slots=True)
class Unopened:
    """A file that holds several documents, as it came. Its stream may close when the next file is asked for."""

    name: str
    stream: BinaryIO
    origin: str = ""
    columns: Mapping[str, str] | None = None
    """What the columns of its tables hold, where that was said with it: field to heading."""


def shown(name: str) -> str:
    """The file name with every character that hides or reorders others written as \\u202e, and cut to 250 characters."""
    written = "".join(
        f"\\u{ord(char):04x}" if unicodedata.category(char) in _HIDDEN_CATEGORIES else char for char in name.replace("\\", "/")
    )
    written = re.sub(r"\s+", " ", written).strip() or "—"
    return written if len(written) <= LONGEST_NAME else written[: LONGEST_NAME - 1] + "…"


def too_big(name: str, size: int | None = None, origin: str = "", place: Told = NOTHING) -> Source:
    """The refusal of a document over the limit."""
    most = in_words(limit("IMPORT_MAX_DOCUMENT_BYTES"))
    if size is None:
        message = told("The document is larger than %(most)s, the most that is taken in one piece.") % {"most": most}
    else:
        message = told("The document has %(size)s; the most that is taken in one piece is %(most)s.") % {
            "size": in_words(size),
            "most": most,
        }
    return Source(name=name, place=place, origin=origin, message=message)


def no_article(name: str, origin: str) -> Source:
    """A file that is not read, going by its ending: the picture beside a saved page."""
    return Source(name=name, origin=origin, message=told("Files of this kind are not read."), skipped=True)


def read_document(stream: BinaryIO, name: str, origin: str = "") -> Source:
    """The whole stream as one document, or its refusal; never holds more than the limit in memory."""
    most = limit("IMPORT_MAX_DOCUMENT_BYTES")
    data = stream.read(most + 1)
    return too_big(name, origin=origin) if len(data) > most else Source(name=name, data=data, origin=origin)


def beside_title(name: str, title: str) -> str:
    """What the name of a document says beside its title: of "Tartu signs · row 2" the row."""
    return name.removeprefix(title).removeprefix(" · ")
