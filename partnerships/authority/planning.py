"""What a merge of two organisations would do: everything that names the one, and what becomes of it. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Model, UniqueConstraint
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey

from partnerships.authority.versions import place_of
from partnerships.models import (
    DistinctOrganisations,
    Evidence,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    Participation,
    Partnership,
)

MOVED, DROPPED, LEFT = "moved", "dropped", "left"
OTHER = ".other"
"""Ends the name of the entry on the second organisation: Wagtail's history shows an action of one request once."""
SHOWN = 12
"""How many rows of a kind a preview names."""


class MergeError(Exception):
    """It cannot be done; the message is for the person who asked."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row that names the merged organisation."""

    row: Any
    field: str
    outcome: str
    """moved: it names the kept one. dropped: the kept one has the same row already. left: it stays where no visitor sees it."""
    to: int | None = None
    twin: Any = None
    """The row of the kept one that says the same."""

    @property
    def owner(self) -> Any:
        """The record that the row is a part of; the row itself when it is none."""
        parent = parent_field(type(self.row), self.field)
        return getattr(self.row, parent) if parent else self.row


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one kind, for people."""

    name: str
    total: int
    labels: list[str]

    @property
    def more(self) -> int:
        return self.total - len(self.labels)


@dataclass(slots=True)
class Plan:
    """All that a merge does."""

    kept: Organisation
    merged: Organisation
    moves: list[Move] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    distinct: list[int] = field(default_factory=list)
    """The organisations that are never the same as the merged one, and then not as the kept one either."""
    alias: str = ""
    """The merged one's name where the kept one does not have it yet."""
    versions: int = 0
    told_apart: DistinctOrganisations | None = None
    """Where somebody has said that these two are never the same."""
    conflicts: list[str] = field(default_factory=list)

    @property
    def groups(self) -> list[Group]:
        """What is re-pointed, kind by kind, counted and named."""
        return _groups(move for move in self.moves if move.outcome == MOVED)

    @property
    def dropped(self) -> list[Group]:
        """What the kept organisation has already."""
        return _groups(move for move in self.moves if move.outcome == DROPPED)


def _groups(moves: Iterator[Move]) -> list[Group]:
    found: dict[tuple[type[Model], str], list[str]] = {}
    for move in moves:
        model = type(move.row)
        label = str(move.row) if move.owner == move.row or isinstance(move.owner, Organisation) else str(move.owner)
        found.setdefault((model, move.field), []).append(label)
    return [
        Group(_group_name(model, name), len(labels), list(dict.fromkeys(labels))[:SHOWN])
        for (model, name), labels in found.items()
    ]


def _group_name(model: type[Model], name: str) -> str:
    if model is Organisation:
        return _("Parts of it")
    plain: Any = model._meta.get_field(name)
    words = {
        "OrganisationName": _("Other names"),
        "OrganisationIdentifier": _("Identifiers"),
        "Sought": _("Partnerships that seek it"),
        "Leg": _("Stops of events that it hosts"),
        "Participation": _("Events in which it took part"),
        "Party": _("Partnerships to which it is a party"),
        "NewsOrganisation": _("Articles linked to it"),
        "NameDecision": _("Decisions on names"),
        "Opportunity": _("Opportunities that it offers"),
    }
    return words.get(model.__name__) or str(capfirst(f"{model._meta.verbose_name_plural}: {plain.verbose_name}"))


def parent_field(model: type[Model], other_than: str) -> str | None:
    """The key by which rows of a model are parts of a record, beside the field that names the organisation."""
    keys = (each.name for each in model._meta.concrete_fields if isinstance(each, ParentalKey))
    return next((name for name in keys if name != other_than), None)


def references() -> Iterator[tuple[type[Model], str]]:
    """Every foreign key to organisations of every app, as (model, field), but for those that the merge treats by themselves."""
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)):
            continue
        model, name = cast(type[Model], relation.related_model), cast(Any, relation).field.name
        own = model._meta.auto_created or model in (OrganisationMerge, DistinctOrganisations) or name == "merged_into"
        if not own:
            yield model, name


def identity(model: type[Model], field_name: str) -> tuple[str, ...]:
    """The fields in which no two rows of one record may be equal, the organisation among them; () when all may."""
    if model is Participation:
        return ("event", "organisation", "person", "person_role", "role", "stop")
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and field_name in constraint.fields and constraint.condition is None:
            return tuple(constraint.fields)
    return ()


