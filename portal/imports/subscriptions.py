"""Feeds that are looked at again and again: what is new in one becomes an import."""

from __future__ import annotations

import datetime
import io
import logging
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from partnerships.models import Document
from portal.imports import services
from portal.imports.containers import Source, open_feed
from portal.imports.fetching import Client, Fetched, NotFetched
from portal.imports.models import Batch, FeedSubscription
from portal.imports.telling import ntold, together, told

log = logging.getLogger(__name__)


def poll_due(client: Client | None = None) -> int:
    """Looks at every feed whose time has come; gives their number. Several workers may do so at once."""
    number = 0
    while subscription := _claim():
        poll(subscription, client or Client())
        number += 1
    return number


def _claim() -> FeedSubscription | None:
    """The next feed, its next time set before it is looked at: one that breaks us is not begun over and over."""
    with transaction.atomic():
        due = FeedSubscription.objects.select_for_update(skip_locked=True).filter(is_active=True, next_at__lte=timezone.now())
        subscription = due.order_by("next_at").first()
        if subscription is not None:
            subscription.next_at = timezone.now() + datetime.timedelta(hours=subscription.every_hours)
            subscription.save(update_fields=["next_at"])
    return subscription


def poll(subscription: FeedSubscription, client: Client) -> Batch | None:
    """Fetches the feed and starts an import of the entries that were never brought before; None when there are none."""
    batch = None
    try:
        answer = client.fetch(subscription.url, etag=subscription.etag, last_modified=subscription.last_modified)
        if answer.not_modified:
            subscription.message = told("Nothing new.")
        else:
            batch = _import(subscription, answer)
            # Kept only now: had the import failed, the next visit would have to bring it.
            subscription.etag, subscription.last_modified = answer.etag, answer.last_modified
    except NotFetched as error:
        subscription.message = error.words
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # The other feeds do not wait for its repair.
        log.exception("The feed %s could not be imported", subscription.url)
        subscription.message = told("An unexpected error; the log of the server has its trace.")
    subscription.checked_at = timezone.now()
    subscription.save(update_fields=["message", "etag", "last_modified", "checked_at"])
    return batch


def _import(subscription: FeedSubscription, answer: Fetched) -> Batch | None:
    sources = list(open_feed(io.BytesIO(answer.data), subscription.url))
    new = list(_new(sources))
    if not new:
        problems = [source.message for source in sources if source.data is None]
        subscription.message = together(problems) or told("Nothing new.")
        return None
    subscription.message = ntold("%(n)d new entry.", "%(n)d new entries.", len(new))
    return services.start(new, title=subscription.title, user=subscription.user)


def _new(sources: list[Source]) -> Iterator[Source]:
    """The entries of which no document with the same bytes is there: guid, title, date and text are in the bytes."""
    hashes = {Document.hash_of(source.data): source for source in sources if source.data is not None}
    there = set(Document.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    yield from (source for digest, source in hashes.items() if digest not in there)
