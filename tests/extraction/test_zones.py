"""Zones: every character has one, and the article is told from what is around it."""

import pytest

from portal.extraction.credits import title_of, topics_of
from portal.extraction.documents import read_document
from portal.extraction.language import find_language
from portal.extraction.published import published_of
from portal.extraction.sources import source_of
from portal.extraction.zones import find_outline
from portal.extraction.zones.labels import classify

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


@pytest.mark.parametrize("number", ["12", "999", "1000", "20347"])
def test_a_number_of_any_length_belongs_to_a_title(number):
    title = f"University of Tartu and Hokkaido University sign memorandum no. {number}"
    text = "The University of Tartu and Hokkaido University signed a memorandum of understanding on 10 March 2021."
    assert title_of(outline(f"{title}\n\n12 March 2021\n\n{text}\n\n{MORE}\n")).value == title


def test_a_text_without_a_title_has_none():
    assert title_of(outline(f"{LEAD} {MORE}\n\n>> Weather   >> Currency")) is None


def test_a_date_of_a_teaser_or_of_the_body_is_not_the_publication():
    text = f"Two cities sign a water pact\n\n{LEAD}\n\nOn 3 May 2020 they met. {MORE}\n\nRelated news\nBridge opened 06.11.2018 44\n\n06.11.2018 44"
    assert published_of(outline(text), "en") is None


@pytest.mark.parametrize(
    ("head", "language"),
    [
        ("Turku, 14 March 2023. ", "en"),
        ("TURKU, Finland--(BUSINESS WIRE)--March 14, 2023--", "en"),
        ("Frankfurt am Main, den 14.03.2023. ", "de"),
        ("Le Havre, le 14 mars 2023. ", "fr"),
        ("Vigo, 14 de marzo de 2023. ", "es"),
        ("Gent, 14 maart 2023. ", "nl"),
        ("Казань, 14 марта 2023 г. ", "ru"),
        ("新华社北京2023年3月14日电 ", "zh"),
        ("【浜松＝2023年3月14日】", "ja"),
    ],
)
def test_a_dateline_needs_no_dash(head, language):
    found = outline(f"Two cities sign a water pact\n\n{head}{LEAD}\n\n{MORE}")
    assert published_of(found, language).value == "2023-03-14"


