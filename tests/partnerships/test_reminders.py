"""Who is reminded when: each step once, one mail a day, whatever happens to beat, workers and the mail server."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.log_actions import registry

from partnerships import reminders
from partnerships.models import Digest, Partnership, Reminder, Watch
from tests.partnerships.making import made_partnership

TODAY = datetime.date(2026, 5, 20)


def at(day: datetime.date, hour: int = 8, minute: int = 0) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def run(days: int = 0, hour: int = 8, minute: int = 0) -> dict[str, int]:
    return reminders.send_due(at(TODAY + datetime.timedelta(days=days), hour, minute))


@pytest.fixture
def ada(db: None) -> Any:
    return get_user_model().objects.create(username="ada", email="ada@example.org")


@pytest.fixture
def ben(db: None) -> Any:
    return get_user_model().objects.create(username="ben", email="ben@example.org")


def due_in(days: int, **values: Any) -> Partnership:
    ends = TODAY + datetime.timedelta(days=days)
    made = made_partnership(**{"title": f"Due in {days}", "status": "active", "ends": ends.isoformat(), **values})
    assert made.decide_by == ends
    return made


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (181, None),
        (180, 180),
        (91, 180),
        (90, 90),
        (31, 90),
        (30, 30),
        (8, 30),
        (7, 7),
        (1, 7),
        (0, 0),
        (-6, 0),
        (-7, -7),
        (-15, -14),
    ],
)
def test_the_newest_step(days: int, step: int | None) -> None:
    assert reminders.step_reached(days) == step


@given(st.integers(-2000, 400))
def test_a_step_is_reached_on_its_day_and_stays_until_the_next(days: int) -> None:
    step, tomorrow = reminders.step_reached(days), reminders.step_reached(days - 1)
    assert step is None or step >= days
    assert tomorrow == step or tomorrow == days - 1


@pytest.mark.django_db
def test_a_year_of_days_brings_each_step_once(ada: Any) -> None:
    partnership = due_in(200, owner=ada)
    for days in range(0, 230):
        run(days)
    steps = [row.days_left for row in Reminder.objects.order_by("pk")]
    assert steps == [180, 90, 30, 7, 0, -7, -14, -21, -28]
    assert len(mail.outbox) == len(steps)
    assert registry.get_logs_for_instance(partnership).filter(action=reminders.REMINDED).count() == len(steps)


@pytest.mark.django_db
def test_one_mail_a_day_with_all_that_is_due(ada: Any, ben: Any) -> None:
    due_in(30, owner=ada, deputy=ben, title="Second", renews_itself=True, renewal_months=12)
    due_in(7, owner=ada, deputy=ada, title="First")
    assert run() == {"sent": 2, "failed": 0}
    assert run(minute=30) == {"sent": 0, "failed": 0}
    to_ada, to_ben = sorted(mail.outbox, key=lambda message: message.to)
    assert to_ada.subject == "2 partnerships to decide on"
    assert to_ada.body.index("First") < to_ada.body.index("Second")
    assert "Decide by 27 May 2026 (in 7 days)" in to_ada.body
    assert "renews by itself" in to_ada.body
    assert to_ben.subject == "1 partnership to decide on"
    assert to_ada.extra_headers["Message-ID"] == f"<digest-{Digest.objects.get(recipient=ada).pk}-2026-05-20@localhost>"


@pytest.mark.django_db
def test_nothing_before_the_hour_and_nobody_who_has_left(ada: Any, ben: Any, settings: Any) -> None:
    ben.is_active = False
    ben.save()
    due_in(7, owner=ben)
    due_in(7, owner=ben, deputy=ada)
    due_in(7, live=False, owner=ada)
    assert run(hour=settings.REMINDERS_HOUR - 1) == {"sent": 0, "failed": 0}
    assert run(hour=settings.REMINDERS_HOUR) == {"sent": 1, "failed": 0}
    assert mail.outbox[0].to == ["ada@example.org"]
    assert mail.outbox[0].subject.startswith("1 ")


@pytest.mark.django_db
def test_a_week_without_beat_is_caught_up_with_the_newest_step_only(ada: Any) -> None:
    due_in(31, owner=ada)
    run()
    run(26)
    assert [row.days_left for row in Reminder.objects.order_by("pk")] == [90, 7]
    assert "in 5 days" in mail.outbox[1].body


@pytest.mark.django_db
def test_a_new_deadline_begins_anew(ada: Any) -> None:
    partnership = due_in(7, owner=ada)
    run()
    partnership.ends = (TODAY + datetime.timedelta(days=87)).isoformat()
    partnership.save()
    run(1)
    assert [(row.days_left, row.decide_by == partnership.decide_by) for row in Reminder.objects.order_by("pk")] == [
        (7, False),
        (90, True),
    ]


@pytest.mark.django_db
def test_what_comes_up_after_the_mail_of_the_day_waits_for_tomorrow(ada: Any) -> None:
    due_in(7, owner=ada)
    run()
    due_in(30, owner=ada)
    assert run(hour=15) == {"sent": 0, "failed": 0}
    assert run(1) == {"sent": 1, "failed": 0}
    assert "Due in 30" in mail.outbox[1].body
    assert "Due in 7" not in mail.outbox[1].body


class Broken(EmailBackend):
    """A mail server that refuses."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("no mail today")


