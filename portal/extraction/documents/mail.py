"""A saved mail (.eml): its headers as lines, then its text, or the text of its page."""

from __future__ import annotations

import email
import email.errors
from collections.abc import Callable
from email.message import Message
from email.policy import default

from portal.extraction.documents.encoding import Decoded, decode
from portal.extraction.documents.html import read_html
from portal.extraction.types import Document, ExtractionError, said

SHOWN = ("From", "Date", "To", "Subject")
MOST_PARTS = 200
READ_ENDINGS = (".docx", ".pdf", ".txt", ".html", ".htm", ".md")
STUB = 600
"""Characters of a mail's text below which it may only announce its page or its attachment."""
SEVERAL_TIMES = 2

Reader = Callable[[bytes, str], Document]


def read_mail(data: bytes, name: str, read_attached: Reader) -> Document:
    """The Document of a mail: the headers that a reader sees, a blank line, the body.

    An attached document is read, by `read_attached`, only where the mail itself says little.
    """
    try:
        message = email.message_from_bytes(data, policy=default)
        headers = [f"{key}: {_header(message, key)}" for key in SHOWN if _header(message, key)]
        body = _body(message, name, read_attached)
    except (email.errors.MessageError, LookupError, RecursionError, ValueError, AttributeError, TypeError) as error:
        raise ExtractionError(said("This mail is damaged and cannot be read.")) from error
    if body is None:
        raise ExtractionError(said("There is no text in this mail."))
    text = "\n".join(headers) + "\n\n" + body.text if headers else body.text
    return Document(text, "message/rfc822", body.encoding, name, notices=body.notices)


def _header(message: Message, key: str) -> str:
    return " ".join(str(message.get(key, "")).split())


def _body(message: Message, name: str, read_attached: Reader) -> Decoded | None:
    """The longest text of the mail; that of its page or of its attachment where it has much more to say."""
    plain, page, attached = None, None, None
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        kind, is_attached = part.get_content_type(), part.get_content_disposition() == "attachment"
        if kind == "text/plain" and not is_attached:
            plain = _longer(plain, part)
        elif kind == "text/html" and not is_attached:
            page = _longer(page, part)
        elif is_attached and (part.get_filename() or "").lower().endswith(READ_ENDINGS):
            attached = _longer(attached, part)
    found = decode(_payload(plain), plain.get_content_charset()) if plain else None
    for part in filter(None, (page, attached)):
        if found and len(found.text.strip()) >= STUB:
            break
        file_name = str(part.get_filename() or "")
        notice = (
            said("The mail itself says little: its attachment “%(name)s” was read.", name=file_name) if part is attached else ""
        )
        try:
            read = read_attached(_payload(part), file_name) if part is attached else read_html(_payload(part), name)
        except ExtractionError:
            continue  # the mail's own words are left
        found = _fuller(found, read, notice)
    return found


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _longer(one: Message | None, other: Message) -> Message:
    return other if one is None or len(str(other.get_payload())) > len(str(one.get_payload())) else one


def _fuller(found: Decoded | None, other: Document, notice: str) -> Decoded:
    """The other reading where it has several times the text, with a notice of it."""
    if found and len(other.text) < SEVERAL_TIMES * len(found.text.strip()):
        return found
    return Decoded(other.text, other.encoding or "utf-8", (*other.notices, *filter(None, [notice])))
