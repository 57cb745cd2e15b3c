"""Rows as articles: which column is what, which row it was, and what is said about a table that is not as it should be."""

from __future__ import annotations

import datetime
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.extraction.extract import extract
from portal.imports.containers import Source, guess_columns, open_uploads
from tests.imports.conftest import ARTICLE
from tests.imports.hostile import workbook
from tests.imports.test_containers import archive
from tests.memory import peak_memory


def upload(data: bytes | str, name: str = "news.csv", columns=guess_columns) -> list[Source]:
    return list(open_uploads([SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)], columns))


BODY = ARTICLE.split("\n\n")[3]


def table(kind: str) -> bytes:
    """The same article as the second row of each kind of table."""
    headings = ["Headline", "Body", "Publication date", "Publisher", "Link", "Language"]
    row = ["Tartu signs with Hokkaido", BODY, "2021-03-12", "Tartu Post", "https://example.org/1", "en"]
    records = [dict(zip(headings, row, strict=True))]
    if kind == "xlsx":
        return workbook([headings, [*row[:2], datetime.datetime(2021, 3, 12), *row[3:]]])
    if kind == "json":
        return json.dumps({"count": 1, "articles": records}).encode()
    if kind == "jsonl":
        return json.dumps(records[0]).encode() + b"\n\n"
    separator = "\t" if kind == "tsv" else ";"
    return "\r\n".join(separator.join(f'"{cell}"' for cell in cells) for cells in (headings, row)).encode("utf-8-sig")


@pytest.mark.parametrize(
    ("kind", "place"), [("csv", "row 2"), ("tsv", "row 2"), ("xlsx", "row 2"), ("json", "record 1"), ("jsonl", "record 1")]
)
def test_a_row_is_read_with_what_it_states(kind: str, place: str) -> None:
    (source,) = upload(table(kind), f"news.{kind}")
    assert (str(source.called), source.origin, str(source.message)) == (
        f"Tartu signs with Hokkaido · {place}",
        f"news.{kind}",
        "",
    )
    reading = extract(source.data, source.file_name)
    assert (reading.title, reading.published, reading.source, reading.language) == (
        "Tartu signs with Hokkaido",
        "2021-03-12",
        "Tartu Post",
        "en",
    )
    assert reading.body == BODY
    assert {country.code for country in reading.countries} == {"EE", "JP"}
    for country in reading.countries:
        for span in country.evidence:
            assert reading.document.text[span.start : span.end] == span.quote


def test_the_same_row_gives_the_same_bytes() -> None:
    one, two = (upload(table(kind), f"{kind}.{kind}")[0].data for kind in ("csv", "xlsx"))
    assert one == two


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            ("Заголовок", "Текст", "Дата", "Источник"),
            {"title": "Заголовок", "text": "Текст", "date": "Дата", "source": "Источник"},
        ),
        (
            ("标题", "正文", "发布日期", "来源", "链接"),
            {"title": "标题", "text": "正文", "date": "发布日期", "source": "来源", "url": "链接"},
        ),
        (
            ("Kop", "Inhoud", "Datum", "Bron", "Taal"),
            {"title": "Kop", "text": "Inhoud", "date": "Datum", "source": "Bron", "language": "Taal"},
        ),
        (("summary", "content", "name"), {"title": "name", "text": "content"}),
        (("a", "b"), {}),
    ],
)
def test_columns_are_guessed_in_several_languages(headings: tuple[str, ...], expected: dict[str, str]) -> None:
    assert guess_columns(headings) == expected


def test_columns_that_are_named_are_used() -> None:
    (source,) = upload(f"a,b\nTartu signs,{BODY.replace(',', ';')}\n", columns=lambda headings: {"title": "a", "text": "b"})
    assert str(source.called) == "Tartu signs · row 2"


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    (source,) = upload("a,b\n1,2\n", columns=lambda headings: {"title": "c"})
    assert str(source.message) == "There is no column “c” for “Title”. The headings are: a, b."


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("12.03.2021", "2021-03-12"),
        ("12 March 2021", "2021-03-12"),
        ("2021-03-12T08:00:00+02:00", "2021-03-12"),
        ("March", ""),
        ("2021", ""),
    ],
)
def test_dates_as_people_write_them(date: str, day: str) -> None:
    (source,) = upload(f"title;text;date\nTartu;{BODY};{date}\n")
    assert (f'content="{day}"' in source.data.decode()) == bool(day)
    assert ("was not understood" in str(source.message)) == (not day)


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    sources = upload('title,text\n"One\ntwo",Text\n\n,\nThree,Text\n')
    assert [str(source.called) for source in sources] == ["One two · row 2", "Three · row 5"]