@pytest.mark.parametrize(
    ("lead", "language"),
    [
        ("Делегация Казани во главе с мэром 14 марта 2023 года посетила Хельсинки, 15 марта — Таллин, а затем и Ригу.", "ru"),
        ("On 14 March 2023 the city of Lund – a town of 90,000 people – signed a pact with the city of Viborg.", "en"),
        ("Two delegations met in Turku on 14 March 2023. The city of Lund signed a pact with the city of Viborg.", "en"),
    ],
)
def test_a_day_in_the_first_sentence_is_no_dateline(lead, language):
    assert published_of(outline(f"Two cities sign a water pact\n\n{lead}\n\n{MORE}"), language) is None


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


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "From 3 to 5 May 2021, a delegation from Graz visited the park and signed an agreement."),
        ("en", "About 40 companies from the region took part in the mission to Japan this week."),
        ("en", "More than fifty start-ups applied, and twelve were chosen by a jury of investors."),
        ("en", "Share prices of the company rose by a third after the announcement on Monday."),
        ("en", "Contact between the two universities began in 2012 with a joint summer school."),
        ("en", "Related projects in Spain and Italy will follow if the pilot succeeds, he said."),
        ("en", "Home to three hundred firms, the park is the biggest in the region."),
        ("en", "Search and rescue robots were shown by a team from Tampere on the second day."),
        ("en", "Close cooperation with industry is what the Koreans liked best, they said."),
        ("en", "Register of companies data show that the joint venture was founded in March."),
        ("en", "Back in Moscow, the minister told reporters that talks would go on in June."),
        ("en", "Subscribe is not what they want: they want to be asked first, said the director."),
        ("en", "Next, the parties will look for a building and for somebody who pays the rent."),
        ("en", "Photo sensors from Jena will be tested in Lille for a period of three years."),
        ("en", "Tags on the fish will send their data to Bergen and Puerto Montt, he added."),
        ("en", "Join us, said the mayor, and they did: eleven towns signed the charter."),
        ("de", "Vom 3. bis 5. Mai 2018 besuchte eine Delegation aus Daejeon den Park in Adlershof."),
        ("de", "Von Berlin aus reiste die Delegation weiter nach Jena und Dresden, wo sie blieb."),
        ("de", "Über 200 Gäste kamen zur Eröffnung des Zentrums in der Grazer Innenstadt."),
        ("de", "Kontakt zu koreanischen Firmen besteht seit 2012, sagte die Geschäftsführerin."),
        ("de", "Termine für die nächsten Treffen sind noch nicht vereinbart, hieß es in Wien."),
        ("fr", "Le 10 février 2020, une délégation de Casablanca a visité le pôle et signé un accord."),
        ("fr", "Par cet accord, les deux universités créent un laboratoire commun à Rabat."),
        ("fr", "Partager les données sera possible dès le mois de mai, selon les partenaires."),
        ("fr", "Agenda chargé pour la délégation, qui a visité trois villes en deux jours."),
        ("nl", "Van maandag 16 tot en met vrijdag 20 mei 2022 reisde een delegatie naar India."),
        ("nl", "Door de samenwerking krijgen studenten een plek bij bedrijven in Bengaluru."),
        ("nl", "Volgende maand beslist het bestuur over het vervolg van de proef in Umeå."),
        ("es", "Del 3 al 7 de junio de 2016, el alcalde visitó Seúl y Ulsan con una delegación."),
        ("es", "Por su parte, la directora del instituto agradeció el apoyo del gobierno vasco."),
        ("es", "Sobre el fondo común todavía no hay acuerdo, dijo la directora del centro."),
        ("ru", "С 3 по 7 июня 2019 года делегация Шэньчжэня посетила Казань, Самару и Тольятти."),
        ("ru", "От имени университета документ подписал проректор по международным связям."),
        ("ru", "По данным министерства, в программе участвуют сорок компаний из двух стран."),
        ("ru", "Фото и видео с дронов будут передаваться в Осло и Мурманск, сообщил директор."),
        ("zh", "2021年4月16日，成都高新区与维也纳科技园签署合作协议，共建实验室。"),
        ("zh", "分享会上，来自以色列的三家企业介绍了各自的产品和技术。"),
        ("zh", "版权合作也是双方讨论的内容之一，但尚未达成一致意见。"),
        ("zh", "来源于荷兰的技术将首先在埃因霍温完成测试，然后转移到无锡。"),
        ("ja", "令和3年3月5日（金曜日）、浜松市はドイツのイエナ市と覚書を締結しました。"),
        ("ja", "広告分野での協力も検討されていますが、時期は決まっていないということです。"),
        ("ja", "関連する事業として、学生の相互派遣も来年度から始まる予定となっています。"),
        ("ko", "2021년 3월 8일 부산테크노파크는 하이파 해양혁신센터와 협약을 체결했다."),
        ("ko", "사진 기술을 다루는 기업도 참가했으며, 현지 투자자들과 상담을 진행했다."),
        ("ko", "등록 절차는 오는 9월에 시작되며, 선정 결과는 11월에 발표될 예정이다."),
    ],
)
def test_a_paragraph_that_begins_like_a_label_is_still_prose(language, line):
    assert classify(line, language) is None


