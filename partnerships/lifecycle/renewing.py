"""Terms are renewed, extended, let end, and end by themselves."""

from __future__ import annotations

import datetime
import logging
import time
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from partnerships import terms
from partnerships.edtf import IncompleteDate
from partnerships.lifecycle.amending import LifecycleError, amend, locked
from partnerships.lifecycle.statuses import change_status
from partnerships.models import Evidence, Partnership, StatusChange, Term
from partnerships.models.keeping import TermOutcome
from partnerships.models.partnerships import PartnershipStatus

RENEW, EXTEND, LET_END, GO_ON = "partnerships.renew", "partnerships.extend", "partnerships.let_end", "partnerships.let_go_on"
"""The acts as they are named in Wagtail's log."""
_RESUMED = (PartnershipStatus.ENDED, PartnershipStatus.EXPIRED, PartnershipStatus.SUSPENDED)

logger = logging.getLogger(__name__)


def renew(
    partnership: Partnership,
    ends: IncompleteDate | None,
    reason: str,
    user: AbstractBaseUser | None,
    *,
    date: IncompleteDate | None = None,
    signed: IncompleteDate | None = None,
    starts: IncompleteDate | None = None,
    evidence: Evidence | None = None,
    note: str = "",
    public: bool = True,
) -> Term:
    """Begin a new term in the same record and return the one that it follows; what was suspended or is over is active again.

    `date` is the day of the decision (today). `starts` defaults to what follows the old end, then to the new signature. Raise
    LifecycleError when the new term would not end after the old one, or when there is no term to renew.
    """
    with transaction.atomic():
        current = locked(partnership)
        if current.status == PartnershipStatus.PROPOSED:
            raise LifecycleError(_("“%(title)s” is only proposed: there is nothing to renew yet.") % {"title": current})
        _refuse_earlier(current, ends)
        old_end: Any = current.ends
        starts = starts or terms.next_start(old_end) or signed
        why: dict[str, Any] = {"reason": reason, "evidence": evidence, "note": note, "public": public}
        term = _keep_term(current, TermOutcome.RENEWED, user, date=date, **why)
        values: dict[str, Any] = {"starts": starts, "ends": ends, "let_end": False, **_confirmed_by(user)}
        if signed:
            values["signed"] = signed
        amended = amend(current, values, user, proof=evidence)
        log(amended, RENEW, user=user, data=_data(why, term=term.number + 1, starts=str(starts or ""), ends=str(ends or "")))
        _resume(amended, _RESUMED, starts or date, user, why)
    return term


def extend(
    partnership: Partnership,
    ends: IncompleteDate,
    reason: str,
    user: AbstractBaseUser | None,
    evidence: Evidence | None = None,
    *,
    date: IncompleteDate | None = None,
    note: str = "",
    public: bool = True,
) -> Term:
    """Move the end of the running term, and return how the term stood before; what has expired is active again.

    Raise LifecycleError when the new end is not after the old one, or when nothing runs that could be extended.
    """
    with transaction.atomic():
        current = locked(partnership)
        if current.status not in (*terms.RUNNING, PartnershipStatus.EXPIRED):
            raise LifecycleError(_("“%(title)s” does not run: there is no term to extend.") % {"title": current})
        _refuse_earlier(current, ends)
        why: dict[str, Any] = {"reason": reason, "evidence": evidence, "note": note, "public": public}
        term = _keep_term(current, TermOutcome.EXTENDED, user, date=date, **why)
        amended = amend(current, {"ends": ends, "let_end": False, **_confirmed_by(user)}, user, proof=evidence)
        log(amended, EXTEND, user=user, data=_data(why, before=str(term.ends or ""), ends=str(ends)))
        _resume(amended, (PartnershipStatus.EXPIRED,), term.date, user, why)
    return term


def _resume(
    amended: Partnership, statuses: tuple[str, ...], since: Any, user: AbstractBaseUser | None, why: dict[str, Any]
) -> None:
    """Make it active again, unless the new end lies in the past as well: then it has rightly expired."""
    ends: Any = amended.ends
    end = terms.last_day(ends)
    if amended.status in statuses and not (end and end < datetime.date.today()):
        change_status(amended, PartnershipStatus.ACTIVE, since, user=user, **why)


def let_end(
    partnership: Partnership,
    date: IncompleteDate | None,
    reason: str,
    user: AbstractBaseUser | None,
    evidence: Evidence | None = None,
    note: str = "",
    *,
    decided: IncompleteDate | None = None,
    public: bool = True,
) -> StatusChange | None:
    """Decide that it ends on `date` (its end day): at once when that day has passed, else when it has, and then as decided.

    Return the change of status when it has ended. Raise LifecycleError when the day is not known, lies after the end day, or
    when nothing runs that could end.
    """
    with transaction.atomic():
        current = locked(partnership)
        if current.status not in terms.RUNNING and (current.status != PartnershipStatus.EXPIRED or current.status_confirmed):
            raise LifecycleError(_("“%(title)s” does not run: there is nothing to end.") % {"title": current})
        before: Any = current.ends
        end: Any = date or before
        if end is None or end.latest is None:
            raise LifecycleError(_("Say when it ends: no end day is known."))
        if before and before.latest and end.latest > before.latest:
            raise LifecycleError(_("That is after its end day, %(date)s: extend it instead.") % {"date": before.label})
        outcome = TermOutcome.LET_END if end == before else TermOutcome.ENDED
        is_ahead = end.latest >= datetime.date.today()
        values = {"ends": end, "renews_itself": False, "let_end": is_ahead, **_confirmed_by(user)}
        amended = amend(current, values, user, proof=evidence)
        why: dict[str, Any] = {"reason": reason, "evidence": evidence, "note": note, "public": public}
        _keep_term(amended, TermOutcome.LET_END if is_ahead else outcome, user, date=decided, **why)
        log(amended, LET_END, user=user, data=_data(why, before=str(before or ""), ends=str(end)))
        if is_ahead:
            return None
        return change_status(amended, PartnershipStatus.ENDED, end, user=user, **why)


