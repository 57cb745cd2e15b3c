"""Panels of the dashboard: one's drafts, what nobody has confirmed, and what to do on the first day."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet, Value
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Revision

from partnerships import conditions
from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.views.reports import CHANGE

RECORDS = (Partnership, Event, Organisation, Opportunity)
SHOWN = 8
FIRST_DAY = "liaison-first-day"


class DraftsPanel(Component):
    """The records whose newest version is one's own and is not public yet, the newest first."""

    name = "my_drafts"
    template_name = "partnerships/admin/drafts_panel.html"
    order = 140

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        models = [model for model in RECORDS if user.has_perm(f"partnerships.change_{model._meta.model_name}")]
        drafts = [_drafts_of(model, user) for model in models]
        rows = list(drafts[0].union(*drafts[1:], all=True).order_by("-written")[: SHOWN + 1]) if drafts else []
        viewsets = {model.record_type: model.snippet_viewset for model in models}
        return {
            "rows": [
                {
                    **row,
                    "kind": viewsets[row["record"]].model._meta.verbose_name,
                    "url": reverse(viewsets[row["record"]].get_url_name("edit"), args=[row["pk"]]),
                }
                for row in rows[:SHOWN]
            ],
            "has_more": len(rows) > SHOWN,
            "more_url": f"{reverse(Partnership.snippet_viewset.get_url_name('list'))}?publication=draft",
        }


def _drafts_of(model: Any, user: Any) -> QuerySet:
    mine = model.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), latest_revision__user=user).order_by()
    words = {
        "record": Value(model.record_type),
        "words": F("latest_revision__object_str"),
        "written": F("latest_revision__created_at"),
    }
    return mine.annotate(**words).values("pk", "live", "record", "words", "written")


class StalePanel(Component):
    """Public partnerships that nobody has confirmed for two years; one's own first."""

    name = "stale"
    template_name = "partnerships/admin/stale_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm(CHANGE):
            return {"rows": []}
        found = conditions.with_freshness(Partnership.objects.filter(live=True), "stale")
        is_mine = Q(owner=user) | Q(deputy=user)
        counts = found.aggregate(number=Count("pk"), of_mine=Count("pk", filter=is_mine))
        number, of_mine = counts["number"], counts["of_mine"]
        rows = (found.filter(is_mine) if of_mine else found).select_related("owner").order_by("last_confirmed", "sort_key", "pk")
        return {
            "rows": list(rows[:SHOWN]),
            "number": number,
            "of_mine": of_mine,
            "more_url": reverse("register_stale"),
        }


class FirstDayPanel(Component):
    """What to do first, until a person puts it away."""

    name = "first_day"
    template_name = "partnerships/admin/first_day_panel.html"
    order = 90

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        profile = getattr(user, "wagtail_userprofile", None)
        if profile and profile.dismissibles.get(FIRST_DAY):
            return {"is_shown": False}
        content_types = ContentType.objects.get_for_models(*RECORDS).values()
        return {
            "is_shown": True,
            "dismissible_id": FIRST_DAY,
            "user": user,
            "may_add": user.has_perm("partnerships.add_partnership"),
            "may_publish": user.has_perm("partnerships.publish_partnership"),
            "has_written": Revision.objects.filter(user=user, content_type__in=content_types).exists(),
            "add_url": reverse(Partnership.snippet_viewset.get_url_name("add")),
            "list_url": reverse(Partnership.snippet_viewset.get_url_name("list")),
        }
