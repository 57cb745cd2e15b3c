"""Partnerships as press offices and newspapers tell them, in ten languages; what only sounds like one is none."""

from __future__ import annotations

import pytest

from portal.extraction.matching import Matcher
from tests.extraction.test_relations import DELTA, NOVA, relations

STATED = [
    ("en", "programme", "active", "Under an exchange that began in 2015, nurses of Gamma Hospital spend three months at Nova University."),
    ("en", "project", "active", "Delta Institute and Kestrel Robotics have been measuring the ice together since 2016."),
    ("en", "agreement", "ended", "Delta Institute has walked out of the deal with Kestrel Robotics."),
    ("en", "joint-fund", "ended", "The seed fund of Turia Capital and Omega Bank was dissolved last spring."),
    ("en", "memorandum", "expired", "Nobody renewed the memorandum between Nova University and Delta Institute when it ran out in 2020."),
    ("en", "memorandum", "expired", "The memorandum that Nova University signed with Delta Institute in 2015 lapsed in 2020."),
    ("en", "joint-venture", "proposed", "Omega Bank is weighing whether to take a quarter of Kestrel Robotics."),
    ("en", "agreement", "proposed", "Nova University hopes for an agreement with Delta Institute by Christmas."),
    ("en", "agreement", "signed", "Rector Anna Berg for Nova University and director Jan Kolb for Delta Institute put pen to paper in Riga."),
    ("en", "agreement", "signed", "Nova University and Delta Institute sealed their alliance with a handshake and a five-year contract."),
    ("en", "joint-centre", "suspended", "Work at the joint laboratory of Nova University and Delta Institute has been suspended."),
    ("en", "programme", "suspended", "The student exchange between Nova University and Gamma College is on hold until further notice."),
    ("ru", "programme", "active", "Уже третий год аспиранты Томского университета стажируются в Пекинском университете по программе обмена."),
    ("ru", "project", "active", "С 2016 года Томский университет вместе с Институтом катализа изучает вечную мерзлоту."),
    ("ru", "project", "ended", "Совместный проект Томского университета и Института катализа завершён в декабре."),
    ("ru", "memorandum", "expired", "Меморандум между Институтом катализа и Пекинским университетом истёк в мае, новый не подписан."),
    ("ru", "memorandum", "expired", "Меморандум, который Томский университет подписал с Институтом катализа в 2015 году, истёк."),
    ("ru", "joint-centre", "proposed", "Томский университет рассматривает возможность создания совместной лаборатории с Институтом катализа."),
    ("ru", "joint-venture", "proposed", "Компания «Сибпласт» ведёт переговоры с заводом «Волгамаш» о совместном производстве."),
    ("ru", "project", "signed", "Томский университет и Институт катализа взялись за общую работу: они создают карту болот."),
    ("ru", "agreement", "signed", "Томский университет и Пекинский университет ударили по рукам: договор рассчитан на пять лет."),
    ("ru", "programme", "suspended", "Обмен студентами между Томским университетом и Пекинским университетом поставлен на паузу."),
    ("ru", "cooperation", "suspended", "Томский университет заморозил сотрудничество с Институтом катализа."),
    ("zh", "project", "active", "三年来，南京理工学院和清迈大学的师生联合调查湄公河水质。"),
    ("zh", "project", "active", "自2016年以来，南京理工学院与东海海洋研究所一直共同观测海冰。"),
    ("zh", "cooperation", "ended", "清迈大学已退出与南京理工学院的合作。"),
    ("zh", "joint-venture", "ended", "星河机器人公司退出与蓝天光学公司的合资企业。"),
    ("zh", "agreement", "expired", "南京理工学院2015年与东海海洋研究所签订的协议已经到期，没有续签。"),
    ("zh", "joint-centre", "proposed", "南京理工学院有意同清迈大学合办一所学院。"),
    ("zh", "joint-centre", "proposed", "南京理工学院正在考虑与东海海洋研究所设立联合实验室。"),
    ("zh", "cooperation", "signed", "南京理工学院与清迈大学结为合作伙伴。"),
    ("zh", "agreement", "signed", "南京理工学院日前与清迈大学签约，为期五年。"),
    ("zh", "joint-centre", "suspended", "南京理工学院与东海海洋研究所的联合实验室已暂停运行。"),
    ("zh", "programme", "suspended", "南京理工学院与清迈大学的学生交换项目暂时中止。"),
    ("ja", "project", "active", "北海工業大学とチェンマイ大学の研究者は3年前から共同で水質を調べている。"),
    ("ja", "cooperation", "ended", "チェンマイ大学は北海工業大学との提携を打ち切った。"),
    ("ja", "agreement", "expired", "北海工業大学が2015年に東海水産研究所と結んだ協定は、3月に期限が切れ、更新されなかった。"),
    ("ja", "programme", "proposed", "北海工業大学とチェンマイ大学は看護師の相互派遣を検討中だ。"),
    ("ja", "cooperation", "signed", "北海工業大学はチェンマイ大学とパートナーシップを結んだ。"),
    ("ja", "joint-centre", "suspended", "北海工業大学と東海水産研究所の共同研究所は活動を休止している。"),
    ("nl", "project", "active", "Onderzoekers van de Universiteit Gent en van de Universiteit Turku brengen samen de zeebodem in kaart."),
    ("nl", "cooperation", "ended", "De Universiteit Gent stapt uit de samenwerking met de Universiteit Turku."),
    ("nl", "agreement", "expired", "De overeenkomst die de Universiteit Gent in 2015 met Kestrel BV tekende, is verlopen."),
    ("nl", "joint-centre", "proposed", "De Universiteit Gent overweegt een gezamenlijk laboratorium met het Instituut voor Houtonderzoek."),
    ("nl", "project", "signed", "De Universiteit Gent en Kestrel BV hebben afgesproken samen een veerboot te bouwen."),
    ("nl", "joint-centre", "suspended", "Het gezamenlijke lab van de Universiteit Gent en Kestrel BV ligt voorlopig stil."),
    ("de", "project", "active", "Seit 2016 messen die Universität Graz und die Kestrel GmbH gemeinsam das Eis."),
    ("de", "project", "active", "Zusammen mit dem Institut für Holzforschung erprobt die Kestrel GmbH eine neue Pumpe."),
    ("de", "joint-centre", "ended", "Das Labor, das die Universität Graz und die Universität Maribor gemeinsam führten, ist geschlossen."),
    ("de", "cooperation", "ended", "Die Gespräche zwischen der Kestrel GmbH und der Salgado AG sind gescheitert."),
    ("de", "memorandum", "expired", "Das Memorandum, das die Universität Graz 2015 mit dem Institut für Holzforschung unterzeichnet hatte, ist ausgelaufen."),
    ("de", "joint-centre", "proposed", "Die Universität Graz erwägt ein gemeinsames Labor mit dem Institut für Holzforschung."),
    ("de", "joint-venture", "proposed", "Die Kestrel GmbH verhandelt mit der Salgado AG über eine gemeinsame Fabrik."),
    ("de", "cooperation", "signed", "Die Universität Graz und die Kestrel GmbH machen künftig gemeinsame Sache."),
    ("de", "programme", "signed", "Die Universität Graz und die Universität Maribor tauschen ab Herbst Lehrlinge aus."),
    ("de", "programme", "suspended", "Der Austausch zwischen der Universität Graz und der Universität Maribor liegt auf Eis."),
    ("de", "cooperation", "suspended", "Die Universität Graz hat die Zusammenarbeit mit dem Institut für Holzforschung ausgesetzt."),
    ("fr", "project", "active", "Depuis 2016, l'Université de Liège et l'Institut Pasteur de Tunis mesurent ensemble la houle."),
    ("fr", "joint-venture", "ended", "Kestrel SA a revendu sa part dans la coentreprise formée avec Salgado SARL."),
    ("fr", "agreement", "expired", "La convention que l'Université de Liège avait signée en 2015 avec l'Institut Pasteur de Tunis est arrivée à échéance."),
    ("fr", "joint-centre", "proposed", "L'Université de Liège et l'Université de Tunis songent à un laboratoire commun."),
    ("fr", "project", "signed", "L'Université de Liège et la société Kestrel ont décidé de construire ensemble un bac."),
    ("fr", "joint-centre", "suspended", "Le laboratoire commun de l'Université de Liège et de l'Institut Pasteur de Tunis est à l'arrêt."),
    ("es", "project", "active", "Investigadores de la Universidad de Vigo y de la Universidad de Rosario cartografían juntos el estuario."),
    ("es", "cooperation", "ended", "Las negociaciones entre Kestrel S.A. y Salgado S.L. fracasaron."),
    ("es", "agreement", "expired", "El convenio que la Universidad de Vigo firmó en 2015 con el Instituto del Mar ha caducado."),
    ("es", "programme", "proposed", "La Universidad de Vigo y la Universidad de Rosario barajan un intercambio de enfermeras."),
    ("es", "cooperation", "signed", "La Universidad de Vigo y la Universidad de Rosario sellan una alianza por cinco años."),
    ("es", "joint-centre", "suspended", "El laboratorio conjunto de la Universidad de Vigo y el Instituto del Mar está paralizado."),
    ("ko", "project", "active", "한밭공과대학교와 치앙마이대학교 연구진은 3년째 함께 수질을 조사하고 있다."),
    ("ko", "cooperation", "ended", "치앙마이대학교는 한밭공과대학교와의 제휴를 끝냈다."),
    ("ko", "agreement", "expired", "한밭공과대학교가 2015년 동해수산연구소와 맺은 협약은 3월에 만료됐고 갱신되지 않았다."),
    ("ko", "joint-centre", "proposed", "한밭공과대학교는 동해수산연구소와 공동 연구소 설립을 검토하고 있다."),
    ("ko", "cooperation", "signed", "한밭공과대학교는 치앙마이대학교와 손을 잡았다."),
    ("ko", "joint-centre", "suspended", "한밭공과대학교와 동해수산연구소의 공동 연구소는 운영이 잠정 중단됐다."),
    ("he", "project", "active", "מאז 2016 מודדים אוניברסיטת חיפה ומכון הים יחד את הגלים."),
    ("he", "cooperation", "ended", "אוניברסיטת חיפה הפסיקה את שיתוף הפעולה עם אוניברסיטת ריגה."),
    ("he", "programme", "proposed", "אוניברסיטת חיפה ואוניברסיטת ריגה שוקלות חילופי סטודנטים."),
    ("he", "project", "signed", "אוניברסיטת חיפה וחברת קסטרל סיכמו לבנות יחד מעבורת."),
    ("he", "joint-centre", "suspended", "המעבדה המשותפת של אוניברסיטת חיפה ומכון הים הוקפאה עד להודעה חדשה."),
]  # fmt: skip
SILENT = [
    ("en", "Nova University ranks ahead of Delta Institute in the new table."),
    ("en", "Anna Berg studied at Nova University and worked for Delta Institute before she founded her firm."),
    ("ru", "Команда Томского университета обыграла команду Пекинского университета."),
    ("ru", "Делегация Томского университета осмотрела лаборатории Института катализа."),
    ("zh", "南京理工学院代表团参观了东海海洋研究所。"),
    ("ja", "北海工業大学の訪問団は東海水産研究所を見学した。"),
    ("nl", "Een delegatie van de Universiteit Gent bezocht het Instituut voor Houtonderzoek."),
    ("de", "Die Universität Graz liegt im Vergleich vor der Universität Maribor."),
    ("de", "Eine Delegation der Universität Graz besichtigte das Institut für Holzforschung."),
    ("fr", "L'Université de Liège devance l'Université de Tunis au classement."),
    ("fr", "Une délégation de l'Université de Liège a visité l'Institut Pasteur de Tunis."),
    ("es", "Una delegación de la Universidad de Vigo visitó el Instituto del Mar."),
    ("ko", "한밭공과대학교 방문단은 동해수산연구소를 둘러봤다."),
    ("he", "משלחת של אוניברסיטת חיפה ביקרה במכון הים."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "kind", "status", "sentence"), STATED)
