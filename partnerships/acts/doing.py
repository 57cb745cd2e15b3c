"""An act on many partnerships, and taking it back, carried out row by row."""

from __future__ import annotations

import logging
import time
from collections import Counter
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.db import OperationalError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.log_actions import log

from partnerships import lifecycle
from partnerships.acts.ordering import changed_since, is_locked, may_order, refusal, with_sector
from partnerships.lifecycle import LifecycleError
from partnerships.models import BulkAct, BulkActRow, Evidence, Partnership, Sector, StatusChange, refreshed_together
from partnerships.models.keeping import ActKind, ActOutcome, ActState

ACTED, TAKEN_BACK = "partnerships.act_on_many", "partnerships.take_back_act"
"""The acts as they are named in Wagtail's log: one entry each, for all partnerships together."""
CHUNK = 20
"""How many partnerships are done in one transaction."""

logger = logging.getLogger(__name__)


def carry_out(act_id: int, seconds: float | None = None) -> bool:
    """Do what waits of an act, or of taking it back; after `seconds` no further chunk is begun. Return whether it stopped for that.

    Safe to run at any time, twice, and by several workers at once.
    """
    until = time.monotonic() + seconds if seconds is not None else None
    while _do_chunk(act_id):
        if until is not None and time.monotonic() >= until:
            return not _finish(act_id)
    _finish(act_id)
    return False


def unfinished() -> list[int]:
    """The ids of the acts that wait for a worker."""
    waiting = BulkAct.objects.filter(state__in=(ActState.WAITING, ActState.UNDOING))
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def progress(act: BulkAct) -> dict[str, int]:
    """How many partnerships have each outcome; all outcomes are there."""
    counts = Counter(dict(act.rows.order_by().values_list("outcome").annotate(number=Count("pk"))))
    return {outcome: counts[outcome] for outcome in ActOutcome.values}


def entries_for(partnership_id: int) -> QuerySet[BulkAct]:
    """The acts that have done something to a partnership, also those that are taken back."""
    done = (ActOutcome.DONE, ActOutcome.UNDONE, ActOutcome.KEPT)
    return BulkAct.objects.filter(rows__partnership=partnership_id, rows__outcome__in=done)


def _do_chunk(act_id: int) -> int:
    with refreshed_together():
        act = BulkAct.objects.select_related("made_by", "undone_by").get(pk=act_id)
        if act.state not in (ActState.WAITING, ActState.UNDOING):
            return 0
        do, wanted, failed = (
            (_do, ActOutcome.WAITING, ActOutcome.LEFT_OUT)
            if act.state == ActState.WAITING
            else (_take_back, ActOutcome.DONE, ActOutcome.KEPT)
        )
        rows = list(act.rows.select_for_update(skip_locked=True).filter(outcome=wanted).order_by("partnership_id", "pk")[:CHUNK])
        for row in rows:
            try:
                with transaction.atomic():
                    row.why = do(act, row)
            except OperationalError:
                raise  # the database is away or two workers wait for each other: the whole chunk is done again
            except (LifecycleError, PublishPermissionError) as error:
                row.why = str(error)[:255]
            except Exception:
                logger.exception("Act %s could not be carried out on partnership %s", act.pk, row.partnership_id)
                row.why = "failed"
            row.outcome = failed if row.why else ActOutcome.DONE if wanted == ActOutcome.WAITING else ActOutcome.UNDONE
            row.save(update_fields=["outcome", "why", "before", "after"])
        return len(rows)


def _do(act: BulkAct, row: BulkActRow) -> str:
    """Carry out the act on one partnership; return why not, "" when it is done."""
    current = _current(row)
    if current is None:
        return "deleted"
    user = act.made_by
    if not may_order(user):
        return "forbidden"
    if is_locked(current, user):
        return "locked"
    version = _newest(current)
    if why := refusal(act, version, current.pk in with_sector(act, current.pk)):
        return why
    if act.kind == ActKind.STATUS:
        row.before = {"status": version.status, "confirmed": version.status_confirmed}
        date: Any = act.date
        source = act.values.get("source")
        # What an act taken back leaves of it says the value of the act, and is marked when that is no longer the record's.
        proof = Evidence.objects.create(record=current, field="status", decided_by=user, **source) if source else None
        change = lifecycle.change_status(current, act.values["status"], date, act.reason, user, proof, note=act.note, act=act)
        row.after = {"status": act.values["status"], "change": change.pk if change else None}
    elif act.kind == ActKind.OWNER:
        row.before, row.after = {"owner": version.owner_id}, {"owner": act.values["owner"]}
        lifecycle.amend(current, {"owner_id": act.values["owner"]}, user, logged=False)
    else:
        row.before, row.after = {}, {"sector": act.values["sector"]}
        lifecycle.amend(current, {"sectors": _with(act.values["sector"])}, user, logged=False)
    return ""


def _take_back(act: BulkAct, row: BulkActRow) -> str:
    """Give one partnership the value back that it had; return why not: what somebody has changed since is theirs."""
    current = _current(row)
    if current is None:
        return "deleted"
    user = act.undone_by
    if not may_order(user):
        return "forbidden"
    if is_locked(current, user):
        return "locked"
    last = StatusChange.objects.filter(partnership=current).order_by("-pk").values_list("pk", flat=True).first()
    if why := changed_since(act, row, _newest(current), last):
        return why
    if act.kind == ActKind.STATUS:
        before, date = row.before, cast(Any, act.undone_date)
        more: dict[str, Any] = {"note": act.undone_note, "confirmed": before["confirmed"], "act": act}
        lifecycle.change_status(current, before["status"], date, act.undone_reason, user, **more)
    elif act.kind == ActKind.OWNER:
        owner = get_user_model().objects.filter(pk=row.before["owner"]).values_list("pk", flat=True).first()
        lifecycle.amend(current, {"owner_id": owner}, user, logged=False)
    else:
        lifecycle.amend(current, {"sectors": _without(row.after["sector"])}, user, logged=False)
    return ""


def _current(row: BulkActRow) -> Partnership | None:
    return Partnership.objects.select_for_update().filter(pk=row.partnership_id).first()


def _newest(current: Partnership) -> Any:
    return current if current.live else current.get_latest_revision_as_object()


def _with(sector: int) -> Any:
    return lambda version: [*version.sectors.all(), Sector.objects.get(pk=sector)]


def _without(sector: int) -> Any:
    return lambda version: [one for one in version.sectors.all() if one.pk != sector]


@transaction.atomic
def _finish(act_id: int) -> bool:
    """Close what is done, with its entry in the log; return whether it is."""
    act = BulkAct.objects.select_for_update().get(pk=act_id)
    wanted = {ActState.WAITING: ActOutcome.WAITING, ActState.UNDOING: ActOutcome.DONE}.get(ActState(act.state))
    if wanted is None:
        return True
    if act.rows.filter(outcome=wanted).exists():
        return False
    numbers, data = progress(act), {"kind": act.kind, "values": act.values}
    if act.state == ActState.WAITING:
        act.state = ActState.DONE
        data |= {"reason": act.reason, "done": numbers[ActOutcome.DONE], "left": numbers[ActOutcome.LEFT_OUT]}
        log(act, ACTED, user=act.made_by, title=str(act), data=data)
    else:
        act.state, act.undone_at = ActState.UNDONE, timezone.now()
        data |= {"reason": act.undone_reason, "done": numbers[ActOutcome.UNDONE], "left": numbers[ActOutcome.KEPT]}
        log(act, TAKEN_BACK, user=act.undone_by, title=str(act), data=data)
    act.save(update_fields=["state", "undone_at"])
    return True
