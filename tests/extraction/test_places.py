"""Which countries an article is about."""

from __future__ import annotations

import pytest

from portal.extraction.places import find_countries
from portal.extraction.types import KnownName, Zone
from tests.extraction.made import f1, made, with_gold


def codes(*paragraphs: str, language: str = "en", title: str | None = None) -> set[str]:
    document, zones = made(*paragraphs, title=title)
    facts = find_countries(document, zones, language, ())
    for fact in facts:
        assert fact.evidence
        assert 0 < fact.confidence <= 1
        assert all(document.text[span.start : span.end] == span.quote for span in fact.evidence)
    return {fact.code for fact in facts}


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "A delegation from Jena visited Eindhoven and signed an agreement.", {"DE", "NL"}),
        ("en", "The Sino-Russian forum on forestry opened yesterday with 300 guests.", {"CN", "RU"}),
        ("ru", "Российско-китайский форум прошёл в Казани, соглашение подписали гости из Шэньчжэня и Китая.", {"RU", "CN"}),
        ("ru", "В Нидерландах делегация из Томска подписала меморандум с голландскими партнёрами.", {"RU", "NL"}),
        ("zh", "无锡代表团访问慕尼黑，双方签署合作协议。中德合作论坛同日举行。", {"CN", "DE"}),
        ("ja", "浜松市はドイツのイエナ市と覚書を締結しました。", {"JP", "DE"}),
        (
            "de",
            "Die Delegation aus Daejeon besuchte Dresden und unterzeichnete ein Abkommen mit der koreanischen Seite.",
            {"KR", "DE"},
        ),
        ("fr", "Le pôle grenoblois a signé une convention avec le technopark de Casablanca.", {"FR", "MA"}),
        ("es", "El clúster vasco firmó un acuerdo con la Universidad de Montevideo.", {"ES", "UY"}),
        ("nl", "Een Brabantse delegatie bezocht Bengaluru en tekende een overeenkomst.", {"NL", "IN"}),
        ("ko", "대전시는 독일 드레스덴과 업무협약을 체결했다.", {"KR", "DE"}),
        ("he", "אוניברסיטת חיפה חתמה על הסכם עם אוניברסיטת ורשה.", {"IL", "PL"}),
    ],
)
def test_parties_in_ten_languages(language: str, sentence: str, expected: set[str]) -> None:
    assert codes(sentence, language=language) == expected


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "The Franco-German alliance and the Anglo-Irish council opened a joint laboratory.", {"FR", "DE", "GB", "IE"}),
        ("en", "The Indo-Pacific forum opened yesterday.", set()),
        ("en", "The Colombo-Bangkok forum on fisheries opened yesterday with an agreement.", {"LK", "TH"}),
        ("de", "Das franko-kanadische Forum wurde gestern eröffnet.", {"FR", "CA"}),
        ("de", "Die deutsch-polnische Kommission traf sich gestern zum Forum.", {"DE", "PL"}),
        ("nl", "Het Frans-Belgische forum werd gisteren geopend.", {"FR", "BE"}),
        ("fr", "Le forum gréco-turc a été ouvert hier.", {"GR", "TR"}),
        ("es", "El foro hispanofrancés se inauguró ayer.", {"ES", "FR"}),
        ("es", "El foro luso-brasileño se inauguró ayer.", {"PT", "BR"}),
        ("ru", "Франко-японский проект по выпуску аккумуляторов начался вчера.", {"FR", "JP"}),
        ("zh", "中俄林业论坛昨日开幕，三百名嘉宾参加。", {"CN", "RU"}),
        ("zh", "中意合作论坛昨日开幕。", {"CN", "IT"}),
        ("zh", "这款手机很合市民的中意，论坛其中日程很满。", set()),
        ("zh", "中韓企業家論壇昨日開幕。", {"CN", "KR"}),
        ("zh", "罗马大学论坛昨日开幕，三百名嘉宾参加。", {"IT"}),
        ("ja", "日独フォーラムが昨日開幕し、日中韓の企業も講演を行った。", {"JP", "DE", "CN", "KR"}),
        ("ja", "フォーラムは3日中に終わり、日中は暑かった。", set()),
        ("ko", "한독 수소 포럼이 어제 개막했으며 한중일 기업도 참가했다.", {"KR", "DE", "CN", "JP"}),
        ("ko", "중독 예방 포럼이 어제 개막했다.", set()),
    ],
)
def test_the_countries_of_compounds(language: str, sentence: str, expected: set[str]) -> None:
    assert codes(sentence, language=language) == expected


@pytest.mark.parametrize(
    "aside",
    [
        "The fund holds 25 million US dollars and a loan in Swiss francs.",
        "Similar programmes run in Germany.",
        "Earlier missions went to Taiwan and South Korea.",
        "The company is looking for a distributor in Belgium.",
        "Johns Hopkins and the Washington Post were not there.",
        "Latin America was mentioned too.",
    ],
)
def test_what_is_mentioned_in_passing_is_no_country_of_the_article(aside: str) -> None:
    assert codes("Riga and Chisinau signed a cooperation agreement in Riga.", aside) == {"LV", "MD"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Commissioners in Augusta, Ga., approved a pact with Kutaisi in the Republic of Georgia.", {"US", "GE"}),
        ("Atlanta signed an agreement; officials of Georgia and Alabama attended the ceremony.", {"US"}),
        ("The Argentine Córdoba signed an agreement with Buenos Aires companies in Argentina.", {"AR"}),
        ("Michael Jordan visited the forum in Riga, Latvia.", {"LV"}),
        ("A delegation from Amman, Jordan, visited Riga in Latvia.", {"JO", "LV"}),
        ("A delegation from Kinshasa, Congo, visited Lund, Sweden, and signed an agreement.", {"CD", "SE"}),
        ("A Nigerian delegation from Lagos visited Niamey, Niger, to sign an agreement.", {"NG", "NE"}),
    ],
)
def test_ambiguous_names_by_context(sentence: str, expected: set[str]) -> None:
    assert codes(sentence) == expected


