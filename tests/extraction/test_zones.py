"""Zones: every character has one, and the article is told from what is around it."""

import pytest

from portal.extraction.credits import published_of, source_of, title_of, topics_of
from portal.extraction.documents import read_document
from portal.extraction.language import find_language
from portal.extraction.zones import find_outline

LEAD = "Two cities have signed a memorandum of understanding on clean water, the mayors said at a meeting in the town hall."
MORE = "The agreement runs for three years and foresees an exchange of engineers, students and a boat for taking samples."
LAST = "A joint laboratory has been discussed as well, but nobody wants to say when, where and with whose money it will open."


def outline(text, name="a.txt"):
    document = read_document(text.encode(), name)
    return find_outline(document, find_language(document))


def zones(text, name="a.txt"):
    found = outline(text, name)
    return [(zone.kind, found.document.text[zone.start : zone.end]) for zone in found.zones]


def body(text, name="a.txt"):
    return [piece for kind, piece in zones(text, name) if kind in ("heading", "paragraph", "quote", "speech")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Home > News > International", "breadcrumb"),
        ("Startseite / Aktuelles / Meldung", "breadcrumb"),
        ("首页 > 新闻中心 > 正文", "breadcrumb"),
        ("03:28", "counter"),
        ("1 245 vues", "counter"),
        ("浏览次数：326", "counter"),
        ("Share this story:", "share"),
        ("Поделиться ВКонтакте", "share"),
        ("【打印本页】 【关闭窗口】", "share"),
        ("Read also: A port for hydrogen", "teaser"),
        ("À lire aussi", "teaser"),
        ("*** ADVERT *** Fly to Oslo *** ADVERT ***", "advert"),
        ("© 2023 The Paper. All rights reserved.", "copyright"),
        ("press@desk.example, +47 00 00 00 00", "contact"),
        ("Foto: Gemeente Groningen", "caption"),
        ("By Marlene Tubbs", "byline"),
        ("Source: The Foundation", "source"),
        ("Ключевые слова: вода, города", "topics"),
        ("Page 3 of 12", "header"),
        ("-----", "other"),
    ],
)
def test_a_line_around_the_article_has_its_kind(line, kind):
    found = zones(f"A title for two cities\n\n{LEAD}\n\n{MORE}\n\n{line}\n")
    assert found[-1] == (kind, line)


def test_the_title_need_not_come_first():
    text = f"Skip to content\nWe Build for You\nHome » News\n\nTwo cities sign a water pact\n\n14 March 2023 | Views: 12\n\n{LEAD}\n\n{MORE}"
    found = outline(text)
    assert title_of(found).value == "Two cities sign a water pact"
    assert published_of(found, "en").value == "2023-03-14"


def test_a_text_without_a_title_has_none():
    assert title_of(outline(f"{LEAD} {MORE}\n\n>> Weather   >> Currency")) is None


def test_a_date_of_a_teaser_or_of_the_body_is_not_the_publication():
    text = f"Two cities sign a water pact\n\n{LEAD}\n\nOn 3 May 2020 they met. {MORE}\n\nRelated news\nBridge opened 06.11.2018 44\n\n06.11.2018 44"
    assert published_of(outline(text), "en") is None


def test_what_was_updated_is_not_what_was_published():
    text = f"Two cities sign a water pact\n\nUpdated: 7 May 2021\n\n{LEAD}\n\n{MORE}"
    assert published_of(outline(text), "en") is None
    text = text.replace("Updated: 7 May 2021", "Published: 5 May 2021 | Updated: 7 May 2021")
    assert published_of(outline(text), "en").value == "2021-05-05"


def test_inserts_do_not_end_the_article_but_teasers_after_it_do():
    text = f"Two cities sign a water pact\n\n{LEAD}\n\nRead also: A port for hydrogen\n\n{MORE}\n\nPhoto: A. Meyer\n\n{LAST}\n\nMost read\nA bridge\nA dam"
    assert body(text) == [LEAD, MORE, LAST]


