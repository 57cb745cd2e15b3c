"""The only door of the import desk. Rows in PostgreSQL are the truth; whoever calls `process` does what they ask for."""

from __future__ import annotations

import itertools
import json
import tempfile
import time
from collections.abc import Iterable
from typing import IO

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.extraction.types import KnownName
from portal.imports import (
    applying,
    bulk,
    claims,
    drafting,
    looking,
    matching,
    reading,
    reversing,
    review,
    undo,
    unpacking,
)
from portal.imports.containers import Source, Unopened
from portal.imports.models import Batch, Item, Undo, Upload
from portal.imports.telling import NOTHING, Told

State = Item.State
_STORED_AT_ONCE = 100
_ITEMS_AT_ONCE = 500
_NOTES_IN_MEMORY = 1024 * 1024
_BYTES_AT_ONCE = 20 * 1024 * 1024


# --- start


def start(sources: Iterable[Source | Unopened], *, title: str, user: AbstractUser | None = None, publish: bool = False) -> Batch:
    """A batch with an item for every source, the refused ones among them; all of it is committed when this returns.

    What holds several documents is kept as it is, for a worker to open. `sources` is read one by one, so a generator keeps a
    folder from being whole in memory. Without a title the batch is named after what it holds. Ring the bell afterwards
    (`tasks.ring`). Raises PermissionDenied when `user` asks to publish and may not, ValueError when there is no source at all.
    """
    _check_rights(user, publish)
    # What is to become of each source waits on disk: half a million files must not be half a million objects.
    with tempfile.SpooledTemporaryFile(max_size=_NOTES_IN_MEMORY, mode="w+", encoding="utf-8") as notes:
        number, first, uploads = _store(sources, user, notes)
        if not number:
            raise ValueError("An import needs at least one source.")
        notes.seek(0)
        with transaction.atomic():
            batch = Batch.objects.create(title=(title or _title(number, first))[:255], user=user, publish=publish)
            _add_items(batch, notes)
            Upload.objects.filter(pk__in=uploads).update(batch=batch)
    finish(batch.pk)
    batch.refresh_from_db()
    return batch


def prepare(files: Iterable[tuple[Unopened, bool]], *, title: str, user: AbstractUser, publish: bool = False) -> Batch:
    """A batch that waits for its person to look at it first: everything is kept, nothing is opened until `begin`.

    `files` is what was brought, each with whether it is one document whatever its name looks like. Raises PermissionDenied as `start` does.
    """
    _check_rights(user, publish)
    with transaction.atomic():
        uploads = [unpacking.keep(file, user, is_document=is_document) for file, is_document in files]
        title = title or _title(len(uploads), uploads[0].name)
        batch = Batch.objects.create(title=title[:255], user=user, publish=publish, state=Batch.State.PREPARED)
        Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).update(batch=batch)
    return batch


def begin(batch: Batch) -> bool:
    """Lets a prepared batch run; False when it does already. Ring the bell afterwards."""
    prepared = Batch.objects.filter(pk=batch.pk, state=Batch.State.PREPARED)
    return bool(prepared.update(state=Batch.State.RUNNING, preview=None))


def discard(batch: Batch) -> bool:
    """Forgets a prepared batch and what was brought for it; False when it runs already."""
    return bool(unpacking.drop(Batch.objects.filter(pk=batch.pk, state=Batch.State.PREPARED)))


def _check_rights(user: AbstractUser | None, publish: bool) -> None:
    if publish and user and not drafting.may_publish(user):
        raise PermissionDenied(_("You may import, but not publish."))


def _title(number: int, first: str) -> str:
    return first if number == 1 else ngettext("%(n)d document", "%(n)d documents", number) % {"n": number}


def _add_items(batch: Batch, notes: IO[str]) -> None:
    position = 0
    while lines := list(itertools.islice(notes, _ITEMS_AT_ONCE)):
        items = []
        for line in lines:
            name, message, state, document, address = json.loads(line)
            item = Item(
                batch=batch, position=position, name=Told.of(name), message=Told.of(message), state=state, address=address
            )
            item.document_id = document
            items.append(item)
            position += 1
        Item.objects.bulk_create(items)


