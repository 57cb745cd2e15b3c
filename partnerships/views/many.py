"""Acts on many partnerships in the admin: from the list to the form, the preview, the result, and taking it back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from partnerships import acts, tasks
from partnerships.models import BulkAct, Partnership
from partnerships.models.keeping import ActKind, ActOutcome, ActState
from partnerships.views.manyforms import ASKED, FORMS, Chosen, ManyForm, TakeBackForm

ROWS_A_PAGE = 50
_RUNNING = (ActState.WAITING, ActState.UNDOING)


class ManyMixin(WagtailAdminTemplateMixin):
    """A page about an act on many, for those who may publish."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not acts.may_order(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def act(self) -> BulkAct:
        return get_object_or_404(BulkAct.objects.select_related("made_by", "undone_by"), pk=self.kwargs["pk"])

    @cached_property
    def list_url(self) -> str:
        return reverse(Partnership.snippet_viewset.get_url_name("list"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.list_url, "label": _("Partnerships")},
            {"url": reverse("register_acts"), "label": _("Acts on many")},
            {"url": "", "label": self.get_page_title()},
        ]


class NewActView(ManyMixin, FormView):
    """Asks what shall be set and why, then shows what it would do, then orders it: three steps of one address."""

    template_name = "partnerships/admin/many_form.html"

    @cached_property
    def kind(self) -> str:
        if self.kwargs["kind"] not in FORMS:
            raise Http404
        return str(self.kwargs["kind"])

    @cached_property
    def chosen(self) -> Chosen:
        return Chosen(self.request.GET)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.chosen.is_valid:
            messages.error(request, _("The filters of the list could not be read: choose again."))
            return redirect(self.list_url)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(ActKind(self.kind).label)

    def get_form_class(self) -> type[ManyForm]:
        return FORMS[self.kind]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "number": self.chosen.partnerships.count(),
            "chosen": self.chosen.in_words(),
            "submit_url": self.request.get_full_path(),
            "back_url": f"{self.list_url}?{self._list_query()}",
            "media": context["form"].media,
        }

    def _list_query(self) -> str:
        query = QueryDict(mutable=True)
        for name, values in self.chosen.query.items():
            if name != "id":
                query.setlist(name, values)
        return query.urlencode()

    def form_valid(self, form: Any) -> HttpResponse:
        act = BulkAct(
            kind=self.kind,
            chosen_by=self.chosen.query,
            values=form.values(),
            date=form.cleaned_data.get("date"),
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data.get("note", ""),
            made_by=self.request.user,
        )
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        found = acts.preview(act, self.chosen.partnerships)
        expected = self.request.POST.get("expected")
        if expected == found.mark and found.titles:
            acts.order(act, self.chosen.partnerships)
            tasks.ring(tasks.act_on_many)
            return redirect("register_act_on_many", act.pk)
        if expected:
            messages.warning(self.request, _("The list has changed in the meantime: look again before you do it."))
        what = acts.what_in_words(act.kind, act.values)
        context = self.get_context_data(form=form, preview=found, act=act, what=what)
        return self.response_class(self.request, ["partnerships/admin/many_preview.html"], context)


