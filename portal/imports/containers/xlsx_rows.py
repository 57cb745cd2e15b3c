"""Excel workbooks: the first sheet that has any rows is a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from portal.imports.containers.children import NotOfTheKind, Overwhelmed, answers
from portal.imports.containers.entries import grows_too_much
from portal.imports.containers.tables import Row, Table, Unreadable, row_of, unique_headings
from portal.imports.telling import told


def open_xlsx(stream: BinaryIO) -> Table:
    """The table on the first sheet that has any; raises `Unreadable` when there is none."""
    if grows_too_much(stream):
        raise Unreadable(
            told("The workbook unpacks to far more than its size, as one that is made to fill the memory. It was not read.")
        )
    rows = _answers(stream)
    first = next(rows, None)
    if first is None:
        raise Unreadable(told("There is nothing to read: the workbook is empty."))
    sheet, others = first
    row = next(rows, None)
    if row is None:
        raise Unreadable(told("There is nothing to read: the workbook is empty."))
    headings, notice = unique_headings(row[1])
    if others:
        notice += told("Only the sheet “%(sheet)s” was read; the workbook has %(n)d more.") % {"sheet": sheet, "n": others}
    return Table(headings, _rows(rows, headings), notice)


def _rows(answers: Iterator[Any], headings: tuple[str, ...]) -> Iterator[Row]:
    for number, cells in answers:
        if row := row_of(number, headings, [*cells, *[""] * (len(headings) - len(cells))]):
            yield row


def _answers(stream: BinaryIO) -> Iterator[Any]:
    """[sheet, number of others], then [row, [cells]]."""
    try:
        yield from answers("xlsx", stream)
    except NotOfTheKind:
        raise Unreadable(told("The file is no Excel workbook (.xlsx), is damaged, or is protected by a password.")) from None
    except Overwhelmed:
        words = told(
            "Reading this workbook needed too much memory or time, as with one that is made to hurt. The rest was not read."
        )
        raise Unreadable(words) from None