def _store(sources: Iterable[Source | Unopened], user: AbstractUser | None, notes: IO[str]) -> tuple[int, str, list[int]]:
    """Stores the documents, a few at a time, and notes a line for each; gives their number, the first one's name, and the uploads.

    Each group is committed by itself: a start that is cut short leaves bytes that the next one finds by their hash, nothing else.
    """
    number, first, size = 0, "", 0
    uploads: list[int] = []
    group: list[Source] = []
    for source in sources:
        number += 1
        if isinstance(source, Unopened):
            first = first or source.name
            uploads.append(unpacking.keep(source, user).pk)
            continue
        first = first or str(source.called)
        size += len(source.data or b"")
        group.append(source)
        if len(group) == _STORED_AT_ONCE or size >= _BYTES_AT_ONCE:
            _store_group(group, user, notes)
            group, size = [], 0
    _store_group(group, user, notes)
    return number, first, uploads


def _store_group(group: list[Source], user: AbstractUser | None, notes: IO[str]) -> None:
    for item in unpacking.store(group, user):
        notes.write(json.dumps([item.name.as_json(), item.message.as_json(), item.state, item.document_id, item.address]) + "\n")


# --- process


def process(*, seconds: float = 5.0) -> bool:
    """Carries out what is ordered, opens what holds several documents, then reads item by item, until nothing waits or the time is over; True when there is more.

    Any number of processes may do so at once. What is cut short at any point is done again, at most three times.
    """
    ends = time.monotonic() + seconds
    # A person waits for what is to be found out.
    if looking.work(seconds=seconds) or reversing.work(seconds=seconds) or bulk.work(seconds=seconds):
        return True
    unpacking.work()
    known: tuple[KnownName, ...] | None = None
    # What has been read is applied first, and then whenever enough of it has come together.
    read_since = claims.APPLIED_TOGETHER
    while time.monotonic() < ends:
        items = claims.claim(State.APPLYING) if read_since >= claims.APPLIED_TOGETHER else []
        items = items or claims.claim(State.WAITING) or claims.claim(State.APPLYING)
        if not items:
            if unpacking.work():
                continue
            finish()
            return False
        if items[0].state == State.APPLYING:
            read_since = 0
            applying.apply_claimed(items)
        else:
            read_since += len(items)
            known = matching.read_known_names() if known is None else known
            reading.read_claimed(items, known)
        finish(items[0].batch_id)
    return True


def is_waiting() -> bool:
    """Whether something waits that nobody has begun with lately: the sweep rings for them."""
    return any(room.is_waiting() for room in (unpacking, looking, reversing, bulk, claims))


def is_worked_on(batch: Batch) -> bool:
    """Whether somebody works on an item of the batch at this moment, if slowly."""
    return claims.is_held(batch.items.all())


def finish(batch_id: int | None = None) -> None:
    """Marks a batch (or every one) finished that has nothing left to do."""
    running = Batch.objects.filter(state=Batch.State.RUNNING)
    if batch_id is not None:
        running = running.filter(pk=batch_id)
    left = Item.objects.filter(batch=OuterRef("pk"), state__in=claims.TO_DO)
    unopened = Upload.objects.filter(batch=OuterRef("pk"), opened_at__isnull=True)
    running.filter(~Exists(left), ~Exists(unopened)).update(state=Batch.State.FINISHED, finished_at=Now())


def counts(batch: Batch) -> dict[str, int]:
    """The number of items in each state that occurs, in the order of the states."""
    return counts_of([batch]).get(batch.pk, {})


def counts_of(batches: Iterable[Batch]) -> dict[int, dict[str, int]]:
    """The same for several batches in one query, by their keys."""
    rows = Item.objects.filter(batch__in=[batch.pk for batch in batches]).order_by().values_list("batch", "state")
    found: dict[int, dict[str, int]] = {}
    for batch_id, state, number in rows.annotate(n=Count("pk")):
        found.setdefault(batch_id, {})[state] = number
    return {pk: {state: states[state] for state in State.values if state in states} for pk, states in found.items()}


def left_of(counts: dict[str, int]) -> int:
    """How many of the counted items workers have still to do something with."""
    return sum(counts.get(state, 0) for state in claims.TO_DO)


# --- what people do


def retry(batch: Batch, items: Iterable[Item] | None = None) -> int:
    """Lets failed and cancelled items (or those of them in `items`) wait again; gives their number. Ring the bell afterwards."""
    again = retryable(batch)
    if items is not None:
        again = again.filter(pk__in=[item.pk for item in items])
    with transaction.atomic():
        number = again.update(
            state=State.WAITING, attempts=0, claimed_at=None, message=NOTHING, traceback="", updated_at=timezone.now()
        )
        if number or batch.uploads.filter(opened_at__isnull=True).exists():
            Batch.go_on([batch.pk])
    return number