def plan_merge(kept: Organisation, merged: Organisation) -> Plan:
    """What merging `merged` into `kept` would do; raise MergeError when it cannot be done."""
    _refuse(kept, merged)
    plan = Plan(kept, merged)
    own_names = {kept.name, *kept.names.values_list("name", flat=True)}
    for model, name in references():
        plan.moves += _moves(model, name, kept, merged)
        if place := place_of(model, name):
            plan.versions += place.versions(merged).count()
    own_names |= {move.row.name for move in plan.moves if isinstance(move.row, OrganisationName)}
    plan.alias = "" if merged.name in own_names else merged.name
    plan.evidence = list(merged.evidence.order_by("pk"))
    plan.distinct = sorted(_others(merged) - {kept.pk} - _others(kept))
    first, second = sorted((kept.pk, merged.pk))
    plan.told_apart = DistinctOrganisations.objects.filter(first=first, second=second).select_related("made_by").first()
    plan.conflicts = list(_conflicts(plan))
    return plan


def _refuse(kept: Organisation, merged: Organisation) -> None:
    if kept.pk == merged.pk:
        raise MergeError(_("An organisation cannot be merged into itself: choose another one."))
    for one in (kept, merged):
        if one.merged_into:
            raise MergeError(
                _("“%(name)s” was merged into “%(into)s” already.") % {"name": one.name, "into": one.merged_into.name}
            )
    if merged.workflow_in_progress:
        raise MergeError(_("“%(name)s” waits for moderation: approve or reject that version first.") % {"name": merged.name})


def _moves(model: type[Model], name: str, kept: Organisation, merged: Organisation) -> list[Move]:
    rows = model._base_manager.filter(**{name: merged}).order_by("pk")
    parent = parent_field(model, name)
    rows = rows.select_related(parent) if parent else rows
    told_by = [cast(Any, model._meta.get_field(each)).attname for each in identity(model, name) if each != name]

    def told(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, each) for each in told_by)

    there = {told(row): row for row in model._base_manager.filter(**{name: kept}).order_by("-pk")} if told_by else {}
    # What the kept one is itself below must not come below it.
    above = _above(kept) if model is Organisation else set()
    found = []
    for row in rows:
        twin = there.get(told(row))
        if twin is not None:
            found.append(Move(row, name, DROPPED if parent else LEFT, kept.pk, twin))
        else:
            found.append(Move(row, name, MOVED, merged.parent_id if row.pk in above else kept.pk))
    return found


def _above(organisation: Organisation) -> set[int]:
    """The ids of an organisation and of what it is part of, up to the top."""
    found: set[int] = set()
    pk: int | None = organisation.pk
    while pk and pk not in found:
        found.add(pk)
        pk = Organisation.objects.filter(pk=pk).values_list("parent_id", flat=True).first()
    return found


def _others(organisation: Organisation) -> set[int]:
    pairs = DistinctOrganisations.objects
    first = set(pairs.filter(second=organisation).values_list("first_id", flat=True))
    return first | set(pairs.filter(first=organisation).values_list("second_id", flat=True))


def _conflicts(plan: Plan) -> Iterator[str]:
    kept, merged = plan.kept, plan.merged
    if told := plan.told_apart:
        yield _("%(user)s said on %(day)s that these two are never the same.") % {
            "user": told.made_by or _("Somebody"), "day": date_format(timezone.localtime(told.made_at), "DATE_FORMAT"),
        }  # fmt: skip
    if kept.country and merged.country and kept.country != merged.country:
        yield _("They are in different countries: %(kept)s and %(merged)s.") % {
            "kept": kept.country.label, "merged": merged.country.label,
        }  # fmt: skip
    both = Partnership.objects.filter(parties__organisation=kept).filter(parties__organisation=merged).distinct()
    for partnership in both[:SHOWN]:
        yield _("Both are parties of “%(title)s”, where the kept one then stands for both.") % {"title": partnership}
    schemes = dict(kept.identifiers.values_list("scheme", "value"))
    for identifier in merged.identifiers.all():
        if identifier.scheme in schemes:
            yield _("Both have an identifier of %(scheme)s: %(one)s and %(other)s.") % {
                "scheme": identifier.get_scheme_display(), "one": schemes[identifier.scheme], "other": identifier.value,
            }  # fmt: skip
    if merged.live and not kept.live:
        yield _("“%(merged)s” is public and “%(kept)s” is not: visitors will find neither until it is published.") % {
            "merged": merged.name, "kept": kept.name,
        }  # fmt: skip


def twice(same: Sequence[str], parent: str | None) -> Any:
    """A function that says whether a row of a version, as JSON, stands among others already."""
    names = [name for name in same if name != parent]

    def stands_there(row: dict[str, Any], others: Sequence[dict[str, Any]]) -> bool:
        key = [row.get(name) for name in names]
        return bool(names) and any([other.get(name) for name in names] == key for other in others)

    return stands_there
