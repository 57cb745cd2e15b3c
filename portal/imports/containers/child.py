"""A program: prints what is in the workbook, feed or export on its standard input, one JSON value a line. Imports nothing of the project.

Its argument says which: `xlsx` gives [sheet, number of other sheets], then [row, [cells]] for each row; `feed` gives for each entry
an object with what it states, `wxr` for each item of a WordPress export its elements by their plain names. A line "no" says that the
file is nothing of the kind, "damaged" or ["damaged", line, how] that what follows could not be read (`how` is deep, long, cut or ""), and "end" is the last.
"""

from __future__ import annotations

import datetime
import email.utils
import io
import json
import re
import resource
import sys
import time
from typing import Any

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = {"xlsx": 10, "feed": 25, "wxr": 10}
"""For a feed; for the first rows of a workbook or items of an export, and again for each thousand."""
STEP = 1_000
MOST_COLUMNS = 1_001
"""One more than a table may have, so that too many are noticed."""


def main(kind: str) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _allow_time(kind)
    try:
        {"xlsx": _print_workbook, "feed": _print_feed, "wxr": _print_export}[kind]()
    except MemoryError:
        return
    _say("end")


def _allow_time(kind: str) -> None:
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_SECONDS[kind], resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _say(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


# --- workbooks


def _print_workbook() -> None:
    import openpyxl

    try:
        book = openpyxl.load_workbook(sys.stdin.buffer, read_only=True, data_only=False, keep_links=False)
        sheets = book.worksheets
    except MemoryError:
        raise
    except Exception:
        # Hostile bytes break it in whatever way comes first.
        _say("no")
        return
    for sheet in sheets:
        if _print_sheet(sheet, len(sheets) - 1):
            break


def _print_sheet(sheet: Any, others: int) -> bool:
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
            _allow_time("xlsx")
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


# --- feeds


def _print_feed() -> None:
    import feedparser

    # Handed a string, feedparser would take it for an address or a path; a stream is only read.
    parsed = feedparser.parse(io.BytesIO(sys.stdin.buffer.read()))
    if not parsed.entries and (parsed.get("bozo") or not parsed.get("version")):
        _say("no")
        return
    for entry in parsed.entries:
        _say(_entry(entry, parsed.feed))
    if parsed.get("bozo") and "not well-formed" in str(parsed.get("bozo_exception")):
        _say("damaged")


def _entry(entry: Any, feed: Any) -> dict[str, Any]:
    content = next((part.get("value", "") for part in entry.get("content", ()) if part.get("value")), "")
    link = entry.get("link", "")
    return {
        "title": _plain_text(entry.get("title", "")),
        "text": content or entry.get("summary", ""),
        "date": _day(entry),
        "source": _plain_text(entry.get("source", {}).get("title") or feed.get("title", "")),
        "url": link,
        "language": entry.get("language") or feed.get("language", ""),
        "topics": [tag["term"] for tag in entry.get("tags", ()) if tag.get("term")],
        "identifier": entry.get("id") or link,
    }


def _plain_text(html: str) -> str:
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]*>", " ", html).split())


def _day(entry: Any) -> str:
    """The day as the feed's own clock has it, not as it was in London then."""
    stated = entry.get("published") or entry.get("created") or ""
    if re.match(r"\d{4}-\d\d-\d\d", stated):
        return str(stated[:10])
    if parts := email.utils.parsedate(stated):
        return f"{parts[0]:04d}-{parts[1]:02d}-{parts[2]:02d}"
    parsed = entry.get("published_parsed")
    return f"{parsed.tm_year:04d}-{parsed.tm_mon:02d}-{parsed.tm_mday:02d}" if parsed else stated


# --- WordPress exports


def _print_export() -> None:
    from lxml import etree

    site = language = ""
    parser = etree.iterparse(
        sys.stdin.buffer, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    printed = 0
    try:
        for _event, element in parser:
            name = etree.QName(element).localname
            parent = element.getparent()
            above = etree.QName(parent).localname if parent is not None else ""
            if name == "item":
                _say({**_item(element), "site": site, "site_language": language})
                element.clear()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
                printed += 1
                if printed % STEP == 0:
                    _allow_time("wxr")
            elif above == "channel":
                if name == "title":
                    site = element.text or ""
                elif name == "language":
                    language = element.text or ""
                element.clear()
    except etree.XMLSyntaxError as error:
        _say(["damaged", error.lineno or 0, _damage(error)])


def _damage(error: Any) -> str:
    """What the parser says by its number, or only in words."""
    from lxml.etree import ErrorTypes

    words = str(error.msg).lower()
    if error.code in (ErrorTypes.ERR_DOCUMENT_END, ErrorTypes.ERR_TAG_NOT_FINISHED):
        return "cut"
    return "deep" if "depth" in words else "long" if "huge" in words or "too long" in words else ""


def _item(item: Any) -> dict[str, Any]:
    from lxml import etree

    values: dict[str, Any] = {"post_type": "", "status": "", "topics": []}
    for child in item.iterchildren(tag=etree.Element):
        name = etree.QName(child)
        text = child.text or ""
        if name.localname == "category":
            values["topics"].append(text)
        elif name.localname == "encoded":
            values["excerpt" if "excerpt" in (name.namespace or "") else "content"] = text
        else:
            values[name.localname] = text
    return values


if __name__ == "__main__":
    main(sys.argv[1])
    sys.stdout.flush()
