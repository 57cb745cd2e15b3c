"""Where title, day and source stand in pastes and pages of many layouts: one story a language, each layout tried in several."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from portal.extraction.extract import extract


@dataclass(frozen=True)
class Story:
    """One article and the words of its language that stand around an article."""

    title: str
    kicker: str
    section: str
    deck: str
    by: str
    day: str
    figures: str
    iso: str
    house: str
    credit: str
    subject: str
    agency: str
    body: tuple[str, ...]


STORIES = {
    "en": Story(
        "Sligo and Tromsø to share a cold-water laboratory", "Marine science", "Research news",
        "A former fish hall on the quay will hold tanks and a classroom", "By Aoife Brennan", "14 March 2023", "14/03/2023",
        "2023-03-14", "Atlantic Technological Institute", "Source: ", "Subject: ", "Sligo (Reuters) - ",
        (
            "The Atlantic Technological Institute in Sligo and the Seaweed Centre in Tromsø have agreed to run a laboratory together.",
            "The laboratory will stand in a former fish hall on the quay and will open in September with room for eight people.",
        ),
    ),
    "asked": Story(
        "Can a tea school in Mombasa teach Hamburg to taste?", "Trade and skills", "Business",
        "Tasters and brokers agree on a joint course; first places in January", "By Peter Mwangi", "9 November 2022", "09/11/2022",
        "2022-11-09", "Coast Commercial Review", "Source: ", "Subject: ", "MOMBASA (AP) — ",
        (
            "The Mombasa School of Tea and the Hamburg Chamber of Warehousing will train tasters together, they said on Wednesday.",
            "From January twelve trainees a year will spend four months in Kenya and two in Germany, tasting under the eyes of brokers.",
        ),
    ),
    "ru": Story(
        "Вологодские сыроделы будут учиться в Гродно", "Ремёсла", "Новости региона",
        "Колледж и молочный комбинат договорились об обмене мастерами", "Автор: Ирина Лопатина", "21 сентября 2021 года", "21.09.2021",
        "2021-09-21", "Вологодский вестник", "Источник: ", "Тема: ", "ВОЛОГДА. /ТАСС/. ",
        (
            "Вологодский аграрный колледж и Гродненский молочный комбинат подписали соглашение об обмене мастерами на четыре года.",
            "Первая группа из пятнадцати студентов отправится в Беларусь уже в ноябре и сварит там собственную партию сыра.",
        ),
    ),
    "de": Story(
        "Jenaer Optiker bilden mit Ljubljana Lehrlinge aus", "Berufsbildung", "Wirtschaft",
        "Zwei Kammern unterzeichnen Vertrag über gemeinsame Werkstatt", "Von Katrin Möbius", "27. Juni 2023", "27.06.2023",
        "2023-06-27", "Ostthüringer Anzeiger", "Quelle: ", "Betreff: ", "Jena (epd). ",
        (
            "Die Optiker in Jena und die Gewerbekammer in Ljubljana haben am Montag einen Vertrag über gemeinsame Lehrlinge unterzeichnet.",
            "Vom Herbst an lernen jährlich zehn Lehrlinge aus Jena drei Monate in Ljubljana, ebenso viele kommen nach Thüringen.",
        ),
    ),
    "zh": Story(
        "丽水与克拉科夫共建青瓷修复工作室", "文化遗产", "国际交流", "双方将每年互派三名修复师", "作者：王晓岚", "2023年5月18日",
        "2023-05-18", "2023-05-18", "丽水日报", "来源：", "主题：", "新华社丽水电 ",
        (
            "5月17日，丽水市青瓷博物馆与波兰克拉科夫国家博物馆签署协议，决定共建青瓷修复工作室，合作期为五年。",
            "根据协议，双方将每年互派三名修复师，共同整理馆藏瓷片，并建立釉料数据库，工作室今年九月开放。",
        ),
    ),
    "he": Story(
        "מכללת הגליל וחוות המחקר בקומאסי יגדלו יחד קקאו עמיד", "חקלאות", "חדשות", "שני חוקרים מכל צד יעבדו בחממה המשותפת",
        "מאת: נועה פלד", "15 ביוני 2022", "15.06.2022", "2022-06-15", "מכללת הגליל", "מקור: ", "נושא: ", "כרמיאל (איתים) - ",
        (
            "מכללת הגליל וחוות המחקר בקומאסי שבגאנה חתמו ביום שלישי על הסכם לגידול משותף של זני קקאו עמידים ליובש.",
            "במסגרת ההסכם תוקם בכרמיאל חממה ניסיונית, ובה יעבדו שני חוקרים מכל צד, והזנים המוצלחים יישתלו לאחר מכן בגאנה.",
        ),
    ),
}  # fmt: skip
EVERY = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)


def paste(story: Story, head: str, tail: str = "", first: str = "") -> bytes:
    """A pasted text: a head, the article, a tail."""
    return f"{head}\n\n{first}{story.body[0]}\n\n{story.body[1]}{tail}\n".encode()


def page(story: Story, title: str, main: str, head: str = "") -> bytes:
    """A saved page with a menu, the article's paragraphs under its head and a foot."""
    menu = "".join(f"<li><a href='/{n}'>{name}</a></li>" for n, name in enumerate(("Home", "Contact", "Events", story.section)))
    body = "".join(f"<p>{text}</p>" for text in story.body)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<div class='logo'><a href='/'>{story.house}</a></div><div class='menu'><ul>{menu}</ul></div>"
        f"<div class='content'>{main}{body}</div><div class='footer'><p>© 2024 {story.house}</p></div></body></html>"
    ).encode()