@pytest.mark.parametrize(
    ("head", "tail", "source"),
    [
        ("KIRUNA, Feb 3 (Polar Wire) - ", "", "Polar Wire"),
        ("KIRUNA, 3 Feb – Polar Wire. ", "", "Polar Wire"),
        ("Kiruna, 3 February 2021 /PolarPR/ -- ", "", "PolarPR"),
        ("(창원=남해통신) ", "", "남해통신"),
        ("", "Press office of the Municipality of Kiruna", "Press office of the Municipality of Kiruna"),
        ("", "Tekst: Persdienst Stad Gent", "Persdienst Stad Gent"),
        ("", "Source - The Foundation", "The Foundation"),
        ("", "Source: The Foundation, 3 February 2021", "The Foundation"),
        ("", "(Polar Daily)", "Polar Daily"),
        ("", "(Photo: Polar Daily)", None),
        ("", "We thank the press office, which was kind.", None),
    ],
)
def test_a_credit_is_found_at_the_head_and_at_the_end(head, tail, source):
    found = source_of(outline(f"A title for two cities\n\n{head}{LEAD}\n\n{MORE}\n\n{tail}\n"))
    assert (found.value if found else None) == source


@pytest.mark.parametrize("label", ["Approved", "Next meeting", "Deadline"])
def test_a_date_under_another_label_is_not_the_publication(label):
    text = f"Minutes of two cities\n{label}: 12 May 2023\n\n{LEAD}\n\n{MORE}\n\n{label}: 13 May 2023\n"
    assert published_of(outline(text), "en") is None


def test_a_list_of_persons_is_no_title():
    persons = (
        "Kadri Saar (chair), Head of Section, Science Park\nMikko Aaltonen, Project Manager, Region\nOlga Lind, Adviser, Port"
    )
    text = f"PROJECT OFFICE\nMinutes of the second meeting\nPlace: Tartu\n\nPresent\n{persons}\n\n{LEAD}\n\n{MORE}\n"
    assert title_of(outline(text)).value == "Minutes of the second meeting"


ARTICLE = f"{LEAD}\n\n{MORE}\n\n{LAST}\n"
HEADS = {
    "over two lines": ("THE GAZETTE   Issue 4\n\nA boat, a bridge and\na promise of clean water\n\n3 May 2021\n\n", "A boat, a bridge and a promise of clean water"),
    "letters set apart": ("T H E   D A I L Y   G A Z E T T E\n\nA promise of clean water\n\n3 May 2021\n\n", "A promise of clean water"),
    "byline without a name": ("A promise of clean water\n\nBy our business correspondent\n\n", "A promise of clean water"),
    "after a greeting and a cover note": (
        "From: Press office of the City of Lund <press@lund.example>\nSent: Monday, 3 May 2021 10:00\nSubject: release\n\n"
        "Dear colleagues,\n\nplease find our release attached below for publication.\n\nA promise of clean water\n\n",
        "A promise of clean water",
    ),
    "a label of its own kind near": ("Water: what became of a promise\n\nSource: The Gazette\n\n", "Water: what became of a promise"),
    "the firm over its release": ("3 May 2021\nLumivesi Oy\n\nA promise of clean water for two cities\n\n", "A promise of clean water for two cities"),
    "the paper before it": ("[The Gazette] A promise of clean water\n\n3 May 2021\n\n", "A promise of clean water"),
}  # fmt: skip


@pytest.mark.parametrize("case", HEADS)
def test_the_title_is_found(case):
    head, title = HEADS[case]
    assert title_of(outline(head + ARTICLE)).value == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<p class="news-title">A promise kept</p><p class="deck">Two cities sign a memorandum on clean water</p>', "A promise kept"),
        ("<h1>A promise kept<br>Two cities and their water</h1>", "A promise kept Two cities and their water"),
        ('<meta property="og:site_name" content="The Gazette"><title>A promise kept | The Gazette</title>', "A promise kept"),
    ],
)  # fmt: skip
def test_the_title_of_a_page_is_found(head, title):
    page = f"<html><body>{head}<p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p></body></html>"
    assert title_of(outline(page, "a.html")).value == title


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("T H E   D A I L Y   G A Z E T T E\nNo. 12, 3 May 2021\n\nA promise of clean water\n\n", "THE DAILY GAZETTE"),
        ("Eemsklok - nieuws uit het noorden\n\nA promise of clean water\n\n", "Eemsklok"),
        ("«Заря», районная газета\n№ 46, 16 июня 2021 года\n\nВода для двух городов\n\n", "Заря"),
        ("From: Press office of the City of Lund <press@lund.example>\nSent: Monday, 3 May 2021\nSubject: release\n\nA promise of clean water\n\n", "Press office of the City of Lund"),
        ("From: Anna Berg <anna@lund.example>\nSent: Monday, 3 May 2021\nSubject: release\n\nA promise of clean water\n\n", None),
        ("LUND COUNCIL OF COMMERCE              Members' letter 3/2021\nLund, 3 May 2021\n\nA promise of clean water\n\n", "LUND COUNCIL OF COMMERCE"),
        ("3 May 2021\nLumivesi Oy\n\nA promise of clean water for two cities\n\n", "Lumivesi Oy"),
    ],
)  # fmt: skip
def test_the_source_stands_over_the_article(head, source):
    found = source_of(outline(head + ARTICLE))
    assert (found.value if found else None) == source


