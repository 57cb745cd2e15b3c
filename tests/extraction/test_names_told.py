"""Organisations and people that only what is told of them shows: a trade, a deed, a dealing, a place in a list."""

from __future__ import annotations

import pytest

from tests.extraction.test_names import names


@pytest.mark.parametrize(
    ("language", "sentence", "organisations", "people"),
    [
        # firms by their trade, their form, their deeds, their dealings
        ("en", "The port signed a contract with Bosporus Lojistik, a forwarder, which will ship zinc.", {"Bosporus Lojistik"}, set()),
        ("en", "Our supply contract with Nadi Ice ran until December and nobody renewed it.", {"Nadi Ice"}, set()),
        ("en", "Kvarner Crew pays the tickets; Visayan Manning finds the sailors.", {"Kvarner Crew", "Visayan Manning"}, set()),
        ("en", "Neuroklik d.o.o. of Maribor and Zarqa Medical Supplies have founded a company.", {"Neuroklik d.o.o.", "Zarqa Medical Supplies"}, set()),
        ("en", "Nemunas Aqua UAB and Delta Shrimp Lanka (Pvt) Ltd agreed.", {"Nemunas Aqua UAB", "Delta Shrimp Lanka (Pvt) Ltd"}, set()),
        ("en", "Halden Pulp employs 300 people. It has now bought a third of Misiones Celulosa.", {"Halden Pulp", "Misiones Celulosa"}, set()),
        ("en", "The cable was laid by Alcatel Submarine Networks for Tonga Cable Ltd.", {"Alcatel Submarine Networks", "Tonga Cable Ltd"}, set()),
        ("en", "PHP Ship Breaking and Recycling Industries met Fornes Ship Recycling of Grenaa.", {"PHP Ship Breaking and Recycling Industries", "Fornes Ship Recycling"}, set()),
        ("en", "Finnvera, Finland's export credit agency, is considering a guarantee.", {"Finnvera"}, set()),
        ("en", "The shipyard Viktor Lenac will be repaired by Kolding Pumper.", {"Viktor Lenac", "Kolding Pumper"}, set()),
        ("en", "Its partner, Namib Ammonia, holds 40 per cent.", {"Namib Ammonia"}, set()),
        ("fr", "La Laiterie des Cantons et la conserverie La Belle Bigoudène ont signé une entente.", {"Laiterie des Cantons", "La Belle Bigoudène"}, set()),
        ("es", "Los estudios Tinto Loco y Agave Rojo trabajan desde agosto.", {"Tinto Loco", "Agave Rojo"}, set()),
        ("de", "Die Werft Viktor Lenac und das Bundesforschungsministerium unterschrieben.", {"Viktor Lenac", "Bundesforschungsministerium"}, set()),
        # bodies and towns
        ("en", "The Court Administration Division in Kingston signed.", {"Court Administration Division"}, set()),
        ("en", "The Ministry of Fisheries and Ocean Mind put trackers on boats.", {"Ministry of Fisheries", "Ocean Mind"}, set()),
        ("en", "The plan of the International Cooperation Division of SPbPU is ready.", {"SPbPU"}, set()),
        # people in lists
        ("en", "Present for Kenya: Wanjiru Ndirangu, ICT Authority (co-chair); Zzubo Kiprop, Konza Development Authority.", {"ICT Authority", "Konza Development Authority"}, {"Wanjiru Ndirangu", "Zzubo Kiprop"}),
        ("de", "Klagenfurt war dabei, sagte Bürgermeister Christian Scheider.", set(), {"Christian Scheider"}),
        # what is no body
        ("en", "They assemble EEG caps. The SKINS project and the sensor called DropEye end in May.", set(), set()),
        ("en", "Rail ferries for the Caspian were never built. The Cape has wind; the Hong Kong Convention took effect.", set(), set()),
        ("en", "A slipway at Tvoroyri has no design. KES 40 million were pledged, in South Wales as well.", set(), set()),
        ("en", "Zimbabwe, Africa's largest producer of the metal, banned it.", set(), set()),
        ("de", "Im Süden Perus und im Bundesland Tirol regnete es.", set(), set()),
        ("es", "Cuenca está hermanada también con ciudades de España y Cuba.", set(), set()),
    ],
)  # fmt: skip
def test_names_told_by_what_is_said_of_them(language: str, sentence: str, organisations: set[str], people: set[str]) -> None:
    assert names(sentence, language=language) == (organisations, people)
