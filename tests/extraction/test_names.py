"""Organisations and people."""

from __future__ import annotations

import pytest

from portal.extraction.names import find_names
from portal.extraction.types import KnownName
from tests.extraction.made import f1, made, with_gold


def names(*paragraphs: str, language: str = "en", known: tuple[KnownName, ...] = ()) -> tuple[set[str], set[str]]:
    document, zones = made(*paragraphs)
    organisations, people = find_names(document, zones, language, known)
    for fact in (*organisations, *people):
        assert fact.evidence
        assert all(document.text[span.start : span.end] == span.quote for span in fact.evidence)
    return {fact.name for fact in organisations}, {fact.name for fact in people}


@pytest.mark.parametrize(
    ("language", "sentence", "organisations", "people"),
    [
        ("en", "Vera Bunina, Head of International Relations at Delta Technopark, met the start-up CPS Lab.", {"Delta Technopark", "CPS Lab"}, {"Vera Bunina"}),
        ("en", "Mr. Bence Tóth of the Budapest Waterworks thanked Can Tho University.", {"Budapest Waterworks", "Can Tho University"}, {"Bence Tóth"}),
        ("ru", "Ректор Томского политехнического университета Олег Сидоров принял гостей из компании «Альфа-Тех».", {"Томский политехнический университет", "Альфа-Тех"}, {"Олег Сидоров"}),
        ("zh", "青岛港集团董事长王建华与杜伊斯堡港务局签署协议。", {"青岛港集团", "杜伊斯堡港务局"}, {"王建华"}),
        ("ja", "静岡大学の長谷川誠二学長は、株式会社遠州光学を訪れた。", {"静岡大学", "株式会社遠州光学"}, {"長谷川誠二"}),
        ("nl", "Projectleider Daan Hermans van de BOM sprak met chipontwerper NovaLitho.", {"BOM", "NovaLitho"}, {"Daan Hermans"}),
        ("de", "Die LumoSens GmbH testet mit dem Forschungsinstitut ETRIX, sagte Dr. Anke Vollmer.", {"LumoSens GmbH", "ETRIX"}, {"Anke Vollmer"}),
        ("fr", "Hélène Garcin, déléguée générale de Minalogix, a salué l’Université de Rabat.", {"Minalogix", "Université de Rabat"}, {"Hélène Garcin"}),
        ("es", "La empresa gallega Robomar y la Universidad de Antofagasta trabajan juntas, dijo Xoán Pereira, director del centro.", {"Robomar", "Universidad de Antofagasta"}, {"Xoán Pereira"}),
        ("ko", "전남대학교 박성호 총장은 광주테크노파크를 방문했다.", {"전남대학교", "광주테크노파크"}, {"박성호"}),
        ("he", "ד\"ר אבי רוזן מאוניברסיטת חיפה נפגש עם חברת טיפה.", {"אוניברסיטת חיפה", "טיפה"}, {"אבי רוזן"}),
    ],
)  # fmt: skip
def test_names_in_ten_languages(language: str, sentence: str, organisations: set[str], people: set[str]) -> None:
    assert names(sentence, language=language) == (organisations, people)


def test_letters_in_brackets_and_short_forms_are_one_organisation() -> None:
    document, zones = made(
        "Moldova Innovation Technology Park (MITP) signed a contract.",
        "MITP will host it. Asanteman Biologics Ltd moved in; Asanteman pays rent.",
    )
    organisations, _ = find_names(document, zones, "en", ())
    found = {fact.name: fact for fact in organisations}
    assert set(found) == {"Moldova Innovation Technology Park", "Asanteman Biologics Ltd"}
    assert found["Moldova Innovation Technology Park"].aliases == ("MITP",)
    assert len(found["Moldova Innovation Technology Park"].evidence) == 3
    assert len(found["Asanteman Biologics Ltd"].evidence) == 2


def test_the_centre_is_never_an_organisation() -> None:
    organisations, _ = names("The Centre will attract teams. The Innovation Centre has a Supervisory Board, said the Ministry.")
    assert organisations == set()