def let_go_on(
    partnership: Partnership, reason: str, user: AbstractBaseUser | None, evidence: Evidence | None = None
) -> Partnership:
    """Take back the decision to let it end, and return it as it now is: its term runs on to the end day, and is to be decided.

    Whether it renews by itself is not taken back. Raise LifecycleError when nothing of the kind was decided.
    """
    with transaction.atomic():
        current = locked(partnership)
        if not current.let_end:
            raise LifecycleError(_("It was not decided to let “%(title)s” end.") % {"title": current})
        last = Term.objects.filter(partnership_id=current.pk).order_by("-number").first()
        if last and last.outcome == TermOutcome.LET_END and last.ends == current.ends:
            # The term has not ended; that it was to end stays in the log.
            last.delete()
        amended = amend(current, {"let_end": False, **_confirmed_by(user)}, user)
        log(amended, GO_ON, user=user, data={"reason": reason, "evidence": evidence.pk if evidence else None})
    return amended


def close_terms(today: datetime.date | None = None, seconds: float | None = None) -> dict[str, int]:
    """Do what the end days that have passed without a decision bring; return how often: {"renewed", "ended", "expired", "failed"}.

    What renews by itself begins its next term; what was let end is ended; all else is expired, not confirmed. Safe to run at
    any time, twice, late, or by several workers at once: a record is done in a transaction of its own, and one that fails does
    not hold up the others. After `seconds` no further record is begun.
    """
    today = today or datetime.date.today()
    until = time.monotonic() + seconds if seconds is not None else None
    done = dict.fromkeys(("renewed", "ended", "expired", "failed"), 0)
    due = Partnership.objects.filter(live=True, status__in=terms.RUNNING, ends_on__lt=today)
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        if until is not None and time.monotonic() >= until:
            break
        try:
            with transaction.atomic():
                partnership = due.select_for_update(skip_locked=True).filter(pk=pk).first()
                if partnership:
                    done[_close(partnership, today)] += 1
        except Exception:
            logger.exception("The end of partnership %s could not be kept", pk)
            done["failed"] += 1
    return done


def _close(partnership: Partnership, today: datetime.date) -> str:
    ends: Any = partnership.ends
    status, _is_confirmed = partnership.standing_on(today)
    if status not in terms.OVER:
        _renew_by_itself(partnership, today)
        return "renewed"
    if status == PartnershipStatus.ENDED:
        term = _keep_term(partnership, TermOutcome.LET_END, None)
        more: dict[str, Any] = {"note": term.note, "public": term.public}
        change_status(partnership, status, ends, term.reason or _("ended as decided"), None, term.evidence, **more)
        return "ended"
    _keep_term(partnership, TermOutcome.EXPIRED, None)
    change_status(partnership, status, ends, _("the end day passed without a decision"), None, confirmed=False)
    return "expired"


def _renew_by_itself(partnership: Partnership, today: datetime.date) -> None:
    """Each term that has passed since is kept, as if somebody had looked every day."""
    months = partnership.renewal_months or 0
    first_end: Any = partnership.ends
    number, passed = _last_number(partnership), 0
    starts: Any = partnership.starts
    ends = first_end
    terms_passed = []
    while ends.latest < today:
        passed += 1
        terms_passed.append(
            Term(
                partnership=partnership,
                number=number + passed,
                signed=partnership.signed,
                starts=starts,
                ends=ends,
                outcome=TermOutcome.RENEWED_ITSELF,
                date=ends,
            )
        )
        starts, ends = terms.next_start(ends), terms.renewed_end(first_end, months * passed)
    Term.objects.bulk_create(terms_passed)
    amended = amend(partnership, {"starts": starts, "ends": ends}, None)
    reason = _("renewed by itself on the end day")
    log(amended, RENEW, user=None, data={"term": number + passed + 1, "starts": str(starts), "ends": str(ends), "reason": reason})


def _refuse_earlier(current: Partnership, ends: IncompleteDate | None) -> None:
    before: Any = current.ends
    if ends and before and ends.latest and before.latest and ends.latest <= before.latest:
        raise LifecycleError(_("The new end must be after the old one, %(date)s.") % {"date": before.label})


def _confirmed_by(user: AbstractBaseUser | None) -> dict[str, Any]:
    return {"last_confirmed": datetime.date.today()} if user else {}


def _data(why: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What the log keeps of an act on a term."""
    return more | why | {"evidence": why["evidence"].pk if why["evidence"] else None}


def _last_number(partnership: Partnership) -> int:
    return Term.objects.filter(partnership_id=partnership.pk).order_by("-number").values_list("number", flat=True).first() or 0


def _keep_term(current: Partnership, outcome: str, user: AbstractBaseUser | None, **decision: Any) -> Term:
    """Keep how the running term ended; a decision takes the place of what the end day or an earlier decision said of it."""
    term: Any
    period = {"signed": current.signed, "starts": current.starts, "ends": current.ends}
    last = Term.objects.filter(partnership_id=current.pk).order_by("-number").first()
    if last and {name: getattr(last, name) for name in period} == period:
        if not decision or current.status == PartnershipStatus.ENDED:
            return last
        term = last
    else:
        term = Term(partnership_id=current.pk, number=last.number + 1 if last else 1, **period)
    term.outcome, term.made_by = outcome, user
    for name, value in decision.items():
        setattr(term, name, value)
    term.date = term.date or IncompleteDate.parse(datetime.date.today().isoformat())
    term.save()
    return term
