"""All that is sure in the queue, accepted at once in Wagtail's admin: what that would do, and the button that does it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from portal.imports import bulk, drafting, listing, looking, queue, tasks
from portal.imports.models import BulkAcceptance, BulkPreview, Item, Suggestion
from portal.imports.queue_views import QueuePage, write
from portal.imports.views import numbers

Then = BulkAcceptance.Then


class AcceptAllView(QueuePage, TemplateView):
    """What accepting all that is sure would do in the articles that are wanted, and the button that does it.

    A long queue is looked through by the workers (`act=look`), and the page shows what they have found.
    """

    template_name = "imports/accept_all.html"
    page_title = gettext_lazy("Accept all that is sure")
    header_icon = "tasks"

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": self.back, "label": _("To review")}, {"url": "", "label": _("Accept all that is sure")}]

    @cached_property
    def items(self) -> Any:
        return queue.find(replace(self.wanted, state=Item.State.READY), self.user)

    @cached_property
    def then(self) -> str:
        asked = (self.request.POST or self.request.GET).get("then", "")
        return asked if asked in Then.values else Then.KEEP

    @cached_property
    def may_publish(self) -> bool:
        return drafting.may_publish(self.user)

    @property
    def query(self) -> str:
        return write(replace(self.wanted, state=Item.State.READY))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.then == Then.PUBLISH and not self.may_publish:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = list(self.items.values_list("pk", flat=True)[: looking.AT_ONCE + 1])
        is_long = len(first) > looking.AT_ONCE
        job = looking.latest(wanted=self.query, user=self.user, then=self.then) if is_long else None
        preview = None
        if not is_long:
            preview = looking.preview(first, user=self.user, then=self.then)
        elif job and job.state == BulkPreview.State.DONE:
            preview = looking.tell(job)
        choices = [c for c in Then.choices if self.may_publish or c[0] != Then.PUBLISH]
        return super().get_context_data(**kwargs) | {
            "job": job,
            "is_long": is_long,
            "is_running": bool(job and job.state == BulkPreview.State.RUNNING),
            "total": self.items.count() if is_long else len(first),
            **_told(preview),
            "then": self.then,
            "then_choices": choices,
            "query": self.query,
            "filters": [(name, value) for name, value in asdict(self.wanted).items() if value and name != "state"],
            "back": self.back,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._look() if request.POST.get("act") == "look" else self._accept()

    def _look(self) -> HttpResponse:
        looking.order(self.items, wanted=self.query, user=self.user, then=self.then)
        tasks.ring()
        separator = "&" if self.query else ""
        return redirect(f"{reverse('imports:accept_all')}?{self.query}{separator}then={self.then}")

    def _accept(self) -> HttpResponse:
        items = self.items
        if shown := BulkPreview.objects.filter(user=self.user, pk__in=numbers([self.request.POST.get("shown", "")])).first():
            # Neither more nor less than what the person has seen.
            items = Item.objects.filter(pk__in=shown.articles).order_by(*queue.ORDER)
        job = bulk.order(items, user=self.user, then=self.then)
        tasks.ring()
        number = len(job.articles) if job else 0
        words = ngettext(
            "%(n)d article is looked through; what is sure in it is accepted.",
            "%(n)d articles are looked through; what is sure in them is accepted.",
            number,
        )
        messages.success(self.request, words % {"n": number} if number else _("There is nothing to accept."))
        return redirect(self.back)


def _told(preview: looking.Preview | None) -> dict[str, Any]:
    if preview is None:
        return {"preview": None}
    kinds = dict(Suggestion.Kind.choices)
    return {
        "preview": preview,
        "kinds": [(kinds[kind], number) for kind, number in preview.kinds],
        "unsure": [(kinds[kind], number) for kind, number in preview.unsure],
        "accepted": sum(number for _kind, number in preview.kinds),
        "examples": listing.examples_of(preview.examples),
    }
