"""Which kind of document some bytes are, and its reader."""

from __future__ import annotations

import re

from portal.extraction.documents.docx import read_docx
from portal.extraction.documents.encoding import decode
from portal.extraction.documents.html import read_html
from portal.extraction.documents.mail import read_mail
from portal.extraction.documents.markdown import read_markdown
from portal.extraction.documents.mojibake import mended, notice_of
from portal.extraction.documents.pdf import read_pdf
from portal.extraction.types import Document, ExtractionError, said

MAX_BYTES = 20_000_000
PICTURE, PROGRAM, COMPRESSED = (
    said("This file is a picture, not an article."),
    said("This file is a program, not an article."),
    said("This file is a compressed file, not an article."),
)
SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", said("This is an old Office file (.doc, .xls). Save it as .docx or as text first.")),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"\x7fELF", PROGRAM),
    (b"MZ\x90", PROGRAM),
    (b"\x1f\x8b", COMPRESSED),
    (b"Rar!", COMPRESSED),
    (b"7z\xbc\xaf", COMPRESSED),
    (b"{\\rtf", said("This is a rich text file. Save it as .docx or as text first.")),
)
LETTERS = re.compile(r"[^\W\d_]")
FEWEST_LETTERS = 20
FEWEST_DIFFERENT = 6
"""So many different letters have even twenty letters of any language."""
HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1|table|script)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_document(data: bytes, name: str = "") -> Document:
    """The Document in these bytes; `name` (a file name) helps to tell what they are.

    Raises ExtractionError, with a sentence for the person who brought them, when they cannot be read.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise ExtractionError(said("This file is empty."))
    if len(data) > MAX_BYTES:
        raise ExtractionError(said("This file is larger than %(n)d MB.", n=MAX_BYTES // 1_000_000))
    for signature, words in SIGNATURES:
        if data.startswith(signature):
            raise ExtractionError(words)
    document = _read(data, name)
    letters = LETTERS.findall(document.text[:10_000].casefold())
    if len(letters) < FEWEST_LETTERS:
        raise ExtractionError(said("There is too little text in this file to be an article."))
    if len(set(letters)) < FEWEST_DIFFERENT:
        raise ExtractionError(said("This file only repeats the same few letters: it holds no article."))
    return document


def _read(data: bytes, name: str) -> Document:
    suffix = name.rpartition(".")[2].lower()
    if data.startswith(b"PK\x03\x04"):
        if b"word/" not in data and suffix != "docx":
            raise ExtractionError(said("This file is an archive or an office file that is no Word document."))
        return read_docx(data, name)
    if data.lstrip()[:5] == b"%PDF-":
        return read_pdf(data, name)
    if suffix in ("docx", "pdf"):
        raise ExtractionError(said("This file is called .%(suffix)s but is not one.", suffix=suffix))
    if suffix == "eml":
        return read_mail(data, name, _read_attached)
    if _is_html(data, name):
        return read_html(data, name)
    if suffix in ("md", "markdown"):
        return read_markdown(data, name)
    decoded = decode(data)
    text, repairs = mended(decoded.text)
    notices = (*decoded.notices, notice_of(repairs)) if repairs else decoded.notices
    return Document(text, "text/plain", decoded.encoding, name, notices=notices, repairs=repairs)


def _read_attached(data: bytes, name: str) -> Document:
    """A document that came with a mail; a mail within a mail is read with it."""
    if len(data) > MAX_BYTES:
        raise ExtractionError(said("This file is larger than %(n)d MB.", n=MAX_BYTES // 1_000_000))
    return _read(data, name)


def _is_html(data: bytes, name: str) -> bool:
    suffix = name.rpartition(".")[2].lower()
    start = data[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return suffix in ("html", "htm", "xhtml", "mhtml") or bool(HTML_START.match(start))
