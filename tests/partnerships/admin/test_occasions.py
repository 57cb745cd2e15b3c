"""Events and opportunities in the admin, as an editor fills in their forms."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from partnerships.models import Event, Opportunity, Organisation, Partnership, Place
from tests.partnerships.admin.forms import Form, errors, titles

pytestmark = pytest.mark.django_db
ADD_EVENT, ADD_OPPORTUNITY = "/admin/register/events/add/", "/admin/register/opportunities/add/"


def organisation(name: str, code: str = "FI") -> Organisation:
    return Organisation.objects.create(name=name, country=Place.objects.get(code=code))


def test_a_delegation_through_three_cities_is_one_event(moderator: Client, partnership: Partnership, site: None) -> None:
    guests = organisation("City of Lahti")
    hosts = [organisation(name, "JP") for name in ("City of Otaru", "City of Sapporo", "City of Nemuro")]
    forum = Event.objects.create(title="Forum of the northern towns", kind="forum", state="held", starts="2026-05")
    form = Form(moderator, ADD_EVENT).set(
        title="Lahti visits Hokkaido",
        kind="delegation-visit",
        state="held",
        starts="2026-05-04",
        ends="2026-05-09",
        part_of=forum.pk,
    )
    for host, day in zip(hosts, (4, 6, 8), strict=True):
        form.add_row(
            "legs", place=host.name.removeprefix("City of "), country=host.country_id, host=host.pk,
            starts=f"2026-05-{day:02}", ends=f"2026-05-{day + 1:02}",
        )  # fmt: skip
    form.add_row("participations", organisation=guests.pk, person="", person_role="", role="delegation", stop="")
    form.add_row("participations", organisation="", person="Aino Satamainen", person_role="mayor", role="signatory", stop=3)
    form.add_row("event_partnerships", partnership=partnership.pk, relation="signed")
    form.press("action-publish")
    visit = Event.objects.get(title="Lahti visits Hokkaido")
    legs = [(str(leg), leg.host.name, str(leg.starts), str(leg.ends)) for leg in visit.legs.select_related("country", "host")]
    assert legs[0] == ("Otaru, Japan", "City of Otaru", "2026-05-04", "2026-05-05")
    assert [leg[1] for leg in legs] == [host.name for host in hosts]
    assert list(forum.inner_events.all()) == [visit]
    inspected = moderator.get(f"/admin/register/events/inspect/{visit.pk}/").content.decode()
    assert "Aino Satamainen (mayor, Signatory, Nemuro, Japan)" in inspected
    assert "Clean ballast water (Signed)" in inspected
    page = moderator.get(visit.get_absolute_url()).content.decode()
    assert [page.index(f"{name}, ") for name in ("Otaru", "Sapporo", "Nemuro")] == sorted(
        page.index(f"{name}, ") for name in ("Otaru", "Sapporo", "Nemuro")
    )
    assert "Forum of the northern towns" in page


def test_the_editor_refuses_what_cannot_be(moderator: Client, site: None) -> None:
    outer = Event.objects.create(title="Outer", state="planned", starts="2026-05")
    inner = Event.objects.create(title="Inner", state="planned", starts="2026-05", part_of=outer)
    form = Form(moderator, f"/admin/register/events/edit/{outer.pk}/").set(part_of=inner.pk, state="cancelled")
    form.add_row("legs", place="Otaru", country="", host="", starts="", ends="")
    form.add_row("participations", organisation="", person="A. N.", person_role="", role="speaker", stop=2)
    found = " ".join(errors(form.press("action-publish")))
    for words in (
        "cannot be inside what it holds",
        "Say why it was postponed or cancelled",
        "There is no stop 2: the route has 1",
    ):
        assert words in found


def test_a_postponement_is_logged_with_its_reason_and_author(moderator: Client, site: None) -> None:
    event = Event.objects.create(title="Boat fair", kind="exhibition", state="planned", starts="2027-05-04")
    event.save_revision().publish()
    form = Form(moderator, f"/admin/register/events/edit/{event.pk}/")
    form.set(state="postponed", state_reason="the hall burnt down", starts="2027-06-09").press("action-publish")
    change = event.changes.get()
    assert (change.words, change.reason) == ("Postponed from 4 May 2027 to 9 June 2027", "the hall burnt down")
    assert change.made_by == User.objects.get(username="Moderators")
    event.refresh_from_db()
    assert "the hall burnt down" in moderator.get(event.get_absolute_url()).content.decode()


def test_what_is_past_is_listed_as_a_question(moderator: Client) -> None:
    Event.objects.create(title="Long past", state="planned", starts="2019-05")
    Event.objects.create(title="Was held", state="held", starts="2019-05")
    assert titles(moderator.get("/admin/register/events/?settle=held")) == ["Long past"]
    home = moderator.get("/admin/").content.decode()
    assert "Was it held?" in home
    assert "Long past" in home


def test_hours_are_those_of_the_chosen_zone(moderator: Client, site: None) -> None:
    form = Form(moderator, ADD_OPPORTUNITY).set(
        title="Berths in Nemuro", kind="call", closes="2031-03-01 17:00", time_zone="Asia/Tokyo", for_whom="young firms"
    )
    form.press("action-publish")
    found = Opportunity.objects.get()
    assert found.closes == datetime.datetime(2031, 3, 1, 8, tzinfo=datetime.UTC)
    again = Form(moderator, f"/admin/register/opportunities/edit/{found.pk}/")
    assert again.data["closes"] == "2031-03-01 17:00"
    again.press("action-publish")
    found.refresh_from_db()
    assert found.closes == datetime.datetime(2031, 3, 1, 8, tzinfo=datetime.UTC)
    assert "1 March 2031, 17:00 (Asia/Tokyo)" in moderator.get(found.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2031-10-26 02:30", datetime.datetime(2031, 10, 26, 1, 30, tzinfo=datetime.UTC)),  # comes twice: the second
        ("2031-03-30 02:30", None),  # never comes
    ],
)
def test_hours_when_clocks_change(moderator: Client, typed: str, moment: datetime.datetime | None) -> None:
    form = Form(moderator, ADD_OPPORTUNITY).set(title="Call", kind="call", closes=typed, time_zone="Europe/Amsterdam")
    answer = form.press("action-publish")
    if moment:
        assert Opportunity.objects.get().closes == moment
    else:
        assert "does not exist in Europe/Amsterdam" in " ".join(errors(answer))


def test_who_answers_must_be_able_to(moderator: Client) -> None:
    User.objects.create_user("nobody")
    form = Form(moderator, ADD_OPPORTUNITY).set(title="Call", kind="call", takes_interest="on")
    assert "nobody" not in form.page
    assert "Say who answers" in " ".join(errors(form.press("action-publish")))
    form.set(contact=User.objects.get(username="Moderators").pk).press("action-publish")
    assert Opportunity.objects.get().takes_interest
