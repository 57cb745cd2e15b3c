"""Where a name can stand, and how it goes from there. Rooms above the register add their own places when they are loaded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry, Revision, TaskState

from partnerships.interest import erase
from partnerships.models import (
    BulkAct,
    BulkActRow,
    Document,
    Event,
    EventChange,
    Evidence,
    Interest,
    Leg,
    Opportunity,
    Organisation,
    OrganisationMerge,
    Participation,
    Partnership,
    Sought,
    StatusChange,
    Term,
)
from partnerships.people.needle import Needle


@dataclass(frozen=True, slots=True)
class Found:
    """One row in which the name stands."""

    key: str
    """ "event:12": by it a person says that this row is to be kept as it is."""
    what: str
    excerpt: str
    row: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Fields of a model that hold text or JSON, in which the name is replaced."""

    code: str
    label: str | Promise
    model: type[models.Model]
    fields: Sequence[str]
    is_history: bool = False
    """Earlier versions and logs: not shown one by one, and changed with the record that they belong to."""
    saves: bool = False
    """Whether rows are saved as a person would, so that keys, lists and search follow."""
    change: Callable[[Any, Needle], dict[str, Any] | None] | None = None
    """What is done instead of replacing: gives the new values, or None when it has done everything."""
    describe: Callable[[Any], str] = str

    def find(self, needle: Needle) -> Iterator[Found]:
        condition = models.Q()
        rows: Any = self.model._base_manager.all()
        for name in self.fields:
            rows = rows.annotate(**{f"text_of_{name}": Cast(name, models.TextField())})
            condition |= models.Q(**{f"text_of_{name}__iregex": needle.sql})
        for row in rows.filter(condition).defer(*self._heavy()).order_by("pk").iterator(200):
            values = [self._value(row, name) for name in self.fields]
            if needle.is_in(values):
                yield Found(f"{self.code}:{row.pk}", "" if self.is_history else self.describe(row), needle.excerpt(values), row)

    def remove(self, found: Found, needle: Needle) -> None:
        row = found.row
        changed = self.change(row, needle) if self.change else self._replaced(row, needle)
        if not changed:
            return
        if self.saves:
            for name, value in changed.items():
                setattr(row, name, value)
            row.save(update_fields=list(changed))
        else:
            self.model._base_manager.filter(pk=row.pk).update(**changed)

    def _replaced(self, row: Any, needle: Needle) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for name in self.fields:
            value = self._value(row, name)
            if not needle.is_in(value):
                continue
            model_field: Any = self.model._meta.get_field(name)
            after = needle.replaced(value)
            if isinstance(model_field, StreamField):
                after = model_field.to_python(json.dumps(after))
            elif isinstance(after, str) and model_field.max_length:
                after = after[: model_field.max_length]
            changed[name] = after
        return changed

    def _value(self, row: Any, name: str) -> Any:
        value = getattr(row, name)
        if hasattr(value, "as_json"):
            value = value.as_json()
        model_field = self.model._meta.get_field(name)
        return model_field.stream_block.get_prep_value(value) if isinstance(model_field, StreamField) else value

    def _heavy(self) -> Iterable[str]:
        return (one.name for one in self.model._meta.concrete_fields if isinstance(one, models.BinaryField))


def _leaves(participation: Participation, needle: Needle) -> None:
    """An organisation took part all the same; a person alone takes the participation along, with its proof."""
    if participation.organisation_id:
        participation.person = participation.person_role = ""
        participation.save()
        return
    event = ContentType.objects.get_for_model(Event)
    Evidence.objects.filter(
        content_type=event, object_id=participation.event_id, field=f"participation:{participation.pk}"
    ).delete()
    participation.delete()


def _version(revision: Revision, needle: Needle) -> dict[str, Any]:
    content = dict(revision.content)
    if isinstance(content.get("participations"), list):
        content["participations"] = [
            kept for one in content["participations"] if (kept := _version_of_participation(one, needle)) is not None
        ]
    return {"content": needle.replaced(content), "object_str": needle.replaced(revision.object_str)}


