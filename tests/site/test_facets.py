"""What the facets of a list page show and do, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.management import call_command
from django.test import Client

from partnerships.models import Organisation, Partnership
from tests.site.reading import page, queries
from tests.site.small_register import SmallRegister, organisation, partnership
from tests.site.test_lists import LISTS, count, ticks, titles

LONG = "country=FI&country=JP&country_all=1&sector=maritime&status=signed&year=2024&kind=memorandum"


def addresses() -> Iterator[str]:
    for address in LISTS:
        yield from (address, f"{address}?q=turku", f"{address}?q=turkuu", f"{address}?country=FI&page=2", f"{address}?country=AQ")
    body = Organisation.objects.public().first()
    yield f"/partnerships/?{LONG}&organisation={body.uuid}&q=port"


def test_a_list_page_takes_at_most_six_queries(client: Client, register: SmallRegister) -> None:
    spent = {address: queries(client, address) for address in addresses()}
    assert max(spent.values()) <= 6, spent


def test_it_takes_no_more_with_two_thousand_records(client: Client, db: None) -> None:
    call_command("create_site", languages=["en"], verbosity=0)
    call_command("create_demo_records", partnerships=2000, verbosity=0)
    spent = {address: queries(client, address) for address in addresses()}
    assert max(spent.values()) <= 6, spent


def test_all_countries_together(client: Client, register: SmallRegister) -> None:
    both = page(client, "/partnerships/?country=JP&country=IL")
    assert count(both) == "2 partnerships"
    assert [radio.get("value") for radio in both.cssselect(".switch input:checked")] == [""]
    together = page(client, "/partnerships/?country=JP&country=FI&country_all=1")
    assert count(together) == "1 partnership"
    assert ticks(together, "country") == {"JP": 1, "FI": 1, "142": 1, "030": 1, "150": 1, "154": 1}
    chips = {" ".join(chip.text_content().split()): chip.get("href") for chip in together.cssselect(".chip")}
    assert chips["Remove filter Countries: all of these together"] == "/partnerships/?country=FI&country=JP"
    assert chips["Remove filter Country: Japan"] == "/partnerships/?country=FI"
    nothing = page(client, "/partnerships/?country=JP&country=IL&country_all=1")
    offers = {link.text_content(): link.get("href") for link in nothing.cssselect(".nothing a")}
    assert offers["Ask for any of “Israel, Japan”"] == "/partnerships/?country=IL&country=JP"


def test_the_most_frequent_sectors_come_first(client: Client, register: SmallRegister) -> None:
    ticked = page(client, "/partnerships/").cssselect("#facet-sector > div > ul > li")
    words = [" ".join(one.cssselect("label")[0].text_content().split()) for one in ticked]
    assert words == ["Business support 12", "Transport and logistics 1"]
    assert [one.text_content() for one in page(client, "/organisations/").cssselect("#sort option")] == [
        "Recently added first",
        "Longest on the register first",
        "By name",
    ]


def test_a_body_has_one_country(client: Client, register: SmallRegister) -> None:
    assert not page(client, "/organisations/?country=JP&country=IL").cssselect(".switch")


def test_regions_of_the_world(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/?country=030")
    assert count(tree) == "1 partnership"
    assert [" ".join(chip.text_content().split()) for chip in tree.cssselect(".chip")] == ["Remove filter Country: Eastern Asia"]
    assert "open" in tree.cssselect("#more-regions")[0].attrib
    (asia,) = tree.cssselect("[id='country-142']")
    assert asia.getparent().cssselect(".tick-label")[0].text_content() == "Asia"


def test_statuses_stand_in_the_order_of_a_life_with_their_stages(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/")
    labels = [" ".join(label.text_content().split()) for label in tree.cssselect("#facet-status .tick-label")]
    assert labels == ["Proposed In talks", "Signed Agreed", "Over", "Ended"]
    assert count(page(client, "/partnerships/?status=over")) == "12 partnerships"
    # A stage without records holds none of its statuses: what is chosen stands by itself.
    alone = page(client, "/partnerships/?country=JP&status=ended")
    assert not alone.cssselect("#facet-status .within")
    talks = page(client, "/partnerships/?status=talks")
    assert talks.cssselect("link[rel=canonical]")[0].get("href") == "http://testserver/partnerships/?status=proposed"


def test_years_are_drawn(client: Client, register: SmallRegister) -> None:
    (picture,) = page(client, "/partnerships/").cssselect(".histogram svg")
    assert picture.get("role") == "img"
    assert "from 2010 to 2024" in picture.get("aria-label")
    assert len(picture.cssselect("rect")) == 13
    assert not page(client, "/partnerships/?country=JP&year=2024&kind=memorandum&sector=maritime").cssselect(".histogram")


def test_an_organisation_is_looked_for_by_the_server(client: Client, register: SmallRegister) -> None:
    shown = "#facet-organisation .tick-label"
    tree = page(client, "/partnerships/?organisation_q=otar")
    assert [label.text_content() for label in tree.cssselect(shown)] == ["Port of Otaru"]
    assert count(tree) == "14 partnerships"
    assert tree.cssselect("#organisation-q")[0].get("value") == "otar"
    assert tree.cssselect("link[rel=canonical]")[0].get("href") == "http://testserver/partnerships/"
    # By another name too; a draft has none.
    by_other_name = page(client, "/partnerships/?organisation_q=Turun+satama")
    assert [label.text_content() for label in by_other_name.cssselect(shown)] == ["Harbour of Turku"]
    nobody = page(client, "/partnerships/?organisation_q=Unannounced")
    assert "No organisation of this list" in nobody.cssselect("#facet-organisation")[0].text_content()
    assert not page(client, "/partnerships/?organisation_q=100%25_").cssselect(shown)


def test_looking_for_an_organisation_pushes_no_address(client: Client, register: SmallRegister) -> None:
    headers = {"HX-Request": "true", "HX-Target": "values-organisation"}
    assert "HX-Push-Url" not in client.get("/partnerships/?organisation_q=o", headers=headers).headers


def test_a_long_facet_can_be_searched(client: Client, register: SmallRegister) -> None:
    assert not page(client, "/partnerships/").cssselect("#find-country")
    for code in "FR ES PT IT GR AT CH".split():
        partnership(f"With {code}", organisation(f"Body of {code}", code))
    assert page(client, "/partnerships/").cssselect("#find-country")


def test_a_filter_of_an_empty_list_may_be_the_words(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/?q=otaru&status=ended")
    offers = {link.text_content(): link.get("href") for link in tree.cssselect(".nothing a")}
    assert offers == {
        "Remove “Words: otaru”": "/partnerships/?status=ended",
        "Remove “Status: Ended”": "/partnerships/?q=otaru",
    }


def test_a_list_page_that_moves_or_is_restricted_is_served_as_it_is_now(client: Client, register: SmallRegister) -> None:
    from wagtail.models import PageViewRestriction

    from partnerships.pages.models import PartnershipIndexPage

    assert titles(page(client, "/partnerships/"))
    index = PartnershipIndexPage.objects.get(locale__language_code="en")
    index.title = "Agreements"
    index.save_revision().publish()
    assert page(client, "/partnerships/").cssselect("h1")[0].text_content() == "Agreements"
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert client.get("/partnerships/").status_code == 302
    index.unpublish()
    assert client.get("/partnerships/").status_code == 404
    assert Partnership.objects.public().exists()