def test_a_known_party_brings_its_country_forward() -> None:
    document, zones = made("The board met.", "Nordvik Labs of Norway was named once.")
    known = (KnownName("Nordvik Labs", "organisation", "x", "company", "NO"),)
    assert not find_countries(document, zones, "en", ())
    assert {fact.code for fact in find_countries(document, zones, "en", known)} == {"NO"}


@pytest.mark.parametrize(("folder", "least"), [("open", 0.95), ("heldout", 0.92)])
def test_figures(folder: str, least: float) -> None:
    found = wrong = missed = 0
    for _, document, zones, gold in with_gold(folder):
        got = {fact.code for fact in find_countries(document, zones, gold["language"], ())}
        found += len(got & set(gold["countries"]))
        wrong += len(got - set(gold["countries"]))
        missed += len(set(gold["countries"]) - got)
    assert f1(found, wrong, missed) >= least


def test_the_state_after_a_town_settles_it_all_through() -> None:
    document, zones = made("Robots from Cambridge, Ont., are here.", "Cambridge sent ten.", title="Cambridge robots arrive")
    assert [fact.code for fact in find_countries(document, zones, "en", ())] == ["CA"]


@pytest.mark.parametrize(
    ("language", "title", "code"),
    [("de", "Dornbirner Weberei baut", "AT"), ("nl", "Leuvense fietsers winnen", "BE"), ("de", "St. Galler Textilien", "CH")],
)
def test_adjectives_of_towns(language: str, title: str, code: str) -> None:
    document, zones = made("Es regnet.", title=title)
    assert [fact.code for fact in find_countries(document, zones, language, ())] == [code]


def test_a_denial_makes_no_country() -> None:
    document, zones = made("Nobody in Spain is cross.", "It is not the one in Spain.")
    assert not find_countries(document, zones, "en", ())


@pytest.mark.parametrize(
    ("language", "sentence", "unwanted"),
    [
        ("en", "Guests from Norway and from Sweden came; the director, who lives in Norway, grew up in Sweden.", "NO"),
        ("en", "Chad Kitchens, the Lyon company, likes Kitakyushu. Chad Kitchens sells it.", "TD"),
        ("en", "Ms Brazil laughed. Ms Brazil signed for the university.", "BR"),
        ("en", "A tie with Ulsan in Korea was abandoned. The old link with Korea lapsed.", "KR"),
        ("de", "Die Leiterin stammt aus Norwegen und ist geboren in Norwegen.", "NO"),
        ("fr", "Le directeur, né en Norvège, vit en Norvège.", "NO"),
        ("es", "El Salto y el parque firmaron. El parque El Salto crece.", "UY"),
        ("nl", "De directeur is geboren in Noorwegen en woont in Noorwegen.", "NO"),
        ("ja", "ミンナ・ラウティオ部長は語った。ミンナ・ラウティオ部長は笑った。", "NG"),
    ],
)
def test_places_that_the_article_is_not_about(language: str, sentence: str, unwanted: str) -> None:
    document, zones = made("France 日本 Japan.", sentence)
    assert unwanted not in {fact.code for fact in find_countries(document, zones, language)}


def test_a_dated_line_after_the_article_names_no_country() -> None:
    document, zones = made(
        "The port of Busan and the port of Vladivostok signed an agreement.", "14.08.18 Crabs go to China, China"
    )
    zones = (*zones[:-1], Zone("date", zones[-1].start, zones[-1].end))
    assert "CN" not in {fact.code for fact in find_countries(document, zones, "en")}
    assert "CN" in {fact.code for fact in find_countries(document, (Zone("title", zones[-1].start, zones[-1].end),), "en")}


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        (
            "en",
            "The start-up from Riga received 10 million Danish kroner and signed an agreement with a firm in Chisinau.",
            {"LV", "MD"},
        ),
        ("en", "Germany won the contest and the team from Riga signed an agreement with it.", {"DE", "LV"}),
        ("de", "Das Unternehmen aus Riga erhielt 10 Millionen Dänische Kronen und unterzeichnete ein Abkommen.", {"LV"}),
        ("fr", "L'entreprise de Riga a reçu dix millions de couronnes danoises et signé un accord.", {"LV"}),
        ("es", "La empresa de Riga recibió diez millones de coronas danesas y firmó un acuerdo.", {"LV"}),
        ("ru", "Компания из Риги получила 10 млн китайских юаней и подписала соглашение.", {"LV"}),
        ("zh", "里加的企业获得一千万丹麦克朗，并签署了合作协议。", {"LV"}),
        ("ja", "リガの企業は1000万スイスフランを受け取り、協定を締結した。", {"LV"}),
        ("ja", "ドイツ、フランスの企業は協定を締結した。", {"DE", "FR"}),
        ("ko", "독일 프랑스 기업이 협약을 체결했다.", {"DE", "FR"}),
    ],
)
def test_money_is_no_country(language: str, sentence: str, expected: set[str]) -> None:
    assert codes(sentence, language=language) - {"CN", "JP", "KR"} == expected
