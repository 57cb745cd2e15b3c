"""The lists against brute force: random registers, random choices, random edits."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.edtf import IncompleteDate
from partnerships.listing import build_listing
from partnerships.listing.verification import differences
from partnerships.models import (
    Event,
    FacetRow,
    Leg,
    Opportunity,
    Organisation,
    OrganisationName,
    Participation,
    Partnership,
    Party,
    Place,
    SearchRow,
    Sector,
    refresh_facet_rows,
    refreshed_together,
)
from partnerships.models.events import EventKind, EventState
from partnerships.models.facetrow import facet_sources
from partnerships.models.opportunities import OpportunityKind
from partnerships.models.organisations import OrganisationKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus

pytestmark = pytest.mark.django_db

WORDS = ["Kvant", "Сколково", "Zürich", "深圳", "оптика", "hydrogen", "Löwen"]
DATES = [None, "2019", "2019-04", "2021-05-06", "XXXX-07-09", "[..2018]", "[2020..]", "2019~"]
RECORD_TYPES = ("partnership", "event", "organisation", "opportunity")


class RandomRegister:
    """Makes and changes records by chance, through the models as the admin would."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.places = list(Place.objects.filter(code__in=["RU", "CN", "NL", "JP", "IL"]))
        self.sectors = list(Sector.objects.filter(code__in=["energy", "oil-gas", "energy-storage", "health", "biotechnology"]))
        with refreshed_together():
            for _ in range(12):
                self.organisation()
            for _ in range(25):
                self.partnership()
                self.event()
            for _ in range(10):
                self.opportunity()

    def words(self) -> str:
        return " ".join(self.chance.sample(WORDS, self.chance.randint(1, 3)))

    def some(self, values: list[Any], most: int = 3, least: int = 0) -> list[Any]:
        return self.chance.sample(values, min(len(values), self.chance.randint(least, most)))

    def live(self) -> bool:
        return self.chance.random() < 0.8

    def organisation(self) -> None:
        record = Organisation(
            name=self.words(),
            kind=self.chance.choice(OrganisationKind.values),
            country=self.chance.choice([None, *self.places]),
            live=self.live(),
        )
        record.sectors = self.some(self.sectors)
        record.save()

    def partnership(self) -> None:
        record = Partnership(
            title=self.words(),
            kind=self.chance.choice(PartnershipKind.values[:4]),
            status=self.chance.choice(PartnershipStatus.values),
            signed=self.chance.choice(DATES),
            starts=self.chance.choice(DATES),
            live=self.live(),
        )
        record.parties = [Party(organisation=body) for body in self.some(list(Organisation.objects.order_by("pk")), 4, least=1)]
        record.sectors = self.some(self.sectors)
        record.save()

    def event(self) -> None:
        starts, ends = self.period()
        record = Event(
            title=self.words(),
            kind=self.chance.choice(EventKind.values[:4]),
            state=self.chance.choice(EventState.values),
            starts=starts,
            ends=ends,
            live=self.live(),
        )
        record.legs = [Leg(place="Delft", country=place, starts=self.chance.choice(DATES)) for place in self.some(self.places, 2)]
        bodies = self.some(list(Organisation.objects.order_by("pk")), 2)
        record.participations = [Participation(organisation=body) for body in bodies]
        record.sectors = self.some(self.sectors)
        record.save()

    def period(self) -> tuple[str | None, str | None]:
        """Two dates, either of which may be missing, that the database accepts as first and last."""
        starts, ends = self.chance.choice(DATES), self.chance.choice(DATES)
        first, last = (IncompleteDate.parse(date) if date else None for date in (starts, ends))
        is_backwards = first and last and first.earliest and last.latest and first.earliest > last.latest
        return (ends, starts) if is_backwards else (starts, ends)

    def opportunity(self) -> None:
        now = timezone.now()
        opens, closes = self.chance.choice(
            [(None, None), (None, -5), (None, 20), (-9, None), (9, None), (-9, -5), (-9, 20), (9, 20)]
        )
        record = Opportunity(
            title=self.words(),
            kind=self.chance.choice(OpportunityKind.values[:4]),
            opens=None if opens is None else now + timedelta(days=opens),
            closes=None if closes is None else now + timedelta(days=closes),
            offered_by=self.chance.choice([None, *Organisation.objects.order_by("pk")]),
            live=self.live(),
        )
        record.countries = self.some(self.places)
        record.sectors = self.some(self.sectors)
        record.save()

    def pick(self, model: Any) -> Any:
        return self.chance.choice(list(model.objects.order_by("pk")))

    def edit(self) -> str:
        """One change by chance; says which."""
        change = self.chance.choice(self.changes())
        change()
        return change.__name__

    def changes(self) -> list[Callable[[], None]]:
        return [
            self.organisation,
            self.partnership,
            self.event,
            self.opportunity,
            self.toggle,
            self.publish_revision,
            self.delete,
            self.move_organisation,
            self.rename_organisation,
            self.name_organisation,
            self.link_sectors,
            self.link_from_sector,
            self.change_party,
            self.change_leg,
            self.change_tree,
            self.update_in_bulk,
        ]

    def toggle(self) -> None:
        record = self.pick(self.chance.choice([Partnership, Event, Organisation, Opportunity]))
        if record.live:
            record.unpublish()
        else:
            record.save_revision().publish()

    def publish_revision(self) -> None:
        record = self.pick(Partnership)
        record.signed = self.chance.choice(DATES)
        record.parties = [Party(organisation=self.pick(Organisation))]
        record.sectors = self.some(self.sectors)
        revision = record.save_revision()
        if self.chance.random() < 0.5:
            revision.publish()

    def delete(self) -> None:
        self.pick(self.chance.choice([Partnership, Event, Opportunity])).delete()

    def move_organisation(self) -> None:
        body = self.pick(Organisation)
        body.country = self.chance.choice([None, *self.places])
        body.save()

    def rename_organisation(self) -> None:
        body = self.pick(Organisation)
        body.name = self.words()
        body.save(update_fields=["name"])

    def name_organisation(self) -> None:
        name, made = OrganisationName.objects.get_or_create(organisation=self.pick(Organisation), name=self.words())
        if not made:
            name.delete()

    def link_sectors(self) -> None:
        record = self.pick(self.chance.choice([Partnership, Event, Organisation, Opportunity]))
        record.sectors = self.some(self.sectors)
        record.save()

    def link_from_sector(self) -> None:
        sector = self.chance.choice(self.sectors)
        change = self.chance.choice(["add", "remove", "clear"])
        if change == "clear":
            sector.partnerships.clear()
        else:
            getattr(sector.partnerships, change)(self.pick(Partnership))

    def change_party(self) -> None:
        parties = list(Party.objects.order_by("pk"))
        if parties and self.chance.random() < 0.5:
            self.chance.choice(parties).delete()
        else:
            Party.objects.get_or_create(partnership=self.pick(Partnership), organisation=self.pick(Organisation), role="lead")

    def change_leg(self) -> None:
        Leg.objects.create(event=self.pick(Event), country=self.chance.choice(self.places), ends=self.chance.choice(DATES))

    def change_tree(self) -> None:
        sector = Sector.objects.get(code=self.chance.choice(["oil-gas", "biotechnology"]))
        sector.parent = self.chance.choice([None, *Sector.objects.filter(code__in=["energy", "health"])])
        sector.save()

    def update_in_bulk(self) -> None:
        rows = Partnership.objects.filter(kind=self.chance.choice(PartnershipKind.values[:4]))
        ids = list(rows.values_list("pk", flat=True))
        rows.update(status=self.chance.choice(PartnershipStatus.values))
        refresh_facet_rows("partnership", ids)


