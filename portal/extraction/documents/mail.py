"""A saved mail (.eml): its headers as lines, then its text, or the text of its page."""

from __future__ import annotations

import email
import email.errors
from email.message import EmailMessage, Message
from email.policy import default

from portal.extraction.documents.encoding import Decoded, decode
from portal.extraction.documents.html import read_html
from portal.extraction.types import Document, ExtractionError

SHOWN = ("From", "Date", "To", "Subject")
MOST_PARTS = 200


def read_mail(data: bytes, name: str = "") -> Document:
    """The Document of a mail: the headers that a reader sees, a blank line, the body; attachments are left out."""
    try:
        message = email.message_from_bytes(data, policy=default)
        headers = [f"{key}: {_header(message, key)}" for key in SHOWN if _header(message, key)]
        body = _body(message, name)
    except (email.errors.MessageError, LookupError, RecursionError, ValueError, AttributeError, TypeError) as error:
        raise ExtractionError("This mail is damaged and cannot be read.") from error
    if body is None:
        raise ExtractionError("There is no text in this mail.")
    text = "\n".join(headers) + "\n\n" + body.text if headers else body.text
    return Document(text, "message/rfc822", body.encoding, name, notices=body.notices)


def _header(message: Message, key: str) -> str:
    return " ".join(str(message.get(key, "")).split())


def _body(message: Message, name: str) -> Decoded | None:
    found: dict[str, EmailMessage | Message] = {}
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        if part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
            found.setdefault(part.get_content_type(), part)
    if "text/plain" in found:
        part = found["text/plain"]
        payload = part.get_payload(decode=True)
        return decode(payload, part.get_content_charset()) if isinstance(payload, bytes) else None
    if "text/html" in found:
        payload = found["text/html"].get_payload(decode=True)
        page = read_html(payload, name) if isinstance(payload, bytes) else None
        return Decoded(page.text, page.encoding or "utf-8", page.notices) if page else None
    return None
