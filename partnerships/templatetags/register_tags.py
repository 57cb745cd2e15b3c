"""What templates of the public site ask about records and lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from django import template
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder

from partnerships import addresses, beginnings
from partnerships.edtf import IncompleteDate
from partnerships.listing.types import Facet
from partnerships.locales import active_locale
from partnerships.models import Event, EventChange, Opportunity, Organisation, Participation, Partnership, Place, StatusChange
from partnerships.models.facetsources import OpportunityStage
from partnerships.models.records import Record
from partnerships.pages.serving import kept_site
from partnerships.views import history, interest, related
from partnerships.views.lists import FacetGroups, first_years, year_histogram
from partnerships.views.lists import facet_groups as groups_of

register = template.Library()

for question in (
    related.partnerships_by_status,
    related.events_of,
    related.outcomes_of,
    related.inner_events_of,
    related.opportunities_of,
    related.parts_of,
):
    register.simple_tag(question)


@register.filter
def facet_groups(facet: Facet) -> FacetGroups:
    """The facet's values as they are shown."""
    return groups_of(facet)


@register.filter
def unlocalized(number: float) -> str:
    """A number as pictures take it, whatever the language writes for a point."""
    return f"{number:g}"


register.filter(beginnings.signed_words)
register.filter(beginnings.starts_words)
register.filter(beginnings.beginning_words)
register.filter(beginnings.words_below_year)
register.filter(year_histogram)
register.filter(first_years)


@register.filter
def day_month(value: IncompleteDate | date | None) -> str:
    """What is known of a date beside its year, in words that stay on one line: "26 Apr", "Apr", or nothing."""
    if value is None or value.month is None:
        return ""
    locale = active_locale()
    day = date(value.year or 2020, value.month, value.day or 1)
    if value.day:
        return str(format_skeleton("MMMd", day, locale=locale)).replace(" ", "\N{NO-BREAK SPACE}")
    # Only a language that has such words of its own may be asked for a month that stands alone: Babel keeps the others' in one
    # place, where the first language that asks leaves its own for all.
    stands_alone = "L" in str(Locale.parse(locale).datetime_skeletons["yMMMM"])
    return str(format_date(day, "LLL" if stands_alone else "MMM", locale=locale))


@register.filter
def long_date(value: date | None) -> str:
    """A day in words, as IncompleteDate.label has it: "26 April 2019"; of a moment, the day in the site's time zone."""
    value = timezone.localtime(value) if isinstance(value, datetime) else value
    return str(format_date(value, "long", locale=active_locale())) if value else ""


@register.simple_tag
def period(starts: IncompleteDate | None, ends: IncompleteDate | None) -> str:
    """From when to when in words, as far as it is known; nothing when neither is."""
    if starts is None or ends is None or starts == ends:
        known = starts or ends
        return known.label if known else ""
    if starts.precision == ends.precision == "day" and not (starts.qualifier or ends.qualifier):
        locale = active_locale()
        return str(format_interval(starts.earliest, ends.earliest, skeleton="yMMMMd", locale=locale))
    return f"{starts.label} – {ends.label}"


@register.simple_tag
def list_url(record_type: str, **filters: object) -> str:
    """The address of the list of this kind with these filters chosen; "" while there is no such list."""
    address = addresses.index_address(record_type)
    return f"{address}?{urlencode(filters)}" if address and filters else address


@register.simple_tag
def index_title(record_type: str) -> str:
    """The title of the list page of this kind of record."""
    return addresses.index_title(record_type)


@register.filter
def countries(record: Record) -> list[Place]:
    """The countries of a partnership's parties, an event's legs, an organisation or an opportunity; each once, in order."""
    match record:
        case Partnership():
            # As in lists and their numbers: an organisation that is not public gives no country.
            found: Iterable[Place | None] = (
                party.organisation.country for party in record.parties.all() if party.organisation.live
            )
        case Event():
            found = (leg.country for leg in record.legs.all())
        case Organisation():
            found = (record.country,)
        case _:
            found = record.countries.all()
    return list(dict.fromkeys(place for place in found if place is not None))


@register.filter
def stage(opportunity: Opportunity) -> OpportunityStage:
    """Whether an opportunity is open now, was, or will be, as far as its days say it; as in lists."""
    now = timezone.now()
    if opportunity.is_open(now):
        return OpportunityStage.OPEN if opportunity.closes else OpportunityStage.UNDATED
    return OpportunityStage.CLOSED if opportunity.closes and opportunity.closes <= now else OpportunityStage.UPCOMING


@register.simple_tag
def status_history(partnership: Partnership) -> list[StatusChange]:
    """The acts by which a partnership came to its status, in order."""
    return [change for change in partnership.status_changes.all() if change.public] if partnership.pk else []


register.simple_tag(history.terms_of)


@register.simple_tag
def changes_of(event: Event) -> list[EventChange]:
    """What became of the state and the dates of an event since it was public, in order."""
    return list(event.changes.all()) if event.pk else []


@register.simple_tag(takes_context=True)
def interest_form_of(context: template.Context, opportunity: Opportunity) -> interest.InterestForm | None:
    """The form by which interest is expressed, as it was sent or empty; None when nothing can be sent now."""
    sent = context.get("interest_form")
    return sent if sent and opportunity.is_open() else interest.form_for(opportunity)


@register.simple_tag
def stop_of(event: Event, participation: Participation) -> str:
    """The stop of the route at which somebody was, "" for who was at all of them."""
    legs: list[Any] = list(event.legs.all())
    number = participation.stop or 0
    return str(legs[number - 1]) if 0 < number <= len(legs) > 1 else ""


@register.filter
def participation_groups(event: Event) -> list[tuple[str, list[Any]]]:
    """(part in words, those who played it) in the order in which the editors put them."""
    groups: dict[str, list[Any]] = {}
    for participation in event.participations.all():
        groups.setdefault(participation.get_role_display(), []).append(participation)
    return list(groups.items())


@register.simple_tag(takes_context=True)
def edit_address(context: template.Context, record: Record) -> str:
    """Where the visitor may edit a record, "" for everyone else."""
    user = getattr(context.get("request"), "user", None)
    if not record.pk or user is None or not user.has_perm("wagtailadmin.access_admin"):
        return ""
    return AdminURLFinder(user).get_edit_url(record) or ""


@register.simple_tag(takes_context=True)
def site_menu(context: template.Context) -> dict[str, Any]:
    """The site's name, its front page's address and the pages of its menu as (title, address, is current)."""
    request = context.get("request")
    kept = kept_site(request) if request else None
    if kept is None:
        return {"name": "Liaison", "home": "/", "pages": []}
    path = request.path if request else ""
    pages = [(title, address, path.startswith(address)) for title, address in kept.menu]
    return {"name": kept.site.site_name or "Liaison", "home": kept.home, "pages": pages}


@register.filter
def whole_address(address: str, request: HttpRequest) -> str:
    """An address of this site with its host, as it is typed from paper; any other as it is."""
    return request.build_absolute_uri(address)
