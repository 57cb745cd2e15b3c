"""Two records of one organisation become one, and two again."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Revision

from partnerships.authority import MergeError, merge, plan_merge, undo_merge
from partnerships.authority.planning import references
from partnerships.authority.versions import place_of
from partnerships.listing.verification import differences
from partnerships.models import (
    DistinctOrganisations,
    Document,
    Event,
    Evidence,
    FacetRow,
    Leg,
    Opportunity,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    Participation,
    Partnership,
    Party,
    Place,
    SearchRow,
    Sought,
)
from partnerships.models.facetrow import facet_sources
from portal.imports.models import NameDecision
from portal.news.models import NewsIndexPage, NewsOrganisation, NewsPage

WHEN = {"updated_at", "sort_key"}
"""When a row was last touched is no part of what it says."""


def everything() -> dict[str, Any]:
    """Every row of the register, of the articles and of the desk, every stored version, and what lists show."""
    found: dict[str, Any] = {}
    for app in ("partnerships", "news", "imports"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if model._meta.model_name in ("organisationmerge", "searchrow", "facetrow"):
                continue
            columns = [each.attname for each in model._meta.concrete_fields if each.attname not in WHEN]
            found[model._meta.label] = sorted(model._base_manager.values_list(*columns), key=repr)
    found["versions"] = list(Revision.objects.order_by("pk").values_list("pk", "content", "approved_go_live_at"))
    for rows in (FacetRow, SearchRow):
        found[rows.__name__] = sorted(map(str, rows.objects.values()))
    return found


def organisation(name: str, **values: Any) -> Organisation:
    found = Organisation(name=name, **values)
    found.save()
    return found


def published(record: Any) -> Any:
    record.save()
    record.save_revision().publish()
    return type(record).objects.get(pk=record.pk)


class Register:
    """A small register made by chance, in which any two organisations may meet anywhere."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        countries = list(Place.objects.filter(code__in=("NO", "KZ")))
        self.organisations = [
            published(Organisation(name=f"Body {number}", country=self.random.choice([*countries, None]))) for number in range(5)
        ]
        for made in (self._names, self._partnerships, self._events, self._offers, self._articles, self._proof, self._pairs):
            made()

    def one(self) -> Organisation:
        return self.random.choice(self.organisations)

    def maybe(self) -> Organisation | None:
        return self.random.choice([*self.organisations, None])

    def _names(self) -> None:
        for number, body in enumerate(self.organisations):
            body = Organisation.objects.get(pk=body.pk)
            body.names = [OrganisationName(name=self.random.choice(["ABC", "АБВ", f"Body {number + 1}", "Firm"]))]
            body.identifiers = [OrganisationIdentifier(scheme="wikidata", value=f"Q{number + 1}")]
            body.parent = self.organisations[number - 1] if number and self.random.random() < 0.6 else None
            body.save()
            version = body.save_revision()
            if self.random.random() < 0.6:
                version.publish()
            self.organisations[number] = Organisation.objects.get(pk=body.pk)

    def _parties(self) -> list[Party]:
        pairs = {(self.one(), self.random.choice(["partner", "lead"])) for _number in range(3)}
        return [Party(organisation=body, role=role) for body, role in sorted(pairs, key=lambda pair: (pair[0].pk, pair[1]))]

    def _partnerships(self) -> None:
        for number in range(3):
            record = Partnership(title=f"Work {number}")
            record.parties = self._parties()
            record.sought = [Sought(description="a firm", organisation=self.maybe())]
            record = published(record)
            if self.random.random() < 0.7:
                record.parties = [*record.parties.all(), *self._new_parties(record)]
                record.save_revision()

    def _new_parties(self, record: Partnership) -> list[Party]:
        there = {(party.organisation_id, party.role) for party in record.parties.all()}
        return [party for party in self._parties() if (party.organisation_id, party.role) not in there]

    def _events(self) -> None:
        for number in range(2):
            record = Event(title=f"Visit {number}")
            record.legs = [Leg(place="Oslo", host=self.maybe()), Leg(place="Bergen", host=self.maybe())]
            record.participations = [Participation(organisation=self.one(), role="host") for _number in range(3)]
            published(record)

    def _offers(self) -> None:
        record = published(Opportunity(title="Call", offered_by=self.maybe()))
        record.offered_by = self.maybe()
        record.save_revision()

    def _articles(self) -> None:
        index = NewsIndexPage.objects.get(locale__language_code="en")
        page = NewsPage(title="News")
        index.add_child(instance=page)
        for body in self.random.sample(self.organisations, 3):
            page.organisation_links.add(NewsOrganisation(organisation=body))
        page.save_revision().publish()

    def _proof(self) -> None:
        document = Document.objects.create(sha256=Document.hash_of(b"x"), content=b"x", size=1, name="x.txt", text="x" * 50)
        for party in Party.objects.all():
            Evidence.objects.create(record=party.partnership, field=f"party:{party.pk}", document=document, start=0, end=9)
        for body in self.organisations:
            for code in ("", "name", "country", f"name:{body.names.first().pk}"):
                given = {"document": document, "start": 1, "end": 5} if self.random.random() < 0.7 else {"note": "seen"}
                Evidence.objects.create(record=body, field=code, preferred=self.random.random() < 0.5, **given)

    def _pairs(self) -> None:
        for _number in range(3):
            first, second = sorted(one.pk for one in self.random.sample(self.organisations, 2))
            DistinctOrganisations.objects.get_or_create(first_id=first, second_id=second)
        for body in self.organisations:
            NameDecision.objects.create(key=self.random.choice("abc"), organisation=body, verdict="same")

    def two(self) -> tuple[Organisation, Organisation]:
        kept, merged = self.random.sample(self.organisations, 2)
        return Organisation.objects.get(pk=kept.pk), Organisation.objects.get(pk=merged.pk)


