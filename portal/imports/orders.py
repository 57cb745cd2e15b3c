"""How workers carry out what is ordered: a step at a time, each in one transaction, tried three times at most."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.imports import locks
from portal.imports.models import Order
from portal.imports.telling import NOTHING, told

log = logging.getLogger(__name__)

TRIES = 3
State = Order.State
_STANDING = ("state", "attempts", "message", "finished_at")


def step(orders: QuerySet[Any], lock: int, carry_on: Callable[[Any], bool]) -> bool:
    """One step of the first of the running orders that nobody works on; False when there is none.

    `carry_on` does and saves it for an order that is held, and tells whether there was anything to do. `lock` is the kind of lock
    that keeps others from the same order.
    """
    for pk in list(orders.order_by("pk").values_list("pk", flat=True)[:20]):
        # From before the try is counted until after the work, over two transactions: who does not work counts nothing.
        with locks.held(lock, pk) as is_ours:
            if is_ours and (first := _count(orders.model, pk)):
                if first.state == State.RUNNING:
                    _try(orders, first, carry_on)
                return True
    return False


def next_articles(order: Any, number: int) -> list[int]:
    """The next of the articles that an order is about, of which it says how many are done: not its whole list, which may be long."""
    key = f"articles__{order.done}_{order.done + number}"
    return type(order).objects.values_list(key, flat=True).get(pk=order.pk) or []


def is_waiting(orders: QuerySet[Any]) -> bool:
    """Whether one of the running orders waits that nobody is carrying out at this moment."""
    with transaction.atomic():
        return orders.select_for_update(skip_locked=True).exists()


def _count(model: type[Any], pk: int) -> Any | None:
    """The order with its try counted and committed, or given up after the last; None when somebody has ended it meanwhile."""
    with transaction.atomic():
        running = model.objects.select_for_update(skip_locked=True).filter(pk=pk, state=State.RUNNING)
        first = running.only(*_STANDING).first()
        if first is None:
            return None
        if first.attempts >= TRIES:
            first.state, first.finished_at = State.FAILED, timezone.now()
            first.message = first.message or told("It stopped the worker %(n)d times, so it was given up.") % {"n": TRIES}
        else:
            first.attempts += 1
        first.save(update_fields=_STANDING)
    return first


def _try(orders: QuerySet[Any], first: Any, carry_on: Callable[[Any], bool]) -> None:
    try:
        with transaction.atomic():
            held = orders.select_for_update(skip_locked=True, of=("self",)).select_related("user")
            current = held.filter(pk=first.pk, state=State.RUNNING).first()
            if current is None:
                return
            if not carry_on(current):
                current.state, current.finished_at = State.DONE, timezone.now()
            current.attempts, current.message = 0, NOTHING
            current.save(update_fields=_STANDING)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Order %s %s could not be carried out", type(first).__name__, first.pk)
        message = told("An unexpected error: %(error)s") % {"error": str(error)[:500]}
        type(first).objects.filter(pk=first.pk).update(message=message)
