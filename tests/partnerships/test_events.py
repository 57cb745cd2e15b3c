"""The life of an event: what changed, what belongs to what, and what nobody has said yet."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from partnerships.edtf import IncompleteDate
from partnerships.models import Event, EventChange, Leg

pytestmark = pytest.mark.django_db


def event(title: str = "Forum of the canal towns", **values: object) -> Event:
    return Event.objects.create(**{"title": title, "state": "planned", "starts": "2026-05-04", **values})


def changed(found: Event) -> list[str]:
    return [change.words for change in found.changes.all()]


def test_a_public_event_keeps_what_becomes_of_it() -> None:
    found = event()
    found.state, found.starts, found.state_reason = "postponed", IncompleteDate.parse("2026-06-09"), "the lock is closed"
    found.save()
    found.state, found.state_reason = "confirmed", ""
    found.save()
    found.starts = IncompleteDate.parse("2026-06-10")
    found.save()
    found.summary = "Nothing that counts"
    found.save()
    assert changed(found) == [
        "Postponed from 4 May 2026 to 9 June 2026", "Confirmed", "Moved from 9 June 2026 to 10 June 2026",
    ]  # fmt: skip
    assert [change.reason for change in found.changes.all()] == ["the lock is closed", "", ""]


def test_what_was_never_public_keeps_nothing() -> None:
    found = event(live=False)
    found.state = "cancelled"
    found.save()
    assert not EventChange.objects.exists()


def test_the_author_of_the_published_version_is_named_and_a_draft_changes_nothing() -> None:
    author = User.objects.create(username="mia")
    found = event()
    found.state, found.state_reason = "cancelled", "no guests"
    revision = found.save_revision(user=author)
    assert not EventChange.objects.exists()
    revision.publish()
    change = EventChange.objects.get()
    assert (change.words, change.reason, change.made_by) == ("Cancelled", "no guests", author)


def test_what_is_withdrawn_and_comes_back_with_another_date_has_moved() -> None:
    found = event()
    found.save_revision().publish()
    found.refresh_from_db()
    found.unpublish()
    found.refresh_from_db()
    found.starts = IncompleteDate.parse("2026-05")
    found.save_revision().publish()
    assert changed(found) == ["Moved from 4 May 2026 to May 2026"]


def test_words_where_a_date_is_not_known() -> None:
    found = event()
    found.starts, found.state = None, "postponed"
    found.save()
    found.starts, found.state = IncompleteDate.parse("2027"), "postponed"
    found.save()
    assert changed(found) == ["Postponed; it was to be 4 May 2026", "Date set: 2027"]


def test_no_event_is_inside_what_it_holds() -> None:
    forum = event()
    signing = event("Signing", part_of=forum)
    toast = event("Toast", part_of=signing)
    for outer in (forum, signing):
        outer.part_of = toast
        with pytest.raises(ValidationError, match="inside what it holds"):
            outer.full_clean()
    toast.part_of = forum
    toast.full_clean()


def test_what_is_past_and_was_only_planned_waits_for_an_answer() -> None:
    today = datetime.date.today()
    yesterday, tomorrow = (today + datetime.timedelta(days=days) for days in (-1, 1))
    by_leg = event("By its leg", starts=None)
    by_leg.legs = [Leg(place="Narva", starts=yesterday.isoformat())]
    by_leg.save()
    waiting = [
        by_leg,
        event("Past", starts="2019"),
        event("Yesterday", starts="2020-01", ends=yesterday.isoformat(), state="confirmed"),
    ]
    for title, values in {
        "Held": {"starts": "2019", "state": "held"},
        "Goes on": {"starts": "2019", "ends": tomorrow.isoformat()},
        "This year": {"starts": str(today.year)},
        "Today": {"starts": today.isoformat()},
        "No date": {"starts": None},
        "Draft": {"starts": "2019", "live": False},
    }.items():
        event(title, **values)
    assert set(Event.unsettled()) == set(waiting)


def test_visitors_read_it(client: Client, register) -> None:
    visit = register.visit
    visit.state, visit.starts, visit.ends, visit.state_reason = (
        "planned",
        IncompleteDate.parse("2024-06-09"),
        None,
        "ice in the port",
    )
    leg = visit.legs.first()
    leg.host = register.turku
    leg.save()
    visit.save()
    event("Dinner of the harbour masters", part_of=visit)
    event("Secret dinner", part_of=visit, live=False)
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "Planned, moved from 12 May 2024 – 15 May 2024 to 9 June 2024" in page
    assert page.count("ice in the port") == 2
    assert "Dinner of the harbour masters" in page
    assert "Secret dinner" not in page
    assert "Host:" in page
    assert "whether it took place is not known" in page