@EVERY
@pytest.mark.parametrize(
    "head",
    [
        "{s.kicker}\n\n{s.title}\n\n{s.deck}\n\n{s.by}\n\n{s.day}",
        "{s.section}\n\n{s.title}\n\n{s.by}\n\n{s.day}",
        "{s.title}\n\n{s.deck}\n\n{s.day}",
        "【{s.section}】{s.title}\n{s.figures}",
        "[{s.section}] {s.title}\n\n{s.day}",
        "{s.section}｜{s.title}\n\n{s.day}",
    ],
)
def test_a_title_under_a_kicker_over_a_deck_or_behind_the_mark_of_a_section(story: Story, head: str) -> None:
    read = extract(paste(story, head.format(s=story)), "a.txt")
    assert (read.title, read.published) == (story.title, story.iso)
    assert read.body.endswith(story.body[1])


@pytest.mark.parametrize("day_below", ["\n\n14 March 2023", "\n14 March 2023"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Sligo and Tromsø to share", "a cold-water laboratory"),
        ("Вологодские сыроделы будут", "учиться в Гродно"),
        ("Jenaer Optiker bilden mit", "Ljubljana Lehrlinge aus"),
        ("Can a tea school in", "Mombasa teach Hamburg to taste?"),
        ("TARIJA Y LOGROÑO FIRMAN UN CONVENIO", "PARA MEJORAR EL VINO DE ALTURA"),
        ("통영시, 노르웨이 올레순과 양식", "기술 교류 협약 체결"),
    ],
)
def test_a_title_on_two_lines(first: str, second: str, day_below: str) -> None:
    read = extract(paste(STORIES["en"], f"{first}\n{second}{day_below}"), "a.txt")
    assert (read.title, read.published) == (f"{first} {second}", "2023-03-14")


def test_a_house_over_its_title_is_no_part_of_it() -> None:
    story = STORIES["en"]
    read = extract(paste(story, f"Oceans Weekly Bulletin\n{story.title}\n\n{story.day}"), "a.txt")
    assert read.title == story.title


@EVERY
def test_the_subject_of_a_mail_is_the_title_of_an_article_without_one(story: Story) -> None:
    inner = (
        f"{story.subject}Fwd: [List] {story.title}\nFrom: {story.house} <news@house.example>\nDate: {story.day}\n\n"
        + "\n\n".join(story.body)
    )
    quoted = "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
    read = extract(
        f"From: Tom <tom@x.example>\nSubject: Fwd: for the site\n\nPlease put this up.\n\n{quoted}\n".encode(), "a.txt"
    )
    assert read.title == story.title
    (span,) = read.zone_spans["title"]
    assert span.quote == story.title
    headed = extract(inner.replace("\n\n", f"\n\n{story.deck}\n\n", 1).encode(), "a.txt")
    assert headed.title == story.deck, "a title of its own goes before the subject"


@EVERY
def test_an_agency_at_the_head_of_a_dispatch_without_a_date(story: Story) -> None:
    read = extract(paste(story, story.title, first=story.agency), "a.txt")
    assert read.source
    assert read.source in story.agency
    assert story.body[0] in read.body


