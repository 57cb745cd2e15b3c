"""Whether a document has been imported before."""

from __future__ import annotations

from django.db.models import Q

from portal.imports.models import Item

HOLDERS = (Item.State.READY, Item.State.APPLYING, Item.State.APPLIED)
"""States in which an item is the article of its document. The constraint `item_document_once` holds the same."""


def find_original(item: Item) -> Item | None:
    """The item that already stands for the same bytes: one that has been read, or one that waits before this one.

    A failed, cancelled or undone item stands for nothing, so its document can be brought again.
    """
    return (
        Item.objects.filter(document_id=item.document_id)
        .filter(Q(state__in=HOLDERS) | Q(state=Item.State.WAITING, pk__lt=item.pk))
        .exclude(pk=item.pk)
        .select_related("batch", "page")
        .order_by("pk")
        .first()
    )
