"""An import taken back: what it made goes, unless a person has changed it or something else needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import PROTECT, RESTRICT, Q, prefetch_related_objects
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from partnerships.models import Evidence
from partnerships.models.facetrow import refreshed_together
from portal.imports.ledger import as_json
from portal.imports.models import Change, Item
from portal.imports.telling import NOTHING, Told, told

Action = Change.Action
What = Change.Fate
PROOF = ("field", "start", "end", "quote", "value", "edited", "extractor_version", "decided_by_id")
"""What is kept of an evidence that goes, beside its document and record."""
_MOST_NAMED = 5
ALL = slice(None)
"""Of a list."""


class Line(NamedTuple):
    """One thing in a report."""

    kind: str
    """Of record, in the active language."""
    label: str
    reason: Told = NOTHING
    """Why it is kept."""


@dataclass(frozen=True, slots=True)
class Listed:
    """How many things there are, and as many of them as were asked for."""

    count: int
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Report:
    """What was done, or with a preview would be."""

    items: int
    """How many articles are looked at."""
    removed: Listed
    restored: Listed
    kept: Listed

    def lists(self) -> dict[str, Listed]:
        """The three of them by name."""
        return {"removed": self.removed, "restored": self.restored, "kept": self.kept}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What becomes of one thing that was made or changed."""

    change: Change
    record: Any
    what: str
    reason: Told = NOTHING


def foresee(items: Sequence[Item]) -> list[Foreseen]:
    """What taking these applied items of one batch back would do, the last thing first; nothing is written."""
    done = (Action.CREATED, Action.UPDATED)
    changes = _standing(items).filter(action__in=done).select_related("content_type").order_by("-pk")
    records = _load(changes)
    own = _own_revisions(records.values())
    here = {change.object_uuid for change in changes if change.action == Action.CREATED}
    batches = {item.batch_id for item in items}
    here |= set(
        Change.objects.filter(item__batch__in=batches, action=Action.CREATED, undone_at=None).values_list(
            "object_uuid", flat=True
        )
    )
    newer = _newer_versions(items, here)
    fates: list[Foreseen] = []
    doomed: dict[type[Any], dict[int, Any]] = defaultdict(dict)
    for change in changes:
        record = records.get((change.content_type_id, change.object_id))
        if record is None:
            continue
        if change.action == Action.UPDATED:
            # What the same import made goes or stays as a whole.
            if change.object_uuid not in here:
                fates.append(_foresee_restoring(change, record))
        elif (record.uuid, record.latest_revision_id) not in own:
            fates.append(Foreseen(change, record, What.KEPT, _changed_by(record)))
        elif reason := newer.get(record.uuid):
            fates.append(Foreseen(change, record, What.KEPT, reason))
        else:
            fates.append(Foreseen(change, record, What.REMOVED))
            doomed[type(record)][record.pk] = record
    used = _used_by(doomed)
    return [
        Foreseen(fate.change, fate.record, What.KEPT, used[fate.record])
        if fate.what == What.REMOVED and fate.record in used
        else fate
        for fate in fates
    ]


def preview(items: Sequence[Item], part: slice = ALL) -> Report:
    """`foresee` in words; of each list `part`."""
    fates = foresee(items)

    def listed(what: str) -> Listed:
        chosen = [fate for fate in fates if fate.what == what]
        return Listed(len(chosen), [line_of(fate.change, fate.reason, str(fate.record)) for fate in chosen[part]])

    return Report(len(items), listed(What.REMOVED), listed(What.RESTORED), listed(What.KEPT))


def line_of(change: Change, reason: Told, label: str = "") -> Line:
    """The change in a list of what was done: the record, and which of its fields were changed."""
    kind, label = change.content_type, label or change.label
    names = [name for name in change.before or {} if name not in ("revision", "live")]
    if change.action == Action.UPDATED and names and (model := kind.model_class()):
        fields = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
        label = f"{label}: {', '.join(fields.get(name, name) for name in names)}"
    return Line(str(kind.name), label, reason)


