"""What is checked of any ZIP file, archives and workbooks alike, before its entries are read."""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO

from portal.imports.limits import limit
from portal.imports.telling import Refusal, told

LONGEST_LIST = 16 * 1024 * 1024
"""Bytes of the list of entries, which is read in one piece: enough for 100,000 long names."""
RATIO_FROM_BYTES = 1024 * 1024
"""Small files may shrink by more than the ratio honestly: only what grows past this is judged by it."""


class Refused(Refusal):
    """The rest of the file is not read; the message says why."""


class NoLongReads(io.BufferedIOBase):
    """The file's stream, which refuses to be read in pieces as long as only a made-up list of entries is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > LONGEST_LIST:
            raise Refused(told("The archive's list of entries is too long. Split it."))
        return self._stream.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def grows_too_much(stream: BinaryIO) -> bool:
    """Whether an entry says that it unpacks to far more than it takes. One that says less than is true is read no further than that."""
    ratio = limit("IMPORT_MAX_ARCHIVE_RATIO")
    try:
        with zipfile.ZipFile(NoLongReads(stream)) as archive:
            entries = archive.infolist()
            return any(e.file_size > RATIO_FROM_BYTES and e.file_size > ratio * max(e.compress_size, 1) for e in entries)
    except Refused:
        return True
    # No ZIP file at all, which its reader will say.
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OverflowError, EOFError, OSError):
        return False
    finally:
        stream.seek(0)
