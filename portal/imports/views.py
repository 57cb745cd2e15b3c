"""The import desk in Wagtail's admin. Every page is whole without JavaScript; with it, htmx puts parts of the same page in place."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import AbstractUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from portal.imports import containers, drafting, listing, services, tasks
from portal.imports.models import Batch, Change, Item

MAY_START = "imports.add_batch"
MAY_REVIEW = "imports.change_item"
BATCHES_A_PAGE = 25
ITEMS_A_PAGE = 100
FILES_SHOWN = 50
"""Of those that are still to be opened."""


class DeskPage(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    """A page of the desk: who may see it, and the way back."""

    header_icon = "upload"
    raise_exception = True

    def has_permission(self) -> bool:
        return any(self.request.user.has_perm(permission) for permission in (MAY_START, MAY_REVIEW))

    @property
    def user(self) -> AbstractUser:
        """The person; nobody comes here without logging in."""
        return cast(AbstractUser, self.request.user)

    def crumbs(self) -> list[dict[str, Any]]:
        """The steps between the list of imports and this page."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        root = [*self.breadcrumbs_items, {"url": reverse("imports:index"), "label": _("Import")}]
        return [*root, *self.crumbs()]


class BatchListView(DeskPage, TemplateView):
    template_name = "imports/index.html"
    page_title = gettext_lazy("Import")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm(MAY_START):
            return []
        return [HeaderButton(label=_("New import"), url=reverse("imports:start"), icon_name="plus")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Import")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(Batch.objects.select_related("user"), BATCHES_A_PAGE).get_page(self.request.GET.get("p"))
        counts = services.counts_of(page.object_list)
        for batch in page:
            batch.counts = counts.get(batch.pk, {})
            batch.total = sum(batch.counts.values())
            batch.waiting = services.left_of(batch.counts)
        may_start = self.request.user.has_perm(MAY_START)
        return super().get_context_data(**kwargs) | {"page": page, "may_start": may_start}


# --- one batch


class OneBatch(DeskPage):
    @cached_property
    def batch(self) -> Batch:
        return get_object_or_404(Batch.objects.select_related("user"), uuid=self.kwargs["batch"])


def may_take_back(user: AbstractUser) -> bool:
    """Whether a person may take imports back, and bring them back."""
    return user.has_perm(MAY_START) and drafting.may_publish(user)


class BatchView(OneBatch, TemplateView):
    template_name = "imports/batch.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.batch.state == Batch.State.PREPARED:
            return redirect("imports:preview", self.batch.uuid)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.batch.title

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.batch.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = services.counts(self.batch)
        total = sum(counts.values())
        items = self.batch.items.select_related("duplicate_of__batch", "page").defer("reading", "traceback")
        state = self.request.GET.get("state", "")
        if state in Item.State.values:
            items = items.filter(state=state)
        page = Paginator(items, ITEMS_A_PAGE).get_page(self.request.GET.get("p"))
        titles = listing.titles_of(item.pk for item in page)
        unopened = self.batch.uploads.filter(opened_at__isnull=True)
        number_unopened = unopened.count()
        return super().get_context_data(**kwargs) | {
            "batch": self.batch,
            "unopened": unopened[:FILES_SHOWN],
            "more_unopened": max(0, number_unopened - FILES_SHOWN),
            "total": total,
            "done": total - services.left_of(counts),
            "counts": [(state, Item.State(state).label, number) for state, number in counts.items()],
            "is_running": self.batch.state == Batch.State.RUNNING,
            "is_paused": self.batch.state == Batch.State.PAUSED,
            "to_review": counts.get(Item.State.READY, 0),
            "may_retry": services.retryable(self.batch).exists()
            or (number_unopened > 0 and self.batch.state == Batch.State.CANCELLED),
            "has_applied": bool(counts.get(Item.State.APPLIED)),
            "may_take_back": may_take_back(self.user),
            "is_taken_back": bool(counts.get(Item.State.UNDONE)),
            "chosen_state": state if state in Item.State.values else "",
            "page": page,
            "rows": [_titled(item, titles.get(item.pk, "")) for item in page],
            "may_start": self.request.user.has_perm(MAY_START),
            "may_review": self.request.user.has_perm(MAY_REVIEW),
        }


def _titled(item: Item, title: str) -> tuple[Item, str, str]:
    """The item, what it is listed by, and what the name of what was brought says beside that."""
    name = str(item.name)
    return (item, title, containers.beside_title(name, title)) if title else (item, name, "")


class BatchAct(OneBatch, View):
    """Something done to a batch by a button."""

    http_method_names = ["post"]

    def has_permission(self) -> bool:
        return self.request.user.has_perm(MAY_START)


class RetryView(BatchAct):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        one = self.batch.items.filter(pk__in=numbers(request.POST.getlist("item"))) if "item" in request.POST else None
        number = services.retry(self.batch, one)
        tasks.ring()
        words = ngettext("%(n)d item is read again.", "%(n)d items are read again.", number) % {"n": number}
        if not number:
            unopened = self.batch.uploads.filter(opened_at__isnull=True).exists()
            words = _("The opening goes on.") if unopened else _("There was nothing to read again.")
        messages.success(request, words)
        return redirect("imports:batch", self.batch.uuid)


def numbers(texts: list[str]) -> list[int]:
    """Those of the texts that are keys of rows."""
    return [int(text) for text in texts if text.isdecimal() and len(text) < 18]


class CancelView(BatchAct):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        number = services.cancel(self.batch)
        words = ngettext("%(n)d item was stopped.", "%(n)d items were stopped.", number) % {"n": number}
        messages.success(request, _("The import was cancelled. %(words)s") % {"words": words})
        return redirect("imports:batch", self.batch.uuid)


class PauseView(BatchAct):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if services.pause(self.batch):
            messages.success(request, _("The import is paused. What a worker has begun is finished, nothing else is begun."))
        else:
            messages.warning(request, _("There was nothing to pause: the import does not run."))
        return redirect("imports:batch", self.batch.uuid)


class ResumeView(BatchAct):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if services.resume(self.batch):
            tasks.ring()
            messages.success(request, _("The import goes on."))
        else:
            messages.warning(request, _("There was nothing to resume: the import is not paused."))
        return redirect("imports:batch", self.batch.uuid)


class SummaryView(OneBatch, TemplateView):
    """All that the applied articles of an import made, changed, linked and left out."""

    template_name = "imports/summary.html"
    page_title = gettext_lazy("What this import did")

    def crumbs(self) -> list[dict[str, Any]]:
        batch = {"url": reverse("imports:batch", args=[self.batch.uuid]), "label": self.batch.title}
        return [batch, {"url": "", "label": _("What it did"), "sublabel": self.batch.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = Change.objects.filter(item__batch=self.batch)
        action = self.request.GET.get("what", "")
        chosen = action if action in Change.Action.values else ""
        listed = changes.filter(action=chosen) if chosen else changes
        page = Paginator(listed.select_related("content_type", "item").defer("item__reading").order_by("pk"), ITEMS_A_PAGE)
        shown = page.get_page(self.request.GET.get("p"))
        applied = self.batch.items.filter(state=Item.State.APPLIED).defer("reading", "traceback")
        left_page = Paginator(applied, ITEMS_A_PAGE).get_page(self.request.GET.get("left"))
        return super().get_context_data(**kwargs) | {
            "batch": self.batch,
            "counts": listing.count_changes(changes),
            "page": shown,
            "lines": listing.lines_of(list(shown.object_list), self.user),
            "chosen": chosen,
            "page_query": f"&what={chosen}" if chosen else "",
            "left_page": left_page,
            "may_take_back": left_page.paginator.count > 0 and may_take_back(self.user),
            "left_out": listing.left_out_of(left_page.object_list),
        }