class BruteForce:
    """The rules of a list, said once more in plain Python over the values that each public record shows."""

    def __init__(self, record_type: str) -> None:
        self.source = facet_sources[record_type]
        codes = dict(Place.objects.values_list("pk", "code"))
        sectors = dict(Sector.objects.values_list("pk", "code"))
        bodies = {pk: str(uuid) for pk, uuid in Organisation.objects.values_list("pk", "uuid")}
        self.shown = {}
        for row in self.source.truth():
            values = {
                "country": {codes[pk] if pk > 0 else f"{-pk:03}" for pk in row.countries},
                "sector": {sectors[pk] for pk in row.sectors},
                "kind": {row.kind},
                "status": {self.stage(row)} if record_type == "opportunity" else self.statuses(row),
                "year": {str(year) if year else "unknown" for year in row.years},
                "organisation": {bodies[pk] for pk in row.organisations},
            }
            self.shown[row.record_id] = {facet: values[facet] for facet in self.source.facets}

    @staticmethod
    def statuses(row: FacetRow) -> set[str]:
        is_over = row.record_type == "partnership" and row.status in ("expired", "ended")
        return {row.status, "over"} if is_over else {row.status}

    @staticmethod
    def stage(row: FacetRow) -> str:
        now = timezone.now()
        if row.closes and row.closes <= now:
            return "closed"
        if row.opens and row.opens > now:
            return "upcoming"
        return "open" if row.closes else "undated"

    def matching(self, chosen: dict[str, list[str]], without: str = "") -> set[int]:
        return {
            pk
            for pk, values in self.shown.items()
            if all(
                values[facet] & set(wanted)
                for facet, wanted in chosen.items()
                if facet not in (without, "country", "country_all", "since")
            )
            and self.is_late_enough(values.get("year", set()), chosen)
            and self.in_countries(values["country"], chosen, without)
        }

    @staticmethod
    def together(chosen: dict[str, list[str]]) -> bool:
        return "country_all" in chosen and len(chosen.get("country", [])) > 1

    @staticmethod
    def is_late_enough(years: set[str], chosen: dict[str, list[str]]) -> bool:
        return "since" not in chosen or any(year != "unknown" and int(year) >= int(chosen["since"][0]) for year in years)

    def in_countries(self, countries: set[str], chosen: dict[str, list[str]], without: str) -> bool:
        wanted = set(chosen.get("country", []))
        if self.together(chosen):
            return wanted <= countries
        return not wanted or without == "country" or bool(wanted & countries)

    def counts(self, facet: str, chosen: dict[str, list[str]]) -> Counter[str]:
        return Counter(value for pk in self.matching(chosen, without=facet) for value in self.shown[pk][facet])

    def values(self, facet: str) -> list[str]:
        return sorted({value for values in self.shown.values() for value in values[facet]})


