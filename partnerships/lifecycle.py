"""How a partnership comes to a status: by an act with a date, a reason and a person, each of which is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from partnerships.edtf import IncompleteDate
from partnerships.models import Evidence, Partnership, StatusChange
from partnerships.models.partnerships import PartnershipStatus


class StatusChangeError(Exception):
    """The status cannot be changed so; the message is for the person who asked."""


def change_status(
    partnership: Partnership,
    status: str,
    date: IncompleteDate | None,
    reason: str,
    user: AbstractBaseUser | None,
    evidence: Evidence | None = None,
) -> StatusChange | None:
    """Give a partnership a status and return the change that was kept; None for a draft, whose history begins when it is published.

    Raise StatusChangeError for a status outside the vocabulary, for the status that it already has, and while an unpublished
    version waits, since publishing the change would publish that version too. A user who may not publish is refused with
    Wagtail's PublishPermissionError; None stands for the system itself.
    """
    if status not in PartnershipStatus.values:
        raise StatusChangeError(_("“%(status)s” is not a status.") % {"status": status})
    with transaction.atomic():
        current = Partnership.objects.select_for_update().get(pk=partnership.pk)
        if current.live and current.has_unpublished_changes:
            raise StatusChangeError(_("“%(title)s” has unpublished changes: publish or drop them first.") % {"title": current})
        version = current if current.live else current.get_latest_revision_as_object()
        if version.status == status:
            raise StatusChangeError(_("“%(title)s” already has this status.") % {"title": current})
        version.status, version.status_since, version.status_reason = status, date, reason
        revision = version.save_revision(user=user, log_action=True)
        if not current.live:
            return None
        revision.publish(user=user)
        change = StatusChange.objects.filter(partnership=partnership).latest("pk")
        if evidence:
            change.evidence = evidence
            change.save(update_fields=["evidence"])
        return change


def keep_statuses(partnerships: Iterable[Partnership], user: Any = None) -> list[StatusChange]:
    """Write the change of each public partnership whose status is not the last one in its history; return what was written."""
    pks = [partnership.pk for partnership in partnerships]
    last = StatusChange.objects.filter(partnership=OuterRef("pk")).order_by("-pk").values("status")[:1]
    rows = Partnership.objects.filter(pk__in=pks, live=True).annotate(last_status=Subquery(last))
    changes = [
        StatusChange(
            partnership=row,
            before=row.last_status or "",
            status=row.status,
            date=row.status_since,
            reason=row.status_reason,
            note=row.status_note,
            confirmed=row.status_confirmed,
            made_by=user,
        )
        for row in rows
        if row.status != row.last_status
    ]
    return StatusChange.objects.bulk_create(changes)


def keep_published_status(sender: type, instance: Partnership, revision: Any = None, **kwargs: object) -> None:
    """Receiver of Wagtail's signal that a partnership was published, by whichever way."""
    keep_statuses([instance], user=revision.user if revision else None)
