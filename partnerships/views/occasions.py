"""What the admin's page of an event or an opportunity says in words of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from partnerships.models import Event, Opportunity
from partnerships.models.events import period_words
from partnerships.views.interest import counts

SHOWN = 5


class EventWords:
    """The values of an event's fields, for a view that inspects it."""

    object: Event

    def get_field_label(self, field_name: str, field: Any) -> str:
        return _("Inner events") if field_name == "inner_events" else super().get_field_label(field_name, field)

    def get_state_display_value(self) -> str:
        state = str(self.object.get_state_display())
        return _("%(state)s; its last day has passed: was it held?") % {"state": state} if self.object.is_unsettled else state

    def get_changes_display_value(self) -> str:
        changes = self.object.changes.select_related("made_by")
        return _in_order((": ".join(filter(None, (change.words, change.reason))), _by(change)) for change in changes)

    def get_legs_display_value(self) -> str:
        legs = self.object.legs.select_related("country", "host").order_by("sort_order", "pk")
        return _in_order((leg, _more(period_words(leg.starts, leg.ends), leg.host)) for leg in legs)

    def get_participations_display_value(self) -> str:
        rows = self.object.participations.select_related("organisation").order_by("sort_order", "pk")
        stops = dict(enumerate(self.object.legs.select_related("country").order_by("sort_order", "pk"), 1))
        return _in_order(
            (
                one,
                _more(one.person_role, one.organisation if one.person else "", one.get_role_display(), stops.get(one.stop or 0)),
            )
            for one in rows
        )

    def get_event_partnerships_display_value(self) -> str:
        rows = self.object.event_partnerships.select_related("partnership").order_by("sort_order", "pk")
        return _in_order((one, _more(one.get_relation_display())) for one in rows)


class OpportunityWords:
    """The values of an opportunity's fields, for a view that inspects it."""

    object: Opportunity

    def get_opens_display_value(self) -> str:
        return self.object.opens_words or "–"

    def get_closes_display_value(self) -> str:
        return self.object.closes_words or "–"

    def get_interests_display_value(self) -> str:
        """How many have written, by what became of it; those whose data is deleted are counted too."""
        return ", ".join(f"{state}: {number}" for state, number in counts(self.object)) or "–"


class SettlePanel(Component):
    """The events of which nobody has said yet whether they were held, on the dashboard of those who may say so."""

    name = "settle_events"
    template_name = "partnerships/admin/settle_panel.html"
    order = 130

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        if not parent_context["request"].user.has_perm("partnerships.change_event"):
            return {"rows": []}
        found = Event.unsettled().order_by("starts_on", "sort_key", "pk").prefetch_related("legs__country")
        rows = [(event, reverse(event.snippet_viewset.get_url_name("edit"), args=[event.pk])) for event in found[:SHOWN]]
        list_url = f"{reverse(Event.snippet_viewset.get_url_name('list'))}?settle=held"
        return {"rows": rows, "more": max(found.count() - SHOWN, 0), "list_url": list_url}


def _in_order(lines: Iterable[tuple[Any, str]]) -> str:
    items = format_html_join("", "<li>{}{}</li>", lines)
    return format_html("<ol>{}</ol>", items) if items else "–"


def _more(*words: Any) -> str:
    told = ", ".join(str(word) for word in words if word)
    return f" ({told})" if told else ""


def _by(change: Any) -> str:
    return _more(change.made_by, date_format(localtime(change.made_at), "SHORT_DATETIME_FORMAT"))
