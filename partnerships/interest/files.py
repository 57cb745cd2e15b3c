"""What a visitor may send along: one document or picture, told by its content and never by its name."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

PDF, WORD, ODT = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
)
ENDINGS = {PDF: ".pdf", WORD: ".docx", ODT: ".odt", "image/png": ".png", "image/jpeg": ".jpg"}
"""What is taken, with the ending that the file is given."""
_UNFIT = re.compile(r"[^\w .()-]+")
_MOST_ENTRIES = 5_000


class FileError(Exception):
    """The file is not taken; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    name: str
    media_type: str
    content: bytes


def checked_file(name: str, stream: IO[bytes], size: int) -> CheckedFile:
    """The file with a harmless name and the type that its content shows; raise FileError for what is too large or not taken."""
    most = settings.INTEREST_FILE_BYTES
    if size > most:
        words = _("The file has %(size)s; at most %(most)s are taken. Send a smaller one, or give an address in your message.")
        raise FileError(words % {"size": filesizeformat(size), "most": filesizeformat(most)})
    content = stream.read(most + 1)
    if not content:
        raise FileError(_("The file is empty: choose another one."))
    media_type = type_of(content)
    if not media_type:
        raise FileError(
            _("Only PDF, Word (docx), OpenDocument text, PNG and JPEG are taken, and no macros. Choose another file.")
        )
    stem = " ".join(_UNFIT.sub(" ", re.split(r"[\\/]", name)[-1].rpartition(".")[0]).split()).strip(" .")[:100] or "file"
    return CheckedFile(f"{stem}{ENDINGS[media_type]}", media_type, content)


def type_of(content: bytes) -> str:
    """The media type by the content, "" for what is not taken."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return _type_of_archive(content) if content.startswith(b"PK\x03\x04") else ""


def _type_of_archive(content: bytes) -> str:
    # Only the list of names is read; nothing is unpacked but the few letters that name an OpenDocument.
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist()[:_MOST_ENTRIES])
            if any(
                name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) or name.startswith("Basic/") for name in names
            ):
                return ""
            if {"word/document.xml", "[Content_Types].xml"} <= names:
                return WORD
            return ODT if _declared(archive, names) == ODT else ""
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError):
        return ""


def _declared(archive: Any, names: set[str]) -> str:
    if "mimetype" not in names:
        return ""
    with archive.open("mimetype") as entry:
        return str(entry.read(len(ODT) + 1).decode("ascii", "replace"))
