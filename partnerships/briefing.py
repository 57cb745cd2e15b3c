"""A briefing on one organisation or one country: everything that the register tells of it, gathered to be read on paper.

The public one holds what visitors may see and nothing else. The one for the office has the drafts too, and with each partnership
why it stands as it does, who looks after it and until when something is to be decided.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Event, Evidence, Leg, Opportunity, Organisation, Participation, Partnership, Party, Place
from partnerships.models.events import EventState
from partnerships.models.partnerships import PartnershipStatus
from partnerships.models.records import Record, Role
from partnerships.terms import RUNNING, TOLD_IN_ORDER

MOST = 150
"""So many records of a kind are written out; how many more there are is said."""
MOST_PEOPLE = 12
MOST_NOTES = 5
"""So many sentences are quoted for one record."""


@dataclass(frozen=True, slots=True)
class Article:
    """The published article that a document was read into."""

    title: str
    address: str
    source: str = ""
    published_on: datetime.date | None = None
    language: str = ""


article_sources: list[Callable[[Iterable[int]], dict[int, Article]]] = []
"""What stands above the register adds here how articles are found by the ids of their documents."""


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: a sentence and where it stands."""

    number: int
    quote: str
    title: str
    address: str = ""
    source: str = ""
    published_on: datetime.date | None = None
    language: str = ""


@dataclass(slots=True)
class Entry:
    """One record as the briefing tells it, with the numbers of its footnotes."""

    record: Any
    notes: tuple[int, ...] = ()
    is_draft: bool = False
    has_draft: bool = False
    """It is public, and a newer version of it is not."""
    parties: tuple[tuple[Party, str], ...] = ()
    """Of a partnership: each party and its role in words."""
    people: tuple[Participation, ...] = ()
    more_people: int = 0


@dataclass(slots=True)
class Group:
    """Records told together, of `total` that there are."""

    entries: list[Entry] = field(default_factory=list)
    total: int = 0
    status: str = ""
    status_word: str = ""

    @property
    def left_out(self) -> int:
        return self.total - len(self.entries)


@dataclass(frozen=True, slots=True)
class NextDate:
    """A day ahead, and what happens to which record then."""

    day: datetime.date
    words: str
    record: Any
    is_past: bool = False
    """It should have been decided by then."""
    label: str = ""
    """The date in words where it is known less exactly than to the day."""


@dataclass(slots=True)
class Briefing:
    """The whole of it; `subject` is an Organisation or a Place."""

    subject: Any
    for_office: bool
    day: datetime.date
    partnerships: list[Group] = field(default_factory=list)
    events: Group = field(default_factory=Group)
    offers: Group = field(default_factory=Group)
    dates: list[NextDate] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the subject is called in the reader's language."""
        return str(self.subject.shown_title if isinstance(self.subject, Organisation) else self.subject)

    @property
    def partnership_total(self) -> int:
        return sum(group.total for group in self.partnerships)

    @property
    def is_empty(self) -> bool:
        return not (self.partnerships or self.events.total or self.offers.total)


def brief_on_organisation(organisation: Organisation, *, for_office: bool = False) -> Briefing:
    """The briefing on an organisation, in the active language. Whether the reader may see the organisation is for the caller."""
    here = Q(organisation=organisation)
    return _brief(organisation, here, Q(host=organisation), Q(offered_by=organisation), for_office)


def brief_on_country(place: Place, *, for_office: bool = False) -> Briefing:
    """The briefing on a country: what its organisations take part in, what takes place there, what is offered there or for it."""
    theirs = Q(organisation__country=place) if for_office else Q(organisation__country=place, organisation__live=True)
    offered = Q(offered_by__country=place) if for_office else Q(offered_by__country=place, offered_by__live=True)
    return _brief(place, theirs, Q(country=place), offered | Q(countries=place), for_office)


