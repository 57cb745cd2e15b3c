"""Search: forms of words, scripts, slips of the pen, reasons; and never what is not public."""

from __future__ import annotations

import pytest
from django.test import Client

from partnerships.listing import build_listing
from partnerships.listing.everything import search_everything
from partnerships.models import Organisation, OrganisationName, Partnership
from tests.site.reading import page
from tests.site.small_register import SmallRegister, organisation, partnership
from tests.site.test_lists import titles

FORMS = [
    ("Development of harbours", "harbour"),
    ("Agreed on shipyards", "shipyard"),
    ("Samenwerking tussen universiteiten", "universiteit"),
    ("Соглашение о развитии портов", "порт"),
    ("Развитие порта", "порты"),
    ("Abkommen zwischen den Universitäten", "Universität"),
    ("Accords entre les universités", "université"),
    ("Acuerdos entre universidades", "universidad"),
    ("שיתוף פעולה בין נמלים", "נמל"),
    ("הסכם בחיפה", "חיפה"),
    ("深圳市与合作伙伴签署协议", "协议"),
    ("大阪市と姉妹都市の協定", "姉妹都市"),
]
SCRIPTS = [
    ("Парк Сколково", "Skolkovo"),
    ("Skolkovo Park", "Сколково"),
    ("Порт Шэньчжэнь", "Shenzhen"),
    ("Port of Shenzhen", "Шэньчжэнь"),
    ("深圳高新区", "Shenzhen"),
    ("成都大学", "Chengdu"),
    ("重庆银行", "Chongqing"),
    ("深圳高新区", "Шэньчжэнь"),
    ("Port of Shenzhen", "深圳"),
    ("Порт Шэньчжэнь", "深圳"),
    ("Гуанчжоу", "Guangzhou"),
    ("Łódź and Málaga", "lodz malaga"),
    ("Lodz and Malaga", "Łódź Málaga"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("title", "q"), FORMS + SCRIPTS)
def test_a_word_is_found_in_every_form_and_script(title: str, q: str) -> None:
    partnership(title)
    partnership("Something else altogether")
    listing = build_listing("partnership", {"q": q})
    assert [str(record) for record in listing.records] == [title]
    assert not listing.corrected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("q", "corrected"),
    [("skolkvo", "skolkovo"), ("Сколквоо", "skolkovo"), ("Eindhvoen", "eindhoven"), ("parc Skolkova", "park skolkovo")],
)
def test_a_slip_of_the_pen_is_forgiven(q: str, corrected: str) -> None:
    partnership("Парк Сколково and Eindhoven")
    listing = build_listing("partnership", {"q": q})
    assert (listing.total, listing.corrected, listing.q) == (1, corrected, q)


@pytest.mark.django_db
def test_names_of_drafts_are_not_suggested_found_or_counted() -> None:
    hidden = organisation("Verborgenwerft", "DE", live=False)
    OrganisationName.objects.create(organisation=hidden, name="Heimlichhafen")
    partnership("Open talks", hidden, organisation("Open body", "FI"))
    partnership("Geheimvertrag", hidden, live=False)
    for q in ("Verborgenwerft", "Verborgenwerf", "Heimlichhafen", "Heimlichhafn", "Geheimvertrag", "Geheimvertrac", "Germany"):
        for record_type in ("partnership", "organisation"):
            listing = build_listing(record_type, {"q": q})
            assert (listing.total, listing.corrected) == (0, ""), q
        assert search_everything(q).total == 0, q
    values = [value for facet in build_listing("partnership", {}).facets for value in facet.values]
    assert "Verborgenwerft" not in {value.label for value in values}


def test_the_reason_for_a_hit_is_shown(client: Client, register: SmallRegister) -> None:
    def reasons(q: str) -> list[str]:
        tree = page(client, f"/partnerships/?q={q}")
        return [" ".join(hit.text_content().split()) for hit in tree.cssselect(".hits li")]

    assert reasons("satama") == ["Party: Turun satama"] * 14
    assert reasons("otaru") == []  # the title says it
    assert reasons("ice+japan") == [
        "Summary: The two ports share what they know of ice, and look for a shipyard.",
        "Country: Japan",
    ]
    assert reasons("Япония") == ["Country: Япония"]
    tree = page(client, "/partnerships/?q=shipyard")
    assert {mark.text_content() for mark in tree.cssselect("mark")} == {"shipyard"}


def test_a_draft_gives_no_reason(client: Client, register: SmallRegister) -> None:
    body = page(client, "/partnerships/?q=otaru").text_content()
    assert "Unannounced" not in body
    assert "nothing here" not in body


def test_one_search_over_everything(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/search/?q=turku")
    heads = [" ".join(head.text_content().split()) for head in tree.cssselect("main section > h2")]
    assert heads == ["14 partnerships", "1 event", "1 organisation", "1 opportunity", "1 article"]
    assert tree.cssselect("#count")[0].text_content() == "18 results"
    links = [link.get("href") for link in tree.cssselect(".onward a")]
    assert links[0] == "/partnerships/?q=turku"
    shown = [" ".join(title.text_content().split()) for title in tree.cssselect(".row-title")]
    # Two partnerships have the word in their title: they come before those that have it in the name of a party.
    assert set(shown[:2]) == {"Turku and Otaru on cold-water logistics", "Turku and Haifa on ship repair"}
    assert tree.cssselect("meta[name=robots]")


@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=(((", "q=%27%3A*", "q=" + "x" * 5000, "q=%ff", "q=a&q=turku"])
def test_no_search_is_an_error(client: Client, register: SmallRegister, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code == 200


def test_everything_forgives_too(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/search/?q=Otarzu")
    assert "otaru" in tree.cssselect(".corrected")[0].text_content()
    assert tree.cssselect(".row-title")
    assert "Nothing that is public" in page(client, "/search/?q=xyzzyplugh").text_content()


def test_the_list_says_what_it_searched_for_instead(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/?q=otarzu")
    assert titles(tree) == ["Turku and Otaru on cold-water logistics"]
    assert "otarzu" in tree.cssselect(".corrected")[0].text_content()
    assert Partnership.objects.count() == 15
    assert Organisation.objects.filter(live=False).exists()


def test_the_name_of_a_country_or_sector_leads_to_all_that_is_known_of_it(client: Client, register: SmallRegister) -> None:
    def subjects(q: str) -> list[tuple[str, str]]:
        return [(link.text_content(), link.get("href")) for link in page(client, f"/search/?q={q}").cssselect(".subjects a")]

    japan = [("Japan", "/countries/JP/")]
    assert subjects("japan") == subjects("Япония") == subjects("日本") == japan
    assert subjects("maritime") == subjects("havens") == [("Maritime and ports", "/sectors/maritime/")]
    # The whole name goes before the beginning of one; what no public record names has nothing to tell.
    assert subjects("trans") == [("Transport and logistics", "/sectors/mobility/")]
    assert subjects("kiribati") == subjects("ja") == subjects("turku") == []