def test_ordinary_words_show_kind_and_status(language: str, kind: str, status: str, sentence: str) -> None:
    (fact,) = relations(sentence, language=language).partnerships
    assert (fact.kind, fact.status, len(fact.parties)) == (kind, status, 2)


@pytest.mark.parametrize(("language", "sentence"), SILENT)
def test_rankings_visits_and_lives_are_no_partnerships(language: str, sentence: str) -> None:
    assert not relations(sentence, language=language).partnerships


def told(*paragraphs: str, language: str = "en") -> set[tuple[str, str, frozenset[str]]]:
    return {(fact.kind, fact.status, frozenset(fact.parties)) for fact in relations(*paragraphs, language=language).partnerships}


def test_two_partnerships_in_one_sentence() -> None:
    both = frozenset({NOVA, DELTA})
    assert told(
        "Nova University and Delta Institute signed a memorandum on brine, and a pilot of both has been running since spring."
    ) == {("memorandum", "signed", both), ("project", "active", both)}


def test_a_company_that_two_founded_is_theirs_and_no_party() -> None:
    expected = {("joint-venture", "ended", frozenset({"Kestrel Robotics", "Salgado Optics Ltd"}))}
    assert told("Aqua North Ltd, which Kestrel Robotics and Salgado Optics Ltd founded in 2015, is being wound up.") == expected


