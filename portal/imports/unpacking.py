"""Files that hold several documents: kept in pieces as they come in, and opened by a worker, some documents at a time.

The rows are the truth. A file's documents become items in the order in which the file has them, each at a position of its own that
follows from the file alone; how many are done is committed with them. So an opening that is cut short goes on where it was, and
two that go on at once do not double anything: the second finds that the first has been there.
"""

from __future__ import annotations

import io
import itertools
import logging
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any, BinaryIO

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from psycopg import sql

from partnerships.models import Document
from portal.imports import columns, containers, locks
from portal.imports.containers import Source, Unopened
from portal.imports.models import Batch, Item, Upload, UploadPart
from portal.imports.telling import as_written, told

log = logging.getLogger(__name__)

TRIES = 3
REST = timedelta(seconds=2)
"""How long a failed try rests, by the database's clock."""
PART = 1024 * 1024
_DOCUMENTS_AT_ONCE = 200
_BYTES_AT_ONCE = 8 * 1024 * 1024
_SECONDS_AT_ONCE = 1.0
_COPY_PARTS = "COPY imports_uploadpart (upload_id, number, content) FROM STDIN (FORMAT BINARY)"
_FORGOTTEN = timedelta(days=7)


# --- keeping


def keep(unopened: Unopened, user: AbstractUser | None, *, is_document: bool = False) -> Upload:
    """The file in pieces, all of them or none; it still has to be given a batch.

    With `is_document` it is one document, whatever its name looks like.
    """
    with transaction.atomic():
        upload = Upload.objects.create(
            user=user,
            name=unopened.name[:500],
            origin=unopened.origin[:500],
            columns=dict(unopened.columns) if unopened.columns else None,
            is_document=is_document,
        )
        unopened.stream.seek(0)
        # By binary COPY: a statement would hold each piece a second and a third time, in letters.
        with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(_COPY_PARTS) as copy:
            copy.set_types(["int8", "int4", "bytea"])
            for number, content in enumerate(iter(lambda: unopened.stream.read(PART), b"")):
                copy.write_row((upload.pk, number, content))
                upload.size += len(content)
        upload.save(update_fields=["size"])
    return upload


class KeptFile(io.RawIOBase):
    """The bytes of an upload, read from its pieces; one piece is in memory."""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._at = 0
        self._number = -1
        self._content = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._upload.size}[whence])
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        number, start = divmod(self._at, PART)
        if self._at >= self._upload.size or not len(view):
            return 0
        if number != self._number:
            self._content = bytes(self._upload.parts.values_list("content", flat=True).get(number=number))
            self._number = number
        piece = self._content[start : start + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def documents_of(upload: Upload, stream: BinaryIO) -> Iterator[Source]:
    """The documents in an upload, whose bytes `stream` gives: the one way in which it is opened, for a run and for a preview."""
    if upload.is_document:
        yield containers.read_document(stream, upload.name, upload.origin)
    else:
        yield from containers.open_stream(stream, upload.name, upload.origin, columns.chooser(upload.columns))


def opened(upload: Upload) -> BinaryIO:
    """A stream of its bytes."""
    return io.BufferedReader(KeptFile(upload), buffer_size=256 * 1024)


# --- storing


def store(sources: list[Source], user: AbstractUser | None) -> list[Item]:
    """Keeps the documents of these sources; gives their items without batch and position, not saved."""
    documents = [None if source.data is None else _document(source, user) for source in sources]
    # In the order of the hashes: two that bring the same documents then wait for each other instead of for ever.
    new = sorted({document.sha256: document for document in documents if document}.values(), key=lambda document: document.sha256)
    _store_documents(new)
    stored = dict(Document.objects.filter(sha256__in=[document.sha256 for document in new]).values_list("sha256", "pk"))
    items = []
    for source, document in zip(sources, documents, strict=True):
        comes = document or source.address
        state = Item.State.WAITING if comes else Item.State.SKIPPED if source.skipped else Item.State.FAILED
        items.append(
            Item(
                name=source.called,
                message=source.message,
                state=state,
                document_id=stored[document.sha256] if document else None,
                address=source.address,
            )
        )
    return items


def _document(source: Source, user: AbstractUser | None) -> Document:
    assert source.data is not None
    return Document(
        sha256=Document.hash_of(source.data),
        content=source.data,
        size=len(source.data),
        name=source.file_name[:255],
        origin=source.origin[:500],
        received_from=user,
    )


def _store_documents(documents: list[Document]) -> None:
    hashes = [document.sha256 for document in documents]
    there = set(Document.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    new = [document for document in documents if document.sha256 not in there]
    try:
        with transaction.atomic():
            insert(new)
    except IntegrityError:
        # Somebody brings one of them at the same moment.
        Document.objects.bulk_create(new, ignore_conflicts=True)


def insert(rows: Sequence[Item | Document]) -> None:
    """Writes new rows of one kind by COPY, several times as fast as by INSERT with its many columns; they do not learn their keys."""
    if not rows:
        return
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    )
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields])


