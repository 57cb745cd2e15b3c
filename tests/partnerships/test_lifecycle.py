"""A status comes by an act, and the act is kept; terms end, are renewed, and end by themselves."""

import datetime
import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.log_actions import registry
from wagtail.models import Revision, Task, Workflow, WorkflowTask

from partnerships import lifecycle, terms
from partnerships.edtf import IncompleteDate
from partnerships.lifecycle import LifecycleError, StatusChangeError, change_status, keep_statuses, renewing
from partnerships.models import Evidence, FacetRow, Organisation, Partnership, Party, StatusChange, Term
from tests.partnerships.making import made_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return get_user_model().objects.create(username="ada", is_superuser=True)


@pytest.fixture
def partnership() -> Partnership:
    made = made_partnership("Ferry line", status="signed")
    made.save_revision().publish()
    return Partnership.objects.get(pk=made.pk)


def test_the_act_is_kept_with_all_that_belongs_to_it(partnership: Partnership, user) -> None:
    evidence = Evidence.objects.create(record=partnership, field="status", note="known to the editors")
    date = IncompleteDate.parse("2022-03")
    change = change_status(partnership, "suspended", date, "Their mayor asked us", user, evidence, note="The port is closed")
    assert change is not None
    assert (change.before, change.status, change.made_by, change.evidence) == ("signed", "suspended", user, evidence)
    assert change.label == "Suspended, March 2022 (The port is closed)"
    assert change.office_label == "Suspended, March 2022 (Their mayor asked us)"
    partnership.refresh_from_db()
    assert (partnership.status, str(partnership.status_since), partnership.live) == ("suspended", "2022-03", True)
    assert [row.status for row in partnership.status_changes.all()] == ["signed", "suspended"]
    assert FacetRow.objects.get(record_type="partnership", record_id=partnership.pk).status == "suspended"
    assert partnership.latest_revision.user == user


@pytest.mark.parametrize(("status", "message"), [("dormant", "is not a status"), ("signed", "already has this status")])
def test_what_is_refused(partnership: Partnership, user, status: str, message: str) -> None:
    with pytest.raises(StatusChangeError, match=message):
        change_status(partnership, status, None, "", user)
    assert partnership.status_changes.count() == 1


def test_not_by_somebody_who_may_not_publish(partnership: Partnership) -> None:
    nobody = get_user_model().objects.create(username="nobody")
    with pytest.raises(PublishPermissionError):
        change_status(partnership, "active", None, "", nobody)
    assert Partnership.objects.get().status == "signed"
    assert not Partnership.objects.get().has_unpublished_changes


def test_a_waiting_version_waits_on_with_the_new_status(partnership: Partnership, user) -> None:
    author = get_user_model().objects.create(username="grace")
    partnership.title = "Not yet for everyone"
    partnership.save_revision(user=author)
    change_status(partnership, "active", None, "", user)
    row = Partnership.objects.get()
    assert (row.title, row.status, row.has_unpublished_changes) == ("Ferry line", "active", True)
    waiting = row.get_latest_revision_as_object()
    assert (waiting.title, waiting.status) == ("Not yet for everyone", "active")
    assert row.latest_revision.user == author
    assert row.live_revision.as_object().title == "Ferry line"


def test_the_history_of_a_draft_begins_when_it_is_published(user) -> None:
    draft = made_partnership("Ferry line", status="proposed", live=False)
    assert change_status(draft, "signed", None, "", user) is None
    assert not StatusChange.objects.exists()
    Partnership.objects.get().latest_revision.publish(user=user)
    assert [(row.before, row.status) for row in StatusChange.objects.all()] == [("", "signed")]


def test_rows_written_in_bulk_get_their_history(django_assert_num_queries) -> None:
    harbour = Organisation.objects.create(name="Harbour")
    rows = Partnership.objects.bulk_create(Partnership(title=f"Line {number}", status="active") for number in range(5))
    Party.objects.bulk_create(Party(partnership=row, organisation=harbour) for row in rows)
    with django_assert_num_queries(2):
        assert len(keep_statuses(rows)) == 5
    assert keep_statuses(rows) == []


