"""Bytes made text: encodings, what is visible on a page, what its markup states, what cannot be read."""

import io
import json
import zipfile
from email.message import EmailMessage

import pypdfium2
import pytest

from portal.extraction.documents import read_document
from portal.extraction.extract import extract
from portal.extraction.types import ExtractionError, Span

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
        (RUSSIAN, "utf-16-be"),
        ("市は大学と覚書を結び、医療用レーザーの共同研究を始めると発表しました。" * 3, "utf-16-le"),
        ("市は大学と覚書を結び、医療用レーザーの共同研究を始めると発表しました。" * 3, "iso2022_jp"),
        ("“Nobody’s harbour” – the pilots’ own words – opens in Lund… and in Graz.\n" * 3, "utf-16-le"),
        ("“Nobody’s harbour” – the pilots’ own words – opens in Lund… and in Graz.\n" * 3, "utf-16-be"),
        ("Město Brno a město Lodž podepsaly dohodu o spolupráci. Primátorka přijala delegaci ze Žiliny.\n" * 2, "iso8859-2"),
        ("Město Brno a město Lodž podepsaly dohodu o spolupráci. Primátorka přijala delegaci ze Žiliny.\n" * 2, "cp1250"),
        ("Miasto Łódź są partnerem miasta Brno, współpraca będzie trwała trzy lata, jak wynika z umowy.\n" * 2, "iso8859-2"),
        ("Miasta są partnerami od lat, a ich umowa będzie trwała jeszcze trzy lata, mówią prezydenci.\n" * 2, "cp1250"),
        ("İzmir Belediyesi ile Bremen kenti iş birliği anlaşması imzaladı, heyet yarın geliyor.\n" * 2, "cp1254"),
        ("Les deux villes ont signé un accord de coopération d'un montant de 3 millions € pour l'eau.\n" * 2, "iso8859-15"),
        ("وقعت بلدية عمان الكبرى ومدينة ليون الفرنسية اتفاقية تعاون في مجال النقل العام.\n" * 2, "iso8859-6"),
    ],
)
def test_text_is_read_in_its_encoding(text, encoding):
    assert read_document(text.encode(encoding), "a.txt").text == text


def test_byte_order_mark_and_windows_line_ends_leave_no_trace():
    plain = read_document(b"One line of text that is here.\nAnd another one.", "a.txt")
    marked = read_document("\ufeffOne line of text that is here.\r\nAnd another one.".encode(), "a.txt")
    assert plain.text == marked.text


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\u0085", "\v", "\r"])
def test_a_sign_for_the_end_of_a_line_is_one(end):
    assert (
        read_document(f"One line of text.{end}And another one.".encode(), "a.txt").text == "One line of text.\nAnd another one."
    )


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
        ((b"a" * 79 + b"\n") * 25_000, "same few letters"),
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


ARTICLE = (
    "Tampere and Lund have signed a memorandum of understanding on clean water, the mayors said at a meeting in the town hall.",
    "The agreement runs for three years and foresees an exchange of engineers, students and a boat for taking samples.",
)


def test_a_mail_is_its_headers_and_its_text():
    data = (
        b"From: =?utf-8?q?J=C3=B6rg?= <j@desk.example>\r\nDate: Mon, 20 Feb 2023 16:40:00 +0100\r\nSubject: Water pact\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\nA pact f=FCr water, signed in the town hall.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>never</p>\r\n--b--\r\n"
    )
    document = read_document(data, "a.eml")
    assert document.media_type == "message/rfc822"
    assert document.text.startswith("From: Jörg <j@desk.example>\nDate: Mon, 20 Feb 2023 16:40:00 +0100\nSubject: Water pact\n\n")
    assert "A pact für water, signed in the town hall." in document.text
    assert "never" not in document.text


def test_markdown_loses_its_marks_and_states_its_front_matter():
    text = "---\ntitle: Water pact\ndate: 2022-05-30\ntags: [water, cities]\n---\n# Water pact\n\nA **pact** on [water](https://w.example)\nfor two cities.\n\n![boat](b.jpg)\n\n- one\n- two\n"
    document = read_document(text.encode(), "a.md")
    assert document.text == "Water pact\n\nA pact on water for two cities.\n\n- one\n\n- two"
    assert (document.markup.published, document.markup.topics) == ("2022-05-30", ("water", "cities"))


def word(paragraphs):
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styled = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>' for style, text in paragraphs
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{styled}</w:body></w:document>")
    return packed.getvalue()


def test_a_word_document_gives_its_paragraphs_and_headings():
    document = read_document(word([("Title", "Water pact"), ("Normal", ARTICLE[0]), ("Normal", ARTICLE[1])]), "a.docx")
    assert document.text == "\n\n".join(("Water pact", *ARTICLE))
    assert [kind for _, _, kind in document.markup.blocks] == ["heading", "paragraph", "paragraph"]


def test_a_word_document_that_unpacks_to_too_much_is_refused():
    with pytest.raises(ExtractionError, match="too large"):
        read_document(word([("Normal", "a" * 31_000_000)]), "a.docx")


def pdf(lines):
    """The smallest PDF with these lines on its page."""
    shown = b"".join(b"(" + line.encode("latin-1") + b") Tj T* " for line in lines)
    stream = b"BT /F1 11 Tf 50 800 Td 14 TL " + shown + b"ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj%sendobj\n" % pair for pair in enumerate(objects, 1))
        + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"
    )


