"""The house that writes, which an article calls "our office" or "the park" and only the page around it names."""

import pytest

from portal.extraction.extract import extract

ENGLISH = """Riga Grain Exchange Office
Home | News | Contact

A store for two harvests

12 March 2021

Our office signed a memorandum of understanding with the Lublin Seed Institute on Tuesday. It covers the storage of rye.
The institute sent four people. The coffee was Polish.

© Riga Grain Exchange Office 2021
"""
SPANISH = """INSTITUTO DEL AGUA DE MENDOZA
Inicio | Noticias

Firma en Temuco

Mendoza, 3 de mayo de 2022

Nuestro Instituto firmó ayer un convenio de cooperación con la Universidad Lacustre de Temuco, de Chile. Durará cuatro años.

Instituto del Agua de Mendoza. Todos los derechos reservados
"""
CHINESE = """澄江海洋大学国际处
首页 | 新闻 | 下载中心

与挪威高校合作养鱼

发布时间：2020-06-11    作者：周一

昨日，我校与挪威特罗姆瑟渔业大学签署合作备忘录，有效期三年。双方将共同研究深海网箱。
"""
PARK = """Kalmar Battery Park | Kalmar
Home | Tenants

A goodbye to Oporto

14/06/2022

The exchange programme that the park and the Douro Cell Institute in Porto set up in 2017 ended on 31 May. We say thank you.

© Kalmar Battery Park 2022
"""
HOST = """Kalmar Battery Park | Kalmar
Home | Tenants

Guests from Oporto

14/06/2022

The park has a new roof. It was paid for by the tenants.

A delegation of the Douro Cell Institute came on Monday. Both sides would like a joint laboratory for old cells.

© Kalmar Battery Park 2022
"""
ASKED = """Im Gespräch

03.09.2020

Beate Lohse leitet das Auslandsgeschäft des Technologieparks Elmenau.

Frau Lohse, was gibt es Neues aus Tschechien?

Mit dem Technologiezentrum Kotva in Liberec betreiben wir seit 2019 ein Austauschprogramm für Gründer.

Und wer bezahlt es?

Wir selbst.
"""
SPOKEN = """Riga Grain Exchange Office
Home | News | Contact

A visit

12 March 2021

"Our office signed a memorandum with nobody," said Jan Kos of the Lublin Seed Institute on Tuesday.

© Riga Grain Exchange Office 2021
"""
DESK = """Press office of Hull Docks
Home | News

Ropes

12 March 2021

Our office signed a memorandum of understanding with the Lublin Seed Institute on Tuesday.

© Press office of Hull Docks 2021
"""


@pytest.mark.parametrize(
    ("text", "house", "other"),
    [
        (ENGLISH, "Riga Grain Exchange Office", "Lublin Seed Institute"),
        (SPANISH, "Instituto del Agua de Mendoza", "Universidad Lacustre de Temuco"),
        (CHINESE, "澄江海洋大学", "特罗姆瑟渔业大学"),
        (PARK, "Kalmar Battery Park", "Douro Cell Institute"),
        (HOST, "Kalmar Battery Park", "Douro Cell Institute"),
        (ASKED, "Technologiepark Elmenau", "Technologiezentrum Kotva"),
    ],
)
def test_the_writers_house_is_a_party_and_the_words_for_it_are_the_proof(text: str, house: str, other: str) -> None:
    reading = extract(text.encode())
    found = next(fact for fact in reading.organisations if fact.name == house)
    assert all(text[span.start : span.end] == span.quote for span in found.evidence)
    parties = {name.removeprefix("挪威") for fact in reading.partnerships for name in fact.parties}
    assert parties == {house, other}


@pytest.mark.parametrize("text", [SPOKEN, DESK])
def test_what_a_guest_says_of_a_house_and_a_press_desk_are_not_the_writers(text: str) -> None:
    assert not any("Grain" in fact.name or "Docks" in fact.name for fact in extract(text.encode()).organisations)