def _brief(subject: Model, theirs: Q, there: Q, offered: Q, for_office: bool) -> Briefing:
    """`theirs` chooses parties and participations, `there` legs of events, `offered` opportunities."""
    briefing = Briefing(subject, for_office, timezone.localdate())
    found = _seen(Partnership, for_office).filter(pk__in=Party.objects.filter(theirs).values("partnership"))
    _add_partnerships(briefing, found)
    present = Participation.objects.filter(theirs).values("event")
    events = _seen(Event, for_office).filter(Q(pk__in=present) | Q(pk__in=Leg.objects.filter(there).values("event")))
    _add_events(briefing, events)
    _add_offers(briefing, _seen(Opportunity, for_office).filter(offered).distinct())
    _add_notes(briefing)
    briefing.dates.sort(key=lambda date: (date.day, date.words, date.record.pk))
    return briefing


def _seen(model: type[Record], for_office: bool) -> QuerySet[Any]:
    return model.objects.all() if for_office else model.objects.public()


def _entry(record: Any) -> Entry:
    return Entry(record, is_draft=not record.live, has_draft=record.live and record.has_unpublished_changes)


def _add_partnerships(briefing: Briefing, found: QuerySet[Any]) -> None:
    told = ("status", "status_confirmed", "signed", "starts", "ends", "renews_itself", "renewal_months", "let_end")
    groups: dict[str, list[Partnership]] = {}
    for partnership in found.only(*told, "starts_on", "decide_by", "live", "title", "language", "translations"):
        groups.setdefault(partnership.shown_status, []).append(partnership)
        _add_dates_of(briefing, partnership)
    room = MOST
    shown: dict[str, list[int]] = {}
    for status in TOLD_IN_ORDER:
        latest = sorted(groups.get(status, ()), key=lambda one: (one.starts_on or datetime.date.min, one.pk), reverse=True)
        shown[status] = [partnership.pk for partnership in latest[:room]]
        room -= len(shown[status])
    parties = Party.objects.select_related("organisation__country").order_by("sort_order", "pk")
    rows = Partnership.objects.select_related("owner", "deputy").prefetch_related(Prefetch("parties", parties))
    records = rows.in_bulk([pk for pks in shown.values() for pk in pks])
    roles = {role.value: str(role.label) for role in Role}
    for status in TOLD_IN_ORDER:
        if status in groups:
            entries = [_entry(records[pk]) for pk in shown[status]]
            for entry in entries:
                entry.parties = tuple((party, roles[party.role]) for party in entry.record.parties.all())
            word = str(PartnershipStatus(status).label)
            briefing.partnerships.append(Group(entries, len(groups[status]), status, word))


def _add_dates_of(briefing: Briefing, partnership: Partnership) -> None:
    day, ends = briefing.day, partnership.ends
    if briefing.for_office and partnership.decide_by:
        past = partnership.decide_by < day
        briefing.dates.append(NextDate(partnership.decide_by, _("decide by"), partnership, past))
    last: Any = ends.latest if ends else None
    if last and last >= day and partnership.shown_status in RUNNING:
        renews = partnership.renews_itself and partnership.renewal_months and not partnership.let_end
        words = _("the term ends and renews by itself") if renews else _("the term ends")
        briefing.dates.append(NextDate(last, words, partnership, label=ends.label))  # type: ignore[union-attr]


def _add_events(briefing: Briefing, found: QuerySet[Any]) -> None:
    people = Participation.objects.exclude(person="").select_related("organisation").order_by("sort_order", "pk")
    legs = Leg.objects.select_related("country").order_by("sort_order", "pk")
    dated = sorted(
        found.values_list("pk", "starts_on", "ends_on"),
        key=lambda row: (row[1] or row[2] or datetime.date.min, row[0]),
        reverse=True,
    )
    rows = Event.objects.prefetch_related(Prefetch("legs", legs), Prefetch("participations", people))
    records = rows.in_bulk([pk for pk, _starts, _ends in dated[:MOST]])
    for pk, starts, _ends in dated[:MOST]:
        entry = _entry(records[pk])
        own_first = sorted(entry.record.participations.all(), key=lambda one: not _is_of(one, briefing.subject))
        entry.people, entry.more_people = tuple(own_first[:MOST_PEOPLE]), max(0, len(own_first) - MOST_PEOPLE)
        briefing.events.entries.append(entry)
        if starts and starts >= briefing.day and entry.record.state != EventState.CANCELLED:
            words = str(entry.record.get_state_display())
            briefing.dates.append(NextDate(starts, words, entry.record, label=entry.record.starts.label))
    briefing.events.total = len(dated)


