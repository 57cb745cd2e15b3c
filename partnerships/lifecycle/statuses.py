"""A status comes by an act, and the act is kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from partnerships import terms
from partnerships.edtf import IncompleteDate
from partnerships.lifecycle.amending import LifecycleError, StatusChangeError, amend, locked
from partnerships.models import BulkAct, Evidence, Partnership, StatusChange
from partnerships.models.partnerships import PartnershipStatus

CONFIRM, STATUS = "partnerships.confirm", "partnerships.change_status"
"""The acts as they are named in Wagtail's log."""
ENDED = (PartnershipStatus.ENDED, PartnershipStatus.EXPIRED)


def change_status(
    partnership: Partnership,
    status: str,
    date: IncompleteDate | None,
    reason: str,
    user: AbstractBaseUser | None,
    evidence: Evidence | None = None,
    *,
    note: str = "",
    public: bool = True,
    confirmed: bool = True,
    act: BulkAct | None = None,
) -> StatusChange | None:
    """Give a partnership a status and return the change that was kept; None for a draft, whose history begins when it is published.

    `reason` is for the office, `note` for visitors, who read it where the change is `public`. Raise StatusChangeError for a status
    outside the vocabulary, for the status that it already has, and for one in which it runs when its end day has passed. A user who
    may not publish is refused with Wagtail's PublishPermissionError; None stands for the system itself. An `act` on many writes one
    entry of the log for all, and is nobody's word that this record was looked at: it is not confirmed by it.
    """
    if status not in PartnershipStatus.values:
        raise StatusChangeError(_("“%(status)s” is not a status.") % {"status": status})
    with transaction.atomic():
        current = Partnership.objects.select_for_update().get(pk=partnership.pk)
        version = current if current.live else current.get_latest_revision_as_object()
        if version.status == status and (version.status_confirmed == confirmed or status != PartnershipStatus.EXPIRED):
            raise StatusChangeError(_("“%(title)s” already has this status.") % {"title": current})
        _refuse_over(version, status)
        values: dict[str, Any] = {"status": status, "status_since": date, "status_reason": reason, "status_note": note}
        values["status_confirmed"] = confirmed
        if confirmed and user and act is None:
            values["last_confirmed"] = datetime.date.today()
        amended = amend(current, values, user, proof=evidence, logged=act is None)
        if act is None:
            data = {"before": version.status, "status": status, "date": str(date or ""), "reason": reason}
            data |= {"note": note, "public": public, "confirmed": confirmed, "evidence": evidence.pk if evidence else None}
            log(amended, STATUS, user=user, data=data)
        if not amended.live:
            return None
        change = StatusChange.objects.filter(partnership=partnership).latest("pk")
        change.evidence, change.public, change.act = evidence, public, act
        change.save(update_fields=["evidence", "public", "act"])
        return change


def _refuse_over(version: Partnership, status: str) -> None:
    last: Any = version.ends
    day = terms.last_day(last)
    if status in terms.RUNNING and day and day < datetime.date.today():
        message = _("The end day of “%(title)s”, %(date)s, has passed: renew or extend it, or correct the end day.")
        raise StatusChangeError(message % {"title": version, "date": last.label})


def suspend(
    partnership: Partnership, date: IncompleteDate | None, reason: str, user: AbstractBaseUser | None, **more: Any
) -> StatusChange | None:
    """Halt it for now; see `change_status` for what else may be given."""
    with transaction.atomic():
        current = Partnership.objects.select_for_update().get(pk=partnership.pk)
        if current.status in ENDED:
            raise StatusChangeError(_("“%(title)s” has ended: renew it first.") % {"title": current})
        return change_status(current, PartnershipStatus.SUSPENDED, date, reason, user, **more)


def resume(
    partnership: Partnership, date: IncompleteDate | None, reason: str, user: AbstractBaseUser | None, **more: Any
) -> StatusChange | None:
    """Give a suspended partnership the status that it had before."""
    with transaction.atomic():
        current = Partnership.objects.select_for_update().get(pk=partnership.pk)
        if current.status != PartnershipStatus.SUSPENDED:
            raise StatusChangeError(_("“%(title)s” is not suspended.") % {"title": current})
        last = StatusChange.objects.filter(partnership=current, status=PartnershipStatus.SUSPENDED).last()
        before = last.before if last and last.before else PartnershipStatus.ACTIVE
        return change_status(current, before, date, reason, user, **more)


def confirm(
    partnership: Partnership,
    user: AbstractBaseUser | None,
    date: datetime.date | None = None,
    reason: str = "",
    evidence: Evidence | None = None,
) -> Partnership:
    """Keep that a person has checked on a day (today) that a public record is still true, and return it as it now is.

    Raise LifecycleError for a day to come, for one before the last confirmation, and for a record that has ended or expired.
    """
    today = datetime.date.today()
    day = date or today
    if day > today:
        raise LifecycleError(_("A record cannot be confirmed on a day that is still to come."))
    with transaction.atomic():
        current = locked(partnership)
        if current.standing[0] in ENDED:
            message = _("“%(title)s” is over: renew it, extend it, or change its status.")
            raise LifecycleError(message % {"title": current})
        if current.last_confirmed and day < current.last_confirmed:
            raise LifecycleError(_("It was confirmed on a later day already: %(day)s.") % {"day": current.last_confirmed})
        amended = amend(current, {"last_confirmed": day}, user, proof=evidence)
        data = {"date": day.isoformat(), "reason": reason, "evidence": evidence.pk if evidence else None}
        log(amended, CONFIRM, user=user, data=data)
    return amended


def keep_statuses(partnerships: Iterable[Partnership], user: Any = None) -> list[StatusChange]:
    """Write the change of each public partnership whose status is not the last one in its history; return what was written."""
    pks = [partnership.pk for partnership in partnerships]
    last = StatusChange.objects.filter(partnership=OuterRef("pk")).order_by("-pk")
    rows = Partnership.objects.filter(pk__in=pks, live=True).annotate(
        last_status=Subquery(last.values("status")[:1]), last_confirmed_status=Subquery(last.values("confirmed")[:1])
    )
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
        if row.status != row.last_status or _is_decided_otherwise(row)
    ]
    return StatusChange.objects.bulk_create(changes)


def _is_decided_otherwise(row: Any) -> bool:
    return bool(row.status == PartnershipStatus.EXPIRED and row.status_confirmed != row.last_confirmed_status)


def keep_published_status(sender: type, instance: Partnership, revision: Any = None, **kwargs: object) -> None:
    """Receiver of Wagtail's signal that a partnership was published, by whichever way."""
    keep_statuses([instance], user=revision.user if revision else None)
