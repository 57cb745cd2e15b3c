"""A merge taken back: everything as it was, but for what a person has changed since."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from modelcluster.models import get_serializable_data_for_fields
from wagtail.log_actions import log
from wagtail.models import Revision

from partnerships.authority.merging import STATE, locked_pair
from partnerships.authority.planning import OTHER, MergeError, parent_field
from partnerships.authority.versions import ITSELF, place_of, set_back
from partnerships.models import Evidence, Organisation, OrganisationMerge, OrganisationName, refreshed_together
from partnerships.models.organisations import NameKind

UNDONE = "register.merge.undo"
"""The name of the log entry on the kept organisation; with `OTHER`, on the merged one."""


@dataclass(slots=True)
class Outcome:
    """What taking a merge back did."""

    restored: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)
    """(what, why) of each thing that stays as a person has made it since."""


def undo_merge(act: OrganisationMerge, user: Any) -> Outcome:
    """Give the merged organisation back what the merge took, in one transaction, and let it be public again if it was.

    What has been changed since by a person is kept and named. Raise MergeError when it was taken back already, or when the kept
    organisation has itself been merged since: that merge is to be taken back first.
    """
    outcome = Outcome()
    with refreshed_together():
        act = OrganisationMerge.objects.select_for_update().get(pk=act.pk)
        kept, merged = locked_pair(act.kept, act.merged)
        if act.undone_at:
            raise MergeError(_("This merge was taken back already."))
        if kept.merged_into:
            raise MergeError(
                _("“%(name)s” was itself merged into “%(into)s”: take that back first.")
                % {"name": kept.name, "into": kept.merged_into.name}
            )
        moved = act.moved
        _let_stand(merged, moved)
        _take_back_evidence(moved["evidence"], outcome)
        names = _remove_made(act, outcome)
        back = [row for row in reversed(moved["rows"]) if _move_back(row, outcome)]
        dropped = [row for row in reversed(moved["dropped"]) if _bring_back(row, outcome)]
        _set_versions_back(moved, back, dropped, names, kept)
        kept.save(update_fields=["updated_at"])
        act.undone_by, act.undone_at = user, timezone.now()
        act.save(update_fields=["undone_by", "undone_at"])
        for one, action in ((kept, UNDONE), (merged, UNDONE + OTHER)):
            data = {"kept": kept.name, "merged": merged.name, "merge": act.pk, "left": [list(each) for each in outcome.kept][:50]}
            log(instance=one, action=action, user=user, data=data)
    return outcome


def _let_stand(merged: Organisation, moved: dict[str, Any]) -> None:
    for name in STATE:
        value = moved["merged"][name]
        setattr(merged, name, parse_datetime(value) if name == "go_live_at" and value else value)
    if merged.live_revision_id and not Revision.objects.filter(pk=merged.live_revision_id).exists():
        merged.live_revision_id = None
    merged.merged_into = None
    merged.save(update_fields=[*(name.removesuffix("_id") for name in STATE), "merged_into", "updated_at"])
    for pk, moment in moved["scheduled"]:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=parse_datetime(moment))


def _take_back_evidence(changes: list[list[Any]], outcome: Outcome) -> None:
    for pk, before, after in reversed(changes):
        proof = Evidence.objects.filter(pk=pk).first()
        if proof is None:
            outcome.kept.append((_("A piece of evidence"), _("It has been removed since.")))
        elif any(getattr(proof, name) != value for name, value in after.items()):
            outcome.kept.append((str(proof), _("This evidence has been changed since.")))
        elif _safely(lambda pk=pk, before=before: Evidence.objects.filter(pk=pk).update(**before)):
            outcome.restored += 1
        else:
            outcome.kept.append((str(proof), _("The same evidence has been added there since.")))


def _remove_made(act: OrganisationMerge, outcome: Outcome) -> list[int]:
    """Removes the rows that the merge made; the ids of the names among them."""
    names = []
    for label, pk in act.moved["created"]:
        row: Any = apps.get_model(label).objects.filter(pk=pk).first()
        if row is None:
            continue
        if isinstance(row, OrganisationName):
            if (row.name, row.kind, row.language) != (act.merged.name, NameKind.ALIAS, ""):
                outcome.kept.append((str(row), _("This name has been edited since.")))
                continue
            names.append(pk)
        row.delete()
        outcome.restored += 1
    return names


def _move_back(move: list[Any], outcome: Outcome) -> bool:
    label, pk, name, before, after = move
    model = apps.get_model(label)
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        what = _("%(kind)s %(number)s") % {"kind": model._meta.verbose_name, "number": pk}
        outcome.kept.append((what, _("It has been removed since.")))
        return False
    if getattr(row, f"{name}_id") != after:
        outcome.kept.append((_named(row, name), _("It has been changed since to name another organisation.")))
        return False
    setattr(row, f"{name}_id", before)
    if not _safely(lambda: row.save(update_fields=[name])):
        outcome.kept.append((_named(row, name), _("The merged organisation stands there already.")))
        return False
    outcome.restored += 1
    return True


def _bring_back(dropped: dict[str, Any], outcome: Outcome) -> bool:
    model = apps.get_model(dropped["model"])
    values = {each.attname: each.to_python(dropped["row"][each.attname]) for each in model._meta.concrete_fields
              if each.attname in dropped["row"]}  # fmt: skip
    row = model(**values)
    if not _safely(lambda: row.save(force_insert=True)):
        what = _("%(kind)s %(number)s") % {"kind": model._meta.verbose_name, "number": row.pk}
        outcome.kept.append((what, _("What it belonged to is gone, or it is there again.")))
        return False
    outcome.restored += 1
    return True


def _safely(write: Any) -> bool:
    """Whether a change could be written; when the database refuses it, nothing of it stays."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return False
    return True


