"""Running heads, particulars and leads in forms that offices and sites really use."""

from __future__ import annotations

import pytest

from portal.extraction.extract import extract


def test_a_running_head_and_a_word_broken_in_a_short_line() -> None:
    head = "ISLAND NEWS - newsletter of the ministry"
    text = (
        f"{head}      Vol 4 No 2\n\nA cable for the outer islands\n\n20 April 2021\n\n"
        "In the end it was rain that brought the two teams to-\ngether. The cable to the north was down, the call had\n"
        "to be made by satellite, and so everybody was brief. In\nnineteen minutes the council settled the programme that\n"
        "is polite, tire-\nless and deaf to the excuse that a cyclone ate the\nrouter.\n\n"
        f"Vol 4 No 2                                             7\n{head}\n\n"
        "What of the card? Readers will remember that the minis-\ntry and the maker initialled a letter in 2018, and that\nit has lapsed since then.\n"
    )
    body = extract(text.encode(), "a.txt").body
    assert "tireless and deaf" in body
    assert "ministry and the maker" in body
    assert "ISLAND NEWS" not in body
    assert "Vol 4" not in body


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "LE COURRIER – Quotidien de la côte\nAccueil | Politique | Sport\n\nUn accord pour le port\n\nPublié le 2 juillet 2024\n\n%s",
            "LE COURRIER",
        ),
        (
            "Time:2018-06-25 09:12   Source:Foreign Affairs Office   Click:[ 512 ]  Font: Big Small\n\n%s",
            "Foreign Affairs Office",
        ),
        ("The port and the town\n\n%s\n\nIssued by:\nMwila Kaoma (Mrs.)\nACTING PUBLIC RELATIONS OFFICER", None),
        ("Der Hafen\n\n%s\n\nBeilage: Bild (© Lichtwerk, honorarfrei)", None),
    ],
)
def test_sources_of_messy_texts(text: str, source: str | None) -> None:
    story = (
        "The two ports signed an agreement on Monday that will last for five years, said the director of the harbour. "
        "They will share data on ships, and students of both towns will work on the quays in summer.\n\n"
        "A second paper, on the training of pilots, is to follow in the spring, when the mayor travels to the other town."
    )
    assert extract((text % story).encode(), "a.txt").source == source


def test_the_line_of_a_post_dates_it_and_arrows_are_no_title() -> None:
    text = (
        "一列果树苗，三张握手照\n原创 国合处 农科城之声 2021-11-22 18:30 发表于陕西\n收录于合集 #走出去 14个\n\n↑↑↑ 点击上方蓝字关注我们 ↑↑↑\n\n"
        "阿拉木图，哈萨克语意为“苹果之父”。可是这座城市的老果园，病了。中心建在塔尔加尔，地是哈方的，大棚和苗是杨凌的，日子一起过。\n\n"
        "渭川农业大学和哈萨克国立农业研究大学正在商量互认学分，先从植物保护专业试起。教务处的人说要看明年的评估。\n"
    )
    read = extract(text.encode(), "a.txt")
    assert (read.title, read.published) == ("一列果树苗，三张握手照", "2021-11-22")


def test_the_lead_that_a_site_calls_teaser_text_belongs_to_the_article() -> None:
    page = (
        "<html><head><title>Park</title></head><body><div class='news-single'><h2>Chips für den Hafen</h2><div class='teaser-text'>"
        "<p>Der Park und die Betreiberin haben gestern im Hafen eine Teststrecke für Sensoren in Betrieb genommen.</p></div><div class='news-text-wrap'>"
        "<p>Drei Brücken wurden dafür ausgerüstet. Gemessen werden Schwingungen, Salzgehalt und Temperatur. Die Kosten tragen beide.</p>"
        "<p>Unter Meeresluft altern Bauteile dreimal so schnell wie im Labor, sagte die Leiterin bei der Eröffnung der Strecke.</p></div></div></body></html>"
    )
    assert extract(page.encode(), "a.html").body.startswith("Der Park und die Betreiberin")


@pytest.mark.parametrize(
    "head",
    [
        "Dos ciudades comparten laboratorio\n\nMadrid, 14 jun 2021 (EFE).- Los alcaldes de las dos ciudades se reunieron",
        "Два города делят лабораторию\n\nТВЕРЬ, 14 июня 2021 г. /ТАСС/. Мэры двух городов встретились в ратуше",
    ],
)
def test_the_date_before_an_agency_in_brackets_or_slashes(head: str) -> None:
    assert extract(f"{head}.\n".encode(), "a.txt").published == "2021-06-14"
