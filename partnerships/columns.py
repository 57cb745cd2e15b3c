"""What the admin's lists, choosers and exports say of a record in a few words."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.models import Revision, WorkflowState

from partnerships.edtf import IncompleteDate
from partnerships.models import Event, Opportunity, Organisation, Participation, Partnership, Party, Place, Sector
from partnerships.models.records import Record

MOST_SHOWN = 3

RELATED: dict[type[Model], tuple[str, ...]] = {
    Partnership: ("owner",),
    Organisation: ("country",),
    Opportunity: ("offered_by__country",),
    Sector: ("parent",),
}
PREFETCHES: dict[type[Model], tuple[str | Prefetch, ...]] = {
    Partnership: (
        Prefetch("parties", Party.objects.select_related("organisation__country").order_by("sort_order", "pk")),
        "sectors",
    ),
    Event: (
        "legs__country",
        "sectors",
        Prefetch("participations", Participation.objects.select_related("organisation__country").order_by("sort_order", "pk")),
    ),
    Organisation: ("names", "sectors"),
    Opportunity: ("countries", "sectors"),
}


def prefetched(queryset: QuerySet) -> QuerySet:
    """The same rows with all that the functions below read, in a few queries for any number of rows."""
    related = RELATED.get(queryset.model, ())
    queryset = queryset.select_related(*related) if related else queryset
    if issubclass(queryset.model, Record):
        queryset = queryset.prefetch_related(
            # The names under which Wagtail and `Record.scheduled_revision` look for what a row's publication tag says.
            Prefetch("workflow_states", WorkflowState.objects.active(), to_attr="_current_workflow_states"),
            Prefetch("_revisions", Revision.objects.exclude(approved_go_live_at=None), to_attr="_scheduled_revisions"),
        )
    return queryset.prefetch_related(*PREFETCHES.get(queryset.model, ()))


def joined(words: Iterable[str], most: int | None = MOST_SHOWN) -> str:
    """The words with commas, each once; beyond `most` only how many more there are."""
    distinct = list(dict.fromkeys(word for word in words if word))
    if most is None or len(distinct) <= most:
        return ", ".join(distinct)
    return _("%(first)s and %(number)s more") % {"first": ", ".join(distinct[:most]), "number": len(distinct) - most}


def names_of(record: Any, most: int | None = MOST_SHOWN, unless_in: str = "") -> str:
    """Who takes part in it, or which other names it has; a name that stands in `unless_in` is left out."""
    return joined((name for name in _names(record) if name not in unless_in), most)


def _names(record: Any) -> Iterable[str]:
    if isinstance(record, Partnership):
        return (party.organisation.name for party in record.parties.all())
    if isinstance(record, Event):
        return (part.organisation.name for part in record.participations.all() if part.organisation)
    if isinstance(record, Opportunity):
        return (record.offered_by.name,) if record.offered_by else ()
    return (name.name for name in record.names.all())


def countries_of(record: Any, most: int | None = MOST_SHOWN) -> str:
    """The countries that it has to do with, by name."""
    return joined((place.label for place in _countries(record)), most)


def _countries(record: Any) -> Iterable[Place]:
    organisations: Iterable[Organisation]
    if isinstance(record, Partnership):
        organisations = (party.organisation for party in record.parties.all())
    elif isinstance(record, Event):
        yield from (leg.country for leg in record.legs.all() if leg.country)
        organisations = (part.organisation for part in record.participations.all() if part.organisation)
    elif isinstance(record, Opportunity):
        yield from record.countries.all()
        organisations = (record.offered_by,) if record.offered_by else ()
    else:
        organisations = (record,)
    yield from (organisation.country for organisation in organisations if organisation.country)


def sectors_of(record: Any, most: int | None = MOST_SHOWN) -> str:
    return joined((str(sector) for sector in record.sectors.all()), most)


def date_of(name: str) -> Callable[[Any], str]:
    """A function that gives the date `name` of a record in words, "" when it is not known."""

    def label(record: Any) -> str:
        value = getattr(record, name)
        if value is None:
            return ""
        return value.short_label if isinstance(value, IncompleteDate) else _short(localtime(value).date())

    return label


def _short(day: datetime.date) -> str:
    return IncompleteDate(day.year, day.month, day.day).short_label


def day_of(name: str) -> Callable[[Any], str]:
    """A function that gives the day `name` of a record in words, "" when there is none."""

    def label(record: Any) -> str:
        day = getattr(record, name)
        return _short(day) if day else ""

    return label


def owner_of(partnership: Any) -> str:
    """Who looks after it, by name; "" for nobody."""
    owner = partnership.owner
    return (owner.get_full_name() or owner.get_username()) if owner else ""


def _column(name: str, label: Any, accessor: str | Callable[[Any], Any], sort_key: str | None = None) -> Column:
    return Column(name, label=label, accessor=accessor, sort_key=sort_key)


_COUNTRIES = ("countries", gettext_lazy("Countries"), countries_of)
_KIND = ("kind", gettext_lazy("Kind"), "get_kind_display", "kind")

COLUMNS: dict[type[Model], list[tuple[Any, ...]]] = {
    Partnership: [
        _COUNTRIES,
        _KIND,
        ("status", gettext_lazy("Status"), "status_label", "status"),
        ("signed", gettext_lazy("Signed"), date_of("signed"), "signed"),
    ],
    Event: [
        ("starts", gettext_lazy("Starts"), date_of("starts"), "starts"),
        _KIND,
        ("state", gettext_lazy("State"), "get_state_display", "state"),
        _COUNTRIES,
    ],
    Organisation: [
        _KIND,
        ("country", gettext_lazy("Country"), countries_of, "country__sort_key"),
        ("city", gettext_lazy("City"), "city", "city"),
    ],
    Opportunity: [
        _KIND,
        _COUNTRIES,
        ("closes", gettext_lazy("Closes"), date_of("closes"), "closes"),
    ],
    Place: [("code", gettext_lazy("Code"), "code", "code")],
    Sector: [
        ("parent", gettext_lazy("Below"), lambda sector: str(sector.parent) if sector.parent else "", None),
        ("code", gettext_lazy("Code"), "code", "code"),
    ],
}
_NAMES: dict[type[Model], tuple[Any, ...]] = {
    Partnership: ("parties", gettext_lazy("Parties"), names_of),
    Opportunity: ("offered_by", gettext_lazy("Offered by"), names_of),
}
# A chooser is narrow: beside the title only what tells two of one name apart.
_TELLING = {"status", "signed", "starts", "country", "city", "code", "parent"}


FURTHER: dict[type[Model], list[tuple[Any, ...]]] = {
    Partnership: [
        ("parties", gettext_lazy("Parties"), names_of),
        ("ends", gettext_lazy("Ends"), date_of("ends"), "ends_on"),
        ("decide_by", gettext_lazy("Decide by"), day_of("decide_by"), "decide_by"),
        ("owner", gettext_lazy("Owner"), owner_of, "owner__username"),
        ("last_confirmed", gettext_lazy("Last confirmed"), day_of("last_confirmed"), "last_confirmed"),
        ("sectors", gettext_lazy("Sectors"), sectors_of),
    ],
    Event: [
        ("ends", gettext_lazy("Ends"), date_of("ends"), "ends"),
        ("participants", gettext_lazy("Who took part"), names_of),
        ("sectors", gettext_lazy("Sectors"), sectors_of),
    ],
    Organisation: [("sectors", gettext_lazy("Sectors"), sectors_of)],
    Opportunity: [
        ("offered_by", gettext_lazy("Offered by"), names_of),
        ("opens", gettext_lazy("Opens"), date_of("opens"), "opens"),
        ("sectors", gettext_lazy("Sectors"), sectors_of),
    ],
}
"""Columns that a person may choose to see as well."""


def further_columns_of(model: type[Model]) -> list[Column]:
    """The columns that a list of these records shows to those who choose them."""
    return [_column(*column) for column in FURTHER.get(model, ())]


def columns_of(model: type[Model], for_choosing: bool = False) -> list[Column]:
    """The columns of a list of these records beside its title; in a chooser fewer, and without sorting."""
    if not for_choosing:
        return [_column(*column) for column in COLUMNS[model]]
    telling = [column[:3] for column in COLUMNS[model] if column[0] in _TELLING]
    return [_column(*column) for column in (*([_NAMES[model]] if model in _NAMES else []), *telling)]


def _iso(name: str) -> Callable[[Any], str]:
    def value(record: Any) -> str:
        found = getattr(record, name)
        return "" if found is None else str(found) if isinstance(found, IncompleteDate) else found.isoformat()

    return value


def everything(function: Callable[[Any, int | None], str]) -> Callable[[Any], str]:
    return lambda record: function(record, None)


_ALWAYS: dict[str, Callable[[Any], Any]] = {
    "uuid": lambda record: str(record.uuid),
    "live": lambda record: record.live,
    "updated": lambda record: record.updated_at,
}
_SUBJECT = {"countries": everything(countries_of), "sectors": everything(sectors_of), "summary": lambda record: record.summary}

EXPORTS: dict[type[Model], dict[str, Callable[[Any], Any]]] = {
    Partnership: {
        "title": str,
        "kind": lambda record: record.kind,
        "status": lambda record: record.shown_status,
        "signed": _iso("signed"),
        "starts": _iso("starts"),
        "ends": _iso("ends"),
        "decide_by": _iso("decide_by"),
        "last_confirmed": _iso("last_confirmed"),
        "owner": owner_of,
        "parties": everything(names_of),
        **_SUBJECT,
        **_ALWAYS,
    },
    Event: {
        "title": str,
        "kind": lambda record: record.kind,
        "state": lambda record: record.state,
        "starts": _iso("starts"),
        "ends": _iso("ends"),
        "participants": everything(names_of),
        **_SUBJECT,
        **_ALWAYS,
    },
    Organisation: {
        "name": str,
        "kind": lambda record: record.kind,
        "city": lambda record: record.city,
        "website": lambda record: record.website,
        "other_names": everything(names_of),
        **_SUBJECT,
        **_ALWAYS,
    },
    Opportunity: {
        "title": str,
        "kind": lambda record: record.kind,
        "opens": _iso("opens"),
        "closes": _iso("closes"),
        "offered_by": everything(names_of),
        **_SUBJECT,
        **_ALWAYS,
    },
    Place: {"code": lambda place: place.code, "name": str},
    Sector: {
        "code": lambda sector: sector.code,
        "label": str,
        "parent": lambda sector: sector.parent.code if sector.parent else "",
    },
}
"""What an exported list says of a record: machine-readable codes and dates, names in full."""