def _named(row: Any, name: str) -> str:
    parent = parent_field(type(row), name)
    return str(getattr(row, parent)) if parent else str(row)


def _set_versions_back(
    moved: dict[str, Any], back: list[list[Any]], dropped: list[dict[str, Any]], names: list[int], kept: Organisation
) -> None:
    """Every stored version as it was; versions that were made since follow the rows that went back."""
    edits = dict(moved["versions"])
    for version in Revision.objects.select_for_update().filter(pk__in=edits).order_by("pk"):
        set_back(version, edits[version.pk])
        version.save(update_fields=["content"])
    later: dict[tuple[Any, int], list[dict[str, Any]]] = defaultdict(list)
    for pk in names:
        later[Organisation, kept.pk].append({"do": "add", "relation": "names", "pk": pk})
    for label, pk, name, before, after in back:
        model = apps.get_model(label)
        if model._meta.model_name in ("organisationname", "organisationidentifier"):
            relation = model._meta.get_field(name).remote_field.get_accessor_name()
            later[Organisation, kept.pk].append({"do": "add", "relation": relation, "pk": pk})
        elif place := place_of(model, name):
            edit = {"do": "set", "relation": place.relation, "field": name, "from": before, "to": after, "pk": pk, "index": 0}
            later[place.owner, _owner(model, name, pk, place.relation)].append(edit)
    for row in dropped:
        _note_dropped(row, later)
    for (owner, pk), done in later.items():
        kind = ContentType.objects.get_for_model(owner)
        newer = Revision.objects.select_for_update().filter(content_type=kind, object_id=str(pk), pk__gt=moved["newest"])
        for version in newer.order_by("pk"):
            set_back(version, done)
            version.save(update_fields=["content"])


def _owner(model: Any, name: str, pk: int, relation: str) -> int:
    if relation == ITSELF:
        return pk
    parent = parent_field(model, name)
    return int(model._base_manager.filter(pk=pk).values_list(f"{parent}_id", flat=True)[0])


def _note_dropped(dropped: dict[str, Any], later: dict[tuple[Any, int], list[dict[str, Any]]]) -> None:
    model = apps.get_model(dropped["model"])
    for each in model._meta.concrete_fields:
        place = place_of(model, each.name) if each.related_model is Organisation else None
        if place and place.relation:
            row = model._base_manager.get(pk=dropped["row"][model._meta.pk.attname])
            data = get_serializable_data_for_fields(row)
            owner = int(getattr(row, f"{parent_field(model, each.name)}_id"))
            later[place.owner, owner].append({"do": "drop", "relation": place.relation, "index": 10**6, "row": data})