def test_partners_that_the_next_sentence_lists() -> None:
    (fact,) = told("A joint trial of drones has been running since January. Partners are Nova University and Delta Institute.")
    assert fact == ("project", "active", frozenset({NOVA, DELTA}))


def test_an_unnamed_stranger_is_not_replaced_by_a_party_of_another_partnership() -> None:
    facts = told(
        "Nova University and Delta Institute signed an agreement.",
        "The partnership of Nova University with a college in Oslo ended in June.",
    )
    assert facts == {("agreement", "signed", frozenset({NOVA, DELTA}))}


def test_we_means_the_house_of_the_person_who_says_it() -> None:
    facts = told(
        "Gamma College was the host.",
        "“We signed a letter of intent with Delta Institute,” said Anna Berg, rector of Nova University.",
    )
    assert facts == {("letter-of-intent", "signed", frozenset({NOVA, DELTA}))}


def test_what_the_agreement_provides_is_no_second_agreement() -> None:
    facts = told(
        "Nova University and Delta Institute signed an agreement. Under the agreement the two institutions will share data."
    )
    assert facts == {("agreement", "signed", frozenset({NOVA, DELTA}))}


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The agreement between Nova University and Delta Institute can be terminated every year.", "signed"),
        ("Nova University and Delta Institute plan to sign an agreement.", "proposed"),
        ("Nova University and Delta Institute will jointly operate a laboratory.", "signed"),
        ("The agreement between Nova University and Delta Institute was never renewed.", "expired"),
    ],
)
def test_modal_verbs_futures_and_negations(sentence: str, status: str) -> None:
    assert [fact.status for fact in relations(sentence).partnerships] == [status]


def test_two_towns_that_are_twins_are_parties_though_no_organisation_is_named() -> None:
    assert told("Aberdeen and Stavanger have been twin towns since 1990.") == {
        ("twinning", "active", frozenset({"Aberdeen", "Stavanger"}))
    }


def test_traditional_characters_are_read_by_the_simplified_word_lists() -> None:
    (fact,) = told("國立府城大學與南瀛理工大學簽署合作備忘錄。", language="zh")
    assert fact[:2] == ("memorandum", "signed")


def test_a_name_that_only_its_place_in_the_sentence_shows_is_a_party() -> None:
    (fact,) = told("北海工業大学はサハヤドリ・モーターズと覚書を締結した。", language="ja")
    assert fact == ("memorandum", "signed", frozenset({"北海工業大学", "サハヤドリ・モーターズ"}))


def test_a_star_between_blanks_stands_for_a_few_words_of_one_clause() -> None:
    matcher = Matcher([("bought * per cent of", "stake")])
    assert [hit.value for hit in matcher.find("x bought nearly 30 per cent of y")] == ["stake"]
    assert not matcher.find("x bought a house, and 30 per cent of y")