def test_known_names_come_first() -> None:
    document, zones = made("Yesterday playpark opened, and Playpark Rotterdam was there.")
    known = (KnownName("Playpark Rotterdam", "organisation", "org-7", "company", "NL"),)
    organisations, _ = find_names(document, zones, "en", known)
    assert [(fact.name, fact.reference, fact.kind, fact.country) for fact in organisations] == [
        ("Playpark Rotterdam", "org-7", "company", "NL")
    ]


def test_a_surname_alone_joins_the_person() -> None:
    document, zones = made("Viktor Vekselberg, President of the Alpha Foundation, spoke.", "“We see it so,” Vekselberg said.")
    _, people = find_names(document, zones, "en", ())
    assert [person.name for person in people] == ["Viktor Vekselberg"]
    assert people[0].role == "President"
    assert people[0].organisation == "Alpha Foundation"
    assert len(people[0].evidence) == 2


@pytest.mark.parametrize(("folder", "organisations", "people"), [("open", 0.9, 0.93), ("heldout", 0.8, 0.9)])
def test_figures(folder: str, organisations: float, people: float) -> None:
    counts = {"organisations": [0, 0, 0], "people": [0, 0, 0]}
    for _, document, zones, gold in with_gold(folder):
        for key, facts in zip(counts, find_names(document, zones, gold["language"], ()), strict=True):
            left = [set(map(str.casefold, entity)) for entity in gold[key]]
            for fact in facts:
                hit = next((entity for entity in left if fact.name.casefold() in entity), None)
                counts[key][0 if hit else 1] += 1
                if hit:
                    left.remove(hit)
            counts[key][2] += len(left)
    assert f1(*counts["organisations"]) >= organisations
    assert f1(*counts["people"]) >= people


@pytest.mark.parametrize(
    ("language", "sentence", "organisations", "people"),
    [
        # a possessive within a name, and the home of a person
        ("en", "River Plain Children’s Hospital thanked Carla Brunetti of Norvia.", {"River Plain Children’s Hospital", "Norvia"}, {"Carla Brunetti"}),
        # what a company is stands before its name; a legal form may stand before it too
        ("en", "The seed company Tolvani and LLP Baitak Agro shared a field.", {"Tolvani", "Baitak Agro"}, set()),
        # lakes, surnames and headings in capitals are no organisations
        ("en", "Lake Victoria is low, MacAllister wrote.", set(), set()),
        ("en", "5. CALENDAR AND NOTICES", set(), set()),
        # a name after one in a list with a bare comma may be the town
        ("en", "Harbour Polytechnic, Tramoyle, is open.", {"Harbour Polytechnic"}, set()),
        ("de", "Die Bregenzer Weberei Lindtner und die Bremer Firma Nordlicht Sensorik arbeiten zusammen.", {"Lindtner", "Nordlicht Sensorik"}, set()),
        ("nl", "Het Leuvense MicroGroei en waterbedrijf Hydra Noord praten.", {"MicroGroei", "Hydra Noord"}, set()),
        ("nl", "Pieter Aalbers van Hydra Noord belde de Oostelijke Waterbond.", {"Hydra Noord", "Oostelijke Waterbond"}, {"Pieter Aalbers"}),
        ("fr", "La société namuroise Papier Vif écrit à la chambre de commerce du Togo.", {"Papier Vif", "Chambre de commerce du Togo"}, set()),
        ("ru", "Центр, который Уральский горный институт открыл с Университетом Циндао, работает.", {"Уральский горный институт", "Университет Циндао"}, set()),
        ("ja", "販売部長の高橋一郎とLumio Labsは、福岡大学を訪れた。", {"Lumio Labs", "福岡大学"}, {"高橋一郎"}),
        ("zh", "青岛港集团与一家码头公司接触。", {"青岛港集团"}, set()),
    ],
)  # fmt: skip
def test_names_without_a_legal_form(language: str, sentence: str, organisations: set[str], people: set[str]) -> None:
    assert names(sentence, language=language) == (organisations, people)


def test_initials_join_the_full_name() -> None:
    organisations, _ = names("Baltic Forest Research Institute spoke first. Then BFRI left.")
    assert organisations == {"Baltic Forest Research Institute"}