def test_the_database_knows_the_vocabulary(partnership: Partnership) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.update(status="dormant")
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChange.objects.create(partnership=partnership, before="signed", status="signed")


TODAY = datetime.date(2026, 5, 20)


def made(**values: object) -> Partnership:
    values = {"title": "Ferry line", "status": "active", "starts": "2023-01-01", "ends": "2026-05-19", **values}
    draft = made_partnership(**values)
    draft.save_revision().publish()
    return Partnership.objects.get(pk=draft.pk)


def day(text: str) -> IncompleteDate:
    return IncompleteDate.parse(text)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"notice": 3, "notice_unit": "months"}, "2026-02-19"),
        ({"notice": 90, "notice_unit": "days"}, "2026-02-18"),
        ({}, "2026-05-19"),
        ({"ends": "2026"}, "2026-01-01"),
        ({"ends": None, "review_months": 12, "last_confirmed": datetime.date(2025, 8, 31)}, "2026-08-31"),
        ({"review_months": 6, "last_confirmed": datetime.date(2025, 8, 31)}, "2026-02-28"),
        ({"ends": None}, None),
        ({"status": "ended"}, None),
        ({"let_end": True}, None),
        ({"ends": "2026-05-31", "notice": 3}, "2026-02-28"),
        ({"ends": "[..2026]", "notice": 1}, "2026-11-30"),
        ({"ends": "[2026..]"}, "2026-01-01"),
        ({"ends": "2026-05~", "notice": 10, "notice_unit": "days"}, "2026-04-21"),
        ({"ends": "XXXX-05-19"}, None),
        ({"status": "expired", "status_confirmed": False, "notice": 3}, "2026-02-19"),
        ({"status": "expired"}, None),
        ({"ends": None, "review_months": 12}, "2024-01-01"),
    ],
)
def test_the_day_of_decision_follows_from_the_terms(values: dict, expected: str | None) -> None:
    assert str(made(**values).decide_by or "") == (expected or "")


def test_an_end_day_without_a_decision_is_said_so() -> None:
    partnership = made()
    assert lifecycle.close_terms(datetime.date(2026, 5, 19)) == {"renewed": 0, "ended": 0, "expired": 0, "failed": 0}
    assert lifecycle.close_terms(TODAY) == {"renewed": 0, "ended": 0, "expired": 1, "failed": 0}
    assert lifecycle.close_terms(TODAY) == {"renewed": 0, "ended": 0, "expired": 0, "failed": 0}
    partnership.refresh_from_db()
    assert (partnership.status, partnership.status_label) == ("expired", "Expired, not confirmed")
    assert FacetRow.objects.get(record_type="partnership", record_id=partnership.pk).status == "expired"
    assert partnership.status_changes.last().label == "Expired, not confirmed, 19 May 2026"
    assert partnership.terms.get().outcome == "expired"
    assert partnership.last_confirmed is None


def test_what_has_expired_by_itself_can_be_confirmed_to_have(user) -> None:
    partnership = made()
    lifecycle.close_terms(TODAY)
    change = change_status(partnership, "expired", day("2026-05-19"), "nobody wants it", user)
    assert change is not None
    assert Partnership.objects.get().status_label == "Expired"
    assert change.label == "Expired, 19 May 2026"
    with pytest.raises(StatusChangeError, match="already has"):
        change_status(partnership, "expired", None, "", user)


def test_what_renews_by_itself_goes_on_in_the_same_record() -> None:
    partnership = made(renews_itself=True, renewal_months=12, ends="2023-12-31")
    assert lifecycle.close_terms(TODAY)["renewed"] == 1
    partnership.refresh_from_db()
    assert (str(partnership.starts), str(partnership.ends), partnership.status) == ("2026-01-01", "2026-12-31", "active")
    assert [(term.number, str(term.starts), str(term.ends), term.outcome) for term in partnership.terms.all()] == [
        (1, "2023-01-01", "2023-12-31", "renewed-itself"),
        (2, "2024-01-01", "2024-12-31", "renewed-itself"),
        (3, "2025-01-01", "2025-12-31", "renewed-itself"),
    ]
    assert lifecycle.close_terms(TODAY)["renewed"] == 0


