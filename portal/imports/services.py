"""The only door of the import desk. Rows in PostgreSQL are the truth; whoever calls `process` does what they ask for."""

from __future__ import annotations

import datetime
import itertools
import json
import logging
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Document
from portal.extraction.sandbox import ReaderUnavailable, Sandbox
from portal.extraction.types import Extraction, ExtractionError, KnownName
from portal.imports import (
    bulk,
    drafting,
    duplicates,
    fetching,
    matching,
    pages,
    resemblance,
    reversing,
    review,
    second_reader,
    standing,
    suggestions,
    undo,
    unpacking,
)
from portal.imports.containers import Source, Unopened
from portal.imports.fetching import NotFetched
from portal.imports.models import Batch, Item, Suggestion, Undo, Upload

log = logging.getLogger(__name__)

State = Item.State
TRIES = 3
TO_DO = (State.WAITING, State.APPLYING)
REST = datetime.timedelta(seconds=2)
"""How long a claim is good before its worker has locked the row, and how long a failed try rests. By the database's clock."""
IDLE = datetime.timedelta(seconds=3)
_STORED_AT_ONCE = 100
READ_TOGETHER = 4
"""How many items are claimed to be read: while what was found in one is written, the reader has the next."""
APPLIED_TOGETHER = 50
"""How many items become pages in one transaction."""
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
    return bool(Batch.objects.filter(pk=batch.pk, state=Batch.State.PREPARED).update(state=Batch.State.RUNNING))


def discard(batch: Batch) -> bool:
    """Forgets a prepared batch and what was brought for it; False when it runs already."""
    return bool(Batch.objects.filter(pk=batch.pk, state=Batch.State.PREPARED).delete()[0])


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
            item = Item(batch=batch, position=position, name=name, message=message, state=state, address=address)
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
        first = first or source.name
        if isinstance(source, Unopened):
            uploads.append(unpacking.keep(source, user).pk)
            continue
        size += len(source.data or b"")
        group.append(source)
        if len(group) == _STORED_AT_ONCE or size >= _BYTES_AT_ONCE:
            _store_group(group, user, notes)
            group, size = [], 0
    _store_group(group, user, notes)
    return number, first, uploads


def _store_group(group: list[Source], user: AbstractUser | None, notes: IO[str]) -> None:
    for item in unpacking.store(group, user):
        notes.write(json.dumps([item.name, item.message, item.state, item.document_id, item.address]) + "\n")


# --- process


def process(*, seconds: float = 5.0) -> bool:
    """Opens what holds several documents, then reads item by item, until nothing waits or the time is over; True when there is more.

    Any number of processes may do so at once. What is cut short at any point is done again, at most three times.
    """
    ends = time.monotonic() + seconds
    if reversing.work(seconds=seconds):
        return True
    unpacking.work()
    known: tuple[KnownName, ...] | None = None
    # What has been read is applied first, and then whenever enough of it has come together.
    read_since = APPLIED_TOGETHER
    while time.monotonic() < ends:
        items = _claim(State.APPLYING) if read_since >= APPLIED_TOGETHER else []
        items = items or _claim(State.WAITING) or _claim(State.APPLYING)
        if not items:
            if unpacking.work():
                continue
            finish()
            return False
        if items[0].state == State.APPLYING:
            read_since = 0
            _apply_claimed(items)
        else:
            read_since += len(items)
            known = matching.read_known_names() if known is None else known
            _read_claimed(items, known)
        finish(items[0].batch_id)
    return True


def is_waiting() -> bool:
    """Whether items wait that nobody has begun with lately: the sweep rings for them."""
    if unpacking.is_waiting() or reversing.is_waiting():
        return True
    return _claimable().exists() and not Item.objects.filter(state__in=TO_DO, claimed_at__gt=Now() - IDLE).exists()


def finish(batch_id: int | None = None) -> None:
    """Marks a batch (or every one) finished that has nothing left to do."""
    running = Batch.objects.filter(state=Batch.State.RUNNING)
    if batch_id is not None:
        running = running.filter(pk=batch_id)
    left = Item.objects.filter(batch=OuterRef("pk"), state__in=TO_DO)
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


def _claimable() -> Any:
    paused = Batch.objects.filter(state=Batch.State.PAUSED)
    return (
        Item.objects.filter(state__in=TO_DO)
        .exclude(batch__in=paused)
        .filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=Now() - REST))
    )