# --- opening


def unopened() -> QuerySet[Upload]:
    """Uploads of running imports that are still to be opened, of each import the first."""
    waiting = Upload.objects.filter(opened_at__isnull=True)
    earlier = waiting.filter(batch=OuterRef("batch"), pk__lt=OuterRef("pk"))
    return waiting.filter(~Exists(earlier), batch__state=Batch.State.RUNNING).order_by("pk")


def is_waiting() -> bool:
    """Whether one waits that nobody has gone on with lately."""
    return _claimable().exists()


def _claimable() -> QuerySet[Upload]:
    return unopened().filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=Now() - REST))


def work() -> bool:
    """Opens the first upload that nobody opens, to its end; False when there is none. Cut short at any point, it goes on later."""
    for pk in list(_claimable().values_list("pk", flat=True)[:20]):
        with locks.held(locks.UPLOADS, pk) as is_mine:
            if is_mine and (upload := _claim(pk)):
                _open(upload)
                return True
    return False


def _claim(pk: int) -> Upload | None:
    """The upload with its try counted; None when it was opened or given up meanwhile."""
    with transaction.atomic():
        upload = _claimable().select_for_update(of=("self",)).select_related("user").filter(pk=pk).first()
        if upload is None:
            return None
        if upload.attempts < TRIES:
            Upload.objects.filter(pk=pk).update(attempts=F("attempts") + 1, claimed_at=Now())
            return upload
        message = told("Opening it stopped the worker %(n)d times, so it was given up.") % {"n": TRIES}
        _append(upload, [Item(name=as_written(upload.name), message=message, state=Item.State.FAILED)])
        _close(upload)
    return None


def _open(upload: Upload) -> None:
    try:
        with opened(upload) as stream:
            sources = documents_of(upload, stream)
            for _done in itertools.islice(sources, upload.done):
                pass
            for group in _grouped(sources):
                if not _commit(upload, group):
                    return
            _commit(upload, None)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the sweep begins again when it is back
    except Exception:
        # Ours to repair; tried again, then given up.
        log.error("Upload %s could not be opened\n%s", upload.pk, traceback.format_exc())


def _grouped(sources: Iterable[Source]) -> Iterator[list[Source]]:
    group: list[Source] = []
    size, began = 0, time.monotonic()
    for source in sources:
        group.append(source)
        size += len(source.data or b"")
        if len(group) >= _DOCUMENTS_AT_ONCE or size >= _BYTES_AT_ONCE or time.monotonic() - began > _SECONDS_AT_ONCE:
            yield group
            group, size, began = [], 0, time.monotonic()
    if group:
        yield group


def _commit(upload: Upload, group: list[Source] | None) -> bool:
    """Makes items of a group, or with None ends the opening. False when it is not ours to go on: stopped, or another has."""
    with transaction.atomic():
        row = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, done=upload.done, opened_at__isnull=True)
        row = row.filter(batch__state=Batch.State.RUNNING)
        if (current := row.first()) is None:
            return False
        if group is None:
            _close(current)
        else:
            _append(current, store(group, upload.user))
        upload.done, upload.first_position = current.done, current.first_position
    return True


def _append(upload: Upload, items: list[Item]) -> None:
    if upload.first_position is None:
        last = Item.objects.filter(batch=upload.batch_id).aggregate(last=Max("position"))["last"]
        upload.first_position = 0 if last is None else last + 1
    for number, item in enumerate(items, start=upload.first_position + upload.done):
        item.batch_id, item.position = upload.batch_id, number  # type: ignore[assignment]
    insert(items)
    upload.done += len(items)
    Upload.objects.filter(pk=upload.pk).update(
        first_position=upload.first_position, done=upload.done, attempts=0, claimed_at=Now()
    )


def _close(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).update(opened_at=Now())
    _drop_parts(Q(upload=upload))


def _drop_parts(which: Q) -> None:
    # Django reads what it deletes, as others listen to that: without the bytes, which would be the whole file.
    UploadPart.objects.filter(which).defer("content").delete()


def drop(batches: QuerySet[Batch]) -> int:
    """Forgets batches that never ran, with what was brought for them; how many rows that were."""
    gone = list(batches.values_list("pk", flat=True))
    _drop_parts(Q(upload__batch__in=gone))
    return batches.filter(pk__in=gone).delete()[0]


def forget() -> int:
    """Drops what was brought and never started, or cancelled before it was opened, and that nobody took up again for a week."""
    old = Now() - _FORGOTTEN
    stopped = Q(opened_at__isnull=True, batch__state=Batch.State.CANCELLED, batch__finished_at__lt=old)
    uploads = list(Upload.objects.filter(Q(batch__isnull=True, created_at__lt=old) | stopped).values_list("pk", flat=True))
    _drop_parts(Q(upload__in=uploads))
    number = Upload.objects.filter(pk__in=uploads).delete()[0]
    return number + drop(Batch.objects.filter(state=Batch.State.PREPARED, created_at__lt=old))
