"""Which kind of container a file is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from portal.imports.containers.addresses import is_address_list, open_addresses
from portal.imports.containers.columns import ColumnChooser
from portal.imports.containers.csv_rows import open_csv
from portal.imports.containers.feeds import looks_like_feed, open_feed
from portal.imports.containers.json_rows import open_json
from portal.imports.containers.mailbox import open_mailbox
from portal.imports.containers.source import Source
from portal.imports.containers.tables import Table, Unreadable, sources_of
from portal.imports.containers.wxr import looks_like_wxr, open_wxr
from portal.imports.containers.xlsx_rows import open_xlsx

_TABLES: dict[str, Callable[[BinaryIO], Table]] = {
    ".csv": open_csv,
    ".tsv": open_csv,
    ".xlsx": open_xlsx,
    ".json": open_json,
    ".jsonl": open_json,
    ".ndjson": open_json,
}
_XML = (".xml", ".rss", ".atom", ".wxr", ".rdf")
TABLES = tuple(_TABLES)
"""Endings of tables of articles."""
CONTAINERS = (*TABLES, *_XML, ".mbox")
"""Endings of files that hold several articles, beside archives."""
_HEAD = 8 * 1024


def table_in(stream: BinaryIO, name: str) -> Table | None:
    """The table when the file is one; raises `Unreadable` when it should be and is not."""
    opener = next((opener for ending, opener in _TABLES.items() if name.lower().endswith(ending)), None)
    return opener(stream) if opener else None


def is_container(stream: BinaryIO, name: str) -> bool:
    """Whether `open_container` opens it, going by its name and first bytes."""
    return name.lower().endswith((*TABLES, ".mbox")) or _xml_opener(stream, name) is not None or is_address_list(stream, name)


def open_container(stream: BinaryIO, name: str, origin: str, choose: ColumnChooser) -> Iterator[Source] | None:
    """The documents in a table, feed, export, mailbox or list of addresses; None when the file is none of them."""
    lower = name.lower()
    if lower.endswith(TABLES):
        return _open_table(stream, name, origin, choose)
    if lower.endswith(".mbox"):
        return open_mailbox(stream, name, origin)
    if opener := _xml_opener(stream, name):
        return opener(stream, name, origin)
    if is_address_list(stream, name):
        return open_addresses(stream, name, origin)
    return None


def _xml_opener(stream: BinaryIO, name: str) -> Callable[[BinaryIO, str, str], Iterator[Source]] | None:
    lower = name.lower()
    head = stream.read(_HEAD)
    stream.seek(0)
    if lower.endswith(_XML) or head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith((b"<?xml", b"<\0?", b"<rss", b"<feed")):
        if looks_like_wxr(head):
            return open_wxr
        if lower.endswith((".rss", ".atom", ".rdf")) or looks_like_feed(head):
            return open_feed
    return None


def _open_table(stream: BinaryIO, name: str, origin: str, choose: ColumnChooser) -> Iterator[Source]:
    try:
        table = table_in(stream, name)
    except Unreadable as problem:
        yield Source(name=name, origin=origin, message=problem.words)
        return
    assert table is not None
    yield from sources_of(table, name, origin, choose)