def _claim(state: str) -> list[Item]:
    """The first items in this state that nobody works on, kept from others for a moment; a try costs only what is begun with.

    A killer is given up in the end. What has been tried before goes alone, so that it harms no other.
    """
    together = READ_TOGETHER if state == State.WAITING else APPLIED_TOGETHER
    while True:
        with transaction.atomic():
            free = (
                _claimable()
                .filter(state=state)
                .annotate(now=Now())
                .select_for_update(skip_locked=True)
                .defer("reading", "traceback")
                .order_by("pk")
            )
            first = free.first()
            if first is None:
                return []
            if first.attempts < TRIES:
                alike = free.filter(batch=first.batch_id, bulk=first.bulk_id, pk__gt=first.pk, attempts=0)
                # A new version needs the page that it changes to be there; the network makes nobody wait but its own item.
                alike = alike.exclude(likeness_decision=Item.Likeness.VERSION).exclude(document=None)
                is_alone = first.attempts or first.likeness_decision == Item.Likeness.VERSION or not first.document_id
                items = [first] if is_alone else [first, *alike[: together - 1]]
                Item.objects.filter(pk__in=[item.pk for item in items]).update(claimed_at=first.now)
                for item in items:
                    item.claimed_at = first.now
                return items
            _give_up(first)
        finish(first.batch_id)


def _give_up(item: Item) -> None:
    if item.state == State.APPLYING:
        # It has been read: nothing is lost, a person takes over.
        item.state, item.message = State.READY, item.message or _("It could not be applied by itself. Please review it.")
        item.bulk = None
    else:
        item.state = State.FAILED
        item.message = item.message or _("Reading it stopped the worker %(n)d times, so it was given up.") % {"n": TRIES}
    item.save(update_fields=["state", "message", "bulk", "updated_at"])


def _begin(claimed: Sequence[Item]) -> list[Item]:
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


def _hold(claimed: Sequence[Item]) -> QuerySet[Item]:
    """The items that are still as we began them, their rows held until the transaction ends.

    Whoever holds a row works on it; when the process dies, PostgreSQL lets go of it at once. One that only looks for work,
    or that names the row as an original, may have it for an instant: passing over it would cost a try for nothing.
    """
    return (
        Item.objects.select_for_update(no_key=True, of=("self",))
        .select_related("batch__user", "document", "bulk__user")
        .defer("document__content", "traceback")
        .filter(pk__in=[item.pk for item in claimed], state=claimed[0].state, attempts=claimed[0].attempts)
        .order_by("pk")
    )


def _read_claimed(claimed: Sequence[Item], known: tuple[KnownName, ...]) -> None:
    """Reads items that wait, each in a transaction of its own; while one is written, the reader has the next."""
    reader = ThreadPoolExecutor(1)
    try:
        readings = _begin_readings(reader, claimed, known)
        current = next(readings, None)
        while current:
            following = next(readings, None)
            _read_one(*current, known, following[0] if following else None)
            current = following
    finally:
        reader.shutdown(cancel_futures=True)


def _begin_readings(
    reader: ThreadPoolExecutor, claimed: Sequence[Item], known: tuple[KnownName, ...]
) -> Iterator[tuple[Item, Future[Extraction] | None]]:
    """Each item that is still ours when its turn comes, begun, with what will come of its document."""
    for item in claimed:
        if _begin([item]) and (item.document_id or _fetch(item)):
            yield item, _submit(reader, item, known)


def _submit(reader: ThreadPoolExecutor, item: Item, known: tuple[KnownName, ...]) -> Future[Extraction] | None:
    """The reading of the item's document; None where it is empty or likely to be there already."""
    if Item.objects.filter(document=item.document_id, state__in=duplicates.HOLDERS).exists():
        return None
    document = Document.objects.only("content", "name").get(pk=item.document_id)
    content = bytes(document.content)
    return reader.submit(_sandbox().read, content, document.name, known) if content.strip() else None


def _fetch(claimed: Item) -> bool:
    """Gives an item the page that it names, fetched before the item is held; False when it cannot be had or is not ours any more."""
    if not _prolong(claimed, fetching.SECONDS):
        return False
    fetched, words = None, ""
    try:
        fetched = pages.fetch(claimed.address)
    except NotFetched as error:
        words = str(error)
    except Exception:
        _note_unexpected(claimed)
        return False
    with transaction.atomic():
        item = _hold([claimed]).first()
        if item is None:
            return False
        item.claimed_at = Now()
        if fetched:
            pages.keep(item, fetched)
        else:
            item.state, item.message = State.FAILED, words
        item.save(update_fields=["document", "state", "message", "claimed_at", "updated_at"])
    claimed.document_id = item.document_id
    return bool(fetched)


