"""What a person said of a name and an organisation is not asked again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from partnerships.authority.duplicates import never_the_same
from partnerships.models import Organisation, Place
from portal.imports import matching, review, services
from portal.imports.models import Item, NameDecision, Suggestion
from portal.imports.telling import Told
from tests.imports.readings import item_of, reading

pytestmark = pytest.mark.django_db


def tartu_in(item: Item) -> Suggestion:
    return item.suggestions.get(kind="organisation", value__name="University of Tartu")


def decide_and_apply(item: Item, user: User, use: str | None) -> None:
    suggestion = tartu_in(item)
    if use is None:
        review.decide(suggestion, state=Suggestion.State.ACCEPTED, version=0, user=user)
    else:
        review.decide(suggestion, state=Suggestion.State.EDITED, version=0, user=user, value={**suggestion.value, "use": use})
    item.refresh_from_db()
    services.apply(item, user=user, version=item.version)


def test_never_the_same(publisher: User) -> None:
    other = Organisation.objects.create(name="University of Tartu", country=Place.objects.get(code="FI"))
    decide_and_apply(item_of(reading()), publisher, "new")
    assert NameDecision.objects.get().organisation == other
    second = item_of(reading(), "second.txt")
    match = tartu_in(second).match
    assert match["state"] == "same"
    assert match["candidates"][0]["uuid"] != str(other.uuid)


def test_the_same_though_the_register_says_another_country(publisher: User) -> None:
    tartu = Organisation.objects.create(name="University of Tartu", country=Place.objects.get(code="FI"))
    first = item_of(reading())
    assert tartu_in(first).match["state"] == "probable"
    decide_and_apply(first, publisher, None)
    match = tartu_in(item_of(reading(), "second.txt")).match
    assert (match["state"], match["candidates"][0]["uuid"], match["reason"]) == (
        "same",
        str(tartu.uuid),
        [["As decided before."]],
    )


def test_one_of_several_and_a_change_of_mind(publisher: User) -> None:
    one, two = (Organisation.objects.create(name="University of Tartu") for _n in range(2))
    decide_and_apply(item_of(reading()), publisher, str(one.uuid))
    assert tartu_in(item_of(reading(), "second.txt")).match["candidates"][0]["uuid"] == str(one.uuid)
    third = item_of(reading(), "third.txt")
    decide_and_apply(third, publisher, str(two.uuid))
    # Now people have said both: it is ambiguous again.
    assert tartu_in(item_of(reading(), "fourth.txt")).match["state"] == "ambiguous"


def said_of(name: str, country: str | None = None) -> tuple[str, list[str], str]:
    match = matching.match_organisations([{"name": name, "aliases": [], "country": country}])[0]
    return match.state, [str(candidate) for candidate in match.candidates], str(match.reason)


def test_names_that_are_nearly_the_same(site: None) -> None:
    tartu = Organisation.objects.create(name="Technical University of Tartu", country=Place.objects.get(code="EE"))
    Organisation.objects.create(name="Росатом")
    state, labels, reason = said_of("Tecnical University of Tartu", "EE")
    assert (state, labels) == ("probable", ["Technical University of Tartu"])
    assert reason == "“Technical University of Tartu” in the register is nearly the same name (83%)."
    assert said_of("Rosatom") == ("probable", ["Росатом"], "“Росатом” in the register is the same name in other letters.")
    # Another country, another name, and a short word, of which one letter makes another.
    assert [
        said_of(*one)[0] for one in (("Tecnical University of Tartu", "FI"), ("University of Turku", None), ("Rosa", None))
    ] == ["new"] * 3
    other = Organisation.objects.create(name="Technical University Tartu")
    asked = "Technical University of Tartuu"
    assert said_of(asked)[:2] == ("probable", [str(tartu), str(other)])
    never_the_same(tartu, other, None)
    assert said_of(asked)[:2] == ("probable", [str(tartu)])
    # Merged records are not meant; of two that are as near a person chooses.
    Organisation.objects.create(name=f"{asked}s", merged_into=tartu, live=False)
    assert said_of(asked)[0] == "probable"
    Organisation.objects.create(name="Technical Universityy of Tartuu")
    assert said_of(asked)[0] == "ambiguous"


def test_what_is_nearly_the_same_is_decided_once(publisher: User) -> None:
    """Accepted, it is that one, and its name is remembered; said to be new, it is made, and not asked of again."""
    known = Organisation.objects.create(name="Universiti of Tartu")
    first, second = item_of(reading()), item_of(reading(), "second.txt")
    assert [tartu_in(item).match["state"] for item in (first, second)] == ["probable"] * 2
    decide_and_apply(first, publisher, None)
    assert first.suggestions.get(pk=tartu_in(first).pk).made == known
    assert tartu_in(item_of(reading(), "third.txt")).match["state"] == "same"
    NameDecision.objects.all().delete()
    decide_and_apply(second, publisher, "new")
    assert Organisation.objects.filter(name="University of Tartu").exists()
    assert NameDecision.objects.get().verdict == "never"


def test_nobody_takes_what_is_nearly_the_same_for_new_or_for_the_same(publisher: User) -> None:
    """Without a decision it is left out, with the reason."""
    Organisation.objects.create(name="Universiti of Tartu")
    item = item_of(reading())
    review.accept_sure(item, version=0, user=publisher)
    assert tartu_in(item).state == Suggestion.State.OPEN
    partnership = item.suggestions.get(kind="partnership")
    if partnership.state == Suggestion.State.OPEN:
        review.decide(partnership, state=Suggestion.State.ACCEPTED, version=partnership.version, user=publisher)
    item.refresh_from_db()
    services.apply(item, user=publisher, version=item.version)
    assert not Organisation.objects.filter(name="University of Tartu").exists()
    item.refresh_from_db()
    left_out = [(label, str(Told.of(reason))) for label, reason in item.left_out]
    assert ("University of Tartu", "“Universiti of Tartu” in the register is nearly the same name (81%).") in left_out


def test_what_nobody_decided_is_not_remembered(publisher: User) -> None:
    Organisation.objects.create(name="University of Tartu")
    item = item_of(reading())
    review.accept_sure(item, version=0, user=publisher)
    item.refresh_from_db()
    services.apply(item, user=publisher, version=item.version)
    assert not NameDecision.objects.exists()


def test_decisions_are_listed_changed_and_forgotten(admin_client: Client, publisher: User) -> None:
    organisation = Organisation.objects.create(name="Hokkaido University", kind="university")
    matching.remember("Hokkaido Uni", [organisation], "never", publisher)
    decision = NameDecision.objects.get()
    page = admin_client.get(reverse("name_decisions:index")).content.decode()
    assert "Never the same" in page
    assert "Hokkaido University" in page
    assert admin_client.get(reverse("name_decisions:add")).status_code in (302, 403)
    admin_client.post(reverse("name_decisions:edit", args=[decision.pk]), {"verdict": "same"})
    assert matching.match_organisations([{"name": "Hokkaido Uni", "aliases": []}])[0].record == organisation
    admin_client.post(reverse("name_decisions:delete", args=[decision.pk]))
    assert not NameDecision.objects.exists()