def test_the_mark_of_a_sound_is_no_source():
    assert source_of(outline(f"A promise of clean water\n\n{ARTICLE}\n\n[JINGLE]\n")) is None


@pytest.mark.parametrize(
    ("head", "title", "published"),
    [
        (
            "Home | Services | News | Vacancies | Contact\nYou are in: Newsroom » Press\n\nTWO CITIES SHARE A BOAT\n\n"
            "4 May 2021 | Press Office | 120 views | Print",
            "TWO CITIES SHARE A BOAT",
            "2021-05-04",
        ),
        (
            "News\nHarbour & Industry\n\nPosted on 5 October 2023 by the newsroom - 2 minutes of reading time - 14 comments\n\n"
            "Two cities share a boat",
            "Two cities share a boat",
            "2023-10-05",
        ),
        (
            "Economy/Upper Austria/Croatia/Harbours\n\nOne boat for two cities: Linz and Zagreb agree on samples",
            "One boat for two cities: Linz and Zagreb agree on samples",
            None,
        ),
        (
            "Anchor & Amber\nNewsletter of the Ghana-Poland Chamber of Commerce, Accra\nSpring 2021 * For members only\n\n"
            "Readers ask: what has happened to the boat of the two cities?",
            "Readers ask: what has happened to the boat of the two cities?",
            None,
        ),
        (
            "Мост\nВестник Российско-норвежской торговой палаты, Мурманск\nТретий квартал 2018 года\n\n"
            "Читатели спрашивают: что же стало с лодкой из города Тромсё?",
            "Читатели спрашивают: что же стало с лодкой из города Тромсё?",
            None,
        ),
    ],
)
def test_the_title_stands_under_menus_keywords_and_mastheads(head, title, published):
    found = outline(f"{head}\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n")
    assert title_of(found).value == title
    assert (stated := published_of(found, found.language)) is None or stated.value == published
    assert (stated is None) == (published is None)


def test_a_short_copy_of_a_printed_page_without_a_title_is_all_body():
    lines = [
        "Lund, 14 March 2023 - The City of Lund and the City of Viborg signed an agree-",
        "ment on shore power. The programme will cost little and begins in April with engi-",
        "neers of both ports.",
    ]
    text = "\n".join(lines)
    assert title_of(outline(text)) is None
    assert len(body(text)) == 1


def test_what_a_reporter_asks_belongs_to_the_article():
    text = f"Interview: two cities share their water\n\n12 May 2023\n\nReporter: Why did you sign?\n\nAnna Berg: {LEAD}\n\nReporter: And when does it start?\n\nAnna Berg: {MORE}"
    assert [piece for piece in body(text) if piece.startswith("Reporter:")] == [
        "Reporter: Why did you sign?",
        "Reporter: And when does it start?",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Applications close on 31 May 2023.",
        "Заявки принимаются до 31 мая.",
        "Bewerbungsschluss ist der 31. Mai 2023.",
        "El plazo termina el 31 de mayo.",
        "Aanmelden kan tot 31 mei.",
        "המועד האחרון להגשה הוא 31 במאי.",
        "応募締切は5月31日。",
    ],
)
def test_a_short_sentence_with_a_day_belongs_to_the_article(sentence):
    assert classify(sentence, "en") is None


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Lund, 14 March 2023."),
        ("en", "Published on 31 May 2023."),
        ("de", "Kiel, den 12. März 2021."),
        ("de", "Freiberg, Donnerstag, dem 12. Oktober 2023."),
        ("de", "Stand: 12. März 2021."),
        ("ru", "12 мая 2023 года."),
    ],
)
def test_a_line_of_particulars_does_not(language, line):
    assert classify(line, language) is not None


