"""The office's inbox: what visitors wrote about opportunities, and what is answered to them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from partnerships import interest
from partnerships.forms import answering_people
from partnerships.models import Interest, Opportunity
from partnerships.models.opportunities import OPEN, InterestState

CHANGE, DELETE = "partnerships.change_interest", "partnerships.delete_interest"
SHOWN = 5
LETTERS_SOUGHT = 200
"""More is no name; each word costs a look at every row."""


def overdue() -> QuerySet[Interest]:
    """What should have been answered by now."""
    return Interest.objects.filter(state__in=OPEN, erased_at=None, answer_by__lt=timezone.localdate())


class InboxFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=InterestState.choices, widget=forms.CheckboxSelectMultiple
    )
    overdue = django_filters.ChoiceFilter(
        label=gettext_lazy("To answer"),
        choices=[("overdue", gettext_lazy("Overdue"))],
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        method="filter_overdue",
    )
    assigned_to = django_filters.ModelChoiceFilter(label=gettext_lazy("Assigned to"), queryset=lambda request: answering_people())
    opportunity = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Opportunity"), queryset=Opportunity.objects.filter(takes_interest=True)
    )

    def filter_overdue(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=overdue().values("pk"))

    class Meta:
        model = Interest
        fields: ClassVar[list[str]] = ["state", "overdue", "assigned_to", "opportunity"]


def _answer_by(row: Interest) -> str:
    day = date_format(row.answer_by, "SHORT_DATE_FORMAT")
    if row.state in OPEN and row.answer_by < timezone.localdate():
        return format_html("{} <strong>({})</strong>", day, _("overdue"))
    return day if row.state in OPEN else "–"


def _state(row: Interest) -> str:
    if row.answered_at and not row.mailed_at:
        return format_html("{} <strong>({})</strong>", row.get_state_display(), _("the mail has not gone out"))
    return str(row.get_state_display())


class InboxView(generic.IndexView):
    """What is there to answer, the most urgent first; what was deleted is not shown."""

    page_title = gettext_lazy("Inbox")
    filterset_class = InboxFilterSet
    default_ordering = "answer_by"
    is_searchable = True
    table_classname = "listing register-listing"

    def get_base_queryset(self) -> QuerySet:
        rows = Interest.objects.filter(erased_at=None).select_related("opportunity", "assigned_to")
        return rows.defer("file", "message", "answer", "consent_text").order_by("answer_by", "pk")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        for word in (self.search_query or "")[:LETTERS_SOUGHT].split():
            queryset = queryset.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return queryset

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("From"), get_url=lambda row: reverse("interest_inbox:read", args=[row.pk])),
            Column("opportunity", label=_("Opportunity")),
            Column("state", label=_("State"), accessor=_state),
            Column("answer_by", label=_("Answer by"), accessor=_answer_by),
            Column("assigned_to", label=_("Assigned to")),
            Column(
                "received",
                label=_("Received"),
                accessor=lambda row: date_format(timezone.localtime(row.received_at), "SHORT_DATE_FORMAT"),
            ),
        ]

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Interest) -> None:
        return None

    get_copy_url = get_delete_url = get_edit_url


class HandleForm(forms.Form):
    """Who answers, and how far it is."""

    seen = forms.CharField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        help_text=gettext_lazy("“Answered” comes by itself with an answer; what is declined here gets no mail."),
    )
    assigned_to: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Assigned to"), queryset=None, required=False, empty_label="–"
    )

    def __init__(self, *args: Any, row: Interest, **kwargs: Any) -> None:
        initial = {"seen": interest.handling(row), "state": row.state, "assigned_to": row.assigned_to_id}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["state"].choices = [
            choice for choice in InterestState.choices if choice[0] != InterestState.ANSWERED or row.answered_at
        ]
        self.fields["assigned_to"].queryset = answering_people()


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Sent by mail as it stands, with what the visitor wrote below it, and kept here."),
        error_messages={"required": gettext_lazy("Write an answer first.")},
    )


class InterestMixin(PermissionRequiredMixin):
    """A page or an act about one expression of interest."""

    permission_required = CHANGE
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def row(self) -> Interest:
        found = Interest.objects.select_related(
            "opportunity", "assigned_to", "answered_by", "country", "notice__recipient"
        ).defer("file")
        return get_object_or_404(found, pk=self.kwargs["pk"], erased_at=None)

    @property
    def read_url(self) -> str:
        return reverse("interest_inbox:read", args=[self.row.pk])


class ReadView(InterestMixin, WagtailAdminTemplateMixin, TemplateView):
    """One expression of interest: what was written, who deals with it, and the answer. POST `act` does one of the acts."""

    template_name = "partnerships/admin/interest.html"
    page_title = gettext_lazy("Expression of interest")
    header_icon = "mail"

    def get_page_subtitle(self) -> str:
        return self.row.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        inbox = {"url": reverse("interest_inbox:index"), "label": _("Inbox")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": self.row.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        return {
            "handle": HandleForm(row=row),
            "answer": AnswerForm(),
            **super().get_context_data(**kwargs),
            "row": row,
            "is_overdue": row.state in OPEN and row.answer_by < timezone.localdate(),
            "is_unsure": bool(row.mail_tried_at and not row.mail_error and not row.mailed_at),
            "may_erase": self.request.user.has_perm(DELETE),
            "opportunity_url": reverse(row.opportunity.snippet_viewset.get_url_name("inspect"), args=[row.opportunity_id]),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        acts = {"handle": self._handle, "answer": self._answer, "decline": self._answer, "again": self._again}
        act = acts.get(request.POST.get("act", ""))
        try:
            refused = act(request) if act else None
        except interest.AnswerError as error:
            messages.error(request, str(error))
            refused = None
            if (text := request.POST.get("text")) is not None:
                # What was typed is not lost.
                refused = self.render_to_response(self.get_context_data(answer=AnswerForm(initial={"text": text})))
        return refused or HttpResponseRedirect(self.read_url)

    def _handle(self, request: HttpRequest) -> HttpResponse | None:
        form = HandleForm(request.POST, row=self.row)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(handle=form))
        cleaned = form.cleaned_data
        interest.assign(self.row, cleaned["seen"], cleaned["state"], cleaned["assigned_to"], self.request.user)
        messages.success(request, _("State and assignment are kept."))
        return None

    def _answer(self, request: HttpRequest) -> HttpResponse | None:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(answer=form))
        state = InterestState.DECLINED if request.POST["act"] == "decline" else InterestState.ANSWERED
        self._tell(request, interest.answer(self.row, form.cleaned_data["text"], request.user, state))
        return None

    def _again(self, request: HttpRequest) -> None:
        self._tell(request, interest.send_answer(self.row, again=True))

    def _tell(self, request: HttpRequest, row: Interest) -> None:
        if row.mailed_at:
            messages.success(request, _("The answer is sent and kept."))
        else:
            words = _("The answer is kept, but the mail could not be sent (%(error)s). Send it again below.")
            messages.error(request, words % {"error": row.mail_error})


class FileView(InterestMixin, View):
    """What a visitor sent along: only to be saved, never shown in the browser."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(Interest.objects.exclude(file=None).filter(erased_at=None), pk=self.kwargs["pk"])
        response = HttpResponse(bytes(found.file or b""), content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.file_name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cache-Control"] = "private, no-store"
        return response


class EraseView(InterestMixin, View):
    """POST deletes what one visitor wrote, before its time; it is still counted."""

    permission_required = DELETE
    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        interest.erase(self.row, self.request.user)
        messages.success(request, _("What was written here is deleted; it is still counted."))
        return HttpResponseRedirect(reverse("interest_inbox:index"))


class InterestViewSet(ModelViewSet):
    model = Interest
    icon = "mail"
    name = "interest_inbox"
    menu_label = gettext_lazy("Inbox")
    url_prefix = "register/inbox"
    index_view_class = InboxView
    # No such form is ever shown; a model view set wants one named.
    form_fields: ClassVar[list[str]] = ["state"]
    list_per_page = 30

    def get_urlpatterns(self) -> list[Any]:
        patterns = [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
        return [
            *patterns,
            path("<int:pk>/", ReadView.as_view(), name="read"),
            path("<int:pk>/file/", FileView.as_view(), name="file"),
            path("<int:pk>/erase/", EraseView.as_view(), name="erase"),
        ]


class InboxPanel(Component):
    """What is to be answered, on the dashboard of those who may open the inbox."""

    name = "interest_inbox"
    template_name = "partnerships/admin/inbox_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        if not parent_context["request"].user.has_perm(CHANGE):
            return {"rows": []}
        waiting = Interest.objects.filter(state__in=OPEN, erased_at=None)
        rows = waiting.select_related("opportunity", "assigned_to").defer("file").order_by("answer_by", "pk")
        return {
            "rows": list(rows[:SHOWN]),
            "total": waiting.count(),
            "late": overdue().count(),
            "today": timezone.localdate(),
            "inbox_url": reverse("interest_inbox:index"),
        }
