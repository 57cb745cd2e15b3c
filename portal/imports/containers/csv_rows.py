"""CSV: any encoding, any of the usual separators, read line by line."""

from __future__ import annotations

import contextlib
import csv
import io
import sys
from collections.abc import Iterator
from typing import BinaryIO

from portal.extraction.documents.encoding import decode
from portal.extraction.types import ExtractionError
from portal.imports.containers.columns import guess_columns
from portal.imports.containers.tables import Row, Table, Unreadable, row_of, unique_headings
from portal.imports.limits import in_words, limit
from portal.imports.telling import Told, told

_SEPARATORS = ",;\t|"
_SAMPLE = 256 * 1024
# csv has one limit for the whole process and stops at it in the middle of a row. Rows are counted here, line by line.
csv.field_size_limit(sys.maxsize)


class _Text(io.TextIOWrapper):
    """Leaves the file open when it is done with: whoever opened the file closes it."""

    def close(self) -> None:
        with contextlib.suppress(ValueError):
            self.detach()


class _Lines(Iterator[str]):
    """The lines of a file; knows how many the row at hand has taken, and stops one that takes too many."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._most = limit("IMPORT_MAX_DOCUMENT_BYTES")
        self.number = 0
        self._taken = 0
        self.cut = False
        """The file ended in the middle of the row at hand."""

    def begin_row(self) -> None:
        self._taken = 0

    def __next__(self) -> str:
        line = self._text.readline(self._most + 1)
        if not line:
            self.cut = self._taken > 0
            raise StopIteration
        self.number += 1
        self._taken += len(line)
        if self._taken > self._most:
            words = told(
                "The row that ends in line %(line)d is longer than %(most)s; the rest was not read. Is a quotation mark not closed?"
            )
            raise Unreadable(words % {"line": self.number, "most": in_words(self._most)})
        return line


def open_csv(stream: BinaryIO) -> Table:
    """The table in a CSV file; raises `Unreadable` when it is none."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    if not sample.strip():
        raise Unreadable(told("There is nothing to read: the file is empty."))
    encoding = _encoding(sample)
    # What is no character of the encoding comes as half of a pair, is removed, and said.
    text = _Text(stream, encoding=encoding, errors="surrogateescape", newline="")
    start = text.readline(_SAMPLE).lstrip("\ufeff")
    text.seek(0)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=_separator(start))
    first = _next(reader, lines)
    if first is None:
        raise Unreadable(told("There is nothing to read: the file is empty."))
    if lines.cut:
        raise Unreadable(told("A quotation mark in the headings is never closed."))
    first[0] = first[0].lstrip("\ufeff") if first else ""
    headings, notice = unique_headings(first)
    return Table(headings, _rows(reader, lines, headings), notice)


def _encoding(sample: bytes) -> str:
    try:
        encoding = decode(sample).encoding
    except ExtractionError as error:
        raise Unreadable(Told.of(error.words)) from error
    return "utf-8-sig" if encoding == "utf-8" else {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, encoding)


def _separator(line: str) -> str:
    """The one under which most headings are known, then the one that gives most columns."""

    def worth(separator: str) -> tuple[int, int]:
        cells = tuple(next(csv.reader([line], delimiter=separator), ()))
        return len(guess_columns(cells)), len(cells)

    return max(_SEPARATORS, key=worth)


def _next(reader: Iterator[list[str]], lines: _Lines) -> list[str] | None:
    lines.begin_row()
    try:
        return next(reader, None)
    except csv.Error as error:
        raise Unreadable(told("Line %(line)d is damaged; the rest was not read.") % {"line": lines.number}) from error


def _rows(reader: Iterator[list[str]], lines: _Lines, headings: tuple[str, ...]) -> Iterator[Row]:
    number = 1
    first = lines.number + 1
    while (cells := _next(reader, lines)) is not None:
        number += 1
        if lines.cut:
            words = told(
                "A quotation mark in row %(row)d (line %(line)d) is never closed: it swallowed the rest, down to line %(last)d."
            )
            raise Unreadable(words % {"row": number, "line": first, "last": lines.number})
        first = lines.number + 1
        if row := row_of(number, headings, cells):
            yield row
