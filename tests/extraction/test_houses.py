"""The house behind a document without a source line: where its name stands and what is no house."""

from __future__ import annotations

import pytest

from portal.extraction.extract import extract

BODY = "The port of Emden and a yard in Gdynia signed an agreement on training welders. Work begins in June.\n\nTwelve welders will go.\n"
SHEETS = {
    "a running head and a domain": (
        "Keel & Anchor      June 2023      www.keelanchor.example      p. 17\nFEATURE\n\nWelders go to Gdynia\n\n"
        + BODY
        + "\nKeel & Anchor      June 2023      www.keelanchor.example      p. 18\n\nThe first six leave in May.\n",
        "Keel & Anchor",
    ),
    "a bulletin of a house": (
        "The Lake Letter\nMembers' newsletter of the Malawi-Denmark Trade Circle, Blantyre\nNo. 31 - October 2020\n\nWelders\n\n"
        + BODY,
        "Malawi-Denmark Trade Circle",
    ),
    "a compound": (
        "Sankofa\nKwartaalblad van de Vereniging Nederland–Ghana\nnr. 3\n\nLassers\n\n" + BODY,
        "Vereniging Nederland–Ghana",
    ),
    "a letterhead": (
        "Cocoa Research Board\nP.O. Box 8, Tafo\nTel. +233 30 277 1234\n\nWelders go to Gdynia\n\n" + BODY,
        "Cocoa Research Board",
    ),
    "a release": (
        "보도자료\n포항테크노진흥원\n2020. 5. 6.\n\n포항과 그라츠, 공동 연구\n\n포항과 그라츠 공대가 협약을 맺었다.\n",
        "포항테크노진흥원",
    ),
    "a contact block": (
        "Welders go to Gdynia\n\n" + BODY + "\nMedia contact\nPolar Ship Association\nStorgata 5, 9008 Tromsø\n+47 77 00 00 00\n",
        "Polar Ship Association",
    ),
    "an imprint": (
        "Our yard and Emden\n\n" + BODY + "\nUniversity of Split, Poljička cesta 35, 21000 Split\n",
        "University of Split",
    ),
    "a reporter's paper": ("Brake und Tema\n\nVon Jens Onken, Wesermarsch-Kurier\n\n" + BODY, "Wesermarsch-Kurier"),
    "beside the date": (
        "Welders go to Gdynia\nDiario del Biobío · 9 July 2021 · Newsroom\n\n" + BODY,
        "Diario del Biobío",
    ),
    "a station": ("TRANSCRIPT\nRadio Cerro Azul, 98.3 FM\n6 June 2022\n\nWelders\n\n" + BODY, "Radio Cerro Azul"),
    "a desk that sends": (
        "From: Tartu Science Park Communications <c@tsp.example>\nDate: 5 October 2021\nSubject: Welders\n\n" + BODY,
        "Tartu Science Park",
    ),
    "a domain": ("islandwindpost.example\n3 March 2021\n\nWelders go to Gdynia\n\n" + BODY, "islandwindpost.example"),
    "given by": (
        "苏州与慕尼黑共建实验室\n\n2021年5月12日\n\n苏州与慕尼黑签署协议。\n\n（苏州工业园区管委会供稿）\n",
        "苏州工业园区管委会",
    ),
    "a person who answers": ("Welders go to Gdynia\n\n" + BODY + "\nContact:\nClaire Dumas\n05 56 00 00 00\n", None),
    "a notice of what the text is": ("Bordeaux et Durban\n\nCommuniqué de presse – Bordeaux, le 5 mars 2020\n\n" + BODY, None),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_house_of_a_sheet_is_told(sheet: str) -> None:
    text, house = SHEETS[sheet]
    assert extract(text.encode(), "sheet.txt").as_json()["source"] == house


@pytest.mark.parametrize(
    ("site", "house"),
    [
        ("Site officiel de la Ville de Dax", "Ville de Dax"),
        ("Official website of the City of Perth", "City of Perth"),
        ("Offizielle Website der Stadt Emden", "Stadt Emden"),
        ("今治市公式ホームページ", "今治市"),
        ("Emden Official", "Emden Official"),
    ],
)
def test_a_site_is_its_house_s(site: str, house: str) -> None:
    page = f"<html><head><title>Welders go to Gdynia | {site}</title></head><body><h1>Welders go to Gdynia</h1><p>{BODY}</p></body></html>"
    assert extract(page.encode(), "a.html").source == house
