"""Dossiers on countries and sectors: every number is that of the list behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.signal_handlers import disable_reference_index_auto_update

from partnerships.listing import build_listing
from partnerships.models import Event, FacetRow, Leg, Opportunity, Place, Sector
from partnerships.models.facetrow import refreshed_together
from tests.partnerships.listing.test_truth import RandomRegister
from tests.site.reading import page, queries
from tests.site.small_register import SmallRegister, partnership, place

TYPES = {
    "partnerships": "partnership",
    "events": "event",
    "organisations": "organisation",
    "opportunities": "opportunity",
    "news": "news",
}
NUMBER = re.compile(r"\d[\d,]*")


def numbers(tree: Any) -> Iterator[tuple[str, int]]:
    """Each link into a list, with its number."""
    for link in tree.cssselect("main a[href*='?']"):
        yield link.get("href"), int(NUMBER.findall(link.text_content())[-1].replace(",", ""))


def assert_true(tree: Any) -> int:
    """Every number is the length of the list that it leads to, by the address that the list itself has."""
    found = 0
    for address, number in numbers(tree):
        parts = urlsplit(address)
        listing = build_listing(TYPES[parts.path.strip("/")], QueryDict(parts.query))
        assert (listing.total, listing.query) == (number, parts.query), address
        found += 1
    return found


@pytest.mark.django_db(transaction=False)
@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_number_is_that_of_its_list(seed: int) -> None:
    call_command("create_site", languages=["en"], verbosity=0)
    # Which record is used where is asked by nobody here.
    with disable_reference_index_auto_update():
        RandomRegister(seed)
    client = Client()
    dossiers = [*(f"/countries/{code}/" for code in ("RU", "CN", "IL")), *(f"/sectors/{code}/" for code in ("energy", "oil-gas"))]
    # How much a country has is left to chance; all together have much.
    assert sum(assert_true(page(client, address)) for address in (*dossiers, "/countries/", "/sectors/")) > 50


def test_a_country_tells_what_the_register_knows_of_it(client: Client, register: SmallRegister) -> None:
    coming = Event(title="Ice forum", state="confirmed", starts="2031-02-03")
    coming.legs = [Leg(place="Otaru", country=place("JP"))]
    coming.save()
    called_off = Event(title="Called off", state="cancelled", starts="2031-02-03")
    called_off.legs = [Leg(place="Otaru", country=place("JP"))]
    called_off.save()
    tree = page(client, "/countries/JP/")
    assert assert_true(tree)
    text = tree.text_content()
    assert [one.text_content() for one in tree.cssselect("h1")] == ["Japan"]
    for words in ("Turku and Otaru on cold-water logistics", "Port of Otaru", "Two cold ports sign", "Ice forum", "Eastern Asia"):
        assert words in text
    upcoming = tree.xpath("//h3[.='Next events']/following-sibling::ol[1]")[0].text_content()
    assert "Ice forum" in upcoming
    assert "Called off" not in text
    assert "Not yet announced" not in text
    assert "Unannounced Shipyard" not in text
    # Finland and Japan have one partnership in common: the number leads to that.
    both = tree.cssselect("a.dossier-count[href*='country_all=1']")
    assert [(one.get("href"), one.text) for one in both] == [("/partnerships/?country=FI&country=JP&country_all=1", "1")]
    assert "A shipyard on the Baltic Sea" in page(client, "/countries/EE/").text_content()


def test_a_sector_tells_of_what_lies_below_it(client: Client, register: SmallRegister) -> None:
    child = Sector.objects.filter(parent__isnull=False).select_related("parent").first()
    assert child
    assert child.parent
    partnership("Below", *(party.organisation for party in register.memorandum.parties.all()), sectors=child.code)
    above = page(client, f"/sectors/{child.parent.code}/")
    assert assert_true(above)
    assert "Below" in above.text_content()
    assert above.cssselect(f".dossier-values a[href='/sectors/{child.code}/']")
    assert page(client, f"/sectors/{child.code}/").cssselect(f".eyebrow a[href='/sectors/{child.parent.code}/']")


def test_closed_offers_are_not_open_and_still_counted(client: Client, register: SmallRegister) -> None:
    closed = Opportunity(title="Too late", offered_by=register.turku, closes="2020-01-01T00:00:00Z")
    closed.save()
    tree = page(client, "/countries/FI/")
    assert assert_true(tree)
    assert "Too late" not in tree.text_content()
    assert (
        tree.cssselect("a[href='/opportunities/?country=FI&status=open&status=undated']")[0]
        .text_content()
        .endswith("1 opportunity")
    )
    assert "2 opportunities" in tree.cssselect(".dossier-figures")[0].text_content()


def test_how_fresh_it_is_counts_what_is_not_over(client: Client, register: SmallRegister) -> None:
    words = " ".join(page(client, "/countries/FI/").cssselect(".dossier-note")[0].text_content().split())
    assert (
        words
        == "How sure is this? Of 2 that are not over, confirmed within 12 months: 0; due for confirmation: 0; not confirmed for 2 years: 2."
    )


def test_addresses(client: Client, register: SmallRegister) -> None:
    moved = client.get("/countries/jp/")
    assert (moved.status_code, moved["Location"]) == (301, "/countries/JP/")
    for address in ("/countries/XX/", "/sectors/nothing/", "/countries/142/"):
        assert client.get(address).status_code == 404
    empty = client.get("/countries/AQ/")
    assert b"nothing on Antarctica yet" in empty.content
    assert b'content="noindex, follow"' in empty.content
    assert client.get("/countries/JP/briefing/").status_code == 200


def test_an_empty_register_has_overviews(client: Client, db: None) -> None:
    call_command("create_site", languages=["en"], verbosity=0)
    for address in ("/countries/", "/sectors/"):
        assert "still empty" in page(client, address).text_content()


def test_the_overview_has_each_country_below_its_region(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/countries/")
    assert assert_true(tree)
    heads = [head.text_content() for head in tree.cssselect(".overview h2")]
    assert heads == ["Asia", "Europe"]
    counted = {key for keys in FacetRow.objects.values_list("countries", flat=True) for key in keys if key > 0}
    codes = set(Place.objects.filter(pk__in=counted).values_list("code", flat=True))
    assert {link.get("href").split("/")[2] for link in tree.cssselect("a.overview-name")} == codes


def test_a_dossier_takes_as_many_queries_at_any_size(client: Client, register: SmallRegister) -> None:
    counts = []
    for _size in range(2):
        for address in ("/countries/FI/", "/sectors/trade-investment/", "/countries/", "/sectors/"):
            counts.append(queries(client, address))
            assert counts[-1] <= 12, address
        with refreshed_together():
            for number in range(30):
                partnership(
                    f"More {number}",
                    *(party.organisation for party in register.memorandum.parties.all()),
                    sectors="trade-investment",
                )
    assert counts[:4] == counts[4:]
