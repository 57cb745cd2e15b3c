"""Evidence beside the record that it proves: shown, added, preferred and removed by editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from partnerships.choosers import document_chooser
from partnerships.facts import fact_label, facts_of, value_of
from partnerships.models import Document, Evidence
from partnerships.models.records import Record
from partnerships.proofs import disputed, evidence_of, prefer
from partnerships.views.records import RECORD_MODELS
from partnerships.views.sources import SourceForm

PREFERRED = "register.evidence.prefer"
ADDED = "register.evidence.add"
REMOVED = "register.evidence.remove"


def evidence_context(record: Record, user: AbstractBaseUser | AnonymousUser) -> dict[str, Any]:
    """What the templates show of a record's evidence: (fact, its rows) in the order of the facts, and what the user may do."""
    if not record.pk:
        return {"evidence_groups": [], "evidence_count": 0}
    facts = facts_of(record)
    order = {code: place for place, code in enumerate(facts)}
    groups: dict[str, list[Evidence]] = {}
    for row in sorted(evidence_of(record), key=lambda row: (order.get(row.field, len(order)), row.field)):
        groups.setdefault(row.field, []).append(row)
    return {
        "evidence_groups": [ProvedFact(code, fact_label(facts, code), found) for code, found in groups.items()],
        "evidence_count": sum(map(len, groups.values())),
        "may_add_evidence": _may(user, "add"),
        "may_remove_evidence": _may(user, "delete"),
        "may_prefer_evidence": _may(user, "add"),
        "add_evidence_url": reverse("register_evidence_add", args=[record.record_type, record.pk]),
    }


@dataclass(frozen=True, slots=True)
class ProvedFact:
    """One fact of a record with all that speaks for it."""

    code: str
    label: str
    rows: list[Evidence]

    @property
    def is_disputed(self) -> bool:
        """Whether its sources give different values."""
        return disputed(self.rows)


def _may(user: Any, action: str) -> bool:
    return bool(user.has_perm(f"partnerships.{action}_evidence"))


class EvidenceSidePanel(BaseSidePanel):
    """The record's evidence, read while editing."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle evidence")
        icon_name = "openquote"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"count": self.panel.context["evidence_count"]}

    name = "evidence"
    title = gettext_lazy("Evidence")
    template_name = "partnerships/admin/evidence_side_panel.html"
    order = 150

    @cached_property
    def context(self) -> dict[str, Any]:
        return evidence_context(self.object, self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return super().get_context_data(parent_context) | self.context


class EvidenceForm(SourceForm):
    """One piece of evidence: an address, a sentence of a source document, or the editors' word."""

    field_order = ("field", "url", "document", "quote", "file", "note", "value", "preferred")

    field = forms.ChoiceField(label=gettext_lazy("What it proves"), required=False)
    document = forms.ModelChoiceField(
        queryset=Document.objects.defer("content"),
        label=gettext_lazy("Source document"),
        required=False,
        widget=document_chooser.widget_class,
        help_text=gettext_lazy("One of the documents that were imported; the quote is looked up in it."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=255, help_text=gettext_lazy("For example: known to the editors.")
    )
    value = forms.CharField(
        label=gettext_lazy("What it says"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("The value that this source gives, where it may differ from another: active, 2019-04-26."),
    )
    preferred = forms.BooleanField(
        label=gettext_lazy("Preferred"),
        required=False,
        help_text=gettext_lazy("The record follows this source where sources disagree."),
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.fields["field"].choices = list(facts_of(record).items())

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if self.errors:
            return cleaned
        document, quote = cleaned["document"], cleaned["quote"].strip()
        if not (document or cleaned["url"] or cleaned["file"] or cleaned["note"]):
            raise forms.ValidationError(_("Say how it is known: give an address, a source document, a file or a note."))
        if document:
            start = document.text.find(quote) if quote else -1
            if start < 0:
                self.add_error("quote", _("The document does not contain these words: copy them from its text."))
                return cleaned
            cleaned["start"], cleaned["end"] = start, start + len(quote)
        if self._known(cleaned | {"quote": quote}):
            raise forms.ValidationError(_("This evidence is already there."))
        return cleaned

    def _known(self, values: dict[str, Any]) -> bool:
        # A place in a document is kept once for a fact, whatever is noted beside it.
        place = ("document", "start", "end") if values["document"] else ("document", "url", "file", "quote", "note", "value")
        names = ("field", *place)
        return self.record.evidence.filter(**{name: values[name] for name in names}).exists()

    def save(self, user: AbstractBaseUser | AnonymousUser) -> Evidence:
        values = self.cleaned_data | {"quote": self.cleaned_data["quote"].strip(), "preferred": False}
        evidence = Evidence.objects.create(record=self.record, decided_by=user, **values)
        if self.cleaned_data["preferred"]:
            prefer(evidence)
        return evidence


class RecordEvidenceMixin:
    """A view on the evidence of one record, for those who may change the record and its evidence."""

    evidence_permission = ""
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        change = f"partnerships.change_{self.record._meta.model_name}"
        if not (request.user.has_perm(change) and _may(request.user, self.evidence_permission)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def record(self) -> Record:
        model = RECORD_MODELS.get(self.kwargs["record_type"])
        if model is None:
            raise Http404
        return get_object_or_404(model, pk=self.kwargs["pk"])

    @property
    def edit_url(self) -> str:
        return reverse(self.record.snippet_viewset.get_url_name("edit"), args=[self.record.pk])


class AddEvidenceView(RecordEvidenceMixin, WagtailAdminTemplateMixin, FormView):
    evidence_permission = "add"
    form_class = EvidenceForm
    template_name = "partnerships/admin/add_evidence.html"
    page_title = gettext_lazy("Add evidence")
    header_icon = "openquote"

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.edit_url, "label": str(self.record)},
            {"url": "", "label": self.page_title},
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"field": self.request.GET.get("field", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"record": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"edit_url": self.edit_url, "media": context["form"].media}

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        with transaction.atomic():
            evidence = form.save(self.request.user)
            log(instance=self.record, action=ADDED, user=self.request.user, data=_logged(evidence))
        messages.success(self.request, _("The evidence has been added."))
        return HttpResponseRedirect(self.edit_url)


class PreferEvidenceView(RecordEvidenceMixin, View):
    """POST lets the record follow one piece of evidence where the sources of a fact disagree."""

    evidence_permission = "add"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            evidence = get_object_or_404(self.record.evidence.all(), pk=self.kwargs["evidence"])
            prefer(evidence)
            log(instance=self.record, action=PREFERRED, user=request.user, data=_logged(evidence))
        messages.success(request, _("This source is preferred now."))
        if evidence.value and evidence.value != value_of(self.record, evidence.field) and value_of(self.record, evidence.field):
            messages.warning(request, _("The record still says something else: change its value too."))
        return HttpResponseRedirect(self.edit_url)


class RemoveEvidenceView(RecordEvidenceMixin, View):
    """POST removes one piece of evidence; what it said stays in the record's history."""

    evidence_permission = "delete"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            evidence = get_object_or_404(self.record.evidence.all(), pk=self.kwargs["evidence"])
            data = _logged(evidence)
            evidence.delete()
            log(instance=self.record, action=REMOVED, user=request.user, data=data)
        messages.success(request, _("The evidence has been removed."))
        return HttpResponseRedirect(self.edit_url)


def _logged(evidence: Evidence) -> dict[str, Any]:
    return {"fact": evidence.field, "evidence": str(evidence)[:500], "document": evidence.document_id}
