"""A program: prints the rows of the workbook on its standard input, one JSON value a line. Imports nothing of the project."""

from __future__ import annotations

import datetime
import json
import resource
import sys
import time
from typing import Any

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 10
"""For the first rows, and again for each thousand."""
STEP = 1_000
MOST_COLUMNS = 1_001
"""One more than a table may have, so that too many are noticed."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _allow_time()
    import openpyxl

    try:
        book = openpyxl.load_workbook(sys.stdin.buffer, read_only=True, data_only=False, keep_links=False)
        sheets = book.worksheets
    except MemoryError:
        return
    except Exception:
        # Hostile bytes break it in whatever way comes first.
        _say("no workbook")
        return
    for sheet in sheets:
        if _print(sheet, len(sheets) - 1):
            break
    _say("end")


def _print(sheet: Any, others: int) -> bool:
    """Whether the sheet had any row."""
    sheet.reset_dimensions()
    printed = 0
    # Without a width: the million empty rows before a cell that stands far off then cost nothing.
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_text(value) for value in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if not printed:
            _say([sheet.title, others])
        _say([number, cells])
        printed += 1
        if printed % STEP == 0:
            _allow_time()
    return printed > 0


def _text(value: Any) -> str:
    """A cell as text; a formula stays the formula that it is."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(getattr(value, "text", value))


def _allow_time() -> None:
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _say(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


if __name__ == "__main__":
    main()
    sys.stdout.flush()
