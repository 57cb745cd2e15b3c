"""The windows in which editors choose records, countries, sectors and source documents: with a search that knows every name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import chooser as generic
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views import chooser as snippets

from partnerships.authority import find_organisations
from partnerships.columns import columns_of, prefetched
from partnerships.forms import RecordChooserInput
from partnerships.models import Document, Organisation, Place
from partnerships.models.records import Record

PER_PAGE = 15


class SearchForm(BaseFilterForm):
    """The search box of a chooser; what it finds is decided by the model's `found_by`."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Part of a name, in any script")}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        text = self.cleaned_data.get("q", "").strip()
        if not text:
            return super().filter(objects)
        self.is_searching = True
        self.search_query = text
        return super().filter(objects).found_by(text)


class ChoiceMixin:
    """A list to choose from, with the columns by which records of one name are told apart."""

    filter_form_class = SearchForm
    results_template_name = "partnerships/admin/chooser_results.html"

    def get_object_list(self) -> QuerySet:
        return prefetched(super().get_object_list())

    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns
        title.label = capfirst(str(self.model_class._meta.verbose_name))
        return [title, *columns_of(self.model_class, for_choosing=True), *others]


class ChooseView(ChoiceMixin, snippets.ChooseView):
    pass


class ChooseResultsView(ChoiceMixin, snippets.ChooseResultsView):
    pass


class QuickOrganisationForm(forms.ModelForm):
    """The few fields by which an organisation that is missing is added without leaving the record that names it."""

    country = forms.ModelChoiceField(queryset=Place.objects.all(), required=False, label=gettext_lazy("Country"))

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["name", "kind", "country"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        for known in find_organisations(cleaned.get("name", "")).select_related("country"):
            if known.country == cleaned.get("country") or known.country is None:
                self.add_error("name", _("“%(name)s” is already in the register: choose it from the list.") % {"name": known})
        return cleaned


class CreateView(snippets.SnippetCreateView):
    """Adds a draft with its first version in the history; for those who may publish, a public record."""

    def save_form(self, form: forms.ModelForm) -> Record:
        record = form.save(commit=False)
        record.live = False
        record.save()
        revision = record.save_revision(user=self.request.user, log_action=True)
        if self.get_permission_policy().user_has_permission(self.request.user, "publish"):
            revision.publish(user=self.request.user)
            record.refresh_from_db()
        return record


class RegisterChooser(snippets.SnippetChooserViewSet):
    """The chooser of everything in the register."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    create_view_class = CreateView
    base_widget_class = RecordChooserInput
    per_page = PER_PAGE


class OrganisationChooseView(ChooseView):
    def get_object_list(self) -> QuerySet:
        return super().get_object_list().filter(merged_into=None)


class OrganisationChooseResultsView(ChooseResultsView):
    def get_object_list(self) -> QuerySet:
        return super().get_object_list().filter(merged_into=None)


class OrganisationChooser(RegisterChooser):
    choose_view_class = OrganisationChooseView
    choose_results_view_class = OrganisationChooseResultsView
    creation_form_class = QuickOrganisationForm
    create_action_label = gettext_lazy("Add organisation")
    creation_tab_label = gettext_lazy("Add a new one")


class DocumentSearchForm(SearchForm):
    def filter(self, objects: QuerySet) -> QuerySet:
        text = self.cleaned_data.get("q", "").strip()
        self.is_searching, self.search_query = bool(text), text
        return objects.filter(name__icontains=text) | objects.filter(origin__icontains=text) if text else objects


class DocumentChoiceMixin:
    filter_form_class = DocumentSearchForm

    def get_object_list(self) -> QuerySet:
        # A page of documents is not a page of their contents.
        return Document.objects.defer("content", "text")

    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns
        origin: Callable[[Model], str] = lambda document: Truncator(document.origin).chars(60)  # noqa: E731 - a column wants one
        return [
            title,
            Column("origin", label=_("Origin"), accessor=origin),
            DateColumn("received_at", label=_("Received")),
            *others,
        ]


class DocumentChooseView(DocumentChoiceMixin, generic.ChooseView):
    pass


class DocumentChooseResultsView(DocumentChoiceMixin, generic.ChooseResultsView):
    pass


class DocumentChooser(ChooserViewSet):
    model = Document
    icon = "doc-full"
    per_page = PER_PAGE
    choose_one_text = gettext_lazy("Choose a source document")
    choose_another_text = gettext_lazy("Choose another document")
    edit_item_text = gettext_lazy("See this document")
    choose_view_class = DocumentChooseView
    choose_results_view_class = DocumentChooseResultsView

    @cached_property
    def url_prefix(self) -> str:
        return "register/choose-document"


document_chooser = DocumentChooser("source_document_chooser")