def _prolong(claimed: Item, seconds: float = 0) -> bool:
    """Lets the claim last as long as somebody else may take to answer, so that nobody takes the item up meanwhile; False when
    it is not as we began it."""
    same = Item.objects.filter(pk=claimed.pk, state=claimed.state, attempts=claimed.attempts)
    return bool(same.update(claimed_at=Now() + datetime.timedelta(seconds=seconds)))


def _read_one(
    claimed: Item, reading: Future[Extraction] | None, known: tuple[KnownName, ...], following: Item | None = None
) -> None:
    allowance = second_reader.reserve()
    try:
        opinion = _second_opinion(claimed, reading, allowance, following)
        with transaction.atomic():
            item = _hold([claimed]).first()
            # What is begun is ours until its turn comes, however long this one takes.
            ahead = _hold([following]).first() if following else None
            if item is not None:
                read(item, known, lambda extraction: opinion or second_reader.ask(extraction, allowance), reading)
            if ahead is not None:
                _prolong(ahead)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the sweep begins again when it is back
    except ReaderUnavailable as error:
        log.exception("Item %s could not be read", claimed.pk)
        words = _("Nothing is wrong with the document: %(error)s Tell the administrator, then retry.") % {"error": error}
        _note_failure(claimed, traceback.format_exc(), words)
    except Exception:
        _note_unexpected(claimed)
    finally:
        second_reader.settle(allowance)


def _second_opinion(
    claimed: Item, reading: Future[Extraction] | None, allowance: second_reader.Allowance | None, following: Item | None
) -> second_reader.Opinion | None:
    """What the second reader says of a document that has been read, asked before its item is held: no transaction waits for a model.

    None when there is nobody to ask, or when the item will turn out not to be read at all.
    """
    if allowance is None or reading is None:
        return None
    try:
        extraction = reading.result()
    except ExtractionError:
        return None
    text = resemblance.joined(extraction.title, extraction.body or extraction.document.text)
    alike = None if claimed.likeness_decision == Item.Likeness.DIFFERENT else duplicates.find_similar(claimed, text)
    if duplicates.find_original(claimed) or (alike and alike.is_same):
        return None
    if following:
        _prolong(following, second_reader.longest())
    return second_reader.ask(extraction, allowance) if _prolong(claimed, second_reader.longest()) else None


def _apply_claimed(claimed: Sequence[Item]) -> None:
    """Makes the pages of items that were claimed together, in one transaction: all of them or none."""
    begun = _begin(claimed)
    if not begun:
        return
    try:
        with transaction.atomic():
            _apply_items(list(_hold(begun)))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(begun) > 1:
            # Each comes again alone, and the one that is at fault says so.
            log.exception("Items %s to %s could not be applied together", begun[0].pk, begun[-1].pk)
        else:
            _note_unexpected(begun[0])


def _note_unexpected(item: Item) -> None:
    # Ours to repair: kept for us, and tried again.
    log.exception("Item %s could not be worked on", item.pk)
    _note_failure(item, traceback.format_exc(), _("An unexpected error; the administrator finds its trace with this item."))


def _note_failure(item: Item, trace: str, message: str) -> None:
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=item.pk)
        if locked.state != item.state:
            return
        locked.traceback = trace.replace("\0", "")
        if locked.attempts >= TRIES:
            locked.message = message
            _give_up(locked)
        locked.save(update_fields=["traceback", "updated_at"])


def read(
    item: Item,
    known: tuple[KnownName, ...],
    ask: Callable[[Extraction], second_reader.Opinion] = second_reader.Opinion,
    reading: Future[Extraction] | None = None,
) -> None:
    """Reads an item that waits, has a document and is locked: the document becomes suggestions, or its message says why not.

    `ask` gives the second reader's opinion of a reading, as it stands when there is none; `reading` is what comes of its
    document where somebody has begun to read it.
    """
    if original := duplicates.find_original(item):
        item.state, item.duplicate_of = State.DUPLICATE, original
        item.message = _("Already imported in “%(batch)s”.") % {"batch": original.batch.title}
        if original.batch_id == item.batch_id:
            item.message = _("The same as “%(name)s” in this import.") % {"name": original.name}
    else:
        _extract(item, known, ask, reading)
    item.save()


