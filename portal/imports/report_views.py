"""The report card in Wagtail's admin, and the page that keeps a reviewed article as a test."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from portal.imports import report_card, tasks
from portal.imports.item_views import OneItem
from portal.imports.models import GoldArticle, GoldRun, Suggestion
from portal.imports.report_forms import KeepForm
from portal.imports.scoring import Measure
from portal.imports.views import MAY_REVIEW, DeskPage

FoundBy = Suggestion.FoundBy
LABELS = {
    "title": gettext_lazy("Title"),
    "published": gettext_lazy("Original date"),
    "language": gettext_lazy("Language"),
    "source": gettext_lazy("Source"),
    "topics": gettext_lazy("Topics"),
    "body": gettext_lazy("Text"),
    "countries": gettext_lazy("Countries"),
    "sectors": gettext_lazy("Sectors"),
    "organisations": gettext_lazy("Organisations"),
    "people": gettext_lazy("People"),
    "pairs": gettext_lazy("Partnerships: the parties"),
    "partnerships": gettext_lazy("Partnerships: parties, kind and status"),
    "events": gettext_lazy("Events"),
    "opportunities": gettext_lazy("Opportunities"),
    "country": gettext_lazy("Countries"),
    "sector": gettext_lazy("Sectors"),
    "organisation": gettext_lazy("Organisations"),
    "person": gettext_lazy("People"),
    "partnership": gettext_lazy("Partnerships"),
    "event": gettext_lazy("Events"),
    "opportunity": gettext_lazy("Opportunities"),
}


class ReportCardView(DeskPage, TemplateView):
    """Two tables; `?export=csv` gives both as a file, a POST orders a new scoring of the test articles."""

    template_name = "imports/report_card.html"
    page_title = gettext_lazy("How well articles are read")
    header_icon = "list-ul"

    def has_permission(self) -> bool:
        return self.request.user.has_perm(MAY_REVIEW)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "csv":
            return self._csv()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report_card.request(self.user)
        tasks.ring_report()
        messages.success(request, _("The test articles are being read again."))
        return redirect("imports:report_card")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self._last()
        return super().get_context_data(**kwargs) | {
            "tables": [(label, _rows(measures)) for label, measures in self._reviews()],
            "run": run,
            "run_rows": _rows(report_card.measures_of(run)) if run else [],
            "is_waiting": report_card.is_waiting(),
            "has_failed": GoldRun.objects.filter(state=GoldRun.State.FAILED, pk__gt=run.pk if run else 0).exists(),
            "gold": GoldArticle.objects.select_related("kept_by").defer("gold"),
        }

    @staticmethod
    def _last() -> GoldRun | None:
        return GoldRun.objects.filter(state=GoldRun.State.DONE).first()

    @staticmethod
    def _reviews() -> list[tuple[Any, dict[str, Measure]]]:
        """The portal's own reading, and that of a second reader where there is one."""
        ours = report_card.review_measures((FoundBy.RULES, FoundBy.BOTH))
        second = report_card.review_measures((FoundBy.SECOND,))
        return [(FoundBy.RULES.label, ours), *([(FoundBy.SECOND.label, second)] if second else [])]

    def _csv(self) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="how-well-articles-are-read-{timezone.localdate()}.csv"'
        response.write("\ufeff")  # spreadsheets read UTF-8 only with this mark
        out = csv.writer(response)
        out.writerow(["by", "kind", "precision", "recall", "f1", "found", "wrong", "missed"])
        tables = [(f"reviews: {label}", measures) for label, measures in self._reviews()]
        if run := self._last():
            tables.append(("test articles", report_card.measures_of(run)))
        for label, measures in tables:
            for row in report_card.as_rows(measures):
                values = [row[key] for key in ("precision", "recall", "f1", "found", "wrong", "missed")]
                out.writerow([label, row["name"], *("" if value is None else round(value, 4) for value in values)])
        return response


def _rows(measures: dict[str, Measure]) -> list[dict[str, Any]]:
    """Rates in whole percent, counts without a fraction where they have none."""
    rows = report_card.as_rows(measures)
    for row in rows:
        row["label"] = LABELS[row["name"]]
        row |= {key: None if row[key] is None else round(row[key] * 100) for key in ("precision", "recall", "f1")}
        row |= {key: round(row[key], 1) if row[key] % 1 else int(row[key]) for key in ("found", "wrong", "missed")}
    return rows


class KeepView(OneItem, FormView):
    """Keeps a reviewed item as a test article, with what the reading had missed."""

    template_name = "imports/keep.html"
    page_title = gettext_lazy("Keep as a test article")
    form_class = KeepForm

    def crumbs(self) -> list[dict[str, Any]]:
        item = {"url": reverse("imports:item", args=[self.item.uuid]), "label": str(self.item.name)}
        return [item, {"url": "", "label": self.page_title}]

    def get_initial(self) -> dict[str, Any]:
        kept = GoldArticle.objects.filter(document=self.item.document).first()
        return KeepForm.initial_of(kept.added) if kept else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"item": self.item}

    def form_valid(self, form: KeepForm) -> HttpResponse:
        try:
            report_card.keep(self.item, user=self.user, added=form.added())
        except report_card.NotReviewed as error:
            messages.warning(self.request, str(error))
            return redirect("imports:item", self.item.uuid)
        messages.success(self.request, _("“%(name)s” is a test article now.") % {"name": self.item.name})
        return redirect("imports:report_card")


class DropView(DeskPage, View):
    """Takes a test article out of the set; the article and its records stay."""

    http_method_names = ["post"]

    def has_permission(self) -> bool:
        return self.request.user.has_perm(MAY_REVIEW)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        GoldArticle.objects.filter(pk=self.kwargs["gold"]).delete()
        messages.success(request, _("It is no test article any more."))
        return redirect("imports:report_card")
