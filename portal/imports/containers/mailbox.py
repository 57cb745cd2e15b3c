"""Mailboxes (mbox): each mail is a document of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from portal.imports.containers.source import Source, too_big
from portal.imports.limits import limit
from portal.imports.telling import told


def open_mailbox(stream: BinaryIO, name: str, origin: str = "") -> Iterator[Source]:
    """A document for each mail, as its bytes stand in the file."""
    origin = f"{origin}/{name}" if origin else name
    most = limit("IMPORT_MAX_DOCUMENT_BYTES")
    number, mail, size = 0, bytearray(), 0
    for line in iter(lambda: stream.readline(64 * 1024), b""):
        if line.startswith(b"From "):
            if number:
                yield _mail(number, mail, size, origin)
            number, mail, size = number + 1, bytearray(), 0
        elif number:
            size += len(line)
            if size <= most:
                mail += line
    if number:
        yield _mail(number, mail, size, origin)
    else:
        yield Source(name=name, message=told("This is no mailbox: no line begins a mail."))


def _mail(number: int, mail: bytearray, size: int, origin: str) -> Source:
    place = told("mail %(n)d") % {"n": number}
    if size > len(mail):
        return too_big("", size, origin, place)
    return Source(name="", place=place, data=bytes(mail), origin=origin, ending=f" {number}.eml")
