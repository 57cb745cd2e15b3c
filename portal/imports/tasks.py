"""The doorbell: a message says only that there is work; what the work is stands in PostgreSQL."""

from __future__ import annotations

import logging
import time

from celery import Task, shared_task
from django.db import transaction
from kombu.exceptions import KombuError, OperationalError

from portal.imports import looking, report_card, services, subscriptions, unpacking
from portal.imports.fetching import is_allowed

log = logging.getLogger(__name__)

SECONDS_A_TURN = 5.0
"""How long a worker goes on before it rings again and lets others have a turn."""
CALLS = 4
"""How many workers are called to new work."""
SWEPT_SECONDS = 1.0
"""How long a sweep is good for."""


@shared_task(ignore_result=True)
def work() -> None:
    """A turn of work, and another ring when there is more."""
    if services.process(seconds=SECONDS_A_TURN):
        ring(calls=1)


_swept_at = float("-inf")


@shared_task(ignore_result=True)
def sweep() -> None:
    """Rings for what waits unheard, and closes what is done: after a crash, or when a message was lost."""
    global _swept_at
    # When workers come back after a long time, thousands of sweeps wait for them: one is enough.
    if time.monotonic() - _swept_at < SWEPT_SECONDS:
        return
    services.finish()
    if services.is_waiting():
        ring()
    if report_card.is_waiting():
        ring_report()
    _swept_at = time.monotonic()


@shared_task(ignore_result=True)
def score_gold() -> None:
    """Reads the test articles again, if that is ordered."""
    report_card.work()


@shared_task(ignore_result=True)
def poll_feeds() -> None:
    """Looks at the feeds whose time has come."""
    if is_allowed() and subscriptions.poll_due():
        ring()


@shared_task(ignore_result=True)
def tidy() -> None:
    """Drops what was brought and never started, and previews that are old."""
    unpacking.forget()
    looking.forget()


def ring(calls: int = CALLS) -> None:
    """Calls workers once the transaction is committed. A broker that is away is no error: the sweep rings again."""
    transaction.on_commit(lambda: _publish(work, calls), robust=True)


def ring_report() -> None:
    """Calls a worker for the report card, in the same way."""
    transaction.on_commit(lambda: _publish(score_gold, 1), robust=True)


def _publish(task: Task, calls: int) -> None:
    try:
        for _call in range(calls):
            task.apply_async(retry=False)
    except (OperationalError, KombuError, OSError) as error:
        log.warning("The broker cannot be reached, the work waits for the sweep: %s", error)
