"""Names that a river, a ministry, a row of fields, letters in brackets or an introducing word shows, in several languages."""

import pytest

from portal.extraction.documents import read_document
from portal.extraction.names import find_names
from portal.extraction.types import Zone

CASES = [
    ("en", "The Ministry of Investment, Trade and Industry met the Free University of Tallinn.", {"Ministry of Investment, Trade and Industry", "Free University of Tallinn"}),
    ("en", "They met in Durban City Hall and signed with Business Finland.", {"Business Finland"}),
    ("de", "Die Klassifikationsgesellschaft DNV prüfte am Freitag ein Prüflabor für Schiffsbatterien.", {"DNV"}),
    ("de", "Das Berufsbildungszentrum Kaunas am Freitag und 60 Prozent der Werft.", {"Berufsbildungszentrum Kaunas"}),
    ("nl", "Gisteren tekende het ministerie van Buitenlandse Zaken met proefboerderij De Slaper.", {"Ministerie van Buitenlandse Zaken", "De Slaper"}),
    ("fr", "L’Institut français de recherche pour l’exploitation de la mer (Ifremer) regarde la rivière Ombelle.", {"Institut français de recherche pour l’exploitation de la mer"}),
    ("es", "El Ministerio de Agricultura y Riego visitó el río Paraná con la cooperativa Virgen de la Cabeza.", {"Ministerio de Agricultura y Riego", "Virgen de la Cabeza"}),
    ("ru", "Деньги дал Фонд развития промышленности Кировской области.", {"Фонд развития промышленности Кировской области"}),
    ("ja", "石川県工業試験場と化粧品会社が参加した。調印式は木曜日の午後に開かれ、約二十人が出席して話し合った。", {"石川県工業試験場"}),
    ("ko", "폴란드 종묘회사 그린폴도 계약을 맺었다. 두 도시의 사람들이 모여 목요일 오후에 이야기를 나누었다.", {"그린폴"}),
    ("he", "חברת בלאטו אנרגיה מסלובניה חתמה אתמול.", {"בלאטו אנרגיה"}),
]  # fmt: skip
PEOPLE = [
    ("en", "The university lends two engineers, Heikki Laakso and Mauri Tuominen.", {"Heikki Laakso", "Mauri Tuominen"}),
    ("fr", "La docteure Mélina Pittet dirigera l’équipe.", {"Mélina Pittet"}),
    ("ko", "조명래 창원시 제2부시장과 응우옌 티 빅 하이퐁시 부시장이 서명했다. 두 도시의 사람들이 모여 목요일 오후에 이야기를 나누었다.", {"조명래", "응우옌 티 빅"}),
    ("he", "ראש המועצה, יעל מזרחי, אמרה שלום.", {"יעל מזרחי"}),
]  # fmt: skip


def names(language, text):
    document = read_document(f"{text}\n".encode(), "a.txt")
    return find_names(document, (Zone("paragraph", 0, len(document.text)),), language)


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_organisations_are_named_whole(language, text, wanted):
    assert {fact.name for fact in names(language, text)[0]} == wanted


@pytest.mark.parametrize(("language", "text", "wanted"), PEOPLE)
def test_people_beside_others_and_after_titles(language, text, wanted):
    assert {fact.name for fact in names(language, text)[1]} == wanted
