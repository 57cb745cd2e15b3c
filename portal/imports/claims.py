"""Who works on which item: claims that last a moment, tries that are counted before the work, rows that are held while it lasts."""

from __future__ import annotations

import datetime
import logging
import traceback
from collections.abc import Iterator, Sequence

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from portal.imports.models import Item
from portal.imports.telling import Told, told

log = logging.getLogger(__name__)

State = Item.State
TRIES = 3
TO_DO = (State.WAITING, State.APPLYING)
REST = datetime.timedelta(seconds=2)
"""How long a claim is good before its worker has locked the row, and how long a failed try rests. By the database's clock."""
IDLE = datetime.timedelta(seconds=3)
READ_TOGETHER = 4
"""How many items are claimed to be read: while what was found in one is written, the reader has the next."""
APPLIED_TOGETHER = 50
"""How many items become pages in one transaction."""
_IMPORTS_WITH_WORK = """
WITH RECURSIVE found (batch) AS (
    (SELECT batch_id FROM imports_item WHERE state = %(state)s AND state IN ('waiting', 'applying') ORDER BY batch_id LIMIT 1)
    UNION ALL
    SELECT (
        SELECT batch_id FROM imports_item
        WHERE state = %(state)s AND state IN ('waiting', 'applying') AND batch_id > found.batch ORDER BY batch_id LIMIT 1
    ) FROM found WHERE found.batch IS NOT NULL
)
SELECT b.id FROM found JOIN imports_batch b ON b.id = found.batch WHERE b.state <> 'paused' ORDER BY b.id
"""
# One step in the index for each import, however many of its items wait.


def is_waiting() -> bool:
    """Whether items wait that nobody has begun with lately."""
    work = [items for state in TO_DO for items in _imports_with(state)]
    return any(_free(items).exists() for items in work) and not any(
        items.filter(claimed_at__gt=Now() - IDLE).exists() for items in work
    )


def is_held(items: QuerySet[Item]) -> bool:
    """Whether somebody works on one of the items at this moment, however long ago it was begun: then its row is locked."""
    begun = items.filter(state__in=TO_DO, claimed_at__isnull=False)
    with transaction.atomic():
        free = list(begun.select_for_update(skip_locked=True, no_key=True).order_by().values_list("pk", flat=True))
    return begun.exclude(pk__in=free).exists()


def _imports_with(state: str) -> Iterator[QuerySet[Item]]:
    """The items in this state, of one import after the other; what is paused is not even looked at."""
    with connection.cursor() as cursor:
        cursor.execute(_IMPORTS_WITH_WORK, {"state": state})
        batches = [batch for (batch,) in cursor.fetchall()]
    for batch in batches:
        yield Item.objects.filter(batch=batch, state=state, state__in=TO_DO)


def _free(items: QuerySet[Item]) -> QuerySet[Item]:
    """Those that nobody works on."""
    return items.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=Now() - REST)).order_by("pk")


def claim(state: str) -> list[Item]:
    """The first items in this state that nobody works on, kept from others for a moment; a try costs only what is begun with.

    A killer is given up in the end. What has been tried before goes alone, so that it harms no other.
    """
    for items in _imports_with(state):
        while first := _claim_of(_free(items), READ_TOGETHER if state == State.WAITING else APPLIED_TOGETHER):
            if first[0].attempts < TRIES:
                return first
    return []


def _claim_of(free: QuerySet[Item], together: int) -> list[Item]:
    """The same of one import. What was tried too often is given up, and given as it was."""
    with transaction.atomic():
        free = free.annotate(now=Now()).select_for_update(skip_locked=True).defer("reading", "traceback")
        first = free.first()
        if first is None:
            return []
        if first.attempts >= TRIES:
            _give_up(first)
            return [first]
        alike = free.filter(bulk=first.bulk_id, pk__gt=first.pk, attempts=0)
        # A new version needs the page that it changes to be there; the network makes nobody wait but its own item.
        alike = alike.exclude(likeness_decision=Item.Likeness.VERSION).exclude(document=None)
        is_alone = first.attempts or first.likeness_decision == Item.Likeness.VERSION or not first.document_id
        items: list[Item] = [first] if is_alone else [first, *alike[: together - 1]]
        Item.objects.filter(pk__in=[item.pk for item in items]).update(claimed_at=first.now)
        for item in items:
            item.claimed_at = first.now
    return items


def _give_up(item: Item) -> None:
    if item.state == State.APPLYING:
        # It has been read: nothing is lost, a person takes over.
        item.state, item.message = State.READY, item.message or told("It could not be applied by itself. Please review it.")
        item.bulk = None
    else:
        item.state = State.FAILED
        item.message = item.message or told("Reading it stopped the worker %(n)d times, so it was given up.") % {"n": TRIES}
    item.save(update_fields=["state", "message", "bulk", "updated_at"])


def begin(claimed: Sequence[Item]) -> list[Item]:
    """Those of the claimed items that are still claimed by us, their try counted and committed: the work on them follows at once."""
    with transaction.atomic():
        same = Item.objects.select_for_update(no_key=True).order_by("pk")
        same = same.filter(pk__in=[item.pk for item in claimed], state=claimed[0].state, attempts=claimed[0].attempts)
        ours = set(same.filter(claimed_at=claimed[0].claimed_at).values_list("pk", flat=True))
        Item.objects.filter(pk__in=ours).update(attempts=F("attempts") + 1, claimed_at=Now())
    begun = [item for item in claimed if item.pk in ours]
    for item in begun:
        item.attempts += 1
    return begun


def hold(claimed: Sequence[Item]) -> QuerySet[Item]:
    """The items that are still as we began them, their rows held until the transaction ends.

    Whoever holds a row works on it; when the process dies, PostgreSQL lets go of it at once. One that only looks for work,
    or that names the row as an original, may have it for an instant: passing over it would cost a try for nothing.
    """
    return (
        Item.objects.select_for_update(no_key=True, of=("self",))
        .select_related("batch__user", "document", "bulk__user")
        .defer("document__content", "traceback", "bulk__articles")
        .filter(pk__in=[item.pk for item in claimed], state=claimed[0].state, attempts=claimed[0].attempts)
        .order_by("pk")
    )


def prolong(claimed: Item, seconds: float = 0) -> bool:
    """Lets the claim last as long as somebody else may take to answer; False when the item is not as we began it."""
    same = Item.objects.filter(pk=claimed.pk, state=claimed.state, attempts=claimed.attempts)
    return bool(same.update(claimed_at=Now() + datetime.timedelta(seconds=seconds)))


def note_unexpected(item: Item) -> None:
    """Keeps the trace of the error that is being handled, which is ours to repair; the item is tried again, or given up."""
    log.exception("Item %s could not be worked on", item.pk)
    note_failure(item, traceback.format_exc(), told("An unexpected error; the administrator finds its trace with this item."))


def note_failure(item: Item, trace: str, message: Told) -> None:
    """Keeps why a try failed; after the last one `message` is what a person is told."""
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=item.pk)
        if locked.state != item.state:
            return
        locked.traceback = trace.replace("\0", "")
        if locked.attempts >= TRIES:
            locked.message = message
            _give_up(locked)
        locked.save(update_fields=["traceback", "updated_at"])