def choices(truth: BruteForce) -> st.SearchStrategy[dict[str, list[str]]]:
    """Anything that can be chosen in this list: values that records show and some that none does."""
    extra = {"country": ["JP", "150", "035"], "year": ["1903"], "status": ["over"]}
    wanted = {}
    for facet in truth.source.facets:
        known = [*truth.values(facet), *(extra.get(facet, []) if truth.source.record_type == "partnership" else [])]
        wanted[facet] = (
            st.lists(st.sampled_from(sorted(set(known))), min_size=1, max_size=3, unique=True) if known else st.nothing()
        )
    since = {"since": st.sampled_from([["2018"], ["2019"], ["2021"], ["2190"]])} if "year" in truth.source.facets else {}
    return st.fixed_dictionaries({}, optional=wanted | since | {"country_all": st.just(["1"])})


@pytest.mark.parametrize(("seed", "record_type"), list(enumerate(RECORD_TYPES)))
def test_every_number_is_what_the_click_shows(seed, record_type):
    RandomRegister(seed)
    truth = BruteForce(record_type)

    # The register is only read: it may be the same for every example.
    @settings(max_examples=25, deadline=None, derandomize=True, database=None)
    @given(chosen=choices(truth), data=st.data())
    def check(chosen, data):
        check_numbers(truth, chosen, data)

    check()


