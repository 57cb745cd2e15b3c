"""The import desk on the dashboard: what waits for review, and the imports that run."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from wagtail.admin.ui.components import Component

from portal.imports import queue, services
from portal.imports.models import Batch, Item
from portal.imports.views import MAY_REVIEW, MAY_START

MOST_BATCHES = 5


class ReviewPanel(Component):
    """How many articles wait for review: all, one's own, those that ask something."""

    name = "to_review"
    template_name = "imports/review_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm(MAY_REVIEW):
            return {"total": 0}
        nobody = Q(assigned_to=None)
        return Item.objects.filter(state=Item.State.READY).aggregate(
            total=Count("pk"),
            mine=Count("pk", filter=Q(assigned_to=user)),
            free=Count("pk", filter=nobody),
            asking=Count("pk", filter=queue.ASKING),
            alike=Count("pk", filter=queue.ALIKE),
        )


class RunningPanel(Component):
    """The imports that run or are paused, and how far they are."""

    name = "running_imports"
    template_name = "imports/running_panel.html"
    order = 130

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        if not (user.has_perm(MAY_START) or user.has_perm(MAY_REVIEW)):
            return {"rows": []}
        under_way = Batch.objects.filter(state__in=(Batch.State.RUNNING, Batch.State.PAUSED)).select_related("user")
        batches = list(under_way[:MOST_BATCHES])
        counts = services.counts_of(batches) if batches else {}
        rows = []
        for batch in batches:
            found = counts.get(batch.pk, {})
            total = sum(found.values())
            rows.append((batch, total - services.left_of(found), total))
        return {"rows": rows}