def take_back(items: Sequence[Item], *, user: AbstractUser | None) -> None:
    """Takes locked, applied items of one batch back within the caller's transaction.

    Documents, decisions and the book of changes stay; of what goes the book keeps what is needed to bring it back.
    """
    fates = foresee(items)
    changes = {change.pk: change for change in _standing(items).select_related("content_type").order_by("pk")}
    with refreshed_together():
        proof = _take_proof(items, fates)
        _read_parts(fate.record for fate in fates if fate.what == What.REMOVED)
        for fate in fates:
            change = changes[fate.change.pk]
            change.fate, change.reason = fate.what, fate.reason
            if fate.what == What.REMOVED:
                change.snapshot = {"record": fate.record.serializable_data(), "live": fate.record.live}
        _remove_pages([fate.record for fate in fates if fate.what == What.REMOVED and isinstance(fate.record, Page)], user)
        for fate in fates:
            change = changes[fate.change.pk]
            if fate.what == What.RESTORED and isinstance(fate.record, Page):
                _restore_page(change, fate.record, user)
            elif fate.what == What.RESTORED:
                _restore(change, fate.record, user)
            elif fate.what == What.REMOVED and not isinstance(fate.record, Page):
                _remove(fate.record, user)
    for change in changes.values():
        change.undone_at = timezone.now()
        if rows := proof.pop((change.item_id, change.content_type_id, change.object_id), None):
            change.snapshot = {**(change.snapshot or {}), "proof": rows}
    Change.objects.bulk_update(changes.values(), ["fate", "reason", "snapshot", "undone_at"])
    for item in items:
        item.state, item.version, item.updated_at = Item.State.UNDONE, item.version + 1, timezone.now()
    # Not the page: deleting it has emptied that field in the database.
    Item.objects.bulk_update(items, ["state", "version", "updated_at"])


def _standing(items: Sequence[Item]) -> Any:
    return Change.objects.filter(item__in=items, undone_at=None)


