"""An import taken back: what it made goes, unless a person has changed it or something else needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from partnerships.models import Evidence
from partnerships.models.facetrow import refreshed_together
from portal.imports.ledger import as_json, is_untouched
from portal.imports.models import Batch, Change, Item

_MOST_NAMED = 5


@dataclass(slots=True)
class Report:
    """What was done, or with a preview would be, in words: labels, and for what is kept the reason."""

    removed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    items: int = 0


@transaction.atomic
def undo(batch: Batch, *, user: AbstractUser | None, preview: bool) -> Report:
    """Takes back every applied item of the batch, the last one first. Documents, decisions and the book of changes stay.

    A preview is the same path, rolled back.
    """
    report = Report()
    point = transaction.savepoint()
    with refreshed_together():
        for item in batch.items.select_for_update(of=("self",)).filter(state=Item.State.APPLIED).order_by("-pk"):
            _undo_item(item, user, report)
            report.items += 1
    if preview:
        transaction.savepoint_rollback(point)
    else:
        transaction.savepoint_commit(point)
    return report


def _undo_item(item: Item, user: AbstractUser | None, report: Report) -> None:
    # The page links to the records, so it goes first; then each record before those that it needs.
    for change in item.changes.filter(undone_at=None).select_related("content_type").order_by("-pk"):
        model = change.content_type.model_class()
        record = model._base_manager.filter(pk=change.object_id).first() if model else None
        if record and change.action == Change.Action.CREATED:
            _remove(record, item, user, report)
        elif isinstance(record, Page) and change.action == Change.Action.UPDATED:
            _restore_page(change, record, user, report)
        elif record and change.action == Change.Action.UPDATED:
            _restore(change, record, user, report)
    # Only an import's evidence names the version that found it; an editor's stays.
    Evidence.objects.filter(document_id=item.document_id).exclude(extractor_version="").delete()
    item.changes.filter(undone_at=None).update(undone_at=timezone.now())
    item.state, item.version = Item.State.UNDONE, item.version + 1
    # Not the page: deleting it has emptied that field in the database.
    item.save(update_fields=["state", "version", "updated_at"])


def _remove(record: Any, item: Item, user: AbstractUser | None, report: Report) -> None:
    if not is_untouched(record):
        report.kept.append((str(record), _changed_by(record)))
        return
    label = str(record)
    newer = Change.objects.filter(object_uuid=record.uuid, undone_at=None, action=Change.Action.UPDATED).exclude(item=item)
    if isinstance(record, Page) and (version := newer.select_related("item__batch").first()):
        report.kept.append((label, _("“%(batch)s” has brought a newer version of it.") % {"batch": version.item.batch.title}))
        return
    try:
        if isinstance(record, Page):
            DeletePageAction(record, user).execute(skip_permission_checks=True)
        else:
            with transaction.atomic():
                log(instance=record, action="wagtail.delete", user=user, deleted=True)
                record.delete()
    except ProtectedError as error:
        users = sorted({str(user_of) for user_of in error.protected_objects})
        report.kept.append((label, _("It is used by: %(users)s.") % {"users": ", ".join(users[:_MOST_NAMED])}))
    else:
        report.removed.append(label)


def _changed_by(record: Any) -> str:
    revision = record.latest_revision
    who = revision.user if revision else None
    return _("%(who)s has changed it since.") % {"who": who or _("Somebody")}


def _restore(change: Change, record: Any, user: AbstractUser | None, report: Report) -> None:
    """Puts back what stood in fields that still have the value that the import gave them."""
    before, after = change.before or {}, change.after or {}
    still = [name for name in before if as_json(getattr(record, name)) == after.get(name)]
    label = f"{record}: {', '.join(before)}"
    if not still or record.has_unpublished_changes != (not record.live):
        report.kept.append((label, _changed_by(record)))
        return
    for name in still:
        setattr(record, name, before[name])
    record.save()
    revision = record.save_revision(user=user, log_action="wagtail.edit", clean=False)
    if record.live:
        revision.publish(user=user)
    _keep_as_own(change, record, revision.pk)
    report.restored.append(label)


def _restore_page(change: Change, page: Any, user: AbstractUser | None, report: Report) -> None:
    """Puts back the article as it was before a new version changed it."""
    before, after = change.before or {}, change.after or {}
    former = Revision.objects.filter(pk=before.get("revision")).first()
    if former is None or page.latest_revision_id != after.get("revision"):
        report.kept.append((str(page), _changed_by(page)))
        return
    was_published = page.live_revision_id == after["revision"]
    revision = former.as_object().save_revision(user=user, previous_revision=former, log_action=True, clean=False)
    _keep_as_own(change, page, revision.pk)
    page.refresh_from_db()
    if was_published and not before["live"]:
        page.unpublish(user=user)
    elif was_published:
        revision.publish(user=user, previous_revision=former)
    report.restored.append(str(former.as_object()))


def _keep_as_own(change: Change, record: Any, revision: int) -> None:
    """Lets an earlier import that made the record still know it as its own."""
    others = Change.objects.filter(object_uuid=record.uuid, undone_at=None).exclude(item=change.item, pk__gte=change.pk)
    if maker := others.exclude(after=None).order_by("-pk").first():
        maker.after = {**(maker.after or {}), "revision": revision}
        maker.save(update_fields=["after"])
