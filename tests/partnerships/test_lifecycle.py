"""A status comes by an act, and the act is kept."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from wagtail.actions.publish_revision import PublishPermissionError

from partnerships.edtf import IncompleteDate
from partnerships.lifecycle import StatusChangeError, change_status, keep_statuses
from partnerships.models import Evidence, FacetRow, Partnership, StatusChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return get_user_model().objects.create(username="ada", is_superuser=True)


@pytest.fixture
def partnership() -> Partnership:
    made = Partnership.objects.create(title="Ferry line", status="signed")
    made.save_revision().publish()
    return Partnership.objects.get(pk=made.pk)


def test_the_act_is_kept_with_all_that_belongs_to_it(partnership: Partnership, user) -> None:
    evidence = Evidence.objects.create(record=partnership, field="status", note="known to the editors")
    change = change_status(partnership, "suspended", IncompleteDate.parse("2022-03"), "The port is closed", user, evidence)
    assert change is not None
    assert (change.before, change.status, change.made_by, change.evidence) == ("signed", "suspended", user, evidence)
    assert change.label == "Suspended, March 2022 (The port is closed)"
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


def test_a_waiting_version_is_not_published_along(partnership: Partnership, user) -> None:
    partnership.title = "Not yet for everyone"
    partnership.save_revision()
    with pytest.raises(StatusChangeError, match="has unpublished changes"):
        change_status(partnership, "active", None, "", user)
    assert Partnership.objects.get().status == "signed"


def test_the_history_of_a_draft_begins_when_it_is_published(user) -> None:
    draft = Partnership.objects.create(title="Ferry line", status="proposed", live=False)
    assert change_status(draft, "signed", None, "", user) is None
    assert not StatusChange.objects.exists()
    Partnership.objects.get().latest_revision.publish(user=user)
    assert [(row.before, row.status) for row in StatusChange.objects.all()] == [("", "signed")]


def test_rows_written_in_bulk_get_their_history(django_assert_num_queries) -> None:
    Partnership.objects.bulk_create(Partnership(title=f"Line {number}", status="active") for number in range(5))
    rows = list(Partnership.objects.all())
    with django_assert_num_queries(2):
        assert len(keep_statuses(rows)) == 5
    assert keep_statuses(rows) == []


def test_the_database_knows_the_vocabulary(partnership: Partnership) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.update(status="dormant")
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChange.objects.create(partnership=partnership, before="signed", status="signed")
