"""Web pages that an import names by their addresses: fetched when their item is read, and kept like any document."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from partnerships.models import Document
from portal.imports.containers import shown
from portal.imports.fetching import Client, Fetched
from portal.imports.models import Item


def fetch(address: str) -> Fetched:
    """What the address has now; raises `NotFetched`. Not to be called in a transaction, which would wait for the network."""
    return Client().fetch(address)


def keep(item: Item, fetched: Fetched) -> None:
    """Gives the item, which the caller saves, the document that its address gave."""
    digest = Document.hash_of(fetched.data)
    document = Document(
        sha256=digest,
        content=fetched.data,
        size=len(fetched.data),
        name=_name(fetched.url)[:255],
        origin=fetched.url[:500],
        received_from=item.batch.user,
    )
    # Two addresses may give the same bytes at the same moment.
    Document.objects.bulk_create([document], ignore_conflicts=True)
    item.document = Document.objects.get(sha256=digest)


def _name(url: str) -> str:
    """The last part of the address that says something: by its ending a page is read as what it is."""
    parts = urlsplit(url)
    return shown(unquote(parts.path.rstrip("/").rsplit("/", 1)[-1]) or parts.hostname or url)
