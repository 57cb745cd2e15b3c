"""ZIP archives. Sizes are counted while reading: the numbers in an archive are claims, and its names are never used as paths."""

from __future__ import annotations

import io
import itertools
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from portal.imports.containers.dispatch import CONTAINERS
from portal.imports.containers.entries import RATIO_FROM_BYTES, NoLongReads, Refused
from portal.imports.containers.source import READABLE, Source, no_article, read_document, shown, too_big
from portal.imports.limits import in_words, limit
from portal.imports.telling import NOTHING, Told, told

DEEPEST = 1
"""An archive inside an archive is opened; one inside that is refused."""
_LOCAL_HEADER_BYTES = 30
_CHUNK = 64 * 1024
_IN_MEMORY = 1024 * 1024
# DOCX and its kin are archives too, but each is one file to people.
_FILES_IN_ZIP = (".docx", ".odt", ".xlsx", ".pptx", ".epub")
_LEFT_BY_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


Inside = Callable[[BinaryIO, str, str], Iterator[Source] | None]
"""Opens a table or a feed that is an entry, by its stream, name and origin; gives None for a document."""


@dataclass
class _Budget:
    """What may still be unpacked, over the archive and those inside it, and how its entries are opened."""

    entries: int
    unpacked: int
    inside: Inside


def is_archive(stream: BinaryIO, name: str) -> bool:
    """Whether it is to be opened, going by its first bytes, or by its name when it is empty or cut."""
    start = stream.read(4)
    stream.seek(0)
    if name.lower().endswith(_FILES_IN_ZIP):
        return False
    return start in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08") or name.lower().endswith(".zip")


def open_archive(stream: BinaryIO, name: str, inside: Inside) -> Iterator[Source]:
    """A source for each entry, in the archive's order; what is refused says why, and the rest goes on where it safely can."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size > limit("IMPORT_MAX_ARCHIVE_BYTES"):
        message = told("The archive has %(size)s; the most that is taken is %(most)s. Split it.") % {
            "size": in_words(size),
            "most": in_words(limit("IMPORT_MAX_ARCHIVE_BYTES")),
        }
        yield Source(name=name, message=message)
        return
    budget = _Budget(limit("IMPORT_MAX_ARCHIVE_ENTRIES"), limit("IMPORT_MAX_UNPACKED_BYTES"), inside)
    yield from _open(stream, name, budget, depth=0)


def _open(stream: BinaryIO, name: str, budget: _Budget, depth: int) -> Iterator[Source]:
    found = False
    try:
        with zipfile.ZipFile(NoLongReads(stream)) as archive:
            entries = [entry for entry in archive.infolist() if not _is_left_out(entry)]
            _check(archive, entries, budget)
            for entry in entries:
                found = True
                yield from _read_entry(archive, entry, name, budget, depth)
    except Refused as refusal:
        yield Source(name=name, message=refusal.words)
        return
    # zipfile answers hostile bytes with whatever breaks first.
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OverflowError, EOFError, OSError):
        yield Source(name=name, message=told("The archive is damaged or not a ZIP file."))
        return
    if not found:
        yield Source(name=name, message=told("The archive is empty."), skipped=True)


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or entry.filename.startswith(_LEFT_BY_SYSTEMS) or entry.filename.endswith(_LEFT_BY_SYSTEMS[1:])


def _check(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], budget: _Budget) -> None:
    """Refuses what can be seen from the list of entries: too many, or several that share the same bytes."""
    if len(entries) > budget.entries:
        message = told("The archive has %(n)s entries; at most %(most)s are taken. Split it.")
        raise Refused(message % {"n": f"{len(entries):,}", "most": f"{budget.entries:,}"})
    budget.entries -= len(entries)
    in_order = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    for entry, following in itertools.pairwise(in_order):
        if entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size > following.header_offset:
            raise Refused(told("The archive's entries overlap, as in an archive that is made to fill a disk. Nothing was read."))


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, origin: str, budget: _Budget, depth: int) -> Iterator[Source]:
    name = shown(entry.filename)
    if refusal := _refusal(entry, depth):
        yield Source(name=name, origin=origin, message=refusal)
    elif not entry.filename.lower().endswith((*READABLE, *CONTAINERS, ".zip")):
        yield no_article(name, origin)
    else:
        try:
            content = _unpack(archive, entry, budget)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
            yield Source(name=name, origin=origin, message=told("This entry of the archive is damaged."))
            return
        if content is None:
            yield _too_big(entry, name, origin)
            return
        with content:
            yield from _open_entry(content, entry, name, origin, budget, depth)


def _open_entry(
    content: BinaryIO, entry: zipfile.ZipInfo, name: str, origin: str, budget: _Budget, depth: int
) -> Iterator[Source]:
    if entry.filename.lower().endswith(".zip"):
        yield from _open(content, name, budget, depth + 1)
    elif (sources := budget.inside(content, name, origin)) is not None:
        yield from sources
    elif not entry.filename.lower().endswith(READABLE):
        yield no_article(name, origin)
    else:
        yield read_document(content, name, origin)


def _too_big(entry: zipfile.ZipInfo, name: str, origin: str) -> Source:
    if _most(entry) == limit("IMPORT_MAX_DOCUMENT_BYTES"):
        return too_big(name, origin=origin)
    message = told("The file unpacks to more than %(most)s, the most that is taken. Split it.")
    return Source(name=name, origin=origin, message=message % {"most": in_words(_most(entry))})


def _refusal(entry: zipfile.ZipInfo, depth: int) -> Told:
    path = entry.filename.replace("\\", "/")
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    if path.startswith("/") or path[1:2] == ":" or ".." in path.split("/"):
        return told("The entry's name points outside of the archive.")
    if entry.flag_bits & 0x1:
        return told("The entry is encrypted. Unpack the archive with its password first.")
    if is_link:
        return told("A link to another file is not followed.")
    if depth >= DEEPEST and path.lower().endswith(".zip"):
        return told("An archive inside an archive inside an archive is not opened.")
    return NOTHING


def _most(entry: zipfile.ZipInfo) -> int:
    """How many bytes the entry may have, by what its name says that it is."""
    name = entry.filename.lower()
    if name.endswith(".zip"):
        return limit("IMPORT_MAX_ARCHIVE_BYTES")
    return limit("IMPORT_MAX_TABLE_BYTES" if name.endswith(CONTAINERS) else "IMPORT_MAX_DOCUMENT_BYTES")


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget) -> BinaryIO | None:
    """The entry's bytes, on disk when they are many; None when over its limit; `Refused` when the whole archive must be stopped."""
    most, ratio = _most(entry), limit("IMPORT_MAX_ARCHIVE_RATIO")
    size = 0
    content: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by the caller
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                content.write(chunk)
                size += len(chunk)
                budget.unpacked -= len(chunk)
                _check_growth(entry, size, budget, ratio)
                if size > most:
                    content.close()
                    return None
    except BaseException:
        content.close()
        raise
    content.seek(0)
    return cast(BinaryIO, content)


def _check_growth(entry: zipfile.ZipInfo, size: int, budget: _Budget, ratio: int) -> None:
    if budget.unpacked < 0:
        total = in_words(limit("IMPORT_MAX_UNPACKED_BYTES"))
        raise Refused(told("The archive unpacks to more than %(total)s. The rest was not read.") % {"total": total})
    if size > RATIO_FROM_BYTES and size > ratio * max(entry.compress_size, 1):
        message = told("“%(name)s” unpacks to over %(ratio)d times its size, as in a ZIP bomb. The rest was not read.")
        raise Refused(message % {"name": shown(entry.filename), "ratio": ratio})