class ActOnManyView(ManyMixin, TemplateView):
    """What an act on many has done so far, row by row."""

    template_name = "partnerships/admin/many_result.html"

    def get_page_title(self) -> str:
        return acts.what_in_words(self.act.kind, self.act.values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        numbers = acts.progress(self.act)
        rows = self.act.rows.select_related("partnership").order_by("title", "pk")
        outcome = self.request.GET.get("outcome")
        if outcome in ActOutcome.values:
            rows = rows.filter(outcome=outcome)
        page = Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        edit = Partnership.snippet_viewset.get_url_name("inspect")
        waiting = numbers[ActOutcome.WAITING] if self.act.state == ActState.WAITING else numbers[ActOutcome.DONE]
        total = sum(numbers.values())
        return super().get_context_data(**kwargs) | {
            "act": self.act,
            "chosen": Chosen(_query_of(self.act)).in_words(),
            "counts": [(code, ActOutcome(code).label, number) for code, number in numbers.items() if number],
            "outcome": outcome,
            "is_running": self.act.state in _RUNNING,
            "may_take_back": self.act.state in (ActState.WAITING, ActState.DONE),
            "total": total,
            "done": total - waiting,
            "page_obj": page,
            "rows": [
                (row, reverse(edit, args=[row.partnership_id]) if row.partnership_id else "", acts.why_in_words(row.why))
                for row in page
            ],
        }


def _query_of(act: BulkAct) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in act.chosen_by.items():
        query.setlist(name, values)
    return query


class TakeBackView(ManyMixin, FormView):
    """What taking an act back would do, and the button that does it."""

    template_name = "partnerships/admin/many_take_back.html"
    form_class = TakeBackForm
    page_title = gettext_lazy("Take back")
    header_icon = "undo"

    def get_initial(self) -> dict[str, Any]:
        return {"reason": _("Taken back: %(reason)s") % {"reason": self.act.reason[:200]}}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.act.kind != ActKind.STATUS:
            del form.fields["date"], form.fields["note"]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "act": self.act,
            "what": acts.what_in_words(self.act.kind, self.act.values),
            "preview": acts.preview_taking_back(self.act, self.request.user),
            "waiting": self.act.rows.filter(outcome=ActOutcome.WAITING).count(),
            "media": context["form"].media,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        more = {name: form.cleaned_data[name] for name in ("date", "note") if name in form.cleaned_data}
        try:
            acts.take_back(self.act, self.request.user, form.cleaned_data["reason"], **more)
        except acts.ActError as error:
            messages.error(self.request, str(error))
        tasks.ring(tasks.act_on_many)
        return HttpResponseRedirect(reverse("register_act_on_many", args=[self.act.pk]))


class ActsReport(ManyMixin, ReportView):
    """All acts on many, the newest first."""

    page_title = gettext_lazy("Acts on many")
    model = BulkAct
    index_url_name = "register_acts"
    index_results_url_name = "register_acts_results"
    permission_required = None
    is_searchable = False
    list_export: ClassVar[list[str]] = []

    @cached_property
    def columns(self) -> list[Column]:
        def url(act: BulkAct) -> str:
            return reverse("register_act_on_many", args=[act.pk])

        def what(act: BulkAct) -> str:
            return acts.what_in_words(act.kind, act.values)

        return [
            TitleColumn("what", label=_("What"), accessor=what, get_url=url),
            Column("reason", label=_("Reason")),
            Column("number", label=_("Partnerships")),
            Column("state", label=_("State"), accessor="get_state_display"),
            UserColumn("made_by", label=_("By")),
            DateColumn("made_at", label=_("When")),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        done = Q(rows__outcome__in=[ActOutcome.WAITING, ActOutcome.DONE, ActOutcome.UNDONE, ActOutcome.KEPT])
        return (
            BulkAct.objects.select_related("made_by__wagtail_userprofile")
            .annotate(number=Count("rows", filter=done))
            .order_by("-pk")
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class TickedAct(BulkAction):
    """A button below the list for the rows that are ticked; all else is asked on the page of the act."""

    kind: ClassVar[str]
    models: ClassVar[list[Any]] = [Partnership]
    action_priority = 10

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = request.GET.copy()
        query.pop("next", None)
        return HttpResponseRedirect(f"{reverse('register_new_act', args=[self.kind])}?{query.urlencode()}")

    post = get


class TickedStatus(TickedAct):
    kind = ActKind.STATUS
    action_type = "set_status"
    display_name = gettext_lazy("Set status")
    aria_label = gettext_lazy("Set the status of the selected partnerships")


class TickedOwner(TickedAct):
    kind = ActKind.OWNER
    action_type = "set_owner"
    display_name = gettext_lazy("Set owner")
    aria_label = gettext_lazy("Set the owner of the selected partnerships")


class TickedSector(TickedAct):
    kind = ActKind.SECTOR
    action_type = "add_sector"
    display_name = gettext_lazy("Add a sector")
    aria_label = gettext_lazy("Add a sector to the selected partnerships")


def links_for_all(query: QueryDict, number: int) -> list[tuple[str, str]]:
    """(words, address) of each act on all that the list has found with this query."""
    asked = query.copy()
    for name in list(asked):
        if name not in ASKED:
            del asked[name]
    return (
        [(str(label), f"{reverse('register_new_act', args=[kind])}?{asked.urlencode()}") for kind, label in ActKind.choices]
        if number
        else []
    )
