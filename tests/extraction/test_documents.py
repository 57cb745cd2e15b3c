"""Bytes made text: encodings, what is visible on a page, what its markup states, what cannot be read."""

import pytest

from portal.extraction.documents import read_document
from portal.extraction.types import ExtractionError

RUSSIAN = (
    "Делегация посетила технопарк и подписала соглашение о сотрудничестве с университетом. Стороны обменяются командами.\n" * 2
)


def page(body, head=""):
    return read_document(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "utf-16-le"),
        ("代表团访问了慕尼黑工业大学创业中心，双方就共建生物医药加速器进行了探讨。" * 3, "gb18030"),
        ("代表團訪問了園區管理局，雙方簽署合作備忘錄，將互設新創辦公室。" * 3, "big5"),
        ("市は大学と覚書を結び、医療用レーザーの共同研究を始めると発表しました。" * 3, "shift_jis"),
        ("부산은 이스라엘 하이파와 해양 스타트업 교류 협약을 체결했다고 밝혔다. " * 3, "euc-kr"),
        ("Die Gäste besichtigten außerdem das Zentrum für Möbel in Köln und Überlingen am See.\n" * 3, "cp1252"),
        ("Los alumnos españoles viajarán mañana a Córdoba según el señor Núñez, “pronto”.\n" * 3, "cp1252"),
    ],
)
def test_text_is_read_in_its_encoding(text, encoding):
    assert read_document(text.encode(encoding), "a.txt").text == text


def test_byte_order_mark_and_windows_line_ends_leave_no_trace():
    plain = read_document(b"One line of text that is here.\nAnd another one.", "a.txt")
    marked = read_document("\ufeffOne line of text that is here.\r\nAnd another one.".encode(), "a.txt")
    assert plain.text == marked.text


def test_nul_and_surrogates_are_replaced_one_for_one_and_told():
    document = read_document(b"A text with a \0 NUL in the middle of it.", "a.txt")
    assert document.text == "A text with a \ufffd NUL in the middle of it."
    assert any("NUL" in notice for notice in document.notices)
    document = read_document("A text with a \ud800 surrogate in the middle of it.".encode("utf-8", "surrogatepass"), "a.txt")
    assert "\ufffd" in document.text
    assert document.notices


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\r\n\t", "empty"),
        (b"three little words", "too little"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x89PNG\r\n\x1a\n0000", "picture"),
        (b"\x7fELF" + b"a" * 400, "program"),
        (b"x" * 20_000_001, "larger"),
    ],
)
def test_what_cannot_be_read_says_why(data, words):
    with pytest.raises(ExtractionError, match=words):
        read_document(data, "a.txt")


def test_a_page_shows_what_a_reader_sees():
    document = page(
        "<script>var a = 'never seen';</script><p>Hello <b>big</b>\n world.<br>Next&nbsp;line.</p>"
        "<div style='display: none'>never seen</div><div hidden>never seen</div><ul><li>one<li>two</ul>"
    )
    assert document.text == "Hello big world.\nNext line.\n\none\ntwo"
    assert all(document.text[a:b].strip() for a, b, _ in document.markup.blocks)


def test_declared_charset_of_a_page_counts():
    data = '<html><head><meta charset="windows-1251"></head><body><p>Соглашение подписано сегодня в Казани.</p></body></html>'.encode(
        "cp1251"
    )
    assert read_document(data, "a.html").text == "Соглашение подписано сегодня в Казани."


def test_the_markup_states_title_date_and_publisher():
    document = page(
        "<h1>Two cities sign a pact</h1><p>Some text of the article is here.</p>",
        '<title>Two cities sign a pact | The Paper</title><meta property="og:site_name" content="The Paper">'
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2020-02-12T09:15:00+01:00",'
        '"dateModified":"2020-03-01"}]}</script>',
    )
    assert document.markup.titles[0] == "Two cities sign a pact"
    assert document.markup.published == "2020-02-12"
    assert document.markup.site_name == "The Paper"


def test_a_date_of_change_is_no_publication_date():
    head = '<meta property="article:modified_time" content="2020-03-01"><meta name="last-modified" content="2020-03-01">'
    assert (
        page(
            "<p>Some text of the article is here.</p><time datetime='2020-01-01'>a</time><time datetime='2020-01-02'>b</time>",
            head,
        ).markup.published
        is None
    )


def test_a_page_nested_too_deeply_is_still_read_to_its_end():
    data = (
        b"<html><body>"
        + b"<div>" * 100_000
        + b"<p>A first sentence.</p>"
        + b"</div>" * 100_000
        + b"<p>After it all, more.</p></body></html>"
    )
    document = read_document(data, "a.html")
    assert "A first sentence." in document.text
    assert "After it all, more." in document.text
    assert document.notices


def test_broken_json_ld_is_passed_over():
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script><script type="application/ld+json">'
        + "[" * 50_000
        + "</script>"
    )
    assert page("<p>Some text of the article is here.</p>", head).markup.published is None
