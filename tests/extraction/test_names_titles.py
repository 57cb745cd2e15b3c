"""People whom an office before the name, a title or a given name tells, with double names."""

import pytest

from portal.extraction.extract import extract

DE = "Die Stadt Linz und die Universität Zagreb haben am Montag einen Vertrag über die Ausbildung von Lotsen unterzeichnet."
EN = "The port of Tema and the Port of Gdynia signed an agreement on the training of pilots on Monday."


@pytest.mark.parametrize(
    ("lead", "sentence", "people"),
    [
        (
            EN,
            'Nobody objected, said Mutale Chanda-Phiri, managing director of Nkana Slag. "It is a start."',
            {"Mutale Chanda-Phiri"},
        ),
        (
            EN,
            "Industries Secretary Md. Anisul Haque Sarkar and Finance Minister Oddný Harðardóttir exchanged the papers.",
            {"Anisul Haque Sarkar", "Oddný Harðardóttir"},
        ),
        (DE, "Wirtschaftslandesrätin Verena Prettenthaler drückte zu Mittag den Startknopf.", {"Verena Prettenthaler"}),
        (
            DE,
            "Bildungssenatorin Svea Lammers-Otto reiste nach Riga. Verkehrsstaatssekretär Ingo Wiesenhütter begleitete sie.",
            {"Svea Lammers-Otto", "Ingo Wiesenhütter"},
        ),
    ],
)
def test_people_with_offices_and_double_names(lead, sentence, people):
    found = extract(f"{lead}\n\n{sentence}\n".encode(), "a.txt")
    assert {person.name for person in found.people} == people
