"""Files that are made to hurt, by name; each must end in a clear message, through every door."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from functools import cache, partial

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
    """One text of 160 MB that takes four times as much once it is read, for the one wide character in each of its pieces."""
    piece = ("x" * 4_000 + "\U0001f600").encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    data = io.BytesIO(workbook([["title", "text"], ["a", "b"]]))
    with zipfile.ZipFile(data) as book:
        types = book.read("[Content_Types].xml")
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    data = io.BytesIO(replaced(data.getvalue(), "[Content_Types].xml", types.replace(b"</Types>", override)))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/sharedStrings.xml", "w") as strings:
        strings.write(b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>')
        for _hundred in range(400):
            strings.write(piece * 100)
        strings.write(b"</t></si></sst>")
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


# --- archives


def zipped(files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def mail(attached: str) -> bytes:
    """A mail that says little beside its attachment of this name."""
    head = "Subject: See below\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nHi\n--x\n"
    named = f'Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename="{attached}"\n\n'
    return f"{head}{named}{ARTICLE}\n--x--\n".encode("utf-8", "surrogateescape")


def word(head: str, words: str) -> bytes:
    """A Word document of the article and one paragraph more; `head` comes before its first element."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in (*ARTICLE.split("\n\n"), words))
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{namespace}"><w:body>{paragraphs}</w:body></w:document>'
    return zipped({"word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?>{head}{body}'})


def _local(name: bytes, data: bytes) -> bytes:
    return (
        struct.pack("<4s5HIIIHH", b"PK\3\4", 20, 0, 0, 0, 33, zipfile.crc32(data), len(data), len(data), len(name), 0)
        + name
        + data
    )


def _listed(name: bytes, data: bytes, offset: int, size: int | None = None) -> bytes:
    sizes = (zipfile.crc32(data), len(data), len(data) if size is None else size)
    return struct.pack("<4s6HIII5HII", b"PK\1\2", 20, 20, 0, 0, 0, 33, *sizes, len(name), 0, 0, 0, 0, 0, offset) + name


def _archive(content: bytes, listed: bytes, number: int) -> bytes:
    number &= 0xFFFF
    return content + listed + struct.pack("<4s4HIIH", b"PK\5\6", 0, 0, number, number, len(listed), len(content), 0)


def _overlapping() -> bytes:
    """A thousand entries that are all the same bytes of the file."""
    data = b"words " * 10_000
    content = _local(b"0.txt", data)
    return _archive(content, b"".join(_listed(b"%d.txt" % n, data, 0) for n in range(1_000)), 1_000)


def _crowded(number: int) -> bytes:
    content = _local(b"0.txt", b"words")
    return _archive(content, b"".join(_listed(b"%d.txt" % n, b"words", 0) for n in range(number)), number)


def _false_size(size: int) -> bytes:
    data = b"words of a text " * 1_000
    return _archive(_local(b"a.txt", data), _listed(b"a.txt", data, 0, size), 1)


def _endless_list() -> bytes:
    """An archive whose list of entries is said to be longer than any."""
    listed = b"PK\1\2" + b"\0" * 20_000_000
    return struct.pack("<4s", b"PK\3\4") + _archive(b"", listed, 1)


def _nested(depth: int) -> bytes:
    data = b"\0" * 3_000_000
    for _level in range(depth):
        data = zipped({f"{n}.zip" if _level else f"{n}.txt": data for n in range(4)})
    return data


def _with_link() -> bytes:
    entry = zipfile.ZipInfo("link.txt")
    entry.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def _encrypted() -> bytes:
    data = bytearray(zipped({"secret.txt": ARTICLE}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


# --- documents

_EVIL = "javascript:alert(5)"
_ATTRIBUTES = (
    "href src srcset action formaction data poster background cite longdesc usemap manifest icon dynsrc lowsrc ping style"
    " xlink:href onload onerror onclick onmouseover onfocus onbegin onpointerdown"
).split()
SCRIPTS = (
    """<html><head><title>Tartu</title><base href="javascript:alert(0)//"><script>alert(1)</script></head><body onload="alert(2)">
<h1>Tartu and Sapporo sign</h1><p onclick="alert(3)">The University of Tartu &lt;script&gt;alert(4)&lt;/script&gt; and
Hokkaido University in Japan signed a memorandum. <a href="javascript:alert(5)">Read on</a>
<a href="jAvA\tscript:alert(5)">or</a> <a href="&#106;avascript:alert(5)">here</a> <a href="data:text/html,<script>alert(5)</script>">too</a></p>
<iframe srcdoc="<script>alert(6)</script>"></iframe><svg><a xlink:href="javascript:alert(7)"><animate onbegin="alert(7)"></a></svg>
<p>Estonia and Japan have waited for this agreement for years.</p>"""
    + "".join(
        f'<p {name}="{_EVIL}">Words {name} of Estonia. <img {name}="{_EVIL}"><a {name}="{_EVIL}">more</a></p>\n'
        for name in _ATTRIBUTES
    )
    + "</body></html>"
)
CIRCULAR_PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3/Parent 2 0 R>> endobj
3 0 obj <</Type/Page/Parent 3 0 R/Contents 4 0 R/Resources 5 0 R>> endobj
4 0 obj <</Length 4 0 R>> stream
BT (Tartu) Tj ET
endstream endobj
5 0 obj <</XObject <</X 6 0 R>> >> endobj
6 0 obj <</Type/XObject/Subtype/Form/Resources 5 0 R/Length 5>> stream
/X Do
endstream endobj
trailer <</Root 1 0 R/Size 7>>
%%EOF
"""

HOSTILE: dict[str, tuple[str, bytes | Callable[[], bytes], set[str]]] = {
    "ragged rows": ("ragged.csv", (HEADINGS + "One,Two,,,,,Seven\nOne\n").encode(), {"failed", "ready"}),
    "duplicate headings": ("double.csv", b"title,title,text\nOne,Two,Three words here\n", {"skipped", "failed", "ready"}),
    "no headings": ("none.csv", b"\n\n", {"failed", "skipped"}),
    "unknown headings": ("unknown.csv", b"aa,bb\n1,2\n", {"failed"}),
    "empty CSV": ("empty.csv", b"", {"failed"}),
    "a long field": ("long.csv", (HEADINGS + f'T,"{"Tartu signs. " * 12_000}"\n').encode(), {"ready"}),
    "open quote": ("open.csv", (HEADINGS + 'T,"never closed\n' + "a,b\n" * 1000).encode(), {"failed"}),
    "NUL in CSV": ("nul.csv", (HEADINGS + f'"T\0itle","{ARTICLE}"\n').encode(), {"ready"}),
    "binary CSV": ("binary.csv", bytes(range(256)) * 40, {"failed"}),
    "formulas": ("formula.csv", (HEADINGS + '"=HYPERLINK(""http://x"")","=1+1"\n').encode(), {"failed", "ready"}),
    "far cell": (
        "far.xlsx",
        replaced(workbook([["title"]]), "xl/worksheets/sheet1.xml", FAR_CELL.encode()),
        {"skipped", "failed"},
    ),
    "shared strings bomb": ("strings.xlsx", _strings_bomb, {"failed"}),
    "sheet with entities": (
        "entities.xlsx",
        replaced(workbook([["title"]]), "xl/worksheets/sheet1.xml", (ENTITY_BOMB + SHEET.format("&c;")).encode()),
        {"failed", "skipped"},
    ),
    "formulas in a workbook": (
        "formulas.xlsx",
        workbook([["title", "text"], ['=HYPERLINK("http://x")', "=1+1"], ["=cmd|' /C calc'!A0", ARTICLE]]),
        {"failed", "ready"},
    ),
    "a cut workbook": ("cut.xlsx", workbook([["title", "text"], ["One", ARTICLE]])[:2_000], {"failed"}),
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
    "outside entity in an export": ("outside.xml", (OUTSIDE + WXR_HEAD + "<item><title>&a;</title></item>").encode(), {"failed"}),
    "cut export": ("cut.xml", (WXR_HEAD + "<item><title>One</title>").encode(), {"failed", "skipped"}),
    "nested export": ("nested.xml", (WXR_HEAD + "<a>" * 100_000).encode(), {"failed"}),
    "a mail whose attachment has a broken name": ("name.eml", mail("a\0\udc80b.txt"), {"ready", "failed"}),
    "no mailbox": ("no.mbox", b"words", {"failed"}),
    "zip bomb": ("bomb.zip", partial(zipped, {"bomb.txt": b"\0" * 20_000_000}), {"failed"}),
    "overlapping zip bomb": ("overlap.zip", _overlapping, {"failed"}),
    "nested zip bomb": ("nested.zip", partial(_nested, 2), {"failed"}),
    "an archive three deep": ("deep.zip", partial(zipped, {"1.zip": zipped({"2.zip": zipped({"a.txt": ARTICLE})})}), {"failed"}),
    "100,000 entries": ("many.zip", partial(_crowded, 100_000), {"failed"}),
    "an endless list of entries": ("endless.zip", _endless_list, {"failed"}),
    "a size that is too small": ("small.zip", partial(_false_size, 10), {"failed"}),
    "a size that is too large": ("large.zip", partial(_false_size, 4_000_000_000), {"failed", "ready"}),
    "path traversal": (
        "paths.zip",
        partial(
            zipped, {"../../etc/cron.d/x.txt": "words", "/etc/x.txt": "words", "C:\\x.txt": "words", "a/../../x.txt": "words"}
        ),
        {"failed"},
    ),
    "a link in an archive": ("link.zip", _with_link, {"failed"}),
    "an encrypted archive": ("secret.zip", _encrypted, {"failed"}),
    "a cut archive": ("cut.zip", zipped({"a.txt": ARTICLE * 3})[:400], {"failed"}),
    "no zip": ("rubbish.zip", b"PK\x03\x04rubbish", {"failed"}),
    "an empty zip": ("empty.zip", b"PK\x05\x06" + b"\0" * 18, {"skipped"}),
    "bidirectional names": (
        "news\u202etxt.zip",
        partial(zipped, {"a\u202egpj.txt": ARTICLE, "\u2066b.docx": "words"}),
        {"ready", "failed"},
    ),
    "entity bomb in a Word document": ("bomb.docx", word(ENTITY_BOMB, "&c;"), {"failed", "ready"}),
    "outside entity in a Word document": ("outside.docx", word(OUTSIDE, "&a;"), {"failed", "ready"}),
    "a bidirectional name": ("news\u202efdp.txt", ARTICLE.encode(), {"ready"}),
    "circular PDF": ("circle.pdf", CIRCULAR_PDF, {"failed", "skipped", "ready"}),
    "scripts": ("scripts.html", SCRIPTS.encode(), {"ready"}),
    "only scripts": ("only.html", b"<html><script>alert(1)</script></html>", {"skipped", "failed"}),
    "scripts in a table": (
        "scripts.csv",
        (HEADINGS + '"T<script>alert(1)</script>","{}"\n'.format(SCRIPTS.replace('"', '""'))).encode(),
        {"ready"},
    ),
    "scripts in a feed": (
        "scripts.rss",
        rss(f"<item><title>T</title><description><![CDATA[{SCRIPTS}]]></description></item>"),
        {"ready"},
    ),
    "empty": ("empty.txt", b"", {"skipped"}),
    "blank": ("blank.txt", b" \r\n\t ", {"skipped"}),
    "three words": ("three.txt", b"Three short words", {"ready", "failed"}),
    "2 MB of one letter": ("a.txt", b"a" * 2_000_000, {"ready", "failed", "skipped"}),
    "binary": ("binary.txt", bytes(range(256)) * 40, {"failed"}),
    "NUL": ("nul.txt", ARTICLE.replace("Tartu", "Tar\0tu").encode(), {"ready"}),
    "broken UTF-8": ("broken.txt", ARTICLE.encode().replace(b"Tartu", b"Tar\xfftu", 1), {"ready", "failed"}),
    "surrogates in bytes": (
        "half.txt",
        ARTICLE.replace("Tartu", "Tar\ud800tu").encode("utf-8", "surrogatepass"),
        {"ready", "failed"},
    ),
    "an address that is not public": (
        "inner.urls",
        b"http://127.0.0.1/\nhttp://169.254.169.254/latest\nhttp://[::1]/\n",
        {"failed"},
    ),
}


@cache
def content(case: str) -> bytes:
    """The bytes of one of them; those that take a while are made when they are asked for."""
    data = HOSTILE[case][1]
    return data() if callable(data) else data
