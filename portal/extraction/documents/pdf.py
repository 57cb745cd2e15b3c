"""A PDF with a text layer: its lines as they stand on the pages."""

from __future__ import annotations

import pypdfium2

from portal.extraction.types import Document, ExtractionError, nsaid, said

MOST_PAGES = 200
HYPHEN = "\ufffe"
"""What PDFium gives for a hyphen at the end of a line, in place of it and of the line end."""


def read_pdf(data: bytes, name: str = "") -> Document:
    """The Document of a PDF; a page of pictures has no text, and a PDF of such pages cannot be read."""
    pages, notices = [], []
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
        for number in range(min(count, MOST_PAGES)):
            pages.append(document[number].get_textpage().get_text_range())
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise ExtractionError(said("This PDF is damaged or locked with a password and cannot be read.")) from error
    if count > MOST_PAGES:
        notices.append(said("Only the first %(most)d of %(n)d pages were read.", most=MOST_PAGES, n=count))
    text = "\n\n".join(
        page.replace("\r\n", "\n").replace("\r", "\n").replace(HYPHEN, "-\n").replace("\0", "\ufffd").strip("\n")
        for page in pages
    )
    if lost := text.count("\ufffd"):
        notices.append(
            nsaid(
                "The PDF does not say what %(n)d of its signs is: \ufffd stands for it.",
                "The PDF does not say what %(n)d of its signs are: \ufffd stands for them.",
                lost,
            )
        )
    if not text.strip():
        raise ExtractionError(said("This PDF has no text layer: it holds pictures of pages only."))
    return Document(text, "application/pdf", None, name, notices=tuple(notices))
