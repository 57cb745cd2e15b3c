from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from portal.imports.containers.archive import is_archive, open_archive
from portal.imports.containers.columns import ColumnChooser, Columns, guess_columns
from portal.imports.containers.dispatch import is_container, open_container
from portal.imports.containers.source import READABLE, Source, Unopened, no_article, read_document, shown
from portal.imports.limits import in_words, limit
from portal.imports.telling import told

# The corpus keeps the right answers beside its articles.
LEFT_OUT = (".gold.json",)


class Upload(Protocol):
    """What a web form gives: a name and an open stream."""

    name: str | None

    @property
    def file(self) -> BinaryIO: ...


Take = Callable[[BinaryIO, str, str, bool], Iterator[Source | Unopened]]
"""What is made of one file: its stream, name and origin, and whether it was found in a folder rather than named."""


def receive_uploads(uploads: Iterable[Upload], columns: Columns | None = None) -> Iterator[Source | Unopened]:
    """Uploaded files as they are taken in: documents, and what holds several as it came, so that nobody waits for its opening.

    `columns` goes with what may hold tables, where somebody said what their columns hold.
    """
    for upload in uploads:
        yield from receive_stream(upload.file, upload.name or "", columns=columns)


def receive_paths(paths: Iterable[Path], columns: Columns | None = None) -> Iterator[Source | Unopened]:
    """The same of files and folders (with the folders below them, in the order of their names)."""

    def take(stream: BinaryIO, name: str, origin: str, searched: bool) -> Iterator[Source | Unopened]:
        return receive_stream(stream, name, origin, searched, columns)

    return _walk(paths, take)


def open_uploads(uploads: Iterable[Upload], columns: ColumnChooser = guess_columns) -> Iterator[Source]:
    """The documents in uploaded files: one for each entry of an archive or a feed, and for each row of a table.

    `columns` says what the columns of a table with certain headings hold.
    """
    for upload in uploads:
        yield from open_stream(upload.file, upload.name or "", columns=columns)


def open_paths(paths: Iterable[Path], columns: ColumnChooser = guess_columns) -> Iterator[Source]:
    """The same in files and folders (with the folders below them, in the order of their names)."""

    def take(stream: BinaryIO, name: str, origin: str, searched: bool) -> Iterator[Source | Unopened]:
        return open_stream(stream, name, origin, columns, searched)

    return (source for source in _walk(paths, take) if isinstance(source, Source))


def _walk(paths: Iterable[Path], take: Take) -> Iterator[Source | Unopened]:
    for path in paths:
        if path.is_dir():
            yield from _open_folder(path, take)
        else:
            yield from _open_file(path, path.name, str(path), take)


def _open_folder(folder: Path, take: Take) -> Iterator[Source | Unopened]:
    found = False
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or name.endswith(LEFT_OUT):
                continue
            found = True
            path = Path(parent) / name
            yield from _open_file(path, str(path.relative_to(folder)), str(folder), take, searched=True)
    if not found:
        yield Source(name=shown(str(folder)), message=told("The folder has no files."), skipped=True)


def _open_file(path: Path, name: str, origin: str, take: Take, searched: bool = False) -> Iterator[Source | Unopened]:
    if path.is_symlink() and searched:
        yield Source(
            name=shown(name), origin=shown(origin), message=told("A link to another file is not followed."), skipped=True
        )
        return
    if not path.is_file():
        missing = told("There is no such file.") if not path.exists() else told("This is not an ordinary file.")
        yield Source(name=shown(name), origin=shown(origin), message=missing)
        return
    try:
        with path.open("rb") as stream:
            yield from take(stream, name, origin, searched)
    except OSError as error:
        message = told("The file cannot be read: %(reason)s.") % {"reason": error.strerror}
        yield Source(name=shown(name), origin=shown(origin), message=message)


def receive_stream(
    stream: BinaryIO, name: str, origin: str = "", searched: bool = False, columns: Columns | None = None
) -> Iterator[Source | Unopened]:
    """One file as it is taken in; `open_stream` gives what an `Unopened` holds."""
    name, origin = shown(name), shown(origin) if origin else ""
    archive = is_archive(stream, name)
    if not archive and not is_container(stream, name):
        yield from _one(stream, name, origin, searched)
    elif _size(stream) > limit("IMPORT_MAX_ARCHIVE_BYTES" if archive else "IMPORT_MAX_TABLE_BYTES"):
        # Refused there, before anything is kept.
        yield from open_stream(stream, name, origin)
    else:
        yield Unopened(name, stream, origin, columns)


def _one(stream: BinaryIO, name: str, origin: str, searched: bool) -> Iterator[Source]:
    if searched and not name.lower().endswith(READABLE):
        yield no_article(name, origin)
    else:
        yield read_document(stream, name, origin)


def open_stream(
    stream: BinaryIO, name: str, origin: str = "", columns: ColumnChooser = guess_columns, searched: bool = False
) -> Iterator[Source]:
    """The documents in one file; with `searched`, a file that no reader reads is named and passed over."""

    def inside(inner: BinaryIO, inner_name: str, inner_origin: str) -> Iterator[Source] | None:
        return open_container(inner, inner_name, inner_origin, columns)

    name, origin = shown(name), shown(origin) if origin else ""
    if is_archive(stream, name):
        yield from open_archive(stream, name, inside)
    elif (size := _size(stream)) > limit("IMPORT_MAX_TABLE_BYTES"):
        numbers = {"size": in_words(size), "most": in_words(limit("IMPORT_MAX_TABLE_BYTES"))}
        message = told("The file has %(size)s; the most that is taken is %(most)s. Split it.") % numbers
        yield Source(name=name, origin=origin, message=message)
    elif (sources := inside(stream, name, origin)) is not None:
        yield from sources
    else:
        yield from _one(stream, name, origin, searched)


def _size(stream: BinaryIO) -> int:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size
