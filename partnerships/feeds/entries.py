"""What a feed tells of one record: who reads it in a feed reader learns the facts without opening the page."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships.addresses import permanent_address
from partnerships.beginnings import beginning_words
from partnerships.listing.latest import changed_field
from partnerships.locales import bracketed, route_in_words
from partnerships.models import Event, Opportunity, Organisation, Partnership, Place
from partnerships.models.events import period_words
from partnerships.models.records import Record
from partnerships.models.translations import plain_code

MOST_PARTIES = 12
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
"""For what has no date at all: a program then made it live without publishing it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as a feed has it."""

    path: str
    """The address that never changes, from the site's root: what the entry is known by."""
    address: str
    """The readable one."""
    title: str
    text: str
    updated: datetime.datetime
    published: datetime.datetime
    tags: tuple[str, ...] = ()
    language: str = ""
    """Of title and text, where it is another than that of the feed."""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is particular to a kind of record."""

    lines: Iterable[str]
    places: Iterable[Place | None] = ()
    language: str = ""
    author: str = ""
    path: str = ""
    address: str = ""


def _partnership(record: Partnership) -> Told:
    parties: list[Any] = list(record.parties.all())
    organisations = [party.organisation for party in parties if party.organisation.live]
    names = [_with_country(organisation) for organisation in organisations[:MOST_PARTIES]]
    more = len(parties) - len(names)
    lines = [
        _joined(record.get_kind_display(), record.status_label, beginning_words(record)),
        "; ".join([*names, *([_("and %(number)s more") % {"number": more}] if more and names else [])]),
        str(record.texts["summary"]),
    ]
    return Told(lines, (organisation.country for organisation in organisations), _foreign(record))


def _event(record: Event) -> Told:
    dates = period_words(record.starts, record.ends) or _("date not known")
    lines = [
        _joined(record.get_kind_display(), record.get_state_display(), dates),
        route_in_words(record.legs.all()),
        str(record.texts["state_reason"]),
        str(record.texts["summary"]),
    ]
    return Told(lines, (leg.country for leg in record.legs.all()), _foreign(record))


def _organisation(record: Organisation) -> Told:
    where = ", ".join(filter(None, (record.city, record.country.label if record.country else "")))
    return Told(
        [_joined(record.get_kind_display(), where), record.website, str(record.texts["summary"])],
        [record.country],
        _foreign(record),
    )


def _opportunity(record: Opportunity) -> Told:
    closes = _("closes %(when)s") % {"when": record.closes_words} if record.closes else _("no closing date")
    by = record.offered_by
    offered = _("Offered by %(name)s") % {"name": _with_country(by)} if by and by.live else ""
    told = [str(record.texts[name]) for name in ("for_whom", "summary")]
    lines = [_joined(record.get_kind_display(), closes), offered, *told]
    return Told(lines, record.countries.all(), _foreign(record))


tellers: dict[str, Callable[[Any], Told]] = {
    "partnership": _partnership,
    "event": _event,
    "organisation": _organisation,
    "opportunity": _opportunity,
}
"""How a record of each type is told; an app that adds a type of list adds its own."""


def entries_of(record_type: str, records: Iterable[Any]) -> Iterator[Entry]:
    """The records, as `listing.latest.records_of` gives them, in the same order; raises KeyError for a type without teller."""
    tell = tellers[record_type]
    for record in records:
        told = tell(record)
        published = record.first_published_at or getattr(record, "created_at", None)
        changed = getattr(record, changed_field(type(record)).name) or published or EPOCH
        countries = dict.fromkeys(place.label for place in told.places if place)
        kind = [str(record.get_kind_display())] if hasattr(record, "get_kind_display") else []
        yield Entry(
            path=told.path or permanent_address(record),
            address=told.address or record.get_absolute_url(),
            title=str(getattr(record, "shown_title", record)),
            text="\n".join(line for line in told.lines if line),
            # What was published at a set hour was saved before it.
            updated=max(changed, published or changed),
            published=published or changed,
            tags=(*countries, *kind),
            language=told.language,
            author=told.author,
        )


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _with_country(organisation: Organisation) -> str:
    name = str(organisation.shown_title)
    return f"{name} {bracketed(organisation.country.label)}" if organisation.country else name


def _foreign(record: Record) -> str:
    """The language of its title where that is another than the feed's."""
    language = record.shown_title.language
    return language if language and plain_code(language) != plain_code(get_language() or "") else ""
