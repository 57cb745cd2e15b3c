"""Two records of one organisation become one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from modelcluster.models import get_serializable_data_for_fields
from wagtail.log_actions import log
from wagtail.models import Revision

from partnerships.authority.planning import (
    DROPPED,
    MOVED,
    OTHER,
    MergeError,
    Move,
    Plan,
    identity,
    parent_field,
    plan_merge,
    references,
    twice,
)
from partnerships.authority.versions import add_rows, place_of, repoint
from partnerships.facts import ROWS, value_of
from partnerships.models import (
    DistinctOrganisations,
    Evidence,
    Organisation,
    OrganisationIdentifier,
    OrganisationMerge,
    OrganisationName,
    refreshed_together,
)

MERGED = "register.merge"
"""The name of the log entry on the kept organisation; with `OTHER`, on the merged one."""
STATE = ("live", "has_unpublished_changes", "live_revision_id", "go_live_at")
"""What the merge changes of the merged record itself, beside `merged_into`."""
PROOF = ("object_id", "field", "value", "preferred")
"""What it may change of a piece of evidence."""


def locked_pair(kept: Organisation, merged: Organisation) -> tuple[Organisation, Organisation]:
    """Both as they are now, locked until the end of the transaction; raise MergeError when one is gone."""
    found = {one.pk: one for one in Organisation.objects.select_for_update().filter(pk__in=(kept.pk, merged.pk)).order_by("pk")}
    if not {kept.pk, merged.pk} <= found.keys():
        raise MergeError(_("One of the two has been deleted: look at the list again."))
    return found[kept.pk], found[merged.pk]


def merge(kept: Organisation, merged: Organisation, user: Any, *, reason: str = "") -> OrganisationMerge:
    """Let `kept` stand for `merged` everywhere, as `plan_merge` foresees it, and return the act that `undo_merge` takes back.

    One transaction: rows, every stored version, evidence, names and identifiers; the merged record is no longer public and its
    addresses lead to the kept one. Raise MergeError when it cannot be done.
    """
    with refreshed_together():
        kept, merged = locked_pair(kept, merged)
        plan = plan_merge(kept, merged)
        moved: dict[str, Any] = {"newest": _newest_version()}
        moved["versions"] = _versions(plan)
        moved["dropped"] = [_drop(move) for move in plan.moves if move.outcome == DROPPED]
        moved["rows"] = [_move(move) for move in plan.moves if move.outcome == MOVED]
        alias = _take_over_name(plan)
        moved["created"] = [["partnerships.organisationname", alias.pk]] if alias else []
        moved["created"] += [["partnerships.distinctorganisations", pk] for pk in _keep_apart(plan, user)]
        _show_in_versions(plan, alias, moved["versions"])
        moved["evidence"] = _evidence(plan, alias)
        moved["evidence"] += [change for move in plan.moves if move.outcome == DROPPED for change in _proof_of_row(move)]
        moved["merged"], moved["scheduled"] = _withdraw(plan)
        act = OrganisationMerge.objects.create(kept=kept, merged=merged, moved=moved, reason=reason[:255], made_by=user)
        for one, action in ((kept, MERGED), (merged, MERGED + OTHER)):
            data = {"kept": kept.name, "merged": merged.name, "reason": reason, "merge": act.pk, "rows": len(moved["rows"])}
            log(instance=one, action=action, user=user, data=data)
    return act


def _newest_version() -> int:
    return Revision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _versions(plan: Plan) -> list[list[Any]]:
    """[[id of the version, what was done]]."""
    edits: dict[int, list[dict[str, Any]]] = {}
    below = {move.row.pk: move.to for move in plan.moves if isinstance(move.row, Organisation)}
    for model, name in references():
        place = place_of(model, name)
        if place is None:
            continue
        shown_twice = twice(identity(model, name), parent_field(model, name))
        for version in place.versions(plan.merged).select_for_update():
            to: int | None = plan.kept.pk
            if model is Organisation:
                # As of the row itself: what the kept one is below never comes below it.
                of = int(version.object_id)
                to = plan.merged.parent_id if of == plan.kept.pk else below.get(of, plan.kept.pk)
            edits.setdefault(version.pk, []).extend(repoint(version, place, plan.merged.pk, to, shown_twice))
            version.save(update_fields=["content"])
    return [[pk, done] for pk, done in edits.items()]


def _drop(move: Move) -> dict[str, Any]:
    row = move.row
    data = {each.attname: as_text(row, each) for each in row._meta.concrete_fields}
    type(row)._base_manager.get(pk=row.pk).delete()
    return {"model": row._meta.label_lower, "row": data}


def as_text(row: Any, field: Any) -> str | None:
    """A field's value as the fixture format has it; None for no value."""
    return None if field.value_from_object(row) is None else field.value_to_string(row)


