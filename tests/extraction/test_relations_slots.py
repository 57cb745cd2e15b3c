"""Parties that only their place in a sentence shows, those that are not guessed, and what a next sentence says of them."""

from __future__ import annotations

import pytest

from tests.extraction.test_relations import DELTA, NOVA, relations
from tests.extraction.test_relations_partnerships import told

SLOTS = [
    ("en", "Kestrel Robotics Ltd sold its share in the joint company that it had with Vitidata.", "Vitidata"),
    ("nl", "De proef met drijvende zonnepanelen van Zonnewerk en Kestrel BV is afgerond.", "Zonnewerk"),
    ("fr", "Une coentreprise entre Manitou et Sénégal Équipements est à l'étude.", "Manitou"),
    ("es", "La empresa AgroSensor vendió su participación en la sociedad mixta que tenía con Vitidata.", "Vitidata"),
    ("ru", "АО «Байкалэнерго» и монгольская «Эрдэнэс Таван» проводят с марта совместные испытания котла.", "Эрдэнэс Таван"),
    ("zh", "云南白药集团与老挝草本堂签署合作协议。", "老挝草本堂"),
    ("ja", "北海工業大学とゲント王立美術アカデミーは1日、学生交流に関する覚書を結んだ。", "ゲント王立美術アカデミー"),
    ("en", "Kazan's Volgasoft and the Oslo institute SINTEF Norte jointly develop a water meter.", "Volgasoft"),
    ("en", "Trento-based Alpwood takes 40 percent of the Romanian elevator company Silozul Negru AG.", "Alpwood"),
    ("de", "Der Ulmer Batteriehersteller Zellwerk Süd verhandelt mit der Hafner Lithium AG über ein Projekt.", "Zellwerk Süd"),
    ("nl", "Tractonel BV voert met de Braziliaanse producent Ventos do Norte gesprekken over een fabriek.", "Ventos do Norte"),
    ("ru", "Пермская ТПП и Торговая палата Измира подписали соглашение о сотрудничестве.", "Пермская ТПП"),
    ("zh", "宁波港集团与比利时泽布吕赫港签署合作协议。", "泽布吕赫港"),
    ("ja", "石川県とストラスブール市の職員交流は、今年3月で終了した。", "ストラスブール市"),
    ("ko", "한밭공과대학교와 브레라미술원의 교환학생 프로그램은 올해 초 종료됐다.", "브레라미술원"),
]  # fmt: skip
FOLLOWED = [
    ("en", "The laboratory that Nova University and Delta Institute opened in 2017 employs six. The laboratory is closed.", "ended"),
    ("en", "A contract between Nova University and Delta Institute was due in June; it was not renewed.", "expired"),
    ("de", "Das Labor, das die Universität Graz und die Universität Maribor planten, kommt nicht zustande.", "ended"),
    ("zh", "南京理工学院与清迈大学的种子库项目因经费不足暂停。", "suspended"),
    ("en", "Nothing will come of the school that Nova University and Delta Institute wanted to found together.", "ended"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "party"), SLOTS)
def test_a_party_is_known_by_its_place_beside_another(language: str, sentence: str, party: str) -> None:
    (fact,) = relations(sentence, language=language).partnerships
    assert party in fact.parties
    assert len(fact.parties) == 2


@pytest.mark.parametrize(("language", "text", "status"), FOLLOWED)
def test_the_course_of_a_partnership_to_its_end(language: str, text: str, status: str) -> None:
    assert [fact.status for fact in relations(text, language=language).partnerships] == [status]


def test_a_lone_party_gets_no_partner_that_the_text_does_not_tell() -> None:
    facts = told(
        "Nova University and Delta Institute signed an agreement.",
        "Kestrel Robotics opened a joint laboratory last week.",
    )
    assert facts == {("agreement", "signed", frozenset({NOVA, DELTA}))}


def test_both_chambers_are_no_universities() -> None:
    facts = told(
        "Nova University and Gamma College signed an agreement.",
        "The memorandum of the two chambers expired last year.",
    )
    assert facts == {("agreement", "signed", frozenset({NOVA, "Gamma College"}))}


def test_the_first_step_belongs_to_the_agreement_before_it() -> None:
    both = frozenset({NOVA, DELTA})
    assert told(
        "Nova University and Delta Institute signed an agreement.",
        "The first step is the Brine Bridge, a course for forty engineers that will start in May.",
    ) == {("agreement", "signed", both), ("programme", "signed", both)}


def test_the_profile_below_a_press_release_tells_of_no_partnership() -> None:
    assert not told(
        "Gamma College has a new rector.",
        "About Nova University: founded in 1960, it cooperates with Delta Institute and Gamma College.",
    )