def test_what_was_let_end_is_ended_not_expired(user) -> None:
    partnership = made(ends="2100-05-19")
    assert lifecycle.let_end(partnership, None, "done", user) is None
    partnership.refresh_from_db()
    assert (partnership.status, partnership.let_end, partnership.decide_by) == ("active", True, None)
    assert lifecycle.close_terms(datetime.date(2100, 5, 20))["ended"] == 1
    partnership.refresh_from_db()
    assert (partnership.status, partnership.status_label) == ("ended", "Ended")


def test_renewing_begins_a_new_term(user) -> None:
    partnership = made()
    lifecycle.close_terms(TODAY)
    term = lifecycle.renew(partnership, day("2029-05-19"), "both want it", user, signed=day("2026-06-01"))
    partnership.refresh_from_db()
    assert (term.number, term.outcome, str(term.ends)) == (1, "renewed", "2026-05-19")
    assert partnership.terms.count() == 1
    assert (str(partnership.signed), str(partnership.starts), str(partnership.ends)) == ("2026-06-01", "2026-05-20", "2029-05-19")
    assert (partnership.status, partnership.last_confirmed) == ("active", datetime.date.today())
    assert [change.status for change in partnership.status_changes.all()] == ["active", "expired", "active"]


def test_extending_moves_the_end_and_keeps_the_old_one(user) -> None:
    partnership = made()
    with pytest.raises(LifecycleError, match="must be after the old one"):
        lifecycle.extend(partnership, day("2025"), "", user)
    assert not Term.objects.exists()
    lifecycle.extend(partnership, day("2027-05-19"), "more time", user)
    partnership.refresh_from_db()
    assert (str(partnership.starts), str(partnership.ends), str(partnership.terms.get().ends)) == (
        "2023-01-01",
        "2027-05-19",
        "2026-05-19",
    )


def test_what_is_resumed_has_the_status_that_it_had(user) -> None:
    partnership = made(status="signed", ends=None)
    lifecycle.suspend(partnership, day("2025"), "the war", user, note="Suspended since the war began")
    partnership.refresh_from_db()
    lifecycle.resume(partnership, day("2026"), "peace", user)
    partnership.refresh_from_db()
    assert partnership.status == "signed"
    with pytest.raises(StatusChangeError, match="is not suspended"):
        lifecycle.resume(partnership, None, "", user)


def test_a_term_that_ends_before_it_starts_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.create(title="Backwards", starts="2026-05", ends="2025")
    made_partnership("Perhaps", starts="2026-05", ends="2026")


@pytest.mark.parametrize(
    ("confirmed", "light"),
    [(None, "stale"), ("2024-05-20", "stale"), ("2024-05-21", "due"), ("2025-05-20", "due"), ("2025-05-21", "confirmed")],
)
def test_how_fresh_it_is(confirmed: str | None, light: str) -> None:
    assert terms.freshness(datetime.date.fromisoformat(confirmed) if confirmed else None, TODAY) == light


def test_moderation_goes_on_while_an_act_is_done(user) -> None:
    partnership = made(ends="2100")
    task = Task.objects.create(name="Look at it")
    workflow = Workflow.objects.create(name="Moderation")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    author = get_user_model().objects.create(username="grace")
    partnership.title = "Better ferry line"
    partnership.save_revision(user=author)
    workflow.start(partnership, author)
    lifecycle.suspend(partnership, day("2026"), "no ships", user)
    row = Partnership.objects.get()
    assert (row.title, row.status, row.workflow_in_progress) == ("Ferry line", "suspended", True)
    state = row.current_workflow_task_state
    assert state.revision_id == row.latest_revision_id
    state.revision.publish(user=user)
    row.refresh_from_db()
    assert (row.title, row.status) == ("Better ferry line", "suspended")