@EVERY
@pytest.mark.parametrize(
    "tail", ["\n\n{s.credit}{s.house}, {s.day}", "\n\n({s.credit}{s.house}, {s.figures})", "\n\n{s.credit}{s.house} ({s.day})"]
)
def test_a_credit_with_its_day(story: Story, tail: str) -> None:
    read = extract(paste(story, story.title, tail.format(s=story)), "a.txt")
    assert (read.title, read.source, read.published) == (story.title, story.house, story.iso)
    assert read.body.endswith(story.body[1])


@EVERY
@pytest.mark.parametrize(
    ("title", "main"),
    [
        ("{s.section} - {s.house}", "<h1>{s.section}</h1><h2>{s.title}</h2><p class='d'>{s.figures}</p>"),
        ("{s.house} - {s.section}", "<h1>{s.section}</h1><h2>{s.title}</h2><h4>{s.deck}</h4><p>{s.day}</p>"),
        ("{s.section}", "<h1>{s.section}</h1><p><b>{s.title}</b></p><p>{s.day}</p>"),
        ("{s.house} | {s.section}", "<font size=5><b>{s.title}</b></font><br><br>{s.figures}<br><br>"),
        ("{s.house}", "<div class='path'>{s.section}</div><div class='news_title'>{s.title}</div><div>{s.day}</div>"),
    ],
)
def test_a_page_headed_by_its_section_or_its_house(story: Story, title: str, main: str) -> None:
    read = extract(page(story, title.format(s=story), main.format(s=story)), "a.html")
    assert (read.title, read.published, read.source) == (story.title, story.iso, story.house)


PUBLISHERS = {
    "nested meta": "<div itemprop='publisher' itemscope><div itemprop='logo' itemscope><meta itemprop='name' content='Logo'></div><meta itemprop='name' content='{house}'></div>",
    "hidden": "<div style='display:none' itemprop='publisher' itemscope><span itemprop='name'>{house}</span></div>",
    "beside an author": "<span itemprop='author' itemscope><b itemprop='name'>Ann Lee</b></span><span itemprop='publisher' itemscope><b itemprop='name'>{house}</b></span>",
    "elsewhere": "<meta itemprop='publisher' itemscope itemref='org'><div id='org' hidden><span itemprop='name'>{house}</span></div>",
    "RDFa": "<p><span property='schema:publisher' typeof='schema:Organization'><span property='schema:name'>{house}</span></span></p>",
    "reference": '<script type="application/ld+json">{{"@type":"NewsArticle","publisher":{{"@id":"#o"}}}}</script>'
    '<script type="application/ld+json">{{"@graph":[{{"@type":"Organization","@id":"#o","name":"{house}"}}]}}</script>',
}


@pytest.mark.parametrize("described", PUBLISHERS.values(), ids=PUBLISHERS)
def test_a_publisher_that_the_markup_describes(described: str) -> None:
    story = STORIES["en"]
    html = (
        f"<html><head><title>{story.title}</title></head><body><h1>{story.title}</h1>{described.format(house=story.house)}"
        + "".join(f"<p>{text}</p>" for text in story.body)
    )
    assert extract(html.encode(), "a.html").source == story.house


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("PORT OF SLIGO HARBOUR\nPRESS RELEASE\n\nSligo, 14 March 2023\n\n{s.title}", "PORT OF SLIGO HARBOUR"),
        ("{s.title}\n\nNEWS PROVIDED BY\nOkavango Solar\nMar 14, 2023, 09:00 ET\n\nSHARE THIS ARTICLE", "Okavango Solar"),
        ("上毛織物新聞　2023年3月14日（火）　朝刊　経済面\n\n{s.title}", "上毛織物新聞"),
    ],
)
def test_who_sends_a_release_and_the_line_of_a_paper(head: str, source: str) -> None:
    story = STORIES["en"]
    read = extract(paste(story, head.format(s=story)), "a.txt")
    assert (read.title, read.published, read.source) == (story.title, story.iso, source)


def test_figures_of_a_date_are_read_by_the_weekday_beside_them() -> None:
    story = STORIES["en"]
    days = {"Mon, 10/08/2018": "2018-10-08", "Fri, 10/08/2018": "2018-08-10", "10/08/2018": "2018-08-10"}
    for written, day in days.items():
        assert extract(paste(story, f"{story.title}\n\nSubmitted on {written}"), "a.txt").published == day
