"""Taking an import back, and bringing it back: what it would do, the order, how far it is, what it did."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from portal.imports import services, tasks
from portal.imports.models import Item, Undo
from portal.imports.views import OneBatch, may_take_back

MOST_SHOWN = 500
"""How many lines of each list the page shows; the command and the API name all."""


class TakeBackView(OneBatch, TemplateView):
    """What taking the import back would do or has done, and the buttons that order it."""

    template_name = "imports/take_back.html"
    page_title = gettext_lazy("Take back this import")

    def has_permission(self) -> bool:
        return may_take_back(self.user)

    def crumbs(self) -> list[dict[str, Any]]:
        batch = {"url": reverse("imports:batch", args=[self.batch.uuid]), "label": self.batch.title}
        return [batch, {"url": "", "label": _("Take back")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = self.batch.undos.first()
        counts = services.counts(self.batch)
        left, undone = counts.get(Item.State.APPLIED, 0), counts.get(Item.State.UNDONE, 0)
        is_running = order is not None and order.state == Undo.State.RUNNING
        is_ahead, report = services.tell_undo(self.batch, slice(MOST_SHOWN))
        return super().get_context_data(**kwargs) | {
            "batch": self.batch,
            "order": order,
            "is_running": is_running,
            "is_bringing_back": is_running and order and order.act == Undo.Act.BRING_BACK,
            "was_brought_back": order and order.act == Undo.Act.BRING_BACK and order.state == Undo.State.DONE,
            "has_failed": order is not None and order.state == Undo.State.FAILED,
            "is_ahead": is_ahead,
            "lists": [(name, some.count, some.lines, some.count - len(some.lines)) for name, some in report.lists().items()],
            "foreseen": report.items if is_ahead and report.items < left else 0,
            "left": left,
            "undone": undone,
            "total": left + undone,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") == Undo.Act.BRING_BACK:
            services.order_redo(self.batch, user=self.user)
        else:
            services.order_undo(self.batch, user=self.user)
        tasks.ring()
        # No message: it would still stand there when that is over, and the page itself says how far it is.
        return redirect("imports:take_back", self.batch.uuid)
