"""What the workers do for the register by the clock. The truth of what is done stands in PostgreSQL: a run too many does nothing."""

from __future__ import annotations

import logging
import time

from celery import Task, shared_task
from celery.signals import worker_ready
from django.db import transaction
from kombu.exceptions import KombuError, OperationalError

from partnerships import acts, interest, lifecycle, reminders, retention

log = logging.getLogger(__name__)

SECONDS_A_TURN = 60.0
"""How long a worker goes on before the next run takes over."""
SECONDS_AN_ACT = 5.0
"""How long a worker goes on with one act before others have a turn."""


@shared_task(ignore_result=True)
def close_terms() -> None:
    """Keeps what the end days that have passed bring."""
    begun = time.monotonic()
    done = lifecycle.close_terms(seconds=SECONDS_A_TURN)
    if any(done.values()):
        log.info("End days that have passed: %s", ", ".join(f"{number} {what}" for what, number in done.items() if number))
    if time.monotonic() - begun >= SECONDS_A_TURN and sum(done.values()) > done["failed"]:
        _publish(close_terms)


@shared_task(ignore_result=True)
def remind() -> None:
    """Sends the digest mails of the day that are due, and those that failed and may be tried again."""
    sent = reminders.send_due(seconds=SECONDS_A_TURN)
    if any(sent.values()):
        log.info("Digest mails: %s", ", ".join(f"{number} {what}" for what, number in sent.items() if number))


@shared_task(ignore_result=True)
def tell_of_interest() -> None:
    """Tells those who answer for opportunities of what visitors wrote."""
    sent = interest.send_notices(seconds=SECONDS_A_TURN)
    if any(sent.values()):
        log.info("Mails of interest: %s", ", ".join(f"{number} {what}" for what, number in sent.items() if number))


@shared_task(ignore_result=True)
def act_on_many() -> None:
    """Goes on with the acts on many partnerships that are ordered, and rings again while there is more."""
    stopped = [acts.carry_out(act, seconds=SECONDS_AN_ACT) for act in acts.unfinished()]
    if any(stopped):
        ring(act_on_many)


def ring(task: Task) -> None:
    """Calls a worker to a task once the transaction is committed; the beat rings again when the broker is away."""
    transaction.on_commit(lambda: _publish(task), robust=True)


def _publish(task: Task) -> None:
    try:
        task.apply_async(retry=False)
    except (OperationalError, KombuError, OSError) as error:
        log.warning("The broker cannot be reached, the next beat rings again: %s", error)


@shared_task(ignore_result=True)
def delete_personal_data() -> None:
    """Deletes what visitors wrote when it has been kept long enough."""
    done = retention.delete_personal_data(seconds=SECONDS_A_TURN)
    if any(done.values()):
        log.info("Personal data: %s", ", ".join(f"{number} {what}" for what, number in done.items() if number))


@worker_ready.connect
def begin(**_kwargs: object) -> None:
    """A worker that starts looks at once: the site may have been off for days."""
    for task in (close_terms, remind, tell_of_interest, act_on_many, delete_personal_data):
        _publish(task)