def _load(changes: Iterable[Change]) -> dict[tuple[int, int], Any]:
    """The records that the changes are about and that are still there, by content type and key."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    for change in changes:
        wanted[change.content_type].add(change.object_id)
    return {
        (kind.pk, record.pk): record
        for kind, ids in wanted.items()
        if (model := kind.model_class())
        for record in model._base_manager.filter(pk__in=ids)
    }


def _own_revisions(records: Iterable[Any]) -> set[tuple[Any, int]]:
    """(uuid, revision) of every revision of the records that an import made."""
    noted = Change.objects.filter(object_uuid__in=[record.uuid for record in records], undone_at=None)
    return {(uuid, (after or {}).get("revision")) for uuid, after in noted.values_list("object_uuid", "after")}


def _newer_versions(items: Sequence[Item], made: set[Any]) -> dict[Any, Told]:
    """Why an article stays that another import has brought a newer version of, by its uuid."""
    newer = Change.objects.filter(object_uuid__in=made, undone_at=None, action=Action.UPDATED, content_type__model="newspage")
    reason = told("“%(batch)s” has brought a newer version of it.")
    return {
        change.object_uuid: reason % {"batch": change.item.batch.title}
        for change in newer.exclude(item__in=items).select_related("item__batch")
    }


def _used_by(doomed: dict[type[Any], dict[int, Any]]) -> dict[Any, Told]:
    """Those of the doomed records that something needs which stays, with the reason; they are taken out of `doomed`."""
    reasons: dict[Any, Told] = {}
    while users := _users(doomed):
        for (model, key), names in users.items():
            named = ", ".join(sorted(names)[:_MOST_NAMED])
            reasons[doomed[model].pop(key)] = told("It is used by: %(users)s.") % {"users": named}
    return reasons


def _users(doomed: dict[type[Any], dict[int, Any]]) -> dict[tuple[type[Any], int], set[str]]:
    users: dict[tuple[type[Any], int], set[str]] = defaultdict(set)
    for model, records in doomed.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if not records or getattr(relation, "on_delete", None) not in (PROTECT, RESTRICT) or not relation.auto_created:
                continue
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(records)})
            # A part belongs to its record: the party to the partnership, the link to the article.
            parent = next((f.name for f in relation.related_model._meta.fields if isinstance(f, ParentalKey)), None)
            for row in rows.select_related(parent) if parent else rows:
                owner = getattr(row, parent) if parent else row
                if owner.pk not in doomed.get(type(owner), {}):
                    users[model, getattr(row, relation.field.attname)].add(str(owner))
    return users


def _changed_by(record: Any) -> Told:
    revision = record.latest_revision
    return told("%(who)s has changed it since.") % {"who": (revision.user if revision else None) or told("Somebody")}


def _foresee_restoring(change: Change, record: Any) -> Foreseen:
    before, after = change.before or {}, change.after or {}
    if isinstance(record, Page):
        is_ours = record.latest_revision_id == after.get("revision")
        is_ours = is_ours and Revision.objects.filter(pk=before.get("revision")).exists()
    else:
        still = [name for name in before if as_json(getattr(record, name)) == after.get(name)]
        is_ours = bool(still) and record.has_unpublished_changes == (not record.live)
    return Foreseen(change, record, What.RESTORED) if is_ours else Foreseen(change, record, What.KEPT, _changed_by(record))


def _take_proof(items: Sequence[Item], fates: Sequence[Foreseen]) -> dict[tuple[int, int, int], list[dict[str, Any]]]:
    """Removes what the documents of the items prove, and gives it by item and record.

    What stays of what the items made keeps its proof. Only an import's evidence names the version that found it; an editor's stays.
    """
    by_document = {item.document_id: item.pk for item in items}
    made = (fate.change for fate in fates if fate.what == What.KEPT and fate.change.action == Action.CREATED)
    stays = {(change.item_id, change.content_type_id, change.object_id) for change in made}
    taken: dict[tuple[int, int, int], list[dict[str, Any]]] = defaultdict(list)
    gone = []
    for row in Evidence.objects.filter(document__in=by_document.keys()).exclude(extractor_version=""):
        key = (by_document[row.document_id], row.content_type_id, row.object_id)
        if key not in stays:
            taken[key].append({name: getattr(row, name) for name in PROOF})
            gone.append(row.pk)
    Evidence.objects.filter(pk__in=gone).delete()
    return taken


def _remove_pages(pages: Sequence[Page], user: AbstractUser | None) -> None:
    """Removes articles together: each by itself would take a hundred queries, for the tree and for all that could refer to it."""
    for page in pages:
        log(instance=page, action="wagtail.delete", user=user, deleted=True)
    keys, kind = [page.pk for page in pages], ContentType.objects.get_for_model(Page)
    with disable_reference_index_auto_update():
        # It would ask for each link of each article.
        Page.objects.filter(pk__in=keys).delete()
    from_them = Q(base_content_type=kind, object_id__in=list(map(str, keys)))
    to_them = Q(to_content_type=kind, to_object_id__in=list(map(str, keys)))
    ReferenceIndex.objects.filter(from_them | to_them).delete()


def _read_parts(records: Iterable[Any]) -> None:
    """Reads the parts of all of them together, before each is asked for its own."""
    by_model: dict[type[Any], list[Any]] = defaultdict(list)
    for record in records:
        by_model[type(record)].append(record)
    for model, some in by_model.items():
        prefetch_related_objects(some, *(relation.get_accessor_name() for relation in get_all_child_relations(model)))


def _remove(record: Any, user: AbstractUser | None) -> None:
    log(instance=record, action="wagtail.delete", user=user, deleted=True)
    record.delete()


def _restore(change: Change, record: Any, user: AbstractUser | None) -> None:
    """Puts back what stood in fields that still have the value that the import gave them."""
    before, after = change.before or {}, change.after or {}
    still = [name for name in before if as_json(getattr(record, name)) == after.get(name)]
    keep_as_own(change, record, set_fields(record, {name: before[name] for name in still}, user))


def set_fields(record: Any, values: dict[str, Any], user: AbstractUser | None) -> Revision:
    """Saves a record with values as the book of changes holds them, public if it is; gives the revision."""
    for name, value in values.items():
        model_field = record._meta.get_field(name)
        setattr(record, model_field.attname, value if value is None else model_field.to_python(value))
    record.save()
    revision = record.save_revision(user=user, log_action="wagtail.edit", clean=False)
    if record.live:
        revision.publish(user=user)
    return revision


def _restore_page(change: Change, page: Any, user: AbstractUser | None) -> None:
    """Puts back the article as it was before a new version changed it."""
    before, after = change.before or {}, change.after or {}
    former = Revision.objects.get(pk=before["revision"])
    was_published = page.live_revision_id == after["revision"]
    revision = former.as_object().save_revision(user=user, previous_revision=former, log_action=True, clean=False)
    keep_as_own(change, page, revision)
    page.refresh_from_db()
    if was_published and not before["live"]:
        page.unpublish(user=user)
    elif was_published:
        revision.publish(user=user, previous_revision=former)


def keep_as_own(change: Change, record: Any, revision: Revision) -> None:
    """Lets an earlier import that made the record still know it as its own."""
    others = Change.objects.filter(object_uuid=record.uuid, undone_at=None).exclude(item=change.item, pk__gte=change.pk)
    if maker := others.exclude(after=None).order_by("-pk").first():
        maker.after = {**(maker.after or {}), "revision": revision.pk}
        maker.save(update_fields=["after"])