def test_teasers_after_a_call_to_read_on_are_no_article():
    text = f"Two cities sign a water pact\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n\n\nWould you like to know more about our city?\n\n\n{MORE.replace('agreement', 'company')}"
    assert body(text) == [LEAD, MORE, LAST]


def test_headings_lists_and_short_sentences_belong_to_the_body():
    text = f"Two cities sign a water pact\n\n{LEAD}\n\nWhat they want\n\n{MORE}\n\nThe two will:\n\n- exchange engineers;\n- buy a boat.\n\nTags: water"
    assert body(text) == [LEAD, "What they want", MORE, "The two will:", "- exchange engineers;", "- buy a boat."]


def test_hard_wrapped_lines_are_one_paragraph():
    wrapped = "Two cities have signed a memorandum of understanding on clean\nwater, the mayors said at a meeting in the town hall of the\nsmaller one, which has no water of its own."
    assert body(f"Two cities sign a water pact\n\n{wrapped}\n\n{wrapped}x") == [wrapped, wrapped + "x"]


def test_the_last_of_the_forwarded_mails_holds_the_article():
    text = (
        "From: Ann <a@desk.example>\nSent: Tuesday, 21 February 2023 09:12\nTo: portal\nSubject: FW: pact\n\nHi all, something for the page, what do you think?\n\n"
        f"-----Original Message-----\nFrom: press@city.example\nSent: Monday, 20 February 2023 16:40\nTo: list\nSubject: pact\n\nTwo cities sign a water pact\n\n{LEAD}\n\n{MORE}\n\n--\nAnn, desk\nThis e-mail is confidential."
    )
    found = outline(text)
    assert title_of(found).value == "Two cities sign a water pact"
    assert published_of(found, "en").value == "2023-02-20"
    assert body(text) == [LEAD, MORE]


def test_speakers_of_a_transcript_are_told_from_what_they_say():
    text = f'Two cities sign a water pact\n02:41\n{LEAD}\nANNA KORHONEN, MAYOR, TAMPERE "We drink what you send us, and we like it very much indeed."\n{MORE}'
    assert ("speaker", "ANNA KORHONEN, MAYOR, TAMPERE") in zones(text)
    assert ("speech", '"We drink what you send us, and we like it very much indeed."') in zones(text)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Source: The Water Board", "The Water Board"),
        ("Quelle: Stadtwerke", "Stadtwerke"),
        ("来源：市水务局", "市水务局"),
        ("© 2021 The Water Paper. All rights reserved.", "The Water Paper"),
        ("(c) ИА «Водный вестник». Все права защищены.", "Водный вестник"),
    ],
)
def test_the_source_is_named_by_a_label_or_the_copyright_line(line, source):
    assert source_of(outline(f"Two cities sign a water pact\n\n{LEAD}\n\n{MORE}\n\n{line}")).value == source


def test_the_wire_of_a_dispatch_is_its_source_and_a_date_without_year_is_no_publication():
    found = outline(f"Two cities sign a water pact\n\nMUSCAT, Oct 9 (Water Wire) -\n\n{LEAD}\n\n{MORE}")
    assert source_of(found).value == "Water Wire"
    assert published_of(found, "en") is None


def test_topics_are_listed_as_the_article_lists_them():
    found = outline(f"Two cities sign a water pact\n\n{LEAD}\n\n{MORE}\n\nTopics: Water, Cities & regions, News")
    assert topics_of(found)[0] == ("Water", "Cities & regions", "News")


def test_boilerplate_of_a_page_is_kept_aside_by_class_and_by_place():
    html = (
        f"<html><body><nav><a href=/>Home</a><a href=/n>News</a></nav><div id=x><h1>Two cities sign a water pact</h1><p>{LEAD}</p>"
        f"<div class='related-posts'><p>{MORE.replace('agreement', 'company')}</p></div><p>{MORE}</p><p>{LAST}</p></div>"
        f"<div class=comments><p>{LAST.replace('joint', 'silly')}</p></div></body></html>"
    )
    assert body(html, "a.html") == [LEAD, MORE, LAST]
    assert zones(html, "a.html")[-1][0] == "other"