def _version_of_participation(one: dict[str, Any], needle: Needle) -> dict[str, Any] | None:
    if not needle.is_in(one.get("person", "")):
        return one
    return {**one, "person": "", "person_role": ""} if one.get("organisation") else None


def _merge(row: OrganisationMerge, needle: Needle) -> dict[str, Any]:
    """A merge that is taken back does not bring the person back."""
    return {"reason": needle.replaced(row.reason), "moved": needle.replaced(_without_person(row.moved, needle))}


def _without_person(value: Any, needle: Needle) -> Any:
    if isinstance(value, list):
        return [_without_person(one, needle) for one in value]
    if not isinstance(value, dict):
        return value
    nobody = {"person": "", "person_role": ""} if needle.is_in(value.get("person", "")) else {}
    return {key: _without_person(one, needle) for key, one in (value | nobody).items()}


def _mask(document: Document, needle: Needle) -> dict[str, Any]:
    # The bytes stay as they were received: they are the proof, and only the office can open them.
    return {"text": needle.masked(document.text), "name": needle.replaced(document.name)}


def _erase(row: Interest, needle: Needle) -> None:
    erase(row)


def _moderated(row: TaskState) -> str:
    return row.revision.object_str if row.revision else str(row)


def _of(row: Any) -> str:
    """The record that a part belongs to."""
    owner = getattr(row, "event", None) or getattr(row, "partnership", None) or getattr(row, "record", None)
    return str(owner or row)


TITLED = {
    Partnership: ("title", "summary", "status_reason", "status_note", "translations"),
    Event: ("title", "summary", "state_reason", "translations"),
    Opportunity: ("title", "summary", "for_whom", "translations"),
    # A body may bear a person's name; what is said of it may not name one who asked to be removed.
    Organisation: ("summary", "translations"),
}

removal_places: list[TextPlace] = [
    TextPlace(
        "participation", _("Participations"), Participation, ("person",), change=_leaves, describe=lambda row: str(row.event)
    ),
    *(
        TextPlace(model.record_type, capfirst(str(model._meta.verbose_name_plural)), model, fields, saves=True)
        for model, fields in TITLED.items()
    ),
    TextPlace("leg", _("Places of a route"), Leg, ("place",), saves=True, describe=_of),
    TextPlace("sought", _("Sought partners"), Sought, ("description",), saves=True, describe=_of),
    TextPlace("evidence", _("Evidence"), Evidence, ("quote", "note", "value"), describe=_of),
    TextPlace("change", _("Changes of events"), EventChange, ("reason",), describe=_of),
    TextPlace("status", _("Changes of status"), StatusChange, ("reason", "note"), describe=_of),
    TextPlace("term", _("Earlier terms"), Term, ("reason", "note"), describe=_of),
    TextPlace(
        "act", _("Acts on many"), BulkAct, ("reason", "note", "undone_reason", "undone_note", "values", "chosen_by"), describe=_of
    ),
    TextPlace("actrow", _("Outcomes of acts on many"), BulkActRow, ("title", "why"), is_history=True),
    TextPlace("merge", _("Merges of organisations"), OrganisationMerge, ("reason", "moved"), change=_merge),
    TextPlace("moderation", _("Words of moderators"), TaskState, ("comment",), describe=_moderated),
    TextPlace("comment", _("Comments on pages"), Comment, ("text",), describe=lambda row: str(row.page)),
    TextPlace("reply", _("Replies to comments"), CommentReply, ("text",), describe=lambda row: str(row.comment.page)),
    TextPlace("document", _("Texts of source documents"), Document, ("text", "name"), change=_mask),
    TextPlace(
        "interest", _("Expressions of interest"), Interest, ("name", "organisation", "message", "answer"),
        change=_erase, describe=lambda row: str(row.opportunity),
    ),
    TextPlace("revision", _("Earlier versions and drafts"), Revision, ("content", "object_str"), is_history=True, change=_version),
    TextPlace("log", _("Log of the register"), ModelLogEntry, ("label", "data"), is_history=True),
    TextPlace("pagelog", _("Log of the pages"), PageLogEntry, ("label", "data"), is_history=True),
]  # fmt: skip
"""Every place that is gone through, in this order; an app adds its own when it is loaded."""
