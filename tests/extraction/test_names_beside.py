"""People's houses beside their names, towns that act under their bare names, and what stands beside a name and is no part of it."""

from __future__ import annotations

import pytest

from portal.extraction.names import find_names
from tests.extraction.made import made
from tests.extraction.test_names import names


def found(text: str, language: str) -> tuple[dict[str, str], dict[str, str | None]]:
    """(kind of each organisation, house of each person)."""
    organisations, people = find_names(*made(text), language)
    return {fact.name: fact.kind for fact in organisations}, {fact.name: fact.organisation for fact in people}


@pytest.mark.parametrize(
    ("language", "text", "homes"),
    [
        ("en", "Anna-Lena Öberg (Lund University), Jan van der Berg of TU Delft and Mari Tamm from Vattenfall met in Lund.",
         {"Anna-Lena Öberg": "Lund University", "Jan van der Berg": "TU Delft", "Mari Tamm": "Vattenfall"}),
        ("nl", "Jan van der Berg van TU Delft sprak maandag.", {"Jan van der Berg": "TU Delft"}),
        ("zh", "隆德大学校长李伟与代尔夫特理工大学教授扬·范德贝赫周一会谈。", {"李伟": "隆德大学", "扬·范德贝赫": "代尔夫特理工大学"}),
        ("fr", "Anne Dupont de l'Université de Lille et Pierre Martin (CNRS) parlent.", {"Anne Dupont": "Université de Lille", "Pierre Martin": "CNRS"}),
        ("es", "Ana García de la Universidad de Bilbao habló.", {"Ana García": "Universidad de Bilbao"}),
        ("de", "Anna Berg von der Universität Lund und Peter Klein (TU Wien) trafen sich.", {"Anna Berg": "Universität Lund", "Peter Klein": "TU Wien"}),
        ("de", "Der Rektor der Universität Lund, Peter Klein, sprach.", {"Peter Klein": "Universität Lund"}),
        ("ru", "Анна Иванова из Казанского университета и Пётр Смирнов (МГУ) говорили.", {"Анна Иванова": "Казанский университет", "Пётр Смирнов": "МГУ"}),
        ("ru", "Ректор Казанского университета Анна Иванова выступила.", {"Анна Иванова": "Казанский университет"}),
        ("ja", "東京大学の山田太郎教授が述べた。", {"山田太郎": "東京大学"}),
        ("ko", "김철수 부산대학교 총장이 말했다.", {"김철수": "부산대학교"}),
        ("he", "אנה לוי מאוניברסיטת חיפה אמרה.", {"אנה לוי": "אוניברסיטת חיפה"}),
        ("zh", "清华大学李伟教授会见了客人。", {"李伟": "清华大学"}),
        ("zh", "代表团团长王小明、王芳参加了会谈。", {"王小明": None, "王芳": None}),
        ("zh", "市长王芳周一参加了会谈。", {"王芳": None}),
        ("zh", "代表团团长王小明、张江高科技园区主任李伟参加了会谈。", {"王小明": None, "李伟": "张江高科技园区"}),
    ],
)  # fmt: skip
def test_a_person_belongs_to_the_house_right_beside(language: str, text: str, homes: dict[str, str | None]) -> None:
    assert found(text, language)[1] == homes


@pytest.mark.parametrize(
    ("language", "text", "organisations"),
    [
        ("nl", "Eindhoven en Wuxi gaan samenwerken op het gebied van chips.", {"Eindhoven", "Wuxi"}),
        ("es", "Rosario y Bilbao colaborarán en la gestión del agua.", {"Rosario", "Bilbao"}),
        ("fr", "Nantes et Durban vont coopérer sur les ports.", {"Nantes", "Durban"}),
        ("en", "Leeds and Durban will work together on water.", {"Leeds", "Durban"}),
        ("de", "Leipzig und Durban kooperieren beim Wasser.", {"Leipzig", "Durban"}),
        ("ru", "Казань и Минск договорились о сотрудничестве в области транспорта.", {"Казань", "Минск"}),
        ("ru", "Мэрия Казани и город Лион подписали соглашение.", {"Мэрия Казани", "город Лион"}),
        ("ru", "Министерство транспорта подписало соглашение с городом Лион.", {"Министерство транспорта", "город Лион"}),
        ("en", "Trains between Leeds and Durban do not run.", set()),
        ("ru", "Выставка прошла в Казани и Минске.", set()),
        # a house with a small letter, a town with an article
        ("nl", "De Universiteit Gent en de universiteit van Kyoto tekenden.", {"Universiteit Gent", "Universiteit van Kyoto"}),
        ("en", "Ghent University and the university of Kyoto signed.", {"Ghent University", "University of Kyoto"}),
        ("fr", "Le port du Havre et le port du Pirée ont signé un accord.", {"Port du Havre", "Port du Pirée"}),
        ("fr", "La ville du Mans et la ville du Caire en ont parlé aussi.", {"Ville du Mans", "Ville du Caire"}),
        ("fr", "Le maire du Havre en a parlé.", set()),
        # what is no part of a name, or no house
        ("zh", "新华社北京3月14日电（记者张三）无锡市政府签署备忘录。", {"无锡市政府"}),
        ("zh", "自2019年以来，清华大学与米兰理工大学共同运营设计学院。", {"清华大学", "米兰理工大学"}),
        ("ja", "両港は陸上電力と水先人の訓練について協力する。", set()),
        ("en", "Traffic engineers of both cities met in Lund on Monday.", set()),
        ("en", "Ecopetrol geologists found water.", {"Ecopetrol"}),
        ("ru", "В Таллине гости участвовали в форуме «Балтийские порты».", set()),
        # a name whose letters follow
        ("en", "The European Spallation Source (ESS) in Lund hosts ten students. ESS is new.", {"European Spallation Source"}),
        ("en", "A Memorandum of Understanding (MOU) was read.", set()),
    ],
)  # fmt: skip
def test_what_is_a_party_and_under_which_name(language: str, text: str, organisations: set[str]) -> None:
    assert names(text, language=language)[0] == organisations


def test_a_technical_university_is_one() -> None:
    assert found("TU Delft signed an agreement with the university of Kyoto.", "en")[0] == {
        "TU Delft": "university",
        "University of Kyoto": "university",
    }