@pytest.mark.django_db
def test_a_refusal_is_tried_three_times_shown_and_made_up_for_the_next_day(ada: Any, settings: Any) -> None:
    due_in(7, owner=ada)
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    for minute in (0, 5, 10, 20, 30, 40):
        run(minute=minute)
    digest = Digest.objects.get()
    assert (digest.attempts, digest.error, digest.sent_at) == (3, "ConnectionRefusedError: no mail today", None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(hour=20) == {"sent": 0, "failed": 0}
    assert run(1) == {"sent": 1, "failed": 0}
    assert "in 6 days" in mail.outbox[0].body
    assert Reminder.objects.get().digest.day == TODAY + datetime.timedelta(days=1)
    assert run(2) == {"sent": 0, "failed": 0}


@pytest.mark.django_db
def test_what_arrived_at_the_last_try_is_not_sent_again(ada: Any, settings: Any) -> None:
    due_in(7, owner=ada)
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    run(minute=0)
    run(minute=10)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(minute=20) == {"sent": 1, "failed": 0}
    digest = Digest.objects.get()
    assert (digest.attempts, digest.error) == (3, "")
    assert run(1) == {"sent": 0, "failed": 0}


class Dying(EmailBackend):
    """A worker that is killed right after the mail has gone out."""

    def send_messages(self, messages: Any) -> int:
        super().send_messages(messages)
        raise SystemExit


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("later", [{"minute": 11}, {"days": 1}])
def test_a_crash_after_sending_is_repeated_under_the_same_message_id(later: dict[str, int], settings: Any) -> None:
    ada = get_user_model().objects.create(username="ada", email="ada@example.org")
    due_in(7, owner=ada)
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    with pytest.raises(SystemExit):
        run()
    digest = Digest.objects.get()
    assert (digest.attempts, digest.error, digest.sent_at) == (1, "", None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(minute=5) == {"sent": 0, "failed": 0}
    assert run(**later) == {"sent": 1, "failed": 0}
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert run(1, hour=12) == {"sent": 0, "failed": 0}
    assert Digest.objects.count() == 1


@pytest.mark.django_db
def test_without_an_address_the_office_is_told(ada: Any) -> None:
    ada.email = ""
    ada.save()
    due_in(7, owner=ada)
    assert run() == {"sent": 0, "failed": 1}
    assert Digest.objects.get().error == "ada has no mail address."


@pytest.mark.django_db
def test_what_was_decided_in_the_meantime_is_not_mailed(ada: Any) -> None:
    partnership = due_in(7, owner=ada)
    reminders.prepare(TODAY)
    partnership.status = "ended"
    partnership.save()
    run()
    assert not mail.outbox
    assert Digest.objects.get().error == "Not sent: everything was decided in the meantime."
    assert run(1) == {"sent": 0, "failed": 0}


def around(days: int, **values: Any) -> Partnership:
    """Due in so many days from the real today, on which people click."""
    ends = datetime.date.today() + datetime.timedelta(days=days)
    return made_partnership("Ferry", status="active", ends=ends.isoformat(), **values)


def now_and(days: int) -> dict[str, int]:
    return reminders.send_due(at(datetime.date.today() + datetime.timedelta(days=days)))


@pytest.mark.django_db
def test_a_snooze_ends_with_a_reminder_and_holds_for_one_deadline(ada: Any) -> None:
    partnership = around(30, owner=ada)
    reminders.snooze(partnership, datetime.date.today() + datetime.timedelta(days=12), ada)
    assert [now_and(days)["sent"] for days in (0, 11, 12, 13)] == [0, 0, 1, 0]
    assert "in 18 days" in mail.outbox[0].body
    partnership.ends = (datetime.date.today() + datetime.timedelta(days=37)).isoformat()
    partnership.save()
    assert now_and(14)["sent"] == 1
    entry = registry.get_logs_for_instance(partnership).get(action=reminders.SNOOZED)
    assert entry.user == ada


@pytest.mark.django_db
def test_a_renewal_in_progress_is_quiet_until_the_day_itself(ada: Any) -> None:
    partnership = around(30, owner=ada)
    reminders.set_in_progress(partnership, ada)
    assert [now_and(days)["sent"] for days in (0, 23, 29, 30, 36, 37)] == [0, 0, 0, 1, 0, 1]
    reminders.set_in_progress(partnership, ada, is_so=False)
    assert Watch.objects.get().in_progress_since is None


@pytest.mark.django_db
def test_a_renewal_in_progress_holds_for_one_deadline(ada: Any) -> None:
    partnership = around(30, owner=ada)
    reminders.set_in_progress(partnership, ada)
    assert now_and(0)["sent"] == 0
    partnership.ends = (datetime.date.today() + datetime.timedelta(days=29)).isoformat()
    partnership.save()
    assert now_and(0)["sent"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "quiet", "message"),
    [(30, 0, "still to come"), (30, 31, "after the day of decision"), (-3, 60, "four weeks"), (None, 3, "nothing to decide")],
)
def test_what_cannot_be_snoozed(ada: Any, due: int | None, quiet: int, message: str) -> None:
    partnership = around(due) if due is not None else made_partnership("Open", status="active")
    with pytest.raises(reminders.WatchError, match=message):
        reminders.snooze(partnership, datetime.date.today() + datetime.timedelta(days=quiet), ada)


def at_once(count: int, call: Callable[[], Any]) -> list[Any]:
    gate, results = threading.Barrier(count), []

    def work() -> None:
        gate.wait()
        try:
            results.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_mail_once() -> None:
    people = [get_user_model().objects.create(username=f"p{n}", email=f"p{n}@example.org") for n in range(6)]
    for number in range(24):
        due_in(7 + number % 3, owner=people[number % 6], deputy=people[(number + 1) % 6], title=f"No. {number}")
    results = at_once(4, run)
    assert len(results) == 4
    assert sum(result["sent"] for result in results) == 6
    assert sorted(message.to[0] for message in mail.outbox) == [person.email for person in people]
    assert all(message.subject.startswith("8 ") for message in mail.outbox)
    assert Reminder.objects.count() == 48
    assert Digest.objects.exclude(sent_at=None).count() == 6


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_what_is_known(ada: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        due_in(7, owner=ada, title=f"No. {number}")
    run()
    with django_assert_max_num_queries(6):
        run(minute=30)
