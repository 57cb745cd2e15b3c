"""What an act on many partnerships, or taking it back, would do; and ordering it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import WorkflowState

from partnerships import terms
from partnerships.edtf import IncompleteDate
from partnerships.models import BulkAct, BulkActRow, Partnership, StatusChange
from partnerships.models.keeping import ActKind, ActOutcome, ActState
from partnerships.models.partnerships import PartnershipStatus

PUBLISH = "partnerships.publish_partnership"
_EXAMPLES = 10

WHY = {
    "same": gettext_lazy("it is so already"),
    "over": gettext_lazy("it has ended: renew it first"),
    "end-passed": gettext_lazy("its end day has passed: renew or extend it first"),
    "locked": gettext_lazy("it is locked or waits for its hour or for moderation"),
    "forbidden": gettext_lazy("whoever ordered it may not publish"),
    "stopped": gettext_lazy("the act was stopped before its turn"),
    "deleted": gettext_lazy("it is deleted"),
    "changed": gettext_lazy("it was changed since"),
    "failed": gettext_lazy("something went wrong; the log of the server says what"),
}
"""Why a partnership is left out of an act, or kept as it is when the act is taken back."""


class ActError(Exception):
    """It cannot be done so; the message is for the person who asked."""


@dataclass(slots=True)
class Preview:
    """What an act, or taking it back, would do: how many would change, and who is left out and why."""

    titles: list[str] = field(default_factory=list)
    """Of all that would change, in the order of their titles."""
    pks: list[int] = field(default_factory=list)
    """Their ids."""
    drafts: int = 0
    """How many of these are not public."""
    left: dict[str, list[str]] = field(default_factory=dict)
    """Reason -> titles of those that stay as they are."""

    @property
    def total(self) -> int:
        return len(self.titles) + sum(map(len, self.left.values()))

    @property
    def mark(self) -> str:
        """Another one for every other choice of partnerships that would change."""
        return hashlib.sha256(str(sorted(self.pks)).encode()).hexdigest()[:16]

    @property
    def examples(self) -> list[str]:
        return self.titles[:_EXAMPLES]

    def add(self, partnership: Partnership) -> None:
        self.titles.append(partnership.title)
        self.pks.append(partnership.pk)
        self.drafts += not partnership.live

    def leave(self, title: str, why: str) -> None:
        self.left.setdefault(why_in_words(why), []).append(title)


def why_in_words(why: str) -> str:
    """A reason for people; what came from an error is its message already."""
    return str(WHY.get(why, why))


def what_in_words(kind: str, values: dict[str, Any]) -> str:
    """What an act sets, for people: "Status set to Suspended"."""
    label = values.get("label") or _("nobody")
    if kind == ActKind.STATUS:
        return _("Status set to %(value)s") % {"value": PartnershipStatus(values["status"]).label}
    return (_("Owner set to %(value)s") if kind == ActKind.OWNER else _("Sector added: %(value)s")) % {"value": label}


def preview(act: BulkAct, partnerships: QuerySet[Any]) -> Preview:
    """What `order` would do with the same arguments; nothing is written. `act` need not be saved."""
    found = Preview()
    for partnership, why in _judged(act, act.made_by, partnerships):
        if why:
            found.leave(partnership.title, why)
        else:
            found.add(partnership)
    return found


@transaction.atomic
def order(act: BulkAct, partnerships: QuerySet[Any]) -> BulkAct:
    """Save the act with a row for each of the partnerships; the workers do the rest (see `carry_out`).

    Raise ActError when it would change nothing.
    """
    act.state = ActState.WAITING
    act.save()
    rows = [
        BulkActRow(
            act=act,
            partnership_id=partnership.pk,
            title=partnership.title,
            outcome=ActOutcome.LEFT_OUT if why else ActOutcome.WAITING,
            why=why,
        )
        for partnership, why in _judged(act, act.made_by, partnerships)
    ]
    if not any(row.outcome == ActOutcome.WAITING for row in rows):
        raise ActError(_("Nothing would change: every one of them is left out."))
    BulkActRow.objects.bulk_create(rows, batch_size=1000)
    return act


_JUDGED_BY = (
    *("pk", "title", "live", "status", "status_confirmed", "ends", "ends_on", "renews_itself", "renewal_months", "let_end"),
    *("owner", "locked", "locked_by", "latest_revision"),
)


def _judged(act: BulkAct, user: Any, partnerships: QuerySet[Any]) -> Iterator[tuple[Partnership, str]]:
    """Each partnership with the reason why it is left out, "" when it is not; a few queries for any number."""
    rows = Partnership.objects.filter(pk__in=partnerships.order_by().values("pk")).only(*_JUDGED_BY).order_by("sort_key", "pk")
    may_act, intricate = may_order(user), _with_intricate_locks()
    having = with_sector(act)
    for row in rows.iterator(chunk_size=2000):
        if not may_act:
            yield row, "forbidden"
        elif (row.locked or row.pk in intricate) and is_locked(row, user):
            yield row, "locked"
        else:
            yield row, refusal(act, row, row.pk in having)


def _with_intricate_locks() -> set[int]:
    """The ids of the partnerships whose lock takes queries of their own to find out: in moderation, or waiting for their hour."""
    states = WorkflowState.objects.active().filter(base_content_type=ContentType.objects.get_for_model(Partnership))
    scheduled = Partnership.objects.filter(_revisions__approved_go_live_at__isnull=False).order_by()
    return {int(pk) for pk in states.values_list("object_id", flat=True)} | set(scheduled.values_list("pk", flat=True))


def with_sector(act: BulkAct, pk: int | None = None) -> set[int]:
    """The ids of the partnerships that have the sector of the act; with `pk` only of that one."""
    if act.kind != ActKind.SECTOR:
        return set()
    found = Partnership.sectors.through.objects.filter(sector_id=act.values["sector"])
    return set((found.filter(partnership_id=pk) if pk else found).values_list("partnership_id", flat=True))


def may_order(user: Any) -> bool:
    """Whether a person may act on many: what is changed is public at once."""
    return bool(user and user.is_active and user.has_perm(PUBLISH))


def is_locked(partnership: Partnership, user: Any) -> bool:
    lock = partnership.get_lock()
    return bool(lock and lock.for_user(user))


def refusal(act: BulkAct, partnership: Partnership, has_sector: bool) -> str:
    if act.kind == ActKind.SECTOR:
        return "same" if has_sector else ""
    if act.kind == ActKind.OWNER:
        return "same" if partnership.owner_id == act.values["owner"] else ""
    status, (standing, _confirmed) = act.values["status"], partnership.standing
    if standing in terms.OVER and status == PartnershipStatus.SUSPENDED:
        return "over"
    if status == partnership.status and (partnership.status_confirmed or status != PartnershipStatus.EXPIRED):
        return "same"
    end = partnership.ends_on
    return "end-passed" if status in terms.RUNNING and end and end < datetime.date.today() else ""


def changed_since(act: BulkAct, row: BulkActRow, version: Any, last_change: int | None) -> str:
    """Why the value is not the act's to take back any more, "" while it is; that other values were edited does not matter.

    `last_change` is the id of the newest change of its status.
    """
    if act.kind == ActKind.OWNER:
        return "" if version.owner_id == row.after["owner"] else "changed"
    if act.kind == ActKind.SECTOR:
        return "" if any(sector.pk == row.after["sector"] for sector in version.sectors.all()) else "changed"
    if version.status == row.after["status"] and row.after["change"] in (None, last_change):
        has_passed = version.ends_on and version.ends_on < datetime.date.today()
        return "end-passed" if has_passed and row.before["status"] in terms.RUNNING else ""
    status = PartnershipStatus(version.status).label
    since: Any = version.status_since
    return _("its status has changed since: %(status)s") % {"status": f"{status}, {since.label}" if since else status}


def preview_taking_back(act: BulkAct, user: Any) -> Preview:
    """What `take_back` would do; nothing is written."""
    found, intricate = Preview(), _with_intricate_locks()
    changes = StatusChange.objects.filter(partnership__act_rows__act=act).order_by("partnership", "-pk").distinct("partnership")
    last_changes = dict(changes.values_list("partnership", "pk"))
    done = act.rows.filter(outcome=ActOutcome.DONE).select_related("partnership")
    for row in done.prefetch_related("partnership__sectors").order_by("title", "pk"):
        partnership = row.partnership
        if partnership is None:
            why = "deleted"
        elif not may_order(user):
            why = "forbidden"
        elif (partnership.locked or partnership.pk in intricate) and is_locked(partnership, user):
            why = "locked"
        else:
            why = changed_since(act, row, partnership, last_changes.get(partnership.pk))
        if why:
            found.leave(row.title, why)
        elif partnership:
            found.add(partnership)
    return found


@transaction.atomic
def take_back(act: BulkAct, user: Any, reason: str, *, date: IncompleteDate | None = None, note: str = "") -> BulkAct:
    """Order that every partnership gets back what it had before the act; the workers do it (see `carry_out`).

    `date` is since when (today). One that waits for its turn is stopped. Raise ActError when it is taken back already.
    """
    act = BulkAct.objects.select_for_update().get(pk=act.pk)
    if act.state not in (ActState.WAITING, ActState.DONE):
        raise ActError(_("It is taken back already."))
    act.rows.filter(outcome=ActOutcome.WAITING).update(outcome=ActOutcome.LEFT_OUT, why="stopped")
    today = IncompleteDate.parse(datetime.date.today().isoformat())
    act.state, act.undone_by, act.undone_reason = ActState.UNDOING, user, reason
    act.undone_date, act.undone_note = date or today, note
    act.save()
    return act
