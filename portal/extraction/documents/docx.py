"""A Word document (.docx): its paragraphs in order, with the headings that their styles name."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from portal.extraction.documents.blocks import laid_out
from portal.extraction.types import Document, ExtractionError, Markup, said

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CORE = "{http://purl.org/dc/elements/1.1/}"
LARGEST = 30_000_000
"""Bytes of XML that are unpacked at most."""


def read_docx(data: bytes, name: str = "") -> Document:
    """The Document of a .docx file; pictures, notes and comments are left out. Its properties are not trusted for dates."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _part(archive, "word/document.xml")
            core = _part(archive, "docProps/core.xml") if "docProps/core.xml" in archive.namelist() else None
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise ExtractionError(said("This Word document is damaged and cannot be read.")) from error
    try:
        text, blocks = laid_out(_paragraphs(body))
        title = _title(core) if core else None
    except etree.XMLSyntaxError as error:
        raise ExtractionError(said("This Word document is damaged and cannot be read.")) from error
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Document(text, media_type, None, name, Markup(titles=(title,) if title else (), blocks=blocks))


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    with archive.open(path) as part:
        content = part.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ExtractionError(said("This Word document is too large once it is unpacked."))
    return content


def _paragraphs(body: bytes) -> Iterator[tuple[str, str]]:
    walk = etree.iterparse(io.BytesIO(body), tag=f"{WORD}p", resolve_entities=False, no_network=True, huge_tree=False)
    for _, paragraph in walk:
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        value = (style.get(f"{WORD}val") or "").lower() if style is not None else ""
        numbered = paragraph.find(f"{WORD}pPr/{WORD}numPr") is not None
        kind = (
            "heading"
            if value.startswith(("heading", "title", "berschrift", "kop", "titre"))
            else "item"
            if numbered
            else "paragraph"
        )
        yield kind, " ".join("".join(_words(paragraph)).split())
        paragraph.clear()


def _words(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br", f"{WORD}noBreakHyphen"):
        yield (element.text or "") if element.tag == f"{WORD}t" else "-" if str(element.tag).endswith("Hyphen") else " "


def _title(core: bytes) -> str | None:
    root = etree.fromstring(core, etree.XMLParser(resolve_entities=False, no_network=True))
    return " ".join((root.findtext(f"{CORE}title") or "").split()) or None