def _move(move: Move) -> list[Any]:
    before = getattr(move.row, f"{move.field}_id")
    setattr(move.row, f"{move.field}_id", move.to)
    move.row.save(update_fields=[move.field])
    return [move.row._meta.label_lower, move.row.pk, move.field, before, move.to]


def _take_over_name(plan: Plan) -> OrganisationName | None:
    if not plan.alias:
        return None
    return OrganisationName.objects.create(organisation=plan.kept, name=plan.alias)


def _keep_apart(plan: Plan, user: Any) -> list[int]:
    made = []
    for other in plan.distinct:
        first, second = sorted((plan.kept.pk, other))
        made.append(DistinctOrganisations.objects.create(first_id=first, second_id=second, made_by=user).pk)
    return made


def _show_in_versions(plan: Plan, alias: OrganisationName | None, done: list[list[Any]]) -> None:
    """Names and identifiers that came over stand in every version of the kept record too: publishing one must not drop them."""
    here = [move.row for move in plan.moves if move.outcome == MOVED]
    names = [row for row in here if isinstance(row, OrganisationName)] + ([alias] if alias else [])
    identifiers = [row for row in here if isinstance(row, OrganisationIdentifier)]
    edits = dict(done)
    for version in plan.kept.revisions.select_for_update().order_by("pk"):
        added: list[dict[str, Any]] = []
        for relation, rows in (("names", names), ("identifiers", identifiers)):
            if rows:
                added += add_rows(version, relation, [get_serializable_data_for_fields(row) for row in rows])
        if added:
            version.save(update_fields=["content"])
            if version.pk in edits:
                edits[version.pk].extend(added)
            else:
                done.append([version.pk, added])


def _evidence(plan: Plan, alias: OrganisationName | None) -> list[list[Any]]:
    """Proof of the merged record proves the kept one; where the two say different things, it says what its source said."""
    stays = {f"name:{move.row.pk}" for move in plan.moves if isinstance(move.row, OrganisationName) and move.outcome != MOVED}
    changes = []
    for proof in plan.evidence:
        if proof.field in stays:
            continue
        code, value = proof.field, proof.value
        if code == "name":
            code = _code_of_name(plan, alias)
        elif not value and value_of(plan.merged, code) != value_of(plan.kept, code):
            value = value_of(plan.merged, code)
        changes += _change(proof, object_id=plan.kept.pk, field=code, value=value)
    return changes


def _code_of_name(plan: Plan, alias: OrganisationName | None) -> str:
    name = alias or plan.kept.names.filter(name=plan.merged.name).first()
    return f"name:{name.pk}" if name else "name"


def _proof_of_row(move: Move) -> list[list[Any]]:
    """What proved a row that was there twice proves the one that is left."""
    owner = move.owner
    relations = ROWS.get(getattr(owner, "record_type", ""), {})
    code = next((code for code, (relation, *_rest) in relations.items() if _model_of(owner, relation) is type(move.row)), None)
    if code is None:
        return []
    proofs = owner.evidence.filter(field=f"{code}:{move.row.pk}")
    return [change for proof in proofs for change in _change(proof, field=f"{code}:{move.twin.pk}")]


def _model_of(owner: Any, relation: str) -> Any:
    return owner._meta.get_field(relation).related_model


def _change(proof: Evidence, **values: Any) -> list[list[Any]]:
    """[[id, before, after]]; nothing where the same sentence proves the same already."""
    before = {name: getattr(proof, name) for name in PROOF}
    after = {**before, **values}
    there = Evidence.objects.filter(
        content_type_id=proof.content_type_id, object_id=after["object_id"], field=after["field"]
    ).exclude(pk=proof.pk)
    if proof.document_id and there.filter(document=proof.document_id, start=proof.start, end=proof.end).exists():
        return []
    if after["preferred"] and there.filter(preferred=True).exists():
        after["preferred"] = False
    Evidence.objects.filter(pk=proof.pk).update(**after)
    return [[proof.pk, before, after]]


def _withdraw(plan: Plan) -> tuple[dict[str, Any], list[list[Any]]]:
    merged = plan.merged
    before = {name: getattr(merged, name) for name in STATE}
    before["go_live_at"] = merged.go_live_at.isoformat() if merged.go_live_at else None
    waiting = merged.revisions.exclude(approved_go_live_at=None)
    scheduled = [[version.pk, version.approved_go_live_at.isoformat()] for version in waiting]
    waiting.update(approved_go_live_at=None)
    merged.merged_into = plan.kept
    if merged.live:
        merged.live, merged.has_unpublished_changes, merged.live_revision = False, True, None
    merged.go_live_at = None
    names = ["live", "has_unpublished_changes", "live_revision", "go_live_at", "merged_into", "updated_at"]
    merged.save(update_fields=names)
    # Readers of the register see by this that its names have changed.
    plan.kept.save(update_fields=["updated_at"])
    return before, scheduled