def test_a_pdf_gives_the_lines_of_its_pages():
    document = read_document(
        pdf(["Two cities sign a water pact", "Tampere and Lund have signed a memo-", "randum on water."]), "a.pdf"
    )
    assert document.media_type == "application/pdf"
    assert document.text == "Two cities sign a water pact\nTampere and Lund have signed a memo-\nrandum on water."


def test_signs_of_a_pdf_that_say_nothing_are_shown_and_told(monkeypatch):
    # What PDFium gives for the signs of an embedded font without a table of characters.
    monkeypatch.setattr(pypdfium2.PdfTextPage, "get_text_range", lambda page: "Two cities sign a water pact\nin \0 2023")
    document = read_document(pdf(["Two cities sign a water pact"]), "a.pdf")
    assert document.text == "Two cities sign a water pact\nin \ufffd 2023"
    assert any("PDF" in str(notice) for notice in document.notices)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (pdf([""]), "a.pdf", "no text layer"),
        (b"%PDF-1.4 broken", "a.pdf", "damaged"),
        (b"PK\x03\x04word/ broken", "a.docx", "damaged"),
        (b"PK\x03\x04 a zip of something", "a.zip", "archive"),
        (b"just some text that is called otherwise", "a.pdf", "not one"),
    ],
)
def test_damaged_files_say_so(data, name, words):
    with pytest.raises(ExtractionError, match=words):
        read_document(data, name)


@pytest.mark.parametrize(("text", "codec"), [("Córdoba’s café – “naïve” Zürich", "cp1252"), (RUSSIAN.strip(), "cp1251")])
def test_garbled_text_is_mended_and_its_evidence_stays_true(text, codec):
    garbled = "".join(bytes([b]).decode(codec) if bytes([b]).decode(codec, "ignore") else chr(b) for b in text.encode())
    document = read_document(garbled.encode(), "a.txt")
    assert document.text == text
    assert any("garbled" in notice for notice in document.notices)
    received = document.as_received(Span(3, 12, text[3:12]))
    assert garbled[received.start : received.end] == received.quote


@pytest.mark.parametrize(("text", "codec"), [("Córdoba’s café – “naïve” Zürich", "cp1252"), (RUSSIAN.strip(), "cp1251")])
def test_text_that_was_garbled_twice_is_mended(text, codec):
    garbled = text
    for _ in range(2):
        garbled = "".join(bytes([b]).decode(codec) if bytes([b]).decode(codec, "ignore") else chr(b) for b in garbled.encode())
    document = read_document(garbled.encode(), "a.txt")
    assert document.text == text
    received = [document.as_received(Span(at, at + 1, text[at])) for at in range(len(text))]
    assert "".join(span.quote for span in received) == garbled
    assert all(garbled[span.start : span.end] == span.quote for span in received)


@pytest.mark.parametrize("text", ["São Paulo, ações à mão e PÃO de queijo, ÇÃO", "Сёмга и Рёбра, Россия, СССР, «Рига»"])
def test_rare_letters_are_not_taken_for_garbled_ones(text):
    assert read_document(text.encode(), "a.txt").text == text


def test_an_article_that_only_a_program_would_show_is_taken_from_what_the_markup_states():
    stated = {
        "@type": "NewsArticle",
        "headline": "Two ports test ferries",
        "datePublished": "2024-03-11",
        "publisher": {"name": "Port Daily"},
        "articleBody": "Limassol and Split will test two electric ferries together, said both ports.\n\nEach pays for its own chargers &amp; cables.",
    }
    page = f'<html><head><script type="application/ld+json">{json.dumps(stated)}</script></head><body><div id="root"></div></body></html>'
    found = extract(page.encode(), "a.html")
    assert (found.title, found.published, found.source) == ("Two ports test ferries", "2024-03-11", "Port Daily")
    assert found.body.split("\n\n")[1] == "Each pays for its own chargers & cables."
    assert "markup" in found.document.notices[-1]


ANNOUNCED = "Two ports sign a pact\n\nThe port of Riga and the port of Graz signed a pact on 4 May 2021, both said.\n" * 3


def mail(text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Date"], message["Subject"] = "a@b.example", "Tue, 4 May 2021 10:00:00 +0200", "News"
    message.set_content(text)
    return message


def test_a_mail_that_only_announces_its_page_its_attachment_or_another_mail_gives_that():
    by_page, by_file, by_mail = mail("See the page."), mail("Please find our news attached."), mail("FYI")
    by_page.add_alternative(f"<p>{ANNOUNCED}</p>", subtype="html")
    by_file.add_attachment(ANNOUNCED.encode(), maintype="application", subtype="octet-stream", filename="news.txt")
    by_mail.add_attachment(mail(ANNOUNCED))
    for message in (by_page, by_file, by_mail):
        document = read_document(message.as_bytes(), "a.eml")
        assert "port of Graz" in document.text
        assert ("attachment" in "".join(document.notices)) == (message is by_file)


def test_an_attachment_that_cannot_be_read_leaves_the_mails_own_words():
    message = mail("Please find our news on the pact of both ports attached.")
    message.add_attachment(b"no such thing", maintype="application", subtype="pdf", filename="news.pdf")
    assert "pact of both ports" in read_document(message.as_bytes(), "a.eml").text
