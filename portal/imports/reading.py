"""Items that wait, read: each document becomes suggestions, or its message says why not."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from partnerships.models import Document
from portal.extraction.sandbox import ReaderUnavailable, Sandbox
from portal.extraction.types import Extraction, ExtractionError, KnownName
from portal.imports import claims, duplicates, fetching, pages, resemblance, second_reader, standing, suggestions
from portal.imports.fetching import NotFetched
from portal.imports.models import Item, Suggestion
from portal.imports.telling import NOTHING, Told, together, told

log = logging.getLogger(__name__)
State = Item.State


def read_claimed(claimed: Sequence[Item], known: tuple[KnownName, ...]) -> None:
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
        if claims.begin([item]) and (item.document_id or _fetch(item)):
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
    if not claims.prolong(claimed, fetching.SECONDS):
        return False
    fetched, words = None, NOTHING
    try:
        fetched = pages.fetch(claimed.address)
    except NotFetched as error:
        words = error.words
    except Exception:
        claims.note_unexpected(claimed)
        return False
    with transaction.atomic():
        item = claims.hold([claimed]).first()
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


def _read_one(
    claimed: Item, reading: Future[Extraction] | None, known: tuple[KnownName, ...], following: Item | None = None
) -> None:
    allowance = second_reader.reserve()
    try:
        opinion = _second_opinion(claimed, reading, allowance, following)
        with transaction.atomic():
            item = claims.hold([claimed]).first()
            # What is begun is ours until its turn comes, however long this one takes.
            ahead = claims.hold([following]).first() if following else None
            if item is not None:
                read(item, known, lambda extraction: opinion or second_reader.ask(extraction, allowance), reading)
            if ahead is not None:
                claims.prolong(ahead)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the sweep begins again when it is back
    except ReaderUnavailable as error:
        log.exception("Item %s could not be read", claimed.pk)
        words = told("Nothing is wrong with the document: %(error)s Tell the administrator, then retry.") % {"error": str(error)}
        claims.note_failure(claimed, traceback.format_exc(), words)
    except Exception:
        claims.note_unexpected(claimed)
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
        claims.prolong(following, second_reader.longest())
    return second_reader.ask(extraction, allowance) if claims.prolong(claimed, second_reader.longest()) else None


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
        item.message = told("Already imported in “%(batch)s”.") % {"batch": original.batch.title}
        if original.batch_id == item.batch_id:
            item.message = told("The same as “%(name)s” in this import.") % {"name": original.name}
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
        item.state, item.message = State.SKIPPED, told("There is nothing to read: the document is empty.")
        return
    try:
        extraction = reading.result() if reading else _sandbox().read(content, document.name, known)
    except ExtractionError as error:
        item.state, item.message = State.FAILED, together([item.message, Told.of(error.words)])
        return
    if not extraction.document.text.strip():
        item.state, item.message = State.SKIPPED, told("There is nothing to read: no text was found in the document.")
        return
    document.text = extraction.document.text
    document.encoding = (extraction.document.encoding or "")[:40]
    document.media_type = extraction.document.media_type[:100]
    # Not by `save`: what Wagtail notes of a document's links does not change with its text.
    Document.objects.filter(pk=document.pk).update(text=document.text, encoding=document.encoding, media_type=document.media_type)
    text = resemblance.joined(extraction.title, extraction.body or document.text)
    if resemblance.has_equal(item, text):
        item.message = resemblance.note(item, text)
        return
    opinion = ask(extraction)
    extraction = opinion.extraction
    rows = suggestions.build(item, extraction)
    if item.reading is not None:
        Suggestion.objects.filter(item=item).delete()
    Suggestion.objects.bulk_create(rows)
    item.reading = suggestions.reading_of(extraction) | ({"second_reader": opinion.record} if opinion.record else {})
    item.state = State.READY
    # Last, because nobody else may do it meanwhile.
    likeness = resemblance.note(item, text)
    if item.state == State.DUPLICATE:
        # It has come since we looked.
        item.suggestions.all().delete()
        item.reading, item.message = None, likeness
        return
    standing.enter(item, rows)
    facts = [row for row in rows if row.kind not in suggestions.ARTICLE_KINDS]
    notices = [item.message, likeness, *map(Told.of, extraction.document.notices), opinion.notice]
    if not facts:
        notices.append(told("No facts were found in it."))
    elif item.batch.publish:
        if item.resembles:
            notices.append(told("It was not published by itself: a person says first whether it is another article."))
        elif {Suggestion.Kind.TITLE, Suggestion.Kind.BODY} <= {row.kind for row in rows} and any(map(suggestions.is_sure, facts)):
            item.state, item.attempts, item.claimed_at = State.APPLYING, 0, None
        else:
            notices.append(told("It was not published by itself: too little is sure. Please review it."))
    item.message = together(notices)


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