def test_a_title_does_not_say_how_its_row_is_read() -> None:
    (source,) = upload(f"title;text\nBudget.docx;{BODY}\n")
    assert extract(source.data, source.file_name).title == "Budget.docx"


def test_markup_in_a_cell_is_read_as_a_page_and_stays_text_otherwise() -> None:
    page, plain = upload('title,text\nA,"<p>One</p><script>alert(1)</script>"\nB,a < b & c > d\n')
    assert b"<p>One</p>" in page.data
    assert b"<p>a &lt; b &amp; c &gt; d</p>" in plain.data


MESSAGES = {
    "too many cells": ("title,text\nOne,Two,Three\n", "Row 2 has 3 cells, but there are 2 headings"),
    "too few cells": ("title,text,date\nOne,Two\n", "Row 2 has only 2 of 3 cells."),
    "duplicate headings": ("title,title,text\nOne,Two,Three\n", "The heading “title” stands over 2 columns"),
    "open quote": (
        'title,text\nOne,Two\nThree,"Four\nFive\nSix,7\n',
        "A quotation mark in row 3 (line 3) is never closed: it swallowed",
    ),
    "no text": ("title,text,url\n,,http://x\n", "There is no text in it."),
    "title alone": ("title,text\nOne,\n", "It has a title and no text."),
    "no column of texts": ("title,date\nOne,2021-03-12\n", "It has a title and no text."),
    "only headings": ("title,text\n", "There are no rows below the headings."),
    "NUL": ("title,text\nO\0ne,Two\n", "1 unreadable character was removed."),
    "bad byte": (b"title,text\nT\xc3\xa4rtu T\xc3\xa4rtu,B\xff\n" + "ä".encode() * 50, "1 unreadable character was removed."),
    "unknown": ("aa,bb\n1,2\n", "No column is known to hold the title or the text. The headings are: aa, bb."),
}


@pytest.mark.parametrize("case", MESSAGES)
def test_what_is_wrong_is_said_with_its_row(case: str) -> None:
    data, words = MESSAGES[case]
    assert any(words in str(source.message) for source in upload(data)), [str(source.message) for source in upload(data)]


def test_a_field_is_as_long_as_a_document_may_be(settings) -> None:
    (source,) = upload(f"title,text\nOne,{'a' * 200_000}\n")
    assert source.data
    settings.IMPORT_MAX_DOCUMENT_BYTES = 100_000
    assert "The row that ends in line 2 is longer than 98 kB" in str(upload(f"title,text\nOne,{'a' * 200_000}\n")[0].message)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_the_encoding_is_found(encoding: str) -> None:
    text = "Университет подписал меморандум о сотрудничестве с партнёрами из Японии. " * 5
    (source,) = upload(f"заголовок;текст\nУниверситет;{text}\n".encode(encoding))
    assert str(source.called) == "Университет · row 2"
    assert text.strip() in source.data.decode()


def test_a_formula_is_text_and_further_sheets_are_named() -> None:
    data = workbook([["title", "text"], ["=1+1", 3.0]])
    assert str(upload(data, "a.xlsx")[0].called) == "=1+1 · row 2"


def test_a_table_in_an_archive_is_opened() -> None:
    sources = upload(archive({"inner/news.csv": b"title,text\nOne,Two\n", "a.txt": b"words"}), "all.zip")
    assert [(str(s.called), s.origin) for s in sources] == [("One · row 2", "all.zip/inner/news.csv"), ("a.txt", "all.zip")]


def test_too_many_rows_end_with_a_message(settings) -> None:
    settings.IMPORT_MAX_ROWS = 2
    sources = upload("title,text\n" + "One,Two\n" * 5)
    assert [bool(source.data) for source in sources] == [True, True, False]
    assert "more than 2 rows" in str(sources[-1].message)


class Endless(io.RawIOBase):
    """Rows that are made while they are read."""

    def __init__(self, rows: int) -> None:
        self.rows, self.position, self.row = rows, 0, b"Title,%s\n" % (b"words and words " * 20)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.position = offset if whence == 0 else self.rows * len(self.row)
        return self.position

    def tell(self) -> int:
        return self.position

    def readinto(self, buffer) -> int:
        if self.position >= self.rows * len(self.row):
            return 0
        start = b"title,text\n" + self.row * 40 if self.position == 0 else self.row * 40
        data = start[: len(buffer)]
        buffer[: len(data)] = data
        self.position += len(data)
        return len(data)


def test_memory_stays_flat() -> None:
    class Upload:
        name = "many.csv"
        file = io.BufferedReader(Endless(60_000))

    with peak_memory() as peak:
        number = sum(1 for _source in open_uploads([Upload()]))
    assert number > 10_000
    assert peak.kilobytes < 30_000
