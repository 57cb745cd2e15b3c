"""Orders to take an import back or to bring it back: rows that workers carry out, some items at a time."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Coalesce

from portal.imports import locks, orders, redo, undo
from portal.imports.models import Batch, Change, Item, Undo

TOGETHER = 20
"""How many items are taken back in one transaction: what a crash can undo of the work."""
MOST_FORESEEN = 200
"""Of how many articles a person or a program is told at once what taking them back would do."""
Act = Undo.Act
Fate = Change.Fate
State = Undo.State


def order(batch: Batch, act: str, *, user: AbstractUser | None) -> Undo:
    """Asks for the batch to be taken back or brought back; the order that runs already, if one does. Ring the bell afterwards."""
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=batch.pk)
        running = batch.undos.filter(state=State.RUNNING).first()
        return running or batch.undos.create(act=act, user=user)


def work(*, seconds: float) -> bool:
    """Carries out what is ordered until the time is over; True when there is more. Any number of processes may do so at once."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not _step(Undo.objects.filter(state=State.RUNNING)):
            return False
    return True


def carry_out(order: Undo) -> None:
    """Carries out one order here and now; together with any worker that does the same."""
    mine = Undo.objects.filter(pk=order.pk, state=State.RUNNING)
    while mine.exists():
        if not _step(mine):
            time.sleep(0.2)
    order.refresh_from_db()


def is_waiting() -> bool:
    """Whether an order waits that nobody is carrying out at this moment."""
    return orders.is_waiting(Undo.objects.filter(state=State.RUNNING))


def report(batch: Batch, part: slice = undo.ALL) -> undo.Report:
    """What taking the batch back has done so far; of each list `part`."""
    done = Change.objects.filter(item__batch=batch).select_related("content_type").defer("after", "snapshot").order_by("-pk")

    def listed(fate: str) -> undo.Listed:
        chosen = done.filter(fate=fate)
        return undo.Listed(chosen.count(), [undo.line_of(change, change.reason) for change in chosen[part]])

    items = batch.items.filter(state=Item.State.UNDONE).count()
    return undo.Report(items, listed(Fate.REMOVED), listed(Fate.RESTORED), listed(Fate.KEPT))


def preview(batch: Batch, most: int | None = None, part: slice = undo.ALL) -> undo.Report:
    """What taking the batch back would do now; nothing is written. Of each list `part`.

    With `most`, of only so many articles, the last applied ones: they go first, and what they made nothing earlier uses.
    """
    return undo.preview(list(_applied(batch).defer("reading", "traceback")[:most]), part)


def _applied(batch: Batch) -> QuerySet[Item]:
    """What was applied last comes first."""
    return batch.items.filter(state=Item.State.APPLIED).annotate(at=Coalesce(Max("changes"), 0)).order_by("-at")


def _step(running: QuerySet[Undo]) -> bool:
    return orders.step(running, locks.ORDERS, _carry_on)


def _carry_on(order: Undo) -> bool:
    # After a failure one at a time: as much as possible is done before it comes again.
    items, order.cursor = _next(order, TOGETHER if order.attempts == 1 else 1)
    if items and order.act == Act.TAKE_BACK:
        undo.take_back(items, user=order.user)
    elif items:
        redo.bring_back(items, user=order.user)
    order.save(update_fields=["cursor"])
    return bool(items)


def _next(order: Undo, number: int) -> tuple[Sequence[Item], int]:
    """The items to go on with, locked: taken back in the reverse of the order in which they were applied, brought back in it."""
    if order.act == Act.TAKE_BACK:
        chosen = list(_applied(order.batch).values_list("pk", "at")[:number])
    else:
        undone = order.batch.items.filter(state=Item.State.UNDONE).annotate(at=Coalesce(Min("changes"), 0))
        chosen = list(undone.filter(at__gt=order.cursor).order_by("at").values_list("pk", "at")[:number])
    held = Item.objects.select_for_update(of=("self",)).select_related("batch").defer("reading", "traceback")
    items = {item.pk: item for item in held.filter(pk__in=[pk for pk, _at in chosen])}
    return [items[pk] for pk, _at in chosen if pk in items], chosen[-1][1] if chosen else order.cursor