@pytest.mark.parametrize("is_public", [True, False])
def test_a_version_that_waits_for_its_hour_still_comes_with_the_new_status(user, is_public: bool) -> None:
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    partnership = made(ends="2100") if is_public else made_partnership("Line", status="active", live=False)
    partnership.title, partnership.go_live_at = "Tomorrow's name", tomorrow
    partnership.save_revision().publish()
    partnership = Partnership.objects.get()
    partnership.title = "A later thought"
    partnership.save_revision()
    change_status(Partnership.objects.get(), "suspended", None, "", user)
    assert Partnership.objects.get().live == is_public
    waiting = Revision.objects.exclude(approved_go_live_at=None).get()
    assert waiting.approved_go_live_at == tomorrow
    assert (waiting.as_object().title, waiting.as_object().status) == ("Tomorrow's name", "suspended")
    newest = Partnership.objects.get().latest_revision.as_object()
    assert (newest.title, newest.status) == ("A later thought", "suspended")


def test_what_contradicts_itself_is_refused_with_a_message(user) -> None:
    partnership = made(ends="2100")
    with pytest.raises(LifecycleError, match="ends before it starts"):
        lifecycle.renew(partnership, day("2101"), "", user, starts=day("2102"))
    assert not Term.objects.exists()


def test_no_status_in_which_it_runs_after_its_end_day(user) -> None:
    partnership = made()
    lifecycle.close_terms(TODAY)
    with pytest.raises(StatusChangeError, match="has passed: renew or extend it"):
        change_status(partnership, "active", None, "", user)
    lifecycle.renew(partnership, day("2026-06"), "", user)
    partnership.refresh_from_db()
    # Written down late: the new end has passed as well.
    assert (partnership.status_label, str(partnership.ends)) == ("Expired, not confirmed", "2026-06")


def test_terms_that_are_decided_again_are_told_once(user) -> None:
    partnership = made(ends="2100-05-19")
    lifecycle.let_end(partnership, day("2099"), "no money", user, note="Ends by agreement")
    lifecycle.let_end(partnership, None, "really no money", user)
    term = partnership.terms.get()
    assert (str(term.ends), term.outcome, term.reason) == ("2099", "let-end", "really no money")
    lifecycle.extend(partnership, day("2101"), "money again", user)
    partnership.refresh_from_db()
    assert (partnership.let_end, partnership.terms.get().outcome) == (False, "extended")
    assert lifecycle.close_terms(datetime.date(2102, 1, 1))["expired"] == 1


def test_a_decision_to_let_it_end_is_taken_back(user) -> None:
    partnership = made(ends="2100-05-19")
    with pytest.raises(LifecycleError, match="not decided to let"):
        lifecycle.let_go_on(partnership, "", user)
    lifecycle.let_end(partnership, None, "no money", user)
    partnership = lifecycle.let_go_on(partnership, "money again", user)
    assert (partnership.let_end, str(partnership.decide_by), partnership.terms.count()) == (False, "2100-05-19", 0)


def test_what_was_let_end_says_on_its_day_what_was_decided(user) -> None:
    partnership = made(ends="2100-05-19")
    proof = Evidence.objects.create(record=partnership, field="ends", note="known to the editors")
    lifecycle.let_end(partnership, None, "no money", user, proof, "Ends by agreement")
    lifecycle.close_terms(datetime.date(2100, 5, 20))
    change = partnership.status_changes.last()
    assert (change.label, change.reason, change.evidence) == ("Ended, 19 May 2100 (Ends by agreement)", "no money", proof)
    assert partnership.terms.count() == 1


def test_what_is_let_end_too_late_or_too_long(user) -> None:
    partnership = made(ends="2100")
    with pytest.raises(LifecycleError, match="extend it instead"):
        lifecycle.let_end(partnership, day("2101"), "", user)
    change = lifecycle.let_end(partnership, day("2025"), "", user)
    assert change is not None
    assert (change.status, partnership.terms.get().outcome) == ("ended", "ended")
    with pytest.raises(LifecycleError, match="nothing to end"):
        lifecycle.let_end(partnership, day("2025"), "", user)


