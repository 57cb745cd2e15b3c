"""Lists of addresses of web pages: each page is a document of its own, fetched when its item is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from portal.imports.containers.source import Source, shown
from portal.imports.fetching import is_allowed
from portal.imports.limits import limit
from portal.imports.telling import Told, told

_ENDINGS = (".txt", ".text", ".urls", ".md")
_HEAD = 64 * 1024
LONGEST = 2_000
"""Characters of an address."""
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def is_list(text: str) -> bool:
    """Whether a text is nothing but addresses of web pages, one a line; empty lines and lines that begin with # aside."""
    lines = _lines(text.splitlines())
    first = next(lines, None)
    return first is not None and _is_address(first) and all(map(_is_address, lines))


def is_address_list(stream: BinaryIO, name: str) -> bool:
    """The same of a text file, going by its beginning."""
    if not name.lower().endswith(_ENDINGS):
        return False
    head = stream.read(_HEAD)
    stream.seek(0)
    whole = head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1]
    return is_list(whole.decode("utf-8-sig", "replace"))


def open_addresses(stream: BinaryIO, name: str, origin: str = "") -> Iterator[Source]:
    """A source for each address in a text file. Where nothing may be fetched, one that says so."""
    lines = (line.decode("utf-8-sig", "replace") for line in iter(lambda: stream.readline(_HEAD), b""))
    yield from sources_of(lines, name, f"{origin}/{name}" if origin else name)


def sources_of(lines: Iterable[str], name: str, origin: str) -> Iterator[Source]:
    """A source for each address in these lines; one that comes again is left out, and counted."""
    if not is_allowed():
        yield Source(name=name, message=refusal())
        return
    seen: set[int] = set()
    repeated = 0
    for number, line in enumerate(_lines(lines), start=1):
        if number > limit("IMPORT_MAX_ROWS"):
            most = f"{limit('IMPORT_MAX_ROWS'):,}"
            yield Source(
                name=name, message=told("The list has more than %(most)s addresses; the rest was not read.") % {"most": most}
            )
            return
        if hash(line) in seen:
            repeated += 1
        elif not _is_address(line):
            yield Source(
                name=shown(line), origin=origin, message=told("This is not an address that begins with http:// or https://.")
            )
        elif len(line) > LONGEST:
            yield Source(name=shown(line), origin=origin, message=told("The address is too long."))
        else:
            seen.add(hash(line))
            yield Source(name=shown(line), origin=origin, address=line)
    if repeated:
        words = told("Addresses that stand in the list more than once are brought once (%(n)d left out).")
        yield Source(name=name, message=words % {"n": repeated}, skipped=True)


def refusal() -> Told:
    """Why a list of addresses is not taken."""
    return told(
        "This is a list of addresses, and this site fetches nothing from the network. The administrator can allow it (IMPORT_FETCH_HOSTS)."
    )


def _lines(lines: Iterable[str]) -> Iterator[str]:
    plain = (line.strip("\0 \t\r\n\ufeff") for line in lines)
    return (line for line in plain if line and not line.startswith("#"))


def _is_address(line: str) -> bool:
    return bool(_ADDRESS.fullmatch(line))
