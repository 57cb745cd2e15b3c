"""Feeds, WordPress exports and mailboxes: each entry is an article with what it states, known again when it comes again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.extraction.extract import extract
from portal.imports.containers import Source, open_uploads
from tests.imports.conftest import ARTICLE
from tests.imports.hostile import ENTITY_BOMB, OUTSIDE, WXR_HEAD, rss

BODY = ARTICLE.split("\n\n")[3]
ITEM = f"""<item><title>Tartu &amp; Hokkaido sign</title><link>https://example.org/1</link><guid>urn:1</guid>
<pubDate>Fri, 12 Mar 2021 00:30:00 +0200</pubDate><category>Science</category><description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tartu News</title><entry><id>urn:1</id>
<title>Tartu signs</title><published>2021-03-12T00:30:00+02:00</published><content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>"""
POST = f"""<item><title>Tartu signs</title><link>https://example.org/1</link><guid>https://example.org/?p=1</guid>
<content:encoded><![CDATA[[caption id="a"]A photo[/caption]

{BODY}

Second paragraph of the <em>post</em>.]]></content:encoded><wp:post_date>2021-03-12 10:00:00</wp:post_date>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><category>Science</category></item>"""
DRAFT = POST.replace("publish<", "draft<")


def upload(data: bytes | str, name: str) -> list[Source]:
    return list(open_uploads([SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)]))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (rss(ITEM), "feed.rss"),
        (rss(ITEM), "feed.xml"),
        (rss(ITEM), "feed"),
        (ATOM, "feed.atom"),
        (WXR_HEAD + POST + "</channel></rss>", "blog.xml"),
    ],
    ids=["rss", "xml", "no ending", "atom", "wxr"],
)
def test_an_entry_is_read_with_what_it_states(data: bytes | str, name: str) -> None:
    (source,) = upload(data, name)
    assert str(source.called).endswith(" · entry 1")
    reading = extract(source.data, source.file_name)
    assert reading.title.startswith("Tartu ")
    assert (reading.published, reading.source) == ("2021-03-12", "Tartu News")
    assert BODY in reading.body
    assert {country.code for country in reading.countries} == {"EE", "JP"}


def test_entries_are_known_again_and_told_apart_by_their_guid() -> None:
    (one,), (again,) = upload(rss(ITEM), "a.rss"), upload(rss(ITEM), "b.rss")
    (other,) = upload(rss(ITEM.replace("urn:1", "urn:2")), "c.rss")
    assert one.data == again.data != other.data


def test_a_post_keeps_its_paragraphs_and_drafts_are_counted() -> None:
    post, note = upload(WXR_HEAD + POST + DRAFT + "</channel></rss>", "blog.xml")
    assert b"<p>Second paragraph of the <em>post</em>.</p>" in post.data
    assert b"[caption" not in post.data
    assert note.skipped
    assert "1 entry is no published article" in str(note.message)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (rss(ITEM, head=ENTITY_BOMB), "a.rss", "declares XML entities"),
        (rss(ITEM, head=OUTSIDE), "a.xml", "declares XML entities"),
        (rss(ITEM, head=OUTSIDE).decode().replace("UTF-8", "UTF-16").encode("utf-16"), "a.rss", "declares XML entities"),
        (OUTSIDE + WXR_HEAD + POST, "a.xml", "declares XML entities"),
        ("/etc/passwd", "a.rss", "The feed is damaged; no entry could be read."),
        (rss(), "a.rss", "The feed has no entries."),
        (rss(ITEM)[:-40] + b"<<", "a.rss", "The feed is damaged after entry 1"),
        (WXR_HEAD + POST + "<item>", "a.xml", "The file ends in the middle, in line 7, after entry 1."),
        (WXR_HEAD + POST + "<a>" * 1_000, "a.xml", "Elements are nested too deeply in line 7, after entry 1."),
        (WXR_HEAD + POST + f"<item><title>{'x' * 11_000_000}", "a.xml", "An element in line 7, after entry 1, is too long."),
        (WXR_HEAD + POST + "<item></title>", "a.xml", "The file is damaged in line 7, after entry 1. The rest was not read."),
        (WXR_HEAD + "</channel></rss>", "a.xml", "The export has no entries."),
    ],
)
def test_what_is_wrong_is_said(data: bytes | str, name: str, words: str) -> None:
    sources = upload(data, name)
    assert words in str(sources[-1].message), sources
    assert b"root:" not in b"".join(source.data or b"" for source in sources)


def test_a_web_page_with_an_xml_declaration_stays_a_page() -> None:
    (source,) = upload('<?xml version="1.0"?><html><body><p>Words</p></body></html>', "page.xhtml")
    assert source.data
    assert source.data.startswith(b"<?xml")


def test_a_mailbox_gives_its_mails() -> None:
    mail = f"From: a@example.org\nSubject: Tartu signs\nDate: Fri, 12 Mar 2021 10:00:00 +0000\n\n{BODY}\n"
    sources = upload(f"From a Fri\n{mail}\nFrom b Sat\n{mail.replace('signs', 'waits')}", "news.mbox")
    assert [str(source.called) for source in sources] == ["mail 1", "mail 2"]
    assert sources[1].file_name.endswith(".mbox 2.eml")
    assert "Tartu waits" in extract(sources[1].data, sources[1].file_name).document.text