def retryable(batch: Batch) -> QuerySet[Item]:
    """The items of which something can be read again: not what was refused before it was stored."""
    stopped = batch.items.filter(state__in=(State.FAILED, State.CANCELLED))
    return stopped.filter(Q(document__isnull=False) | ~Q(address=""))


def pause(batch: Batch) -> bool:
    """Lets nobody begin with more of the batch until it is resumed; what a worker has begun it finishes. False when nothing runs."""
    return bool(Batch.objects.filter(pk=batch.pk, state=Batch.State.RUNNING).update(state=Batch.State.PAUSED))


def resume(batch: Batch) -> bool:
    """Lets a paused batch go on; False when it is not paused. Ring the bell afterwards."""
    return bool(Batch.objects.filter(pk=batch.pk, state=Batch.State.PAUSED).update(state=Batch.State.RUNNING))


def cancel(batch: Batch) -> int:
    """Stops what has not begun; what is read stays for review. Gives the number of items that were stopped."""
    with transaction.atomic():
        # A worker that holds an item finishes it: waiting for it would hold up the person for as long as the document is.
        idle = batch.items.select_for_update(skip_locked=True).values("pk")
        waiting = Item.objects.filter(pk__in=idle.filter(state=State.WAITING))
        applying = Item.objects.filter(pk__in=idle.filter(state=State.APPLYING))
        number = waiting.update(state=State.CANCELLED, updated_at=timezone.now())
        number += applying.update(state=State.READY, bulk=None, updated_at=timezone.now())
        going = (Batch.State.RUNNING, Batch.State.PAUSED)
        Batch.objects.filter(pk=batch.pk, state__in=going).update(state=Batch.State.CANCELLED, finished_at=Now())
    return number


def apply(item: Item, *, user: AbstractUser, version: int, publish: bool = False) -> drafting.Outcome:
    """Makes the page and the records of what a person has accepted, as drafts or published.

    Raises PermissionDenied, `review.Conflict` when the item is no longer what the person saw, `drafting.CannotApply`
    when something that an article needs is missing.
    """
    if publish and not drafting.may_publish(user):
        raise PermissionDenied(_("You may apply as a draft, but not publish."))
    with transaction.atomic():
        locked = review.lock(item, version)
        if locked.resembles:
            raise review.Conflict(_("Say first how it stands to the article that it resembles."))
        outcome = drafting.apply(locked, review.choose(locked), user=user, publish=publish)
        applying.note_applied(locked, outcome)
        locked.version += 1
        locked.save()
    return outcome


def take_back(batch: Batch, *, user: AbstractUser | None = None, preview: bool = False) -> undo.Report:
    """Removes what the batch made and nobody has changed or uses since; with `preview`, only says what it would do.

    All of it before it returns; `order_undo` leaves it to the workers.
    """
    if preview:
        return reversing.preview(batch)
    reversing.carry_out(order_undo(batch, user=user))
    return reversing.report(batch)


def tell_undo(batch: Batch, part: slice) -> tuple[bool, undo.Report]:
    """What there is to say of taking it back, and of each list `part`: what that would do, of the articles that go first (True), while
    something of it is applied and nothing is taking it back; else what it has done (False)."""
    is_running = batch.undos.filter(state=Undo.State.RUNNING).exists()
    if not is_running and batch.items.filter(state=State.APPLIED).exists():
        return True, reversing.preview(batch, reversing.MOST_FORESEEN, part)
    return False, reversing.report(batch, part)


def order_undo(batch: Batch, *, user: AbstractUser | None = None) -> Undo:
    """The same by the workers: an order whose state can be looked at. Ring the bell afterwards."""
    return reversing.order(batch, Undo.Act.TAKE_BACK, user=user)


def bring_back(batch: Batch, *, user: AbstractUser | None = None) -> Undo:
    """Brings back what was taken back, with the same identifiers, before it returns; gives the order that was carried out."""
    order = order_redo(batch, user=user)
    reversing.carry_out(order)
    return order


def order_redo(batch: Batch, *, user: AbstractUser | None = None) -> Undo:
    """The same by the workers. Ring the bell afterwards."""
    return reversing.order(batch, Undo.Act.BRING_BACK, user=user)
