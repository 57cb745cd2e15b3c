"""Excel workbooks, read by `xlsx_child` in a process of its own with limits: a workbook that is made to hurt ends that process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _

from portal.imports.containers.entries import grows_too_much
from portal.imports.containers.tables import Row, Table, Unreadable, row_of, unique_headings

_CHILD = Path(__file__).with_name("xlsx_child.py")


def open_xlsx(stream: BinaryIO) -> Table:
    """The table on the first sheet that has any; raises `Unreadable` when there is none."""
    if grows_too_much(stream):
        raise Unreadable(
            _("The workbook unpacks to far more than its size, as one that is made to fill the memory. It was not read.")
        )
    answers = _answers(stream)
    first = next(answers, None)
    if first is None:
        raise Unreadable(_("There is nothing to read: the workbook is empty."))
    sheet, others = first
    row = next(answers, None)
    if row is None:
        raise Unreadable(_("There is nothing to read: the workbook is empty."))
    headings, notices = unique_headings(row[1])
    if others:
        notices += (_("Only the sheet “%(sheet)s” was read; the workbook has %(n)d more.") % {"sheet": sheet, "n": others},)
    return Table(headings, _rows(answers, headings), notices)


def _rows(answers: Iterator[Any], headings: tuple[str, ...]) -> Iterator[Row]:
    for number, cells in answers:
        if row := row_of(number, headings, [*cells, *[""] * (len(headings) - len(cells))]):
            yield row


def _answers(stream: BinaryIO) -> Iterator[Any]:
    """What the child says, line by line: [sheet, number of others], then [row, [cells]]; ends it in every case."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        child = subprocess.Popen(  # noqa: S603 - our own program, no input in the command
            [sys.executable, "-I", str(_CHILD)], stdin=copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert child.stdout
        try:
            yield from _lines(child.stdout)
        finally:
            child.kill()
            child.stdout.close()
            child.wait()


def _lines(out: IO[bytes]) -> Iterator[Any]:
    for line in out:
        answer = json.loads(line)
        if answer == "end":
            return
        if answer == "no workbook":
            raise Unreadable(_("The file is no Excel workbook (.xlsx), is damaged, or is protected by a password."))
        yield answer
    raise Unreadable(
        _("Reading this workbook needed too much memory or time, as with one that is made to hurt. The rest was not read.")
    )