def _is_of(participation: Participation, subject: Any) -> bool:
    organisation = participation.organisation
    if organisation is None:
        return False
    return organisation == subject if isinstance(subject, Organisation) else organisation.country_id == subject.pk


def _add_offers(briefing: Briefing, found: QuerySet[Any]) -> None:
    now = timezone.now()
    still = found.filter(Q(closes__isnull=True) | Q(closes__gt=now)).order_by("closes", "sort_key", "pk")
    records = list(still.select_related("offered_by"))
    briefing.offers = Group([_entry(record) for record in records[:MOST]], len(records))
    for record in records:
        if record.opens and record.opens > now:
            briefing.dates.append(NextDate(record.opens_there.date(), _("opens"), record))
        if record.closes:
            briefing.dates.append(NextDate(record.closes_there.date(), _("closes"), record))


def _add_notes(briefing: Briefing) -> None:
    """Number the sentences in the order in which the records are told; the same sentence has one number everywhere."""
    groups = (*briefing.partnerships, briefing.events, briefing.offers)
    entries = [entry for group in groups for entry in group.entries]
    evidence = _evidence([entry.record for entry in entries], briefing.for_office)
    documents = {one.document_id for found in evidence.values() for one in found if one.document_id}
    articles: dict[int, Article] = {}
    for find in article_sources if documents else ():
        articles |= find(documents)
    numbers: dict[tuple[Any, ...], int] = {}
    for entry in entries:
        marks: list[int] = []
        for one in evidence.get((type(entry.record), entry.record.pk), ()):
            key = (one.document_id, one.url, one.file_id, one.note, one.quote)
            if key not in numbers:
                if len(marks) >= MOST_NOTES:
                    continue
                numbers[key] = len(numbers) + 1
                briefing.notes.append(_note(numbers[key], one, articles.get(one.document_id or 0)))
            if numbers[key] not in marks:
                marks.append(numbers[key])
        entry.notes = tuple(marks[:MOST_NOTES])


def _evidence(records: Sequence[Record], for_office: bool) -> dict[tuple[type[Model], int], list[Evidence]]:
    wanted = Q(pk__in=[])
    types: dict[int, type[Model]] = {}
    for model in {type(record) for record in records}:
        content_type = ContentType.objects.get_for_model(model)
        types[content_type.pk] = model
        wanted |= Q(content_type=content_type, object_id__in=[record.pk for record in records if type(record) is model])
    found = Evidence.objects.filter(wanted).select_related("document", "file").defer("document__content", "document__text")
    if not for_office:
        # A file of the office is no source for visitors.
        found = found.exclude(Q(document=None) & Q(url="") & Q(note=""))
    kept: dict[tuple[type[Model], int], list[Evidence]] = {}
    for one in found.order_by("-preferred", "edited", "field", "document_id", "start", "pk"):
        kept.setdefault((types[one.content_type_id], one.object_id), []).append(one)
    return kept


def _note(number: int, evidence: Evidence, article: Article | None) -> Note:
    if article:
        return Note(
            number, evidence.quote, article.title, article.address, article.source, article.published_on, article.language
        )
    if evidence.document:
        return Note(number, evidence.quote, evidence.document.name or _("a document of the register"))
    if evidence.url:
        return Note(number, evidence.quote, evidence.note or urlsplit(evidence.url).netloc, evidence.url)
    return Note(number, evidence.quote, evidence.note or str(evidence.file))
