"""What the workers do for pages and records by the clock."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command


@shared_task(ignore_result=True)
def publish_scheduled() -> None:
    """Publishes what was to go live by now, and takes down what was to expire; a run too many does nothing."""
    call_command("publish_scheduled", verbosity=0)