def test_a_draft_has_no_terms_to_decide_on(user) -> None:
    draft = made_partnership("Draft", status="active", ends="2100", live=False)
    for act in (
        lambda: lifecycle.renew(draft, day("2101"), "", user),
        lambda: lifecycle.extend(draft, day("2101"), "", user),
        lambda: lifecycle.let_end(draft, None, "", user),
        lambda: lifecycle.confirm(draft, user),
    ):
        with pytest.raises(LifecycleError, match="change it in the editor"):
            act()


def test_confirming(user) -> None:
    partnership = made(ends="2100", review_months=12)
    assert str(partnership.decide_by) == "2024-01-01"
    confirmed = lifecycle.confirm(partnership, user, datetime.date(2026, 3, 1), "asked them")
    assert (confirmed.last_confirmed, str(confirmed.decide_by)) == (datetime.date(2026, 3, 1), "2027-03-01")
    with pytest.raises(LifecycleError, match="later day"):
        lifecycle.confirm(partnership, user, datetime.date(2026, 2, 1))
    with pytest.raises(LifecycleError, match="still to come"):
        lifecycle.confirm(partnership, user, datetime.date(2999, 2, 1))
    entry = registry.get_logs_for_instance(partnership).get(action=lifecycle.CONFIRM)
    assert entry.data["reason"] == "asked them"


def test_nobody_is_told_active_after_the_end_day_even_before_it_is_written() -> None:
    assert made().status_label == "Expired, not confirmed"
    assert made(let_end=True).status_label == "Ended"
    assert made(renews_itself=True, renewal_months=12).status_label == "Active"
    assert made(renews_itself=True, renewal_months=12, status="suspended").status_label == "Expired, not confirmed"
    assert made(ends="2999").status_label == "Active"


def test_one_record_that_fails_does_not_hold_up_the_others(monkeypatch) -> None:
    bad, good = made(), made(title="Rail line")
    close = renewing._close
    monkeypatch.setattr(renewing, "_close", lambda row, today: 1 / 0 if row.pk == bad.pk else close(row, today))
    assert lifecycle.close_terms(TODAY) == {"renewed": 0, "ended": 0, "expired": 1, "failed": 1}
    good.refresh_from_db()
    assert good.status == "expired"


@pytest.mark.parametrize(
    ("ends", "months", "expected"),
    [
        ("2025-06-30", 6, "2025-12-31"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-05-19", 12, "2027-05-19"),
        ("2026-05", 12, "2027-05"),
        ("2026", 24, "2028"),
        ("2026", 6, "2027-06"),
    ],
)
def test_the_end_of_the_next_term(ends: str, months: int, expected: str) -> None:
    assert str(terms.renewed_end(day(ends), months)) == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [("2026-12-31", "2027-01-01"), ("2026-12", "2027-01"), ("2026", "2027"), ("[2026..]", None), ("XXXX-05-19", None)],
)
def test_when_the_next_term_starts(ends: str, expected: str | None) -> None:
    assert str(terms.next_start(day(ends)) or "") == (expected or "")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_close_each_term_once() -> None:
    for number in range(6):
        made(title=f"Line {number}", renews_itself=bool(number % 2), renewal_months=12 if number % 2 else None, ends="2025-12-31")
    gate, done = threading.Barrier(2), []

    def work() -> None:
        gate.wait()
        try:
            done.append(lifecycle.close_terms(TODAY))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert {what: done[0][what] + done[1][what] for what in done[0]} == {"renewed": 3, "ended": 0, "expired": 3, "failed": 0}
    assert Term.objects.count() == 6
    assert StatusChange.objects.filter(status="expired").count() == 3


def test_a_long_sweep_stops_in_time_and_goes_on_later() -> None:
    made(), made(title="Rail line")
    assert lifecycle.close_terms(TODAY, seconds=0)["expired"] == 0
    assert lifecycle.close_terms(TODAY, seconds=60)["expired"] == 2