def _extract(
    item: Item,
    known: tuple[KnownName, ...],
    ask: Callable[[Extraction], second_reader.Opinion],
    reading: Future[Extraction] | None,
) -> None:
    document = item.document
    assert document is not None
    content = b"" if reading else bytes(document.content)
    if not reading and not content.strip():
        item.state, item.message = State.SKIPPED, _("There is nothing to read: the document is empty.")
        return
    try:
        extraction = reading.result() if reading else _sandbox().read(content, document.name, known)
    except ExtractionError as error:
        item.state, item.message = State.FAILED, str(error)
        return
    if not extraction.document.text.strip():
        item.state, item.message = State.SKIPPED, _("There is nothing to read: no text was found in the document.")
        return
    document.text = extraction.document.text
    document.encoding = (extraction.document.encoding or "")[:40]
    document.media_type = extraction.document.media_type[:100]
    # Not by `save`: what Wagtail notes of a document's links does not change with its text.
    Document.objects.filter(pk=document.pk).update(text=document.text, encoding=document.encoding, media_type=document.media_type)
    likeness = resemblance.note(item, resemblance.joined(extraction.title, extraction.body or document.text))
    if item.state == State.DUPLICATE:
        item.message = likeness
        return
    opinion = ask(extraction)
    extraction = opinion.extraction
    rows = suggestions.build(item, extraction)
    if item.reading is not None:
        Suggestion.objects.filter(item=item).delete()
    Suggestion.objects.bulk_create(rows)
    item.reading = suggestions.reading_of(extraction) | ({"second_reader": opinion.record} if opinion.record else {})
    item.state = State.READY
    standing.enter(item, rows)
    facts = [row for row in rows if row.kind not in suggestions.ARTICLE_KINDS]
    notices = [item.message, likeness, *extraction.document.notices, opinion.notice]
    if not facts:
        notices.append(_("No facts were found in it."))
    elif item.batch.publish:
        if item.resembles:
            notices.append(_("It was not published by itself: a person says first whether it is another article."))
        elif {Suggestion.Kind.TITLE, Suggestion.Kind.BODY} <= {row.kind for row in rows} and any(map(suggestions.is_sure, facts)):
            item.state, item.attempts, item.claimed_at = State.APPLYING, 0, None
        else:
            notices.append(_("It was not published by itself: too little is sure. Please review it."))
    item.message = " ".join(filter(None, dict.fromkeys(notices)))


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
            item.state, item.message = State.READY, str(outcome)
            continue
        _note_applied(item, outcome)
        if not may_publish and not job:
            item.message = _("Kept as a draft: who started the import may not publish any more.")
    for item in items:
        item.updated_at = timezone.now()
    Item.objects.bulk_update(items, ["state", "page", "message", "left_out", "bulk", "version", "updated_at"])


def _note_applied(item: Item, outcome: drafting.Outcome) -> None:
    item.state, item.page, item.message = State.APPLIED, outcome.page, ""
    item.left_out = [[label, str(reason)] for label, reason in outcome.left_out]


_sandboxes: list[Sandbox] = []


def _sandbox() -> Sandbox:
    """This process's own: made at the first use, so that each worker that is forked has another."""
    if not _sandboxes:
        _sandboxes.append(Sandbox())
    return _sandboxes[0]


def rest() -> None:
    """Ends this process's reader of documents, whose memory a web server has other uses for; the next reading starts another."""
    for sandbox in _sandboxes:
        sandbox.close()


# --- what people do


def retry(batch: Batch, items: Iterable[Item] | None = None) -> int:
    """Lets failed and cancelled items (or those of them in `items`) wait again; gives their number. Ring the bell afterwards."""
    again = batch.items.filter(state__in=(State.FAILED, State.CANCELLED)).filter(Q(document__isnull=False) | ~Q(address=""))
    if items is not None:
        again = again.filter(pk__in=[item.pk for item in items])
    with transaction.atomic():
        number = again.update(
            state=State.WAITING, attempts=0, claimed_at=None, message="", traceback="", updated_at=timezone.now()
        )
        if number or batch.uploads.filter(opened_at__isnull=True).exists():
            Batch.go_on([batch.pk])
    return number


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
        idle = batch.items.select_for_update(skip_locked=True).filter(state__in=TO_DO).values_list("pk", "state")
        waiting = [pk for pk, state in idle if state == State.WAITING]
        applying = [pk for pk, state in idle if state == State.APPLYING]
        Item.objects.filter(pk__in=waiting).update(state=State.CANCELLED, updated_at=timezone.now())
        Item.objects.filter(pk__in=applying).update(state=State.READY, bulk=None, updated_at=timezone.now())
        going = (Batch.State.RUNNING, Batch.State.PAUSED)
        Batch.objects.filter(pk=batch.pk, state__in=going).update(state=Batch.State.CANCELLED, finished_at=Now())
    return len(waiting) + len(applying)


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
        _note_applied(locked, outcome)
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
