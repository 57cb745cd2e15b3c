"""Pictures of the register: every number is that of the list behind it, and nothing is only drawn."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from wagtail.signal_handlers import disable_reference_index_auto_update

from partnerships.listing import build_listing
from partnerships.models import FacetRow, Organisation, Place, StatusChange
from partnerships.models.facetrow import refreshed_together
from partnerships.pictures.lifeline import Since, lifeline
from partnerships.pictures.network import Tie, network
from partnerships.pictures.types import Linked, step_of, steps_of
from partnerships.pictures.world import world_map
from partnerships.pictures.years import years_picture
from partnerships.vocabulary import COUNTRY_CODES
from tests.partnerships.listing.test_truth import RandomRegister
from tests.site.reading import page, queries
from tests.site.small_register import SmallRegister, partnership

# On each page.
LINKS_TRIED = 12
NUMBER = re.compile(r"\d[\d,]*")
FILTERS = (
    "",
    "country=RU",
    "country=RU&country=CN",
    "country=RU&country=CN&country_all=1",
    "country=142",
    "country=142&country=RU",
    "country=150&country=NL&country_all=1",
    "sector=energy",
    "sector=energy&sector=health&country=CN",
    "status=over&year=2019&year=unknown",
    "status=ended&status=active&q=kvant",
)


def linked_numbers(tree: Any) -> Iterator[tuple[str, int]]:
    """The address of each link of a picture or its numbers, with the number that it shows."""
    for link in tree.cssselect(".picture a, .numbers-of td a"):
        yield link.get("href"), int(NUMBER.findall(link.text_content())[-1].replace(",", ""))


@pytest.mark.django_db(transaction=False)
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_every_number_is_that_of_its_list(seed: int) -> None:
    call_command("create_site", languages=["en"], verbosity=0)
    # Which record is used where is asked by nobody here.
    with disable_reference_index_auto_update():
        RandomRegister(seed)
    client = Client()
    shown = 0
    for query in FILTERS:
        tree = page(client, f"/numbers/?{query}")
        # Every one of the large numbers of links would take minutes.
        links = sorted(set(linked_numbers(tree)))
        for address, number in random.Random(seed).sample(links, min(len(links), LINKS_TRIED)):
            parts = urlsplit(address)
            listing = build_listing("partnership", QueryDict(parts.query), page_size=1)
            assert (parts.path, listing.query, listing.total) == ("/partnerships/", parts.query, number), query
            shown += 1
        assert_complete(tree, query)
    assert shown > 60


def assert_complete(tree: Any, query: str) -> None:
    """No record of the list is missing from its pictures."""
    listing = build_listing("partnership", QueryDict(query))
    if not listing.total:
        assert not tree.cssselect(".picture")
        return
    years = [int(row.cssselect("td")[-1].text_content()) for row in tree.cssselect("section[aria-labelledby=years] tbody tr")]
    assert sum(years) == listing.total
    drawn = [int(NUMBER.findall(part.text_content())[-1]) for part in tree.cssselect("svg.years a")]
    assert sum(drawn) == listing.total
    # Whoever hears the page gets the numbers as tables, each with the same links, and none of the drawings.
    table = {one.get("href") for one in tree.cssselect("#countries td a")}
    assert {one.get("href") for one in tree.cssselect("svg.map a")} == table
    years_table = {one.get("href") for one in tree.cssselect("section[aria-labelledby=years] td a")}
    assert {one.get("href") for one in tree.cssselect("svg.years a")} <= years_table
    assert {drawing.get("aria-hidden") for drawing in tree.cssselect("figure.picture svg")} == {"true"}


def test_the_map_has_every_country_of_the_list(client: Client, register: SmallRegister) -> None:
    keys = Counter(key for row in FacetRow.objects.filter(record_type="partnership") for key in row.countries if key > 0)
    codes = dict(Place.objects.values_list("pk", "code"))
    tree = page(client, "/numbers/")
    rows = [row.cssselect("a") for row in tree.cssselect("#countries tbody tr")]
    assert {name.get("href"): int(number.text_content()) for name, number in rows} == {
        f"/countries/{codes[key]}/": number for key, number in keys.items()
    }


def test_with_one_country_the_map_tells_with_whom_it_works(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/numbers/?country=JP")
    assert {one.get("href") for one in tree.cssselect("#countries td a")} == {
        "/partnerships/?country=JP",
        "/partnerships/?country=FI&country=JP&country_all=1",
    }


def test_what_is_asked_for_stands_there_and_can_be_given_up(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/numbers/?country=JP&sector=maritime&page=7&sort=title")
    assert [one.get("href") for one in tree.cssselect(".chip")] == ["/numbers/?sector=maritime", "/numbers/?country=JP"]
    assert tree.cssselect("link[rel=canonical]")[0].get("href").endswith("/numbers/?country=JP&sector=maritime")
    assert tree.cssselect("meta[content='noindex, follow']")
    nothing = page(client, "/numbers/?country=AQ")
    assert "No partnership meets these filters." in nothing.text_content()
    assert page(client, "/numbers/?country=XX&year=nineteen&status=%00&q=(((").cssselect("h1")


def test_a_list_leads_to_its_pictures(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/?country=JP&status=signed")
    assert tree.cssselect("#results a[href='/numbers/?country=JP&status=signed']")
    assert tree.cssselect("footer a[href='/numbers/']")
    assert not page(client, "/events/").cssselect("#results a[href^='/numbers/']")


def test_an_empty_register_has_a_page(client: Client, db: None) -> None:
    call_command("create_site", languages=["en"], verbosity=0)
    assert "still empty" in page(client, "/numbers/").text_content()


def test_a_page_of_pictures_takes_as_many_queries_at_any_size(client: Client, register: SmallRegister) -> None:
    counts = []
    for _size in range(2):
        counts.append(queries(client, "/numbers/?country=FI"))
        with refreshed_together():
            for number in range(20):
                partnership(f"More {number}", register.turku, sectors="trade-investment")
    assert counts[0] == counts[1] <= 10


def test_every_country_code_is_on_the_map_but_antarctica() -> None:
    picture = world_map([Linked(code, 1, "", code) for code in COUNTRY_CODES])
    assert [value.code for value in picture.not_drawn] == ["AQ"]
    # A small state is a dot that lies on top of its neighbours.
    dots = [area.dot is not None for area in picture.areas]
    assert dots == sorted(dots)
    for area in picture.areas:
        assert area.dot is None or (0 <= area.dot[0] <= picture.width and 0 <= area.dot[1] <= picture.height)


@given(st.lists(st.integers(0, 10**6), max_size=60))
def test_shades_cover_every_number_and_none_is_unused(numbers: list[int]) -> None:
    steps = steps_of(numbers)
    positive = [number for number in numbers if number]
    assert len(steps) <= 5
    assert {step_of(number, steps) for number in positive} == {one.step for one in steps}
    for number in positive:
        assert [one.step for one in steps if one.first <= number <= one.last] == [step_of(number, steps)]
    assert step_of(0, steps) == 0


@given(
    st.dictionaries(st.sampled_from([0, *range(1930, 2031)]), st.lists(st.integers(0, 5000), min_size=3, max_size=3)),
    st.booleans(),
)
def test_columns_stay_within_their_picture_and_hold_every_record(years: dict[int, list[int]], mirrored: bool) -> None:
    stages = [Linked(code, 0, "", code) for code in ("talks", "agreed", "over")]
    given_ = {year: [Linked("", number, "") for number in numbers] for year, numbers in years.items()}
    picture = years_picture(stages, given_, lambda year, number: Linked(str(year), number, ""), unknown=0, mirrored=mirrored)
    total = sum(map(sum, years.values()))
    if picture is None:
        assert not total
        return
    parts = [part for column in picture.columns for part in column.segments]
    assert sum(part.value.number for part in parts) + picture.left_out == total
    assert all(part.x >= -0.2 and part.x + part.width <= picture.width + 0.2 and part.y >= 0 for part in parts)
    tall = sum(part.height for part in parts) / max(1, sum(part.value.number for part in parts))
    assert all(abs(part.height - part.value.number * tall) < 0.1 for part in parts)


def test_a_network_has_each_partner_once_with_what_is_in_common(client: Client, register: SmallRegister) -> None:
    turku = register.turku
    haifa = Organisation.objects.get(name="Haifa Yard")
    partnership("Again with Haifa", turku, haifa, status="active")
    tree = page(client, turku.get_absolute_url())
    rows = {link.text_content(): row for row in tree.cssselect(".network li") for link in row.cssselect("a")}
    assert set(rows) == {"Port of Otaru", "Haifa Yard", *(f"Chamber of commerce {number}" for number in range(12))}
    assert "2 partnerships together" in rows["Haifa Yard"].text_content()
    assert next(iter(rows)) == "Haifa Yard"
    assert "over" in rows["Chamber of commerce 3"].text_content()
    assert "over" not in rows["Port of Otaru"].text_content()
    # Who is not public is in no picture: see the shipyard among the parties.
    assert "Shipyard" not in tree.cssselect(".network")[0].text_content()
    assert "Harbour of Turku" in page(client, haifa.get_absolute_url()).cssselect(".network li")[0].text_content()


@pytest.mark.parametrize("partners", [1, 2, 14, 15, 60])
def test_a_network_is_readable_at_any_size(partners: int) -> None:
    ties = [Tie(place, 1 + place % 9, False) for place in range(partners)]
    picture = network(ties, partners + 5)
    assert picture
    fans = [picture.shown, *([picture.more] if picture.more else [])]
    assert [tie for fan in fans for tie in fan.ties] == ties
    assert all(len(fan.lines) == len(fan.ties) and fan.height == 40 * len(fan.ties) for fan in fans)
    assert (picture.total, len(picture.shown.ties) <= 14) == (partners + 5, True)


@given(
    st.lists(st.tuples(st.dates(date(1960, 1, 1), date(2040, 1, 1)), st.sampled_from(["talks", "in-force"])), max_size=5),
    st.one_of(st.none(), st.dates(date(1960, 1, 1), date(2060, 1, 1))),
    st.booleans(),
)
def test_a_life_fills_its_band_once(changes: list[tuple[date, str]], ends: date | None, mirrored: bool) -> None:
    today = date(2026, 11, 29)
    stages = [Since(day, stage, f"{stage} {day}") for day, stage in changes]
    picture = lifeline(stages, today, ends, mirrored=mirrored)
    days = [day for day, _stage in changes]
    if picture is None:
        assert not days or days != sorted(days) or days[-1] > today or max(today, ends or today) - days[0] < timedelta(30)
        return
    parts = sorted(picture.parts, key=lambda part: part.x)
    assert abs(sum(part.width for part in parts) - picture.width) < 1
    assert all(abs(one.x + one.width - other.x) < 0.3 for one, other in pairwise(parts))
    assert [part.is_to_come for part in picture.parts].count(True) == bool(ends and ends > today)
    assert len(picture.years) <= 8


def test_a_partnership_shows_its_life_along_time(client: Client, register: SmallRegister) -> None:
    record = register.memorandum
    assert not page(client, record.get_absolute_url()).cssselect(".lifeline")
    StatusChange.objects.filter(partnership=record).delete()
    for status, day in (("proposed", "2021-03"), ("signed", "2024-05-14"), ("active", None)):
        StatusChange.objects.create(partnership=record, status=status, date=day)
    parts = page(client, record.get_absolute_url()).cssselect(".lifeline > rect")
    # What has no date is told below, and not drawn.
    assert [part.get("class").split()[0] for part in parts] == ["stage-talks", "stage-agreed"]
    assert [part.text_content() for part in parts] == ["Proposed, March 2021", "Signed, 14 May 2024"]
