"""Deadlines as people see them: the dashboard, keeping quiet, the calendar, the report, and what beat calls."""

import datetime
from typing import Any

import icalendar
import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from partnerships import reminders, tasks
from partnerships.models import CalendarKey, Partnership, Reminder, Watch
from portal.celery import app
from portal.news.roles import EDITORS, MODERATORS
from tests.partnerships.making import made_partnership

TODAY = datetime.date.today()


def due_in(days: int, title: str, **values: Any) -> Partnership:
    ends = TODAY + datetime.timedelta(days=days)
    return made_partnership(title, status="active", ends=ends.isoformat(), **values)


@pytest.fixture
def editor_user(editor: Client) -> Any:
    return get_user_model().objects.get(username=EDITORS)


def test_one_s_own_comes_first_on_the_dashboard(editor: Client, editor_user: Any, django_assert_max_num_queries) -> None:
    due_in(20, "Of somebody else")
    quiet = due_in(30, "Mine and quiet", owner=editor_user)
    due_in(60, "Mine", deputy=editor_user)
    due_in(181, "Too early", owner=editor_user)
    reminders.set_in_progress(quiet, editor_user)
    with django_assert_max_num_queries(40):
        page = editor.get("/admin/").content.decode().partition("To decide soon")[2].partition("</section>")[0]
    places = [page.index(title) for title in ("Mine<", "Mine and quiet<", "Of somebody else<")]
    assert places == sorted(places)
    assert "Too early" not in page
    assert "in 60 days" in page


def test_what_is_kept_quiet_takes_no_place_from_what_is_urgent(editor: Client, editor_user: Any) -> None:
    for number in range(11):
        reminders.set_in_progress(due_in(20 + number, f"Quiet {number}", owner=editor_user), editor_user)
    due_in(90, "Urgent", owner=editor_user)
    page = editor.get("/admin/").content.decode()
    assert 0 < page.index("Urgent<") < page.index("Quiet 0<")


@pytest.mark.parametrize(
    ("days", "watched"),
    [
        (30, {}),
        (30, {"snoozed_until": 9}),
        (30, {"snoozed_until": 0}),
        (30, {"in_progress_since": -9}),
        (0, {"in_progress_since": -9}),
        (-5, {"snoozed_until": 9}),
        (30, {"snoozed_until": 9, "decide_by": 31}),
    ],
)
def test_what_is_quiet_is_the_same_for_one_and_for_many(db: None, days: int, watched: dict[str, int]) -> None:
    partnership = due_in(days, "Ferry")
    if watched:
        dates = {name: TODAY + datetime.timedelta(days=day) for name, day in ({"decide_by": days} | watched).items()}
        Watch.objects.create(partnership=partnership, **dates)
    partnership = Partnership.objects.select_related("watch").get()
    assert Partnership.objects.filter(reminders.quiet(TODAY)).exists() == reminders.is_quiet(partnership, TODAY)


def test_the_dashboard_leads_to_all_of_them(editor: Client) -> None:
    for number in range(12):
        due_in(-1 - number, f"Late {number}")
    page = editor.get("/admin/").content.decode()
    assert "2 more" in page
    listed = editor.get("/admin/register/partnerships/?decide=180&ordering=decide_by")
    assert b"12 partnerships" in listed.content or b"Late 11" in listed.content
    assert b"Late" not in editor.get("/admin/register/partnerships/?decide=30&status=ended").content.split(b"<table")[-1]


def watch(client: Client, partnership: Partnership, **values: Any) -> Any:
    return client.post(reverse("register_watch", args=[partnership.pk]), values, follow=True)


def test_keeping_quiet(editor: Client, moderator: Client, editor_user: Any) -> None:
    partnership = due_in(30, "Ferry", owner=editor_user)
    assert "Nobody is reminded of “Ferry” before" in watch(editor, partnership, days=14).content.decode()
    partnership = Partnership.objects.select_related("watch").get()
    assert reminders.is_quiet(partnership, TODAY + datetime.timedelta(days=13))
    assert not reminders.is_quiet(partnership, TODAY + datetime.timedelta(days=14))
    assert "after the day of decision" in watch(moderator, partnership, until="2999-01-01").content.decode()
    assert "That is not a day" in watch(moderator, partnership, until="soon").content.decode()
    assert "still to come" in watch(moderator, partnership).content.decode()
    assert "is in progress" in watch(moderator, partnership, progress=1).content.decode()
    assert Partnership.objects.get().watch.in_progress_since == TODAY


