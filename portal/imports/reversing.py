"""Orders to take an import back or to bring it back: rows that workers carry out, some items at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from django.contrib.auth.models import AbstractUser
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.imports import locks, redo, undo
from portal.imports.models import Batch, Change, Item, Undo

log = logging.getLogger(__name__)

TOGETHER = 20
"""How many items are taken back in one transaction: what a crash can undo of the work."""
TRIES = 3
Act = Undo.Act
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
    with transaction.atomic():
        return Undo.objects.filter(state=State.RUNNING).select_for_update(skip_locked=True).exists()


def report(batch: Batch) -> undo.Report:
    """What taking the batch back has done so far."""
    done = undo.Report(items=batch.items.filter(state=Item.State.UNDONE).count())
    for change in Change.objects.filter(item__batch=batch).exclude(fate="").order_by("-pk"):
        done.add(change.fate, undo.label_of(change), change.reason)
    return done


def preview(batch: Batch) -> undo.Report:
    """What taking the batch back would do now; nothing is written."""
    return undo.preview(list(batch.items.filter(state=Item.State.APPLIED).defer("reading", "traceback")))


def _step(orders: QuerySet[Undo]) -> bool:
    """Some items of the first order that nobody works on, in one transaction; False when there is none."""
    for pk in list(orders.order_by("pk").values_list("pk", flat=True)[:20]):
        # From before the try is counted until after the work, over two transactions: who does not work counts nothing.
        with locks.held(locks.ORDERS, pk) as is_mine:
            if is_mine and (first := _count(pk)):
                if first.state == State.RUNNING:
                    _try(first)
                return True
    return False


def _count(pk: int) -> Undo | None:
    """The order with its try counted and committed, or given up after the last; None when somebody has ended it meanwhile."""
    with transaction.atomic():
        first = Undo.objects.select_for_update(skip_locked=True).filter(pk=pk, state=State.RUNNING).first()
        if first is None:
            return None
        if first.attempts >= TRIES:
            first.state, first.finished_at = State.FAILED, timezone.now()
            first.message = first.message or _("It stopped the worker %(n)d times, so it was given up.") % {"n": TRIES}
        else:
            first.attempts += 1
        first.save()
    return first


def _try(first: Undo) -> None:
    try:
        with transaction.atomic():
            held = Undo.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user", "batch")
            current = held.filter(pk=first.pk, state=State.RUNNING).first()
            if current:
                _carry_on(current)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Order %s could not be carried out", first.pk)
        Undo.objects.filter(pk=first.pk).update(message=_("An unexpected error: %(error)s") % {"error": str(error)[:500]})


def _carry_on(order: Undo) -> None:
    # After a failure one at a time: as much as possible is done before it comes again.
    items, order.cursor = _next(order, TOGETHER if order.attempts == 1 else 1)
    if not items:
        order.state, order.finished_at = State.DONE, timezone.now()
    elif order.act == Act.TAKE_BACK:
        undo.take_back(items, user=order.user)
    else:
        redo.bring_back(items, user=order.user)
    order.attempts, order.message = 0, ""
    order.save()


def _next(order: Undo, number: int) -> tuple[Sequence[Item], int]:
    """The items to go on with, locked: taken back in the reverse of the order in which they were applied, brought back in it."""
    if order.act == Act.TAKE_BACK:
        applied = order.batch.items.filter(state=Item.State.APPLIED).annotate(at=Coalesce(Max("changes"), 0)).order_by("-at")
        chosen = list(applied.values_list("pk", "at")[:number])
    else:
        undone = order.batch.items.filter(state=Item.State.UNDONE).annotate(at=Coalesce(Min("changes"), 0))
        chosen = list(undone.filter(at__gt=order.cursor).order_by("at").values_list("pk", "at")[:number])
    held = Item.objects.select_for_update(of=("self",)).select_related("batch").defer("reading", "traceback")
    items = {item.pk: item for item in held.filter(pk__in=[pk for pk, _at in chosen])}
    return [items[pk] for pk, _at in chosen if pk in items], chosen[-1][1] if chosen else order.cursor