def check_numbers(truth: BruteForce, chosen: dict[str, list[str]], data: st.DataObject) -> None:
    """Every facet against brute force, and one of its values against the list that a click on it gives."""
    record_type = truth.source.record_type
    listing = build_listing(record_type, chosen, page_size=7)
    assert listing.total == len(truth.matching(chosen))
    assert listing.together == truth.together(chosen)
    for facet in listing.facets:
        expected = truth.counts(facet.name, chosen)
        assert {value.value for value in facet.selected} == set(chosen.get(facet.name, []))
        for value in (*facet.values, *facet.groups):
            assert value.count == expected[value.value], (chosen, facet.name, value)
        if facet.name == "organisation":
            top = sorted(expected.values(), reverse=True)[:8]
            assert sorted((value.count for value in facet.values), reverse=True)[: len(top)] == top
        else:
            assert {value.value for value in (*facet.values, *facet.groups) if value.count} == set(expected)
    if shown := [(facet, value) for facet in listing.facets for value in (*facet.values, *facet.groups)]:
        facet, value = data.draw(st.sampled_from(shown))
        before = chosen["country"] if facet.together else []
        after = build_listing(record_type, {**chosen, facet.name: [*before, value.value]}, page_size=1)
        assert after.total == value.count
    for one in listing.looser:
        assert one.total == build_listing(record_type, QueryDict(one.query), page_size=1).total > 0


def test_the_pages_together_are_the_list():
    RandomRegister(7)
    chosen = {"country": ["RU", "CN"]}
    expected = BruteForce("partnership").matching(chosen)
    rows = {row.record_id: row for row in FacetRow.objects.filter(record_type="partnership")}
    for sort in ("newest", "oldest", "title"):
        pages = [build_listing("partnership", {**chosen, "page": str(page), "sort": sort}, page_size=4) for page in range(1, 9)]
        last = pages[0].pages
        assert {page.page for page in pages[last:]} == {last}
        shown = [record.pk for page in pages[:last] for record in page.records]
        assert set(shown) == expected
        assert len(shown) == len(set(shown)) == pages[0].total
        check_order([rows[pk] for pk in shown], sort)


def check_order(rows: list[FacetRow], sort: str) -> None:
    if sort == "title":
        assert [row.sort_key for row in rows] == sorted(row.sort_key for row in rows)
        return
    dates = [row.sort_date for row in rows if row.sort_date]
    assert dates == sorted(dates, reverse=sort == "newest")
    assert all(row.sort_date is None for row in rows[len(dates) :])


@pytest.mark.parametrize("seed", range(2))
def test_no_edit_leaves_a_difference(seed):
    register = RandomRegister(100 + seed)
    for _ in range(30):
        edit = register.edit()
        assert [str(each) for record_type in RECORD_TYPES for each in differences(record_type)] == [], edit


def test_search_finds_the_records_that_hold_the_word():
    register = RandomRegister(11)
    for word in WORDS:
        holding = {
            record.pk
            for record in Partnership.objects.public().prefetch_related("parties__organisation__names")
            if any(
                word in text
                for text in (
                    record.title,
                    *(party.organisation.name for party in record.parties.all() if party.organisation.live),
                )
            )
        }
        country = register.chance.choice(["RU", "CN", "NL"])
        listing = build_listing("partnership", {"q": word}, page_size=100)
        assert {record.pk for record in listing.records} == holding
        both = build_listing("partnership", {"q": word, "country": country}, page_size=100)
        assert {record.pk for record in both.records} == holding & BruteForce("partnership").matching({"country": [country]})


def test_what_was_written_past_the_models_is_found_and_repaired():
    RandomRegister(5)
    Partnership.objects.filter(live=True).update(live=False)
    FacetRow.objects.filter(record_type="event").update(countries=[])
    SearchRow.objects.filter(record_type="organisation").delete()
    out = StringIO()
    with pytest.raises(CommandError, match="differences"):
        call_command("verify_facets", stdout=out)
    assert "the record is not public" in out.getvalue()
    assert "countries is []" in out.getvalue()
    call_command("verify_facets", "--repair", stdout=StringIO())
    call_command("verify_facets", stdout=out)
    assert out.getvalue().endswith("No difference.\n")


def test_a_failed_change_leaves_no_refresh_behind():
    RandomRegister(6)
    record = Partnership.objects.public().first()

    def fail() -> None:
        with refreshed_together():
            record.title = "Never"
            record.save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert differences("partnership") == []
