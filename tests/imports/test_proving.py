"""Each fact of a record has the sentence that shows it, under the code by which the public page asks for it."""

from __future__ import annotations

import dataclasses
import itertools
import random

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from partnerships.facts import facts_of
from partnerships.models import Event, Evidence, Opportunity, Organisation, Partnership
from partnerships.models.records import Record
from portal.extraction.types import CountryFact, LegFact, OrganisationFact, PartnershipFact
from portal.imports import proving, review, services
from portal.imports.models import Item, Suggestion
from tests.imports.readings import TEXT, at, item_of, reading

pytestmark = pytest.mark.django_db
SIGNED = "The University of Tartu (UT) and Hokkaido University signed a memorandum"


def apply(item: Item, user: User) -> None:
    item.refresh_from_db()
    review.accept_sure(item, version=item.version, user=user)
    item.refresh_from_db()
    services.apply(item, user=user, version=item.version, publish=True)


def quotes(record: Record) -> dict[str, list[str]]:
    """The quotes behind each fact, by the fact's name for people."""
    labels = facts_of(record)
    found: dict[str, list[str]] = {}
    for evidence in record.evidence.order_by("start"):
        assert TEXT[evidence.start : evidence.end] == evidence.quote
        found.setdefault(labels[evidence.field], []).append(evidence.quote)
    return found


def test_a_partnership(publisher: User) -> None:
    apply(item_of(reading()), publisher)
    found = quotes(Partnership.objects.get())
    facts = ("The whole record", "Kind", "Status", "Signed", "Party: University of Tartu", "Party: Hokkaido University")
    assert found == {fact: [SIGNED] for fact in (*facts, "Sought partner: a distributor in Finland")}


def test_each_fact_has_its_own_sentence(publisher: User) -> None:
    sentences = (*at("Tartu, 12 March 2021"), *at("Hokkaido University signed a memorandum"), *at("a distributor in Finland"))
    fact = PartnershipFact(
        "memorandum",
        "signed",
        ("University of Tartu", "Hokkaido University"),
        sentences,
        sought=("a distributor in Finland",),
        date="2021-03-12",
        confidence=0.9,
    )
    apply(item_of(reading(partnerships=(fact,))), publisher)
    found = quotes(Partnership.objects.get())
    assert found["Signed"] == ["Tartu, 12 March 2021"]
    assert found["Party: Hokkaido University"] == ["Hokkaido University signed a memorandum"]
    assert found["Sought partner: a distributor in Finland"] == ["a distributor in Finland"]
    assert len(found["Kind"]) == 3


def test_a_sentence_and_words_within_it_are_quoted_once(publisher: User) -> None:
    words = (*at("Hokkaido University signed"), *at(SIGNED), *at("signed a memorandum"), *at("An open call for students"))
    partnership = dataclasses.replace(reading().partnerships[0], evidence=words)
    call = dataclasses.replace(
        reading().opportunities[0], evidence=(*at("An open call for students begins"), *at("students")), closes="2100-05"
    )
    apply(item_of(reading(partnerships=(partnership,), opportunities=(call,))), publisher)
    shown = quotes(Partnership.objects.get())
    assert shown["Kind"] == shown["The whole record"] == [SIGNED, "An open call for students"]
    assert shown["Party: Hokkaido University"] == [SIGNED]
    assert {quote for found in quotes(Opportunity.objects.get()).values() for quote in found} == {
        "An open call for students begins"
    }


@pytest.mark.parametrize("seed", range(20))
def test_what_is_outermost_covers_all(seed: int) -> None:
    chance = random.Random(seed)
    starts = [chance.randint(0, 20) for _ in range(8)]
    spans = [{"start": start, "end": start + chance.randint(1, 8)} for start in starts]
    found = proving.outermost(spans)
    places = [{*range(span["start"], span["end"])} for span in found]
    assert set().union(*places) == {place for span in spans for place in range(span["start"], span["end"])}
    assert not [(one, other) for one, other in itertools.permutations(places, 2) if one <= other]
    assert found == sorted(found, key=spans.index) == proving.outermost(found)


def test_an_event_and_an_organisation(publisher: User) -> None:
    countries = (CountryFact("EE", 0.9, at("Tartu (UT)")), CountryFact("JP", 0.9, at("Sapporo on")))
    organisations = (
        OrganisationFact("University of Tartu", (*at("University of Tartu"), *at("UT")), ("UT",), None, "university", "EE"),
        OrganisationFact("Hokkaido University", at("Hokkaido University"), (), None, "university", "JP"),
    )
    apply(item_of(reading(countries=countries, organisations=organisations)), publisher)
    found = quotes(Event.objects.get())
    assert set(found) == {
        "The whole record",
        "Kind",
        "Starts",
        "Ends",
        "State",
        "Leg: Sapporo, Japan",
        "Participation: University of Tartu",
        "Participation: Mari Tamm",
        "Participation: Hokkaido University",
        f"Partnership: {Event.objects.get().event_partnerships.get()}",
    }
    tartu = quotes(Organisation.objects.get(name="University of Tartu"))
    assert tartu["Country"] == ["University of Tartu (UT)"]
    assert [words for label, words in tartu.items() if label.endswith("UT")] == [["UT"]]
    # Sapporo stands too far away to say where the university is.
    assert "Country" not in quotes(Organisation.objects.get(name="Hokkaido University"))


def test_a_country_is_no_place_in_itself(publisher: User) -> None:
    legs = (LegFact("Япония", "JP", "2021-03-10", None), LegFact("Luxembourg City", "LU", "2021-03-11", None))
    (event,) = reading().events
    apply(item_of(reading(events=(dataclasses.replace(event, legs=legs),))), publisher)
    assert [str(leg) for leg in Event.objects.get().legs.all()] == ["Japan", "Luxembourg City, Luxembourg"]


def test_what_a_person_wrote_is_not_proved_by_the_text(publisher: User) -> None:
    item = item_of(reading())
    suggestion = item.suggestions.get(kind="partnership")
    value = {**suggestion.value, "status": "active", "date": "2020"}
    review.decide(suggestion, state=Suggestion.State.EDITED, version=0, user=publisher, value=value)
    apply(item, publisher)
    found = quotes(Partnership.objects.get())
    assert "Kind" in found
    assert not {"Status", "Signed"} & set(found)


def test_a_second_article_adds_its_proof_to_the_facts_that_it_confirms(publisher: User) -> None:
    apply(item_of(reading()), publisher)
    apply(item_of(reading(), "second.txt"), publisher)
    assert len(quotes(Partnership.objects.get())["Status"]) == 2


def test_taking_it_back_takes_the_proof_of_each_fact(publisher: User) -> None:
    first, second = item_of(reading()), item_of(reading(), "second.txt")
    apply(first, publisher)
    before = set(Evidence.objects.values_list("content_type", "object_id", "field", "start"))
    apply(second, publisher)
    services.take_back(second.batch, user=publisher)
    assert set(Evidence.objects.values_list("content_type", "object_id", "field", "start")) == before
    services.take_back(first.batch, user=publisher)
    assert not Evidence.objects.exists()


def test_the_public_page_shows_the_sentence_beside_the_fact(publisher: User, client: Client) -> None:
    call_command("create_site", languages=["en"], verbosity=0)
    apply(item_of(reading()), publisher)
    page = client.get(Partnership.objects.get().get_absolute_url(), follow=True).content.decode()
    facts = page[page.index('<dl class="facts">') :]
    assert facts[: facts.index("</dl>")].count(SIGNED) == 3