@pytest.fixture
def site(db: None) -> None:
    call_command("create_site", languages=["en"], verbosity=0)


def naming(organisation: Organisation) -> list[str]:
    """Every row, and every version of another record, that still names it."""
    found = []
    for model, name in references():
        found += [f"{model.__name__} {row.pk}" for row in model._base_manager.filter(**{name: organisation})]
        place = place_of(model, name)
        if place and place.owner is not Organisation:
            found += [f"version {version.pk}" for version in place.versions(organisation)]
    return found


@pytest.mark.parametrize("seed", range(12))
def test_a_merge_taken_back_leaves_everything_as_it_was(site: None, seed: int) -> None:
    register = Register(seed)
    before = everything()
    kept, merged = register.two()
    foreseen = plan_merge(kept, merged)
    act = merge(kept, merged, None)
    left = [move.row for move in foreseen.moves if move.outcome == "left"]
    assert naming(merged) == [f"{type(row).__name__} {row.pk}" for row in left]
    assert not [wrong for record_type in facet_sources for wrong in differences(record_type)]
    merged.refresh_from_db()
    assert (merged.live, merged.merged_into_id) == (False, kept.pk)
    undo_merge(act, None)
    after = everything()
    for name, rows in before.items():
        assert after[name] == rows, name


@pytest.mark.parametrize("seed", range(20, 26))
def test_merges_one_after_the_other_are_taken_back_in_turn(site: None, seed: int) -> None:
    register = Register(seed)
    first, second, third = (Organisation.objects.get(pk=one.pk) for one in register.random.sample(register.organisations, 3))
    states, acts = [], []
    for kept, merged in ((second, first), (third, second)):
        states.append(everything())
        acts.append(merge(kept, merged, None))
    with pytest.raises(MergeError, match="take that back first"):
        undo_merge(acts[0], None)
    for act, state in zip(reversed(acts), reversed(states), strict=True):
        undo_merge(act, None)
        assert everything() == state
