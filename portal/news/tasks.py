"""What the workers do for pages and records by the clock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from celery import shared_task
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def publish_scheduled() -> None:
    """Publishes what was to go live by now, and takes down what was to expire; a run too many does nothing.

    As Wagtail's command of this name does, but one that cannot be published does not hold up those behind it.
    """
    for what, act in _due():
        try:
            with transaction.atomic():
                act()
        except Exception:
            log.exception("What was scheduled could not be done: %s", what)


def _due() -> Iterator[tuple[str, Callable[[], Any]]]:
    now = timezone.now()
    kept_in_drafts = (model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page))
    for model in (Page, *kept_in_drafts):
        for row in model._default_manager.filter(live=True, expire_at__lt=now).order_by("expire_at"):
            yield f"expiry of {row}", lambda row=row: row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        yield f"version {revision.pk}", lambda revision=revision: revision.publish(log_action="wagtail.publish.scheduled")
