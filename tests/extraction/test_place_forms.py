"""Regions, towns and their adjectives of the whole world, as ten languages write them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.extraction import lexicon
from portal.extraction.extract import extract
from portal.extraction.matching import Matcher, NameMatcher, capitalised, fold
from portal.extraction.places import CALLED, locate
from tests.extraction.made import made

FORMS = Path(__file__).with_name("place_forms.tsv")
IN_A_SENTENCE = {
    "de": ("Sie fuhren nach {}.", "Dort arbeitet ein {} Betrieb."),
    "nl": ("Ze reisden naar {}.", "Daar werkt een {} bedrijf."),
    "fr": ("Ils voyagent vers {}.", "On y trouve un atelier {}."),
    "es": ("Viajaron hasta {}.", "Hay un taller {}."),
    "en": ("They went to {}.", "There is a {} workshop."),
}
"""By language, where a place stands and where its adjective."""


def located(language: str, *paragraphs: str) -> set[str]:
    document, zones = made(*paragraphs)
    return {place.country for place in locate(document, zones, language) if place.kind != CALLED}


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en",'The Governor of Benguet and the Kibbutz movement of the Negev signed in La Trinidad.',{'PH','IL'}),
        ("en",'Ceredigion and Donegal county councils signed a pact in Aberystwyth.',{'GB','IE'}),
        ("en",'The Port of Ponta Delgada and a fish farm in Mindelo will work together, the Azorean agency said.',{'PT','CV'}),
        ("en",'A team from Comodoro Rivadavia in Patagonia visited Punta Arenas.',{'AR','CL'}),
        ("en",'The Otago firm and the Tasmanian institute opened a lab in Hobart.',{'NZ','AU'}),
        ("en",'The Basque agency and the Jalisco cluster met in Zapopan.',{'ES','MX'}),
        ("en",'Nunavut and Greenland, from Iqaluit to Nuuk, agreed on a ferry.',{'CA','GL'}),
        ("en",'The Sakha Republic sent a delegation to Heilongjiang.',{'RU','CN'}),
        ("en",'The universities of Jimma and Maribor renewed an exchange.',{'ET','SI'}),
        ("en",'Kwara State and Kumasi signed a memorandum.',{'NG','GH'}),
        ("en",'Zanzibar and Oman will restore a palace in Stone Town.',{'TZ','OM'}),
        ("en",'Bosnian and Montenegrin firms met in Banja Luka and Podgorica.',{'BA','ME'}),
        ("en",'Bhutan’s Thimphu TechPark works with the Goa IT cluster.',{'BT','IN'}),
        ("en",'The Flemish institute and the Walloon cluster opened an office in Kinshasa.',{'BE','CD'}),
        ("en",'The Ohio firm and Wrocław Medical University signed.',{'US','PL'}),
        ('de','Die Hochschule Vorarlberg in Dornbirn und die Freie Universität Bozen vereinbarten einen Austausch.',{'AT','IT'}),
        ('de','Die Waadtländer Firma und die steirische Agentur trafen sich in Leoben.',{'CH','AT'}),
        ('de','Sächsische Betriebe reisen nach Niederschlesien und Südböhmen.',{'DE','PL','CZ'}),
        ('de','Der Kanton Thurgau und die Region Okzitanien kooperieren.',{'CH','FR'}),
        ('de','Die georgische Hauptstadt Tiflis und das Saarland arbeiten zusammen.',{'GE','DE'}),
        ('fr','La métropole nantaise et la ville de Saint-Louis du Sénégal ont signé un accord.',{'FR','SN'}),
        ('fr','L’agence wallonne et un incubateur québécois coopèrent à Charleroi et Sherbrooke.',{'BE','CA'}),
        ('fr','Une entreprise vaudoise s’installe à Kénitra et à Lomé.',{'CH','MA','TG'}),
        ('fr','La région de Souss-Massa et la Bretagne relancent leur coopération.',{'MA','FR'}),
        ('es','La empresa vasca y el gobierno neoleonés firmaron en Monterrey.',{'ES','MX'}),
        ('es','El puerto de Iquique y la provincia de Salta acordaron una terminal.',{'CL','AR'}),
        ('es','La universidad antioqueña y la Junta de Andalucía trabajan juntas.',{'CO','ES'}),
        ('es','Un instituto tucumano y una firma bávara abrirán un laboratorio.',{'AR','DE'}),
        ('nl','De Gentse haven en de Zeeuwse gemeente Terneuzen werken samen met Paramaribo.',{'BE','NL','SR'}),
        ('nl','Een Limburgs bedrijf bouwt met Noordrijn-Westfalen een fabriek in Sittard.',{'NL','DE'}),
        ('nl','De Vlaamse minister bezocht Casablanca en Québec.',{'BE','MA','CA'}),
        ('ru','Делегация Татарстана посетила Баварию и Каринтию.',{'RU','DE','AT'}),
        ('ru','Университет Левена и томский вуз откроют лабораторию.',{'BE','RU'}),
        ('ru','Компания из Пенджаба и карагандинский завод подписали договор.',{'IN','KZ'}),
        ('ru','Оренбургская область и Актюбинская область создадут хаб.',{'RU','KZ'}),
        ('ru','Порт Сохар и астраханский порт договорились о линии; участвовал и Баку.',{'OM','RU','AZ'}),
        ('ru','Ученые из Бишкека и Оша поедут в Гётеборг.',{'KG','SE'}),
        ('zh','无锡高新区与弗拉芒大区、瓦隆大区的代表在列日签约。',{'CN','BE'}),
        ('zh','广西与越南广宁省、老挝万象签署备忘录。',{'CN','VN','LA'}),
        ('zh','宁波港与瓦尔帕莱索港、卡亚俄港合作。',{'CN','CL','PE'}),
        ('zh','昆士兰大学和西澳大学访问成都。',{'AU','CN'}),
        ('zh','臺南市與布爾諾市簽署合作備忘錄。',{'TW','CZ'}),
        ('ja','札幌市とエスポー市、オウル大学が協定を結んだ。',{'JP','FI'}),
        ('ja','北九州市はハイフォン市とダバオ市を支援する。',{'JP','VN','PH'}),
        ('ja','バイエルン州とロンバルディア州の企業が愛知県を訪れた。',{'DE','IT','JP'}),
        ('ko','포항시는 셸레프테오와 협약을 맺고 바스크 지방을 방문했다.',{'KR','SE','ES'}),
        ('ko','전북대학교와 알마티, 타슈켄트의 대학이 협력한다.',{'KR','KZ','UZ'}),
        ('ko','경기도 대표단이 퀸즐랜드와 텍사스를 찾았다.',{'KR','AU','US'}),
        ('he','אוניברסיטת בן גוריון בבאר שבע והמכון בפונה חתמו על הסכם.',{'IL','IN'}),
        ('he','משלחת מבוואריה ומקטלוניה ביקרה בחיפה.',{'DE','ES','IL'}),
        ('he','חברה מלימריק ומפעל בטבריה יקימו מרכז.',{'IE','IL'}),
    ],
)  # fmt: skip
def test_places_of_the_world(language: str, sentence: str, expected: set[str]) -> None:
    assert located(language, sentence) == expected


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "The Cape Verdean agency met the University of Santiago in Praia.", {"CV"}),
        ("en", "The rector of the University of Santiago spoke in Chile.", {"CL"}),
        ("en", "Lahore and Faisalabad are in Punjab, the Pakistani minister said.", {"PK"}),
        ("en", "The Canton of Vaud opened an office.", {"CH"}),
        ("en", "In March the hospital opened; the date of the sale is not known.", set()),
        ("de", "Die Kosten liegen bei zwei Millionen Schweizer Franken im Kanton.", set()),
        ("es", "Firmó Efraín Navarro Topete, presidente de la cámara.", set()),
        ("nl", "Hasselt ligt in Limburg, zei de Vlaamse minister.", {"BE"}),
        ("nl", "Sittard ligt in Limburg, zei de Nederlandse minister.", {"NL"}),
        ("ko", "지난 3월부터 시범사업을 운영하고 있다.", set()),
        ("ru", "Директор Пак Чжи Вон выступил на форуме.", set()),
    ],
)
def test_names_of_several_places_and_of_none(language: str, sentence: str, expected: set[str]) -> None:
    assert located(language, sentence) == expected


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", rows(FORMS), ids=lambda row: row["sentence"][:40])
def test_places_as_five_languages_write_them(row: dict[str, str]) -> None:
    assert located(row["language"], row["sentence"]) == set(row["countries"].replace("-", "").split())


@pytest.mark.parametrize("language", IN_A_SENTENCE)
def test_every_form_of_one_language_alone_means_its_country(language: str) -> None:
    """No word of the rules, no namesake and no stretch that names nothing stands in the way of a form."""
    place, adjective = IN_A_SENTENCE[language]
    wrong = []
    for row in rows(lexicon.HERE / "places" / f"{language}.tsv"):
        for form in row["forms"].split("|"):
            found = located(language, (adjective if form[0].islower() else place).format(form.replace("*", "e")))
            wrong += [(form, found)] if found != {row["country"]} else []
    assert not wrong


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("The matchmaking day is held at Centennial Hall in Wrocław. Polish and Taiwanese firms meet in Wrocław.", "US"),
        (
            "Israel and Ethiopia open a farm at Koka. The Ethiopian ministry thanked Israel. Israeli growers come to Ethiopia.",
            "JP",
        ),
        ("The Formosa test house opens in Poland, said the Taiwanese firm. Formosa is based in Taiwan.", "AR"),
    ],
)
def test_a_namesake_of_a_small_town_is_no_country(text: str, absent: str) -> None:
    assert absent not in {country.code for country in extract(f"A day in town\n\n{text}".encode(), "a.txt").countries}


PIECES = [
    "Rio",
    "rio",
    "RIO",
    " de ",
    "Janeiro",
    "-",
    " ",
    "Ülkü",
    "ülkü",
    "in",
    "東京",
    "ー",
    "서울",
    "에서",
    "ב",
    "חיפה",
    "3",
    "_",
    ".",
    "’s",
    "İzmir",
]
NAMES = ["Rio", "Rio de Janeiro", "Rio-Ülkü", "Ülkü", "Janeiro*", "東京", "서울", "חיפה", "İzmir", "U. S.", "*in", "In"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_names_are_found_as_any_phrase_is_where_they_have_a_capital(text: str) -> None:
    phrases = [(name, name) for name in [*NAMES, "rio", "ülkü janeiro"]]
    folded = fold(text)
    names = NameMatcher(phrases, lambda name: name in NAMES)
    everything = Matcher(phrases).find(folded)
    assert names.find(folded) == everything
    written = {(start, end) for start, end, _ in names.spans(folded, capitalised(text))}
    assert written <= {(hit.start, hit.end) for hit in everything}
    for hit in everything:
        if text[hit.start].isupper() or text[hit.start].upper() == text[hit.start] or not hit.value[0].isupper():
            assert (hit.start, hit.end) in written


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_shared_names_are_found_beside_the_own_ones(text: str) -> None:
    folded, words = fold(text), capitalised(text)
    first, second = (
        [(name, name) for name in [*NAMES[:5], "rio"]],
        [(name, name) for name in ("Ülkü", "Rio de Janeiro", "İzmir", "In")],
    )
    shared = NameMatcher(second, lambda name: True)
    both = NameMatcher(first, lambda name: name in NAMES, shared)
    apart = NameMatcher(first, lambda name: name in NAMES)
    said = [(start, end, value) for start, end, number in both.spans(folded, words) for value in both.values()[number]]
    each = [
        (start, end, value)
        for names in (apart, shared)
        for start, end, number in names.spans(folded, words)
        for value in names.values()[number]
    ]
    assert sorted(said) == sorted(each)


@pytest.mark.parametrize("language", ["en", "ru", "de", "ja", "he"])
def test_places_begin_with_a_capital_where_a_script_has_capitals(language: str) -> None:
    text = "In Rio de Janeiro, im Münchner Rathaus, в Казани и казанский парк, in wellington, WELLINGTON, 東京, חיפה"
    every = lexicon.places(language).find(fold(text))
    names = lexicon.places(language).find_in(text, fold(text))
    at = text.index("wellington")
    assert at in {start for start, _, _ in every}
    assert at not in {start for start, _, _ in names}
    assert {text.index("Rio"), text.index("WELLINGTON")} <= {start for start, _, _ in names}
    assert set(names) <= set(every)