@pytest.mark.parametrize(
    ("head", "items"),
    [
        (
            "The following agreements were in force:",
            ["- University of Ljubljana: student exchange", "- Port of Valparaíso: internships"],
        ),
        ("Folgende Verträge gelten:", ["1. Universität Ljubljana: Austausch", "2. Hafen Valparaíso: drei Praktika"]),
    ],
)
def test_a_text_that_is_a_list_is_read_by_its_items(head, items):
    text = "\n\n".join(["Our partners in one table", head, "\n".join(items)])
    assert body(text) == [head, *items]
    assert (zones(text)[0]) == ("title", "Our partners in one table")


def test_a_list_beside_sentences_is_no_text_of_its_own():
    menu = "\n".join(["- About our city", "- News and events", "- Contact and imprint"])
    assert "- About our city" not in body(f"{menu}\n\nTwo cities sign\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n")


@pytest.mark.parametrize(
    ("asked", "answered"), [("Q: ", "A: "), ("Q. ", "A. "), ("Question: ", "Answer: "), ("GAZETTE: ", "WHITE: ")]
)
def test_questions_and_answers_belong_to_the_article(asked, answered):
    lines = [
        f"{asked}How did it begin?",
        f"{answered}With a letter from the mayor of Tallinn, in 2019.",
        f"{asked}And now?",
        f"{answered}We train pilots together with Gdynia Maritime University.",
    ]
    said = " ".join(body("Five questions to the head of the harbour office\n\n" + LEAD + "\n\n" + "\n".join(lines) + "\n"))
    assert [line for line in lines if line.removeprefix(asked).removeprefix(answered) not in said] == []


@pytest.mark.parametrize("hour", ["09:30", "9.30", "9h30", "09:30–10:15", "9 am"])
def test_a_programme_is_read_by_its_items(hour):
    items = [f"{hour} Opening by the Mayor of Riga", f"{hour} Signing of the memorandum", f"{hour} Closing"]
    text = "\n".join(["Programme of the Baltic Water Days", "", "Riga, 12 May 2024", "", *items])
    assert body(text) == items
    assert zones(text)[0] == ("title", "Programme of the Baltic Water Days")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "부산항 국제협력실장에게 듣는다",
            [
                "김지훈 실장은 2019년부터 부산항 국제협력실을 이끌고 있다.",
                "문: 탈린과는 어떻게 시작했습니까?",
                "답: 2021년 5월 무가항과 협약을 맺고 도선사를 함께 양성하기로 했습니다.",
            ],
        ),
        (
            "对话港口国际处处长",
            [
                "王伟自2019年起担任港口国际处处长。",
                "问：与塔林的合作是怎么开始的？",
                "答：2021年5月，我们与穆加港签署协议，共同培训引航员。",
            ],
        ),
        (
            "חמש שאלות לראש לשכת הנמל",
            [
                "דנה לוי עומדת בראש הלשכה הבינלאומית של הנמל מאז 2019.",
                "ש: איך התחיל שיתוף הפעולה עם טאלין?",
                "ת: במאי 2021 חתמנו על הסכם עם נמל מוגה ואנו מכשירים יחד נתבים.",
            ],
        ),
    ],
)
def test_a_short_interview_keeps_its_title_and_its_first_question(title, lines):
    text = "\n\n".join([title, *lines])
    assert zones(text)[0] == ("title", title)
    assert body(text) == lines


def test_an_initial_under_a_letter_is_its_signature():
    assert classify("A.", "en").role == "signature"
