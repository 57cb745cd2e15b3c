"""What was taken back, brought back: the same records with the same identifiers and addresses."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import ForeignKey
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from partnerships.models import Event, Evidence, Opportunity, Organisation, Partnership
from partnerships.models.facetrow import refreshed_together
from portal.imports.duplicates import HOLDERS
from portal.imports.ledger import as_json
from portal.imports.models import Change, Item
from portal.imports.telling import NOTHING, told
from portal.imports.undo import keep_as_own, set_fields
from portal.imports.writing import Writer
from portal.news.models import NewsIndexPage, NewsPage

Action = Change.Action
Fate = Change.Fate
_IN_ORDER: tuple[tuple[type[Any], ...], ...] = ((Organisation,), (Partnership,), (Event, Opportunity), (NewsPage,))
"""Each needs those before it."""
There = dict[type[Any], set[str]]
"""The keys of what exists, by model."""


def bring_back(items: Sequence[Item], *, user: AbstractUser | None) -> None:
    """Brings locked items back that were taken back, within the caller's transaction.

    An item whose document has meanwhile been brought again stays as it is and says so.
    """
    items = _not_replaced(items)
    undone = Change.objects.filter(item__in=items).exclude(undone_at=None)
    changes = list(undone.select_related("content_type", "item").order_by("pk"))
    made = [change for change in changes if change.fate == Fate.REMOVED and change.snapshot]
    writer = Writer(user, len(items))
    with refreshed_together(), disable_reference_index_auto_update():
        for models in _IN_ORDER:
            stage = [change for change in made if change.content_type.model_class() in models]
            there = _there(stage)
            for change in stage:
                _make_again(change, writer, there)
            writer.flush()
    with refreshed_together():
        for change in changes:
            if change.action == Action.UPDATED and change.fate == Fate.RESTORED:
                _change_again(change, user)
    _prove_again(changes)
    for change in changes:
        change.undone_at, change.fate, change.reason, change.snapshot = None, "", NOTHING, None
    Change.objects.bulk_update(changes, ["undone_at", "fate", "reason", "snapshot", "after"])
    pages = {c.item_id: c.object_id for c in changes if c.content_type.model_class() is NewsPage}
    articles = set(NewsPage.objects.filter(pk__in=pages.values()).values_list("pk", flat=True))
    for item in items:
        page = pages.get(item.pk)
        item.state, item.version, item.message = Item.State.APPLIED, item.version + 1, NOTHING
        item.page_id = page if page in articles else None
    Item.objects.bulk_update(items, ["state", "version", "message", "page"])


def _not_replaced(items: Sequence[Item]) -> list[Item]:
    """Those whose document has not come again; the others say where it has."""
    holders = Item.objects.filter(document__in=[item.document_id for item in items], state__in=HOLDERS)
    others = dict(holders.values_list("document", "batch__title"))
    for item in items:
        if item.document_id in others:
            words = told("Not brought back: its document has come again in “%(batch)s”.")
            item.message = words % {"batch": others[item.document_id]}
            item.save(update_fields=["message", "updated_at"])
    return [item for item in items if item.document_id not in others]


def _make_again(change: Change, writer: Writer, there: There) -> None:
    model: Any = change.content_type.model_class()
    snapshot = change.snapshot or {}
    # Not checked there: what its parts belong to is not in the database yet.
    record = model.from_serializable_data(_without_gone(model, snapshot["record"], there), check_fks=False)
    if isinstance(record, Page):
        # It stands below the list of news, wherever that is now.
        index = NewsIndexPage.of_originals()
        if index is None:
            return
        record.slug = writer.slug(index, record.slug)
        revision = writer.add_page(record, index)
    else:
        revision = writer.add(record)
    # Whose parties have all gone since is for an editor to complete: none is public without.
    if snapshot["live"] and not (isinstance(record, Partnership) and not record.parties.all()):
        writer.publish(record)
    change.after = {**(change.after or {}), "revision": revision.pk}


def _there(changes: Sequence[Change]) -> There:
    """What still exists of all that the records and their parts point to, in a query for each model."""
    wanted: dict[type[Any], set[str]] = defaultdict(set)
    for change in changes:
        model: Any = change.content_type.model_class()
        record = (change.snapshot or {})["record"]
        for fields, data in ((_links(model), [record]), *((_links(part), record.get(name, ())) for name, part in _parts(model))):
            for model_field, one in itertools.product(fields, data):
                if (key := one.get(model_field.name)) is not None:
                    wanted[model_field.remote_field.model].add(str(key))
    return {
        model: {str(pk) for pk in model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)}
        for model, keys in wanted.items()
    }


def _without_gone(model: type[Any], data: dict[str, Any], there: There) -> dict[str, Any]:
    """The data of a record without the parts and links whose other end no longer exists."""

    def points_nowhere(model_field: Any, one: dict[str, Any]) -> bool:
        key = one.get(model_field.name)
        return key is not None and str(key) not in there[model_field.remote_field.model]

    kept = dict(data)
    for model_field in _links(model):
        if model_field.null and points_nowhere(model_field, kept):
            kept[model_field.name] = None
    for name, part in _parts(model):
        kept[name] = [one for one in kept.get(name, ()) if not any(points_nowhere(field, one) for field in _links(part))]
    return kept


def _links(model: type[Any]) -> list[Any]:
    """The fields that point to other records; not that of a part to what it belongs to."""
    return [field for field in model._meta.fields if isinstance(field, ForeignKey) and not isinstance(field, ParentalKey)]


def _parts(model: type[Any]) -> list[tuple[str, type[Any]]]:
    return [(relation.get_accessor_name(), relation.related_model) for relation in get_all_child_relations(model)]


def _change_again(change: Change, user: AbstractUser | None) -> None:
    """Gives fields that still have their former value the import's again; what a person has changed since stays."""
    model: Any = change.content_type.model_class()
    record = model._base_manager.filter(pk=change.object_id).first()
    before, after = change.before or {}, change.after or {}
    if record is None:
        return
    if isinstance(record, Page):
        version = Revision.objects.filter(pk=after.get("revision")).first()
        if version is None:
            return
        revision = version.as_object().save_revision(user=user, previous_revision=version, log_action=True, clean=False)
        record.refresh_from_db()
        if record.live:
            revision.publish(user=user, previous_revision=version)
    else:
        values = {name: after[name] for name in before if as_json(getattr(record, name)) == before[name]}
        if not values or record.has_unpublished_changes != (not record.live):
            return
        revision = set_fields(record, values, user)
    change.after = {**after, "revision": revision.pk}
    keep_as_own(change, record, revision)


def _prove_again(changes: Sequence[Change]) -> None:
    rows = [
        Evidence(content_type_id=c.content_type_id, object_id=c.object_id, document_id=c.item.document_id, **proof)
        for c in changes
        for proof in (c.snapshot or {}).get("proof", ())
    ]
    Evidence.objects.bulk_create(rows, ignore_conflicts=True)
