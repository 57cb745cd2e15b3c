"""Items of which it is decided what is made of them, made into pages and records some at a time."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from portal.imports import bulk, claims, drafting, review
from portal.imports.models import Item
from portal.imports.telling import NOTHING, told

log = logging.getLogger(__name__)
State = Item.State


def apply_claimed(claimed: Sequence[Item]) -> None:
    """Makes the pages of items that were claimed together, in one transaction: all of them or none."""
    begun = claims.begin(claimed)
    if not begun:
        return
    try:
        with transaction.atomic():
            _apply_items(list(claims.hold(begun)))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(begun) > 1:
            # Each comes again alone, and the one that is at fault says so.
            log.exception("Items %s to %s could not be applied together", begun[0].pk, begun[-1].pk)
        else:
            claims.note_unexpected(begun[0])


def _apply_items(items: Sequence[Item]) -> None:
    """Applies held items of one batch, or of one order to accept in bulk: what is sure in them."""
    if not items:
        return
    job = items[0].bulk
    user = job.user if job else items[0].batch.user
    may_publish = bulk.may_publish(job) if job else user is None or drafting.may_publish(user)
    if not job:
        prefetch_related_objects(items, review.SUGGESTIONS)
    chosen = [(item, bulk.carry_out(item) if job else review.choose(item, only_sure=True)) for item in items]
    work = [(item, choices) for item, choices in chosen if choices is not None]
    for (item, _choices), outcome in zip(work, drafting.apply_together(work, user=user, publish=may_publish), strict=True):
        if isinstance(outcome, drafting.CannotApply):
            item.state, item.message = State.READY, outcome.words
            continue
        note_applied(item, outcome)
        if not may_publish and not job:
            item.message = told("Kept as a draft: who started the import may not publish any more.")
    for item in items:
        item.updated_at = timezone.now()
    Item.objects.bulk_update(items, ["state", "page", "message", "left_out", "bulk", "version", "updated_at"])


def note_applied(item: Item, outcome: drafting.Outcome) -> None:
    item.state, item.page, item.message = State.APPLIED, outcome.page, NOTHING
    item.left_out = [[label, reason.as_json()] for label, reason in outcome.left_out]
