"""Languages, streets and other things that bear the name of a place are no countries; the same words elsewhere are."""

from __future__ import annotations

import pytest

from portal.extraction.places import CALLED, locate
from tests.extraction.made import made


@pytest.mark.parametrize(
    ("language", "text", "named"),
    [
        ("en", "Lectures are given in Polish, Czech or Hungarian.", []),
        ("en", "He speaks fluent Italian and Greek, and the book went from Polish into Czech.", []),
        ("en", "The Danish-speaking minority and the Swedish language council met.", []),
        (
            "en",
            "They cooperate in French and German hospitals and in Czech and European projects.",
            ["French", "German", "Czech"],
        ),
        ("en", "The course runs in Polish Gdynia.", ["Polish", "Gdynia"]),
        ("en", "They met in Vienna Street, at the Hotel Prague, built after the battle of Leipzig.", []),
        ("en", "They met in Vienna and at the hotel in Prague.", ["Vienna", "Prague"]),
        ("en", "The canteen is known for its Lebanese cuisine.", []),
        ("en", "A Lebanese food company buys it.", ["Lebanese"]),
        ("fr", "Adieu les frites, bonjour la cuisine libanaise.", []),
        ("ru", "В столовой теперь ливанская кухня.", []),
        ("de", "Der Kurs wird auf Polnisch und Tschechisch gehalten, das Buch aus dem Spanischen übersetzt.", []),
        ("de", "Es gilt in italienischen, spanischen und polnischen Städten.", ["italienisch", "spanisch", "polnisch"]),
        ("de", "Die Prager Straße und der Wiener Platz sind gesperrt.", []),
        ("de", "Die Prager Firma und der Wiener Verein bauen.", ["Prager", "Wiener"]),
        ("nl", "De lezing in het Duits werd uit het Spaans vertaald.", []),
        ("nl", "Het Duitse en Europese beleid in het Franse Lille verschilt.", ["Duitse", "Franse", "Lille"]),
        ("fr", "Le cours est donné en espagnol et en italien, le livre traduit du polonais.", []),
        ("fr", "L'allemand Siemens ouvre une usine avenue de Tokyo.", ["allemand"]),
        ("es", "Hablan ruso. Las clases son en francés y alemán, en la calle Londres.", []),
        ("es", "La filial del francés Dupont abre en la ciudad de Londres.", ["francés", "Londres"]),
        ("ru", "Занятия идут на немецком и польском языках, учебник переведён на чешский и финский.", []),
        ("ru", "Немецкий и польский партнёры встретились на французском заводе.", ["Немецк", "польск", "французск"]),
        ("ru", "Завод стоит на Берлинской улице.", []),
        ("zh", "教材译自西班牙语和捷克语。", []),
        ("zh", "德国语言学校在布拉格开学。", ["德国", "布拉格"]),
        ("ja", "教科書はスペイン語とチェコ語で書かれ、会場はパリ通りにある。", []),
        ("ja", "日本の企業がパリで英語の講座を開く。", ["日本", "パリ"]),
        ("ko", "교재는 스페인어와 체코어로 쓰였다.", []),
        ("ko", "스페인 기업과 체코 기업이 만났다.", ["스페인", "체코"]),
        ("he", "הספר תורגם מצרפתית לספרדית, והמשרד ברחוב ברלין.", []),
        ("he", "חברה צרפתית פתחה משרד בעיר ברלין.", ["צרפתית", "ברלין"]),
    ],
)
def test_languages_and_things_called_after_places_are_none(language: str, text: str, named: list[str]) -> None:
    document, zones = made(text)
    found = locate(document, zones, {"zh": "zh-hans"}.get(language, language))
    assert [document.text[place.start : place.end] for place in found if place.kind != CALLED] == named
