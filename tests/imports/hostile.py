"""Files that are made to hurt, by name; each must end in a clear message, through every door."""

from __future__ import annotations

import io
import json
import zipfile

from openpyxl import Workbook

from tests.imports.conftest import ARTICLE

HEADINGS = "title,text,date,source,url,language\n"


def workbook(rows: list[list[object]], title: str = "News") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with the content of one entry replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return buffer.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
FAR_CELL = SHEET.format(
    '<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>'
    '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
)


def _strings_bomb() -> bytes:
    body = b"<si><t>x</t></si>" * 6_000_000
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + body + b"</sst>"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    data = io.BytesIO(workbook([["title", "text"], ["a", "b"]]))
    with zipfile.ZipFile(data) as book:
        types = book.read("[Content_Types].xml")
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    data = io.BytesIO(replaced(data.getvalue(), "[Content_Types].xml", types.replace(b"</Types>", override)))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", strings)
    return data.getvalue()


def rss(*items: str, head: str = "") -> bytes:
    """A feed of these items; `head` comes before its first element."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0"><channel><title>Tartu News</title>'
        f"<language>en</language>{''.join(items)}</channel></rss>"
    ).encode()


ENTITY_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WXR_HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">'
    "<channel><title>Tartu News</title><language>en</language>"
)

HOSTILE: dict[str, tuple[str, bytes, set[str]]] = {
    "ragged rows": ("ragged.csv", (HEADINGS + "One,Two,,,,,Seven\nOne\n").encode(), {"failed", "ready"}),
    "duplicate headings": ("double.csv", b"title,title,text\nOne,Two,Three words here\n", {"skipped", "failed", "ready"}),
    "no headings": ("none.csv", b"\n\n", {"failed", "skipped"}),
    "unknown headings": ("unknown.csv", b"aa,bb\n1,2\n", {"failed"}),
    "empty CSV": ("empty.csv", b"", {"failed"}),
    "a long field": ("long.csv", (HEADINGS + f'T,"{"Tartu signs. " * 20_000}"\n').encode(), {"ready"}),
    "open quote": ("open.csv", (HEADINGS + 'T,"never closed\n' + "a,b\n" * 1000).encode(), {"failed"}),
    "NUL in CSV": ("nul.csv", (HEADINGS + f'"T\0itle","{ARTICLE}"\n').encode(), {"ready"}),
    "binary CSV": ("binary.csv", bytes(range(256)) * 40, {"failed"}),
    "formulas": ("formula.csv", (HEADINGS + '"=HYPERLINK(""http://x"")","=1+1"\n').encode(), {"failed", "ready"}),
    "far cell": (
        "far.xlsx",
        replaced(workbook([["title"]]), "xl/worksheets/sheet1.xml", FAR_CELL.encode()),
        {"skipped", "failed"},
    ),
    "shared strings bomb": ("strings.xlsx", _strings_bomb(), {"failed"}),
    "sheet with entities": (
        "entities.xlsx",
        replaced(workbook([["title"]]), "xl/worksheets/sheet1.xml", (ENTITY_BOMB + SHEET.format("&c;")).encode()),
        {"failed", "skipped"},
    ),
    "no workbook": ("rubbish.xlsx", b"PK\x03\x04rubbish", {"failed"}),
    "old workbook": ("old.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, {"failed"}),
    "long number": ("number.json", b'[{"title": ' + b"9" * 5_000 + b"}]", {"failed", "ready"}),
    "deep JSON": ("deep.json", b'[{"title": ' + b"[" * 100_000, {"failed"}),
    "NaN": ("nan.json", b'[{"title": NaN, "text": Infinity}]', {"failed", "ready"}),
    "cut JSON": ("cut.json", b'[{"title": "One", "text": "Tartu"}, {"title": ', {"failed", "ready"}),
    "half a character": ("half.json", json.dumps([{"title": "T", "text": ARTICLE + "\ud800"}]).encode(), {"ready"}),
    "no objects": ("list.jsonl", b"1\n2\n3\n", {"failed"}),
    "entity bomb in a feed": ("bomb.rss", rss("<item><title>&c;</title></item>", head=ENTITY_BOMB), {"failed"}),
    "outside entity in a feed": ("outside.rss", rss("<item><title>&a;</title></item>", head=OUTSIDE), {"failed"}),
    "feed that is a path": ("path.rss", b"/etc/passwd", {"failed"}),
    "nested feed": ("nested.rss", rss("<a>" * 100_000), {"failed", "skipped"}),
    "entity bomb in an export": ("bomb.xml", (ENTITY_BOMB + WXR_HEAD + "<item><title>&c;</title></item>").encode(), {"failed"}),
    "cut export": ("cut.xml", (WXR_HEAD + "<item><title>One</title>").encode(), {"failed", "skipped"}),
    "nested export": ("nested.xml", (WXR_HEAD + "<a>" * 100_000).encode(), {"failed"}),
    "no mailbox": ("no.mbox", b"words", {"failed"}),
}