def test_only_for_those_concerned(editor: Client) -> None:
    partnership = due_in(30, "Ferry")
    assert "Sorry, you do not have permission" in watch(editor, partnership, progress=1).content.decode()
    assert not hasattr(Partnership.objects.get(), "watch")


def test_the_calendar(editor: Client, editor_user: Any, client: Client) -> None:
    mine = due_in(30, "Ferry", owner=editor_user, notice=10, notice_unit="days")
    due_in(30, "Of somebody else")
    due_in(30, "A draft", owner=editor_user, live=False)
    page = reverse("register_calendar")
    assert "has no address yet" in editor.get(page).content.decode()
    editor.post(page, {"act": "make"})
    key = CalendarKey.objects.get().key
    assert reverse("deadlines", args=[key]) in editor.get(page).content.decode()
    answer = client.get(reverse("deadlines", args=[key]))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    days = {str(event["uid"]): event["dtstart"].dt for event in events}
    assert days == {
        f"decide-{mine.uuid}@localhost": TODAY + datetime.timedelta(days=20),
        f"ends-{mine.uuid}@localhost": TODAY + datetime.timedelta(days=30),
    }
    assert str(events[0]["summary"]) == "Decide: Ferry"
    assert client.get(reverse("deadlines", args=[key])).content == answer.content
    mine.ends = (TODAY + datetime.timedelta(days=40)).isoformat()
    mine.save()
    moved = icalendar.Calendar.from_ical(client.get(reverse("deadlines", args=[key])).content).walk("VEVENT")
    assert {str(event["uid"]) for event in moved} == set(days)


def test_a_calendar_s_address_can_be_changed_and_ended(editor: Client, editor_user: Any, client: Client) -> None:
    page = reverse("register_calendar")
    editor.post(page, {"act": "make"})
    first = reverse("deadlines", args=[CalendarKey.objects.get().key])
    editor.post(page, {"act": "make"})
    second = reverse("deadlines", args=[CalendarKey.objects.get().key])
    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    get_user_model().objects.update(is_active=False)
    assert client.get(second).status_code == 404
    get_user_model().objects.update(is_active=True)
    editor.post(page, {"act": "end"})
    assert client.get(second).status_code == 404


def test_the_report_tells_of_each_sending(editor: Client, editor_user: Any, settings: Any) -> None:
    settings.REMINDERS_HOUR = 0
    partnership = due_in(7, "=Ferry", owner=editor_user)
    tasks.remind()
    page = editor.get(reverse("register_reminders")).content.decode()
    assert f"failed, try 1: {EDITORS} has no mail address." in page
    assert "7 days before" in page
    export = editor.get(reverse("register_reminders") + "?export=csv")
    assert "'=Ferry" in b"".join(export.streaming_content).decode()
    history = editor.get(reverse(partnership.snippet_viewset.get_url_name("history"), args=[partnership.pk])).content.decode()
    assert "Reminded" not in history


def test_a_sending_stands_in_the_history(editor: Client, log_in: Any, settings: Any) -> None:
    settings.REMINDERS_HOUR = 0
    log_in(MODERATORS)
    mia = get_user_model().objects.get(username=MODERATORS)
    mia.email = "mia@example.org"
    mia.save()
    partnership = due_in(7, "Ferry", owner=mia)
    tasks.remind()
    tasks.remind()
    assert len(mail.outbox) == Reminder.objects.count() == 1
    history = editor.get(reverse(partnership.snippet_viewset.get_url_name("history"), args=[partnership.pk])).content.decode()
    assert "Reminded Moderators that it is to be decided by" in history


@pytest.mark.django_db
def test_what_beat_calls_is_there(settings: Any) -> None:
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks
    due_in(-1, "Over")
    tasks.close_terms()
    assert Partnership.objects.get().status_label == "Expired, not confirmed"
