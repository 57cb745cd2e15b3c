"""The life of a partnership: each act has a date, a reason and a person, and is kept.

An act changes the public record at once and leaves a waiting version waiting: what the act sets is set in that version too.
"""

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
from partnerships.models import BulkAct, Evidence, Partnership, StatusChange, Term
from partnerships.models.keeping import TermOutcome
from partnerships.models.partnerships import PartnershipStatus

RENEW, EXTEND, LET_END, CONFIRM, STATUS = (
    f"partnerships.{act}" for act in ("renew", "extend", "let_end", "confirm", "change_status")
)
"""The acts as they are named in Wagtail's log."""
_ENDED = (PartnershipStatus.ENDED, PartnershipStatus.EXPIRED)


class LifecycleError(Exception):
    """It cannot be done so; the message is for the person who asked."""


class StatusChangeError(LifecycleError):
    """The status cannot be changed so."""


def amend(partnership: Partnership, values: dict[str, Any], user: AbstractBaseUser | None) -> Partnership:
    """Set fields of a partnership and return it as it now is: a public one at once, a draft as a draft.

    A version that waits to be published gets the same values and goes on waiting. A user who may not publish is refused with
    Wagtail's PublishPermissionError; None stands for the system itself.
    """
    with transaction.atomic():
        current = Partnership.objects.select_for_update().get(pk=partnership.pk)
        waiting = current.get_latest_revision_as_object() if not current.live or current.has_unpublished_changes else None
        latest = current.latest_revision
        if current.live:
            _set(current, values)
            current.save_revision(user=user).publish(user=user)
        if waiting:
            _set(waiting, values)
            # The version remains its author's.
            revision = waiting.save_revision(user=latest.user if latest and current.live else user)
            if state := waiting.current_workflow_task_state:
                state.revision = revision
                state.save(update_fields=["revision"])
        return Partnership.objects.get(pk=partnership.pk)


