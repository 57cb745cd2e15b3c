"""Which sectors an article is about."""

from __future__ import annotations

import csv
import re

import pytest

from portal.extraction import lexicon
from portal.extraction.extract import extract
from portal.extraction.sectors import find_sectors, parents
from tests.extraction.made import made


@pytest.mark.parametrize(
    ("language", "sentence", "code"),
    [
        ("en", "They will test quantum sensors; the quantum lab opens in May.", "quantum"),
        ("ru", "Стороны займутся фотоникой: лазеры и фотоника — главное.", "photonics"),
        ("zh", "双方重点围绕集成电路和芯片开展合作。", "semiconductors"),
        ("ja", "両市は半導体分野で連携する。半導体の研究も進める。", "semiconductors"),
        ("nl", "Het gaat om waterstof: een waterstoffabriek en waterstof voor schepen.", "renewable-energy"),
        ("de", "Im Mittelpunkt steht die Halbleiterfertigung; Halbleiter sind knapp.", "semiconductors"),
        ("fr", "Le projet porte sur la cybersécurité des ports et la cybersécurité des villes.", "cybersecurity"),
        ("es", "El acuerdo trata de minería: la mina y la minería del cobre.", "mining-metals"),
        ("ko", "두 도시는 로봇 산업에서 협력한다. 로봇 기업도 참여한다.", "robotics"),
        ("he", "המעבדה תעסוק בסייבר ובאבטחת מידע.", "cybersecurity"),
    ],
)
def test_cue_words_in_ten_languages(language: str, sentence: str, code: str) -> None:
    document, zones = made(sentence)
    facts = find_sectors(document, zones, language)
    assert code in {fact.code for fact in facts}
    assert all(document.text[span.start : span.end] == span.quote for fact in facts for span in fact.evidence)


def test_a_general_sector_gives_way_to_its_part() -> None:
    document, zones = made("Solar energy and wind power: the solar park will bring energy to the town.")
    assert "energy" not in {fact.code for fact in find_sectors(document, zones, "en")}


LANGUAGES = ("de", "en", "es", "fr", "he", "ja", "ko", "nl", "ru", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sector_has_cues_in_every_language(language: str) -> None:
    with (lexicon.HERE / "sectors" / f"{language}.tsv").open(encoding="utf-8", newline="") as source:
        cues = {row["code"]: row["cues"].split("|") for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert set(cues) == {*parents(), lexicon.NO_SECTOR}
    assert not {code for code, phrases in cues.items() if not any(phrases)}
    assert all(phrase.strip("*").strip() == phrase.strip("*") for phrases in cues.values() for phrase in phrases)


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "The two museums will restore manuscripts; conservators train in crafts.", "heritage-arts"),
        ("en", "The football clubs send coaches to each other.", "sport"),
        ("en", "A neurologist examines patients in Amman by video; the tele-stroke service goes on.", "digital-health"),
        ("en", "Canola and lentils are sprayed from the air, field by field.", "agriculture"),
        ("en", "The yeast makes a protein that calves need; the enzymes come from algae.", "biotechnology"),
        ("en", "The packaging house bonds lead frames and tests dies.", "semiconductors"),
        ("en", "Migrants send money home with a phone; the wallet costs nothing.", "fintech"),
        ("en", "Old tyres become shoe soles; grape skins and sawdust are used again.", "circular-economy"),
        ("en", "Peanut oil, couscous and bottled hibiscus go to the shops.", "food"),
        ("en", "The studios draw an adventure game for consoles.", "media-creative"),
        ("en", "Street lamps dim when nobody walks by; bins tell when they are full.", "smart-cities"),
        ("de", "Die Seilbahnen prüft der Maschinenbau beider Länder.", "mechanical-engineering"),
        ("de", "Weberei und Stickerei arbeiten an Textilien.", "textiles"),
        ("fr", "Les deux communes échangent sur l’état civil et la signature électronique.", "public-administration"),
        ("fr", "Une fibre optique et un câble sous-marin relieront les deux ports.", "telecommunications"),
        ("es", "El estudio de videojuegos y la escuela de cine harán una película.", "media-creative"),
        ("es", "La empresa de litio y la mina de cobre firmaron.", "mining-metals"),
        ("nl", "De waterschappen werken aan drinkwater en riolering.", "water"),
        ("nl", "Houtbouw en woningbouw staan centraal, zei de architect.", "construction"),
        ("ru", "Заводы выпускают автокомпоненты и электромобили.", "automotive"),
        ("ru", "Краболовы и рыбный терминал построят холодильник.", "food"),
        ("zh", "两国将合作修复壁画和文物，博物馆参与考古。", "heritage-arts"),
        ("zh", "雙方將合作研發電子顯微鏡與半導體晶圓技術。", "semiconductors"),
        ("ja", "廃棄物のリサイクルと資源循環で協力する。", "circular-economy"),
        ("ja", "アニメとゲームの映画祭を開く。", "media-creative"),
        ("ko", "폐배터리에서 양극재를 회수하는 이차전지 사업이다.", "energy-storage"),
        ("ko", "두 도시는 스마트팜과 농산물 수출을 논의했다.", "agriculture"),
        ("he", "החברות יפתחו מתקן התפלה ומערכות השקיה לחקלאים.", "water"),
        ("he", "הלוויינים ישוגרו עם סוכנות החלל.", "space"),
    ],
)
def test_typical_sentences_show_their_sector(language: str, sentence: str, expected: str) -> None:
    document, zones = made(sentence)
    assert expected in {fact.code for fact in find_sectors(document, zones, language)}


def test_a_common_sector_does_not_hide_a_special_one() -> None:
    document, zones = made(
        "The start-up incubator and the accelerator for start-ups welcome founders.",
        "Start-ups pitch at the incubator. The accelerator has a campus.",
        "The first teams work on photonics and on lasers.",
    )
    assert {"startups", "photonics"} <= {fact.code for fact in find_sectors(document, zones, "en")}


@pytest.mark.parametrize(
    ("language", "sentence", "unwanted"),
    [
        ("en", "The business climate is good. Over coffee they spoke of a golden chance for the port city.", "climate"),
        ("en", "The city lies at a port. The hotel was full.", "maritime"),
        ("de", "Das Geschäftsklima ist gut, das Herzstück bleibt der Austausch.", "climate"),
        ("es", "El clima de negocios es bueno y el puente entre ambos países sigue.", "climate"),
        ("fr", "Le climat des affaires est bon ; ils ont jeté des ponts.", "construction"),
        ("zh", "两地营商环境良好，为合作搭建平台，无锡代表团出席。", "environment"),
    ],
)
def test_phrases_and_words_that_show_no_sector(language: str, sentence: str, unwanted: str) -> None:
    document, zones = made("The two sides met to talk about quantum computing and quantum sensors. 量子", sentence)
    assert unwanted not in {fact.code for fact in find_sectors(document, zones, language)}


def test_a_weak_word_counts_beside_a_strong_one() -> None:
    document, zones = made("The growers sell coffee.", "The roastery roasts coffee; coffee and tea go to the breweries.")
    assert "food" in {fact.code for fact in find_sectors(document, zones, "en")}


def test_the_evidence_is_whole_words() -> None:
    text = "Universities agree\n\nTwo universities will train students of robotics, and their robots will be tested in Tartu."
    found = extract(text.encode(), "a.txt")
    quotes = {span.quote for fact in found.sectors for span in fact.evidence}
    words = set(re.findall(r"\w+", text))
    assert quotes
    assert all(set(re.findall(r"\w+", quote)) <= words for quote in quotes), quotes