def _set(version: Partnership, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(version, name, value)


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
    outside the vocabulary and for the status that it already has. A user who may not publish is refused with Wagtail's
    PublishPermissionError; None stands for the system itself.
    """
    if status not in PartnershipStatus.values:
        raise StatusChangeError(_("“%(status)s” is not a status.") % {"status": status})
    with transaction.atomic():
        current = Partnership.objects.select_for_update().get(pk=partnership.pk)
        version = current if current.live else current.get_latest_revision_as_object()
        if version.status == status and version.status_confirmed == confirmed:
            raise StatusChangeError(_("“%(title)s” already has this status.") % {"title": current})
        values = {"status": status, "status_since": date, "status_reason": reason, "status_note": note}
        values["status_confirmed"] = confirmed
        if confirmed and user:
            values["last_confirmed"] = datetime.date.today()
        amended = amend(current, values, user)
        log(
            amended,
            STATUS,
            user=user,
            data={"before": version.status, "status": status, "reason": reason, "date": str(date or "")},
        )
        if not amended.live:
            return None
        change = StatusChange.objects.filter(partnership=partnership).latest("pk")
        change.evidence, change.public, change.act = evidence, public, act
        change.save(update_fields=["evidence", "public", "act"])
        return change


def confirm(
    partnership: Partnership, user: AbstractBaseUser | None, date: datetime.date | None = None, reason: str = ""
) -> Partnership:
    """Keep that a person has checked on a day (today) that the record is still true."""
    day = date or datetime.date.today()
    if day > datetime.date.today():
        raise LifecycleError(_("A record cannot be confirmed on a day that is still to come."))
    with transaction.atomic():
        amended = amend(partnership, {"last_confirmed": day}, user)
        log(amended, CONFIRM, user=user, data={"date": day.isoformat(), "reason": reason})
    return amended


def renew(
    partnership: Partnership,
    ends: IncompleteDate | None,
    reason: str,
    user: AbstractBaseUser | None,
    *,
    signed: IncompleteDate | None = None,
    starts: IncompleteDate | None = None,
    evidence: Evidence | None = None,
    by_itself: bool = False,
) -> Term:
    """Begin a new term in the same record and return the one that it follows; a suspended or expired partnership is active again.

    `starts` defaults to the day after the old end. Raise LifecycleError when the new term would end before the old one.
    """
    outcome = TermOutcome.RENEWED_ITSELF if by_itself else TermOutcome.RENEWED
    with transaction.atomic():
        current = _locked(partnership)
        old_end: Any = current.ends
        if starts is None and old_end and old_end.precision == "day" and old_end.latest:
            starts = IncompleteDate.parse((old_end.latest + datetime.timedelta(days=1)).isoformat())
        _refuse_earlier(current, ends)
        term = _close_term(current, outcome, reason, user, evidence)
        values: dict[str, Any] = {"starts": starts or signed, "ends": ends}
        if signed:
            values["signed"] = signed
        if user:
            values["last_confirmed"] = datetime.date.today()
        amended = amend(current, values, user)
        log(amended, RENEW, user=user, data={"term": term.number + 1, "ends": str(ends or ""), "reason": reason})
        if amended.status in (*_ENDED, PartnershipStatus.SUSPENDED) and not by_itself:
            change_status(amended, PartnershipStatus.ACTIVE, starts or signed, reason, user, evidence)
    return term


def extend(
    partnership: Partnership, ends: IncompleteDate, reason: str, user: AbstractBaseUser | None, evidence: Evidence | None = None
) -> Term:
    """Move the end of the running term, and return how the term stood before."""
    with transaction.atomic():
        current = _locked(partnership)
        _refuse_earlier(current, ends)
        term = _close_term(current, TermOutcome.EXTENDED, reason, user, evidence)
        values: dict[str, Any] = {"ends": ends, **({"last_confirmed": datetime.date.today()} if user else {})}
        amended = amend(current, values, user)
        log(amended, EXTEND, user=user, data={"before": str(term.ends or ""), "ends": str(ends), "reason": reason})
        if amended.status == PartnershipStatus.EXPIRED:
            change_status(amended, PartnershipStatus.ACTIVE, None, reason, user, evidence)
    return term


def let_end(
    partnership: Partnership,
    date: IncompleteDate | None,
    reason: str,
    user: AbstractBaseUser | None,
    evidence: Evidence | None = None,
    note: str = "",
) -> StatusChange | None:
    """Decide that it ends: at once when the date (or the end date) has come, else when that day comes, and then as decided."""
    with transaction.atomic():
        current = _locked(partnership)
        end: Any = date or current.ends
        if end and end.earliest and end.earliest > datetime.date.today():
            amended = amend(current, {"ends": end, "renews_itself": False, "let_end": True}, user)
            log(amended, LET_END, user=user, data={"ends": str(end), "reason": reason})
            return None
        _close_term(current, TermOutcome.LET_END, reason, user, evidence)
        log(current, LET_END, user=user, data={"ends": str(end or ""), "reason": reason})
        return change_status(amend(current, {"ends": end}, user), PartnershipStatus.ENDED, end, reason, user, evidence, note=note)


def suspend(
    partnership: Partnership, date: IncompleteDate | None, reason: str, user: AbstractBaseUser | None, **more: Any
) -> StatusChange | None:
    """Halt it for now; see `change_status` for what else may be given."""
    if partnership.status in _ENDED:
        raise StatusChangeError(_("“%(title)s” has ended: renew it first.") % {"title": partnership})
    return change_status(partnership, PartnershipStatus.SUSPENDED, date, reason, user, **more)


def resume(
    partnership: Partnership, date: IncompleteDate | None, reason: str, user: AbstractBaseUser | None, **more: Any
) -> StatusChange | None:
    """Give a suspended partnership the status that it had before."""
    if partnership.status != PartnershipStatus.SUSPENDED:
        raise StatusChangeError(_("“%(title)s” is not suspended.") % {"title": partnership})
    last = StatusChange.objects.filter(partnership=partnership, status=PartnershipStatus.SUSPENDED).last()
    before = last.before if last and last.before else PartnershipStatus.ACTIVE
    return change_status(partnership, before, date, reason, user, **more)


def close_terms(today: datetime.date | None = None) -> dict[str, int]:
    """Do what the end days that have passed without a decision bring, and return how often: {"renewed", "ended", "expired"}.

    What renews by itself begins its next term; what was let end is ended; all else is expired, not confirmed. Safe to run at
    any time, twice, late, or by several workers at once: a record is done in a transaction of its own.
    """
    today = today or datetime.date.today()
    done = dict.fromkeys(("renewed", "ended", "expired"), 0)
    due = Partnership.objects.filter(live=True, status__in=terms.RUNNING, ends_on__lt=today)
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            partnership = due.select_for_update(skip_locked=True).filter(pk=pk).first()
            if partnership:
                done[_close(partnership, today)] += 1
    return done


def _close(partnership: Partnership, today: datetime.date) -> str:
    ends: Any = partnership.ends
    if partnership.renews_itself and partnership.renewal_months and partnership.status != PartnershipStatus.SUSPENDED:
        next_end = ends
        while next_end.latest < today:
            next_end = terms.renewed_end(next_end, partnership.renewal_months)
        renew(partnership, next_end, _("renewed by itself on the end day"), None, by_itself=True)
        return "renewed"
    if partnership.let_end:
        _close_term(partnership, TermOutcome.LET_END, "", None, None)
        change_status(partnership, PartnershipStatus.ENDED, ends, _("ended as decided"), None)
        return "ended"
    _close_term(partnership, TermOutcome.EXPIRED, "", None, None)
    change_status(partnership, PartnershipStatus.EXPIRED, ends, _("the end day passed without a decision"), None, confirmed=False)
    return "expired"


def _locked(partnership: Partnership) -> Partnership:
    """The row as it is, locked until the end of the transaction; a draft as its newest version has it."""
    current = Partnership.objects.select_for_update().get(pk=partnership.pk)
    return current if current.live else current.get_latest_revision_as_object()


def _refuse_earlier(current: Partnership, ends: IncompleteDate | None) -> None:
    before: Any = current.ends
    if ends and before and ends.latest and before.latest and ends.latest <= before.latest:
        raise LifecycleError(_("The new end must be after the old one, %(date)s.") % {"date": before.label})


def _close_term(
    current: Partnership, outcome: str, reason: str, user: AbstractBaseUser | None, evidence: Evidence | None
) -> Term:
    last = Term.objects.filter(partnership_id=current.pk).order_by("-number").first()
    return Term.objects.create(
        partnership_id=current.pk,
        number=last.number + 1 if last else 1,
        signed=current.signed,
        starts=current.starts,
        ends=current.ends,
        outcome=outcome,
        date=IncompleteDate.parse(datetime.date.today().isoformat()),
        reason=reason,
        evidence=evidence,
        made_by=user,
    )


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
        if row.status != row.last_status or row.status_confirmed != row.last_confirmed_status
    ]
    return StatusChange.objects.bulk_create(changes)


def keep_published_status(sender: type, instance: Partnership, revision: Any = None, **kwargs: object) -> None:
    """Receiver of Wagtail's signal that a partnership was published, by whichever way."""
    keep_statuses([instance], user=revision.user if revision else None)
