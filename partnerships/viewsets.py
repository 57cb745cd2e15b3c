"""The register in Wagtail's admin: one menu group with a list, an editor and a chooser for each kind of record."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui import tables
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.models import ModelLogEntry
from wagtail.snippets.views import snippets as views
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from partnerships import filters, panels
from partnerships.acts import entries_for, may_order
from partnerships.choosers import OrganisationChooser, RegisterChooser
from partnerships.columns import EXPORTS, columns_of, further_columns_of, names_of, prefetched
from partnerships.facts import fetch_rows
from partnerships.models import (
    BulkAct,
    Event,
    Opportunity,
    Organisation,
    OrganisationMerge,
    Partnership,
    Place,
    Sector,
)
from partnerships.models.records import Record
from partnerships.spreadsheets import PREPROCESS
from partnerships.views.briefings import BriefingInHeader
from partnerships.views.documents import DocumentViewSet
from partnerships.views.evidence import EvidenceSidePanel, evidence_context
from partnerships.views.history import terms_of
from partnerships.views.inbox import InterestViewSet
from partnerships.views.lifecycle import act_buttons
from partnerships.views.lists_columns import chosen_columns
from partnerships.views.many import links_for_all
from partnerships.views.merging import merge_buttons
from partnerships.views.occasions import EventWords, OpportunityWords
from partnerships.views.versions import RecordVersionCheck

PER_PAGE = 30


class ListView(views.IndexView):
    """A list that is searched by names in every script, ordered by the stored key, and exported whole."""

    is_searchable = True
    table_classname = "listing register-listing"
    custom_value_preprocess: ClassVar[dict[Any, Any]] = PREPROCESS

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.found_by(self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().order_queryset(queryset)
        return queryset.order_by(*queryset.query.order_by, "pk")

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: value(item) for name, value in EXPORTS[self.model].items()}

    def get_filename(self) -> str:
        return f"{self.model._meta.verbose_name_plural}-{datetime.date.today():%Y-%m-%d}".replace(" ", "-")


class TitleColumn(tables.TitleColumn):
    """The title of a record, and below it whoever takes part and is not named there."""

    cell_template_name = "partnerships/admin/title_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        return super().get_cell_context_data(instance, parent_context) | {"about": names_of(instance, unless_in=str(instance))}


class RecordListView(ListView):
    def _get_title_column(self, field_name: str, column_class: type[Column] = TitleColumn, **kwargs: Any) -> Column:
        return super()._get_title_column(field_name, column_class, **kwargs)

    def _annotate_queryset_updated_at(self, queryset: QuerySet) -> QuerySet:
        # Records that were loaded in bulk have no version yet.
        return queryset.annotate(_updated_at=Coalesce(F("latest_revision__created_at"), F("updated_at")))

    @cached_property
    def columns(self) -> list[Column]:
        ticks, title, *others = super().columns
        title.sort_key = "sort_key"
        viewset = self.model.snippet_viewset
        return [ticks, title, *chosen_columns(others, self.request.user, viewset.list_name, viewset.usual_columns)]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        columns_url = reverse("register_columns", args=[self.model.snippet_viewset.list_name])
        return super().get_context_data(*args, **kwargs) | {"columns_url": columns_url}


class RecordEditView(RecordVersionCheck, views.EditView):
    """An editor with the record's evidence in a side panel of its own."""

    shown: Record | None = None

    def get_object(self, queryset: QuerySet | None = None) -> Record:
        if self.request.method != "GET":
            return super().get_object(queryset)
        # Wagtail asks a dozen times; while a record is only shown the answers do not change.
        if self.shown is None:
            self.shown = super().get_object(queryset)
            states = self.shown.workflow_states.active().select_related("current_task_state__task")
            self.shown._current_workflow_states = list(states)
            fetch_rows(self.shown)
        return self.shown

    def get_side_panels(self) -> MediaContainer:
        status, *others = super().get_side_panels()
        return MediaContainer([status, EvidenceSidePanel(self.object, self.request), *others])


class RecordInspectView(views.InspectView):
    """A record on one page, with the evidence of each fact."""

    template_name = "partnerships/admin/inspect.html"

    def get_field_label(self, field_name: str, field: Any) -> str:
        if field is not None and field.one_to_many:
            return str(field.related_model._meta.verbose_name_plural).capitalize()
        return super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value: Any = getattr(self.object, field_name, None)
        if hasattr(value, "all") and not hasattr(self, f"get_{field_name}_display_value"):
            return ", ".join(str(row) for row in value.all()) or "–"
        if hasattr(value, "label") and hasattr(value, "precision"):
            return value.label
        shown = super().get_field_display_value(field_name, field)
        return "–" if shown in (None, "") else shown

    def get_status_changes_display_value(self) -> str:
        return "; ".join(change.office_label for change in self.object.status_changes.all()) or "–"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | evidence_context(self.object, self.request.user)


class RecordWorkflowActionView(views.WorkflowActionView):
    """What a moderator does with a version that waits, all or nothing: one that cannot be published goes on waiting."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)


class PartnershipListView(RecordListView):
    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        may_act = may_order(self.request.user)
        return context | {"links_for_all": links_for_all(self.request.GET, context["items_count"]) if may_act else []}

    def get_list_more_buttons(self, instance: Partnership) -> list[Any]:
        return [*super().get_list_more_buttons(instance), *act_buttons(instance, self.request.user)]


class PartnershipEditView(RecordEditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, *act_buttons(self.live_object, self.request.user)]


class PartnershipHistoryView(views.HistoryView):
    """The log of a partnership, with the acts on many that have changed it."""

    def get_base_queryset(self) -> QuerySet:
        content_type = ContentType.objects.get_for_model
        acts = [str(pk) for pk in entries_for(self.object.pk).values_list("pk", flat=True)]
        on_many = Q(content_type=content_type(BulkAct), object_id__in=acts)
        entries = ModelLogEntry.objects.filter(Q(content_type=content_type(Partnership), object_id=self.object.pk) | on_many)
        return self._annotate_queryset(entries.latest_by_uuid_and_action())


class PartnershipInspectView(RecordInspectView):
    """A partnership with its history and its terms."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, *act_buttons(self.object, self.request.user)]

    def get_status_display_value(self) -> str:
        return self.object.status_label

    def get_status_changes_display_value(self) -> str:
        changes = self.object.status_changes.all()
        items = format_html_join("", "<li>{}</li>", ((change.office_label,) for change in changes))
        return format_html("<ol>{}</ol>", items) if changes else "–"

    def get_renews_itself_display_value(self) -> str:
        return gettext("yes") if self.object.renews_itself else gettext("no")

    def get_notice_display_value(self) -> str:
        return f"{self.object.notice} {self.object.get_notice_unit_display()}" if self.object.notice else "–"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"terms": terms_of(self.object, for_office=True)}


class RegisterViewSet(SnippetViewSet):
    """What the lists of the register share."""

    index_view_class = ListView
    chooser_viewset_class = RegisterChooser
    list_per_page = PER_PAGE
    chooser_per_page = 15
    search_backend_name = None
    copy_view_enabled = False
    list_name: ClassVar[str]
    """Its part of the address."""

    @cached_property
    def base_url_path(self) -> str:
        return f"register/{self.list_name}"

    @cached_property
    def chooser_base_url_path(self) -> str:
        return f"register/choose-{self.list_name}"

    @cached_property
    def list_export(self) -> list[str]:
        return list(EXPORTS[self.model])

    @cached_property
    def export_headings(self) -> dict[str, str]:
        return {name: name for name in EXPORTS[self.model]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return prefetched(self.model.objects.all())


class RecordViewSet(RegisterViewSet):
    """A kind of record with drafts, history and moderation."""

    model: ClassVar[type[Record]]
    index_view_class = RecordListView
    index_results_template_name = "partnerships/admin/record_list_results.html"
    edit_view_class = RecordEditView
    inspect_view_class = RecordInspectView
    workflow_action_view_class = RecordWorkflowActionView
    inspect_view_enabled = True
    copy_view_enabled = True
    ordering = "sort_key"
    name_field: ClassVar[str] = "title"

    @cached_property
    def list_display(self) -> list[str | Column]:
        return [self.name_field, *self.optional_columns]

    @property
    def optional_columns(self) -> list[Column]:
        """Every column beside the title that a person may choose to see."""
        live = LiveStatusTagColumn(label=gettext_lazy("Publication"))
        return [*columns_of(self.model), *further_columns_of(self.model), live, UpdatedAtColumn()]

    @cached_property
    def usual_columns(self) -> set[str]:
        """The names of the columns that the list shows until somebody chooses."""
        further = {column.name for column in further_columns_of(self.model)}
        return {column.name for column in self.optional_columns} - further


class PartnershipViewSet(RecordViewSet):
    model = Partnership
    icon = "link"
    list_name = "partnerships"
    index_view_class = PartnershipListView
    edit_view_class = PartnershipEditView
    inspect_view_class = PartnershipInspectView
    history_view_class = PartnershipHistoryView
    filterset_class = filters.PartnershipFilterSet
    edit_handler = panels.partnership_editor
    inspect_view_fields = (
        "title", "kind", "status", "status_since", "status_reason", "status_note", "status_changes", "last_confirmed", "parties",
        "sought", "signed", "starts", "ends", "renews_itself", "renewal_months", "notice", "review_months", "decide_by", "owner",
        "deputy", "sectors", "summary", "uuid",
    )  # fmt: skip


class EventInspectView(EventWords, RecordInspectView):
    """An event with its route, who was at which stop, and what became of its state and dates."""


class EventViewSet(RecordViewSet):
    model = Event
    icon = "calendar-alt"
    list_name = "events"
    inspect_view_class = EventInspectView
    filterset_class = filters.EventFilterSet
    edit_handler = panels.event_editor
    inspect_view_fields = (
        "title", "kind", "state", "state_reason", "changes", "starts", "ends", "part_of", "inner_events", "legs", "participations",
        "event_partnerships", "sectors", "summary", "uuid",
    )  # fmt: skip


class OrganisationEditView(BriefingInHeader, RecordEditView):
    """The editor of an organisation; one that was merged leads to its merge, where that can be taken back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        merge = OrganisationMerge.objects.filter(merged=kwargs["pk"], undone_at=None).first()
        return redirect("register_merged", merge.pk) if merge else super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, *merge_buttons(self.live_object, self.request.user)]


class OrganisationInspectView(BriefingInHeader, RecordInspectView):
    """An organisation on one page."""


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    icon = "group"
    edit_view_class = OrganisationEditView
    inspect_view_class = OrganisationInspectView
    list_name = "organisations"
    name_field = "name"
    chooser_viewset_class = OrganisationChooser
    filterset_class = filters.OrganisationFilterSet
    edit_handler = panels.organisation_editor
    inspect_view_fields = (
        "name", "kind", "names", "country", "city", "parent", "identifiers", "website", "sectors", "summary", "uuid",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(merged_into=None)


class OpportunityInspectView(OpportunityWords, RecordInspectView):
    """An opportunity with its hours as a clock in its own time zone shows them."""


class OpportunityViewSet(RecordViewSet):
    model = Opportunity
    icon = "pick"
    list_name = "opportunities"
    inspect_view_class = OpportunityInspectView
    filterset_class = filters.OpportunityFilterSet
    edit_handler = panels.opportunity_editor
    inspect_view_fields = (
        "title", "kind", "offered_by", "for_whom", "opens", "closes", "time_zone", "takes_interest", "contact", "interests", "countries",
        "sectors", "summary", "uuid",
    )  # fmt: skip


class PlaceViewSet(RegisterViewSet):
    model = Place
    icon = "globe"
    list_name = "countries"
    ordering = "sort_key"

    @cached_property
    def list_display(self) -> list[str | Column]:
        return ["__str__", *columns_of(Place)]


class SectorViewSet(RegisterViewSet):
    model = Sector
    icon = "tag"
    list_name = "sectors"
    ordering = "order"
    list_per_page = 100
    filterset_class = filters.SectorFilterSet

    @cached_property
    def list_display(self) -> list[str | Column]:
        return ["__str__", *columns_of(Sector)]


class RegisterGroup(SnippetViewSetGroup):
    """The menu group of the register."""

    menu_label = gettext_lazy("Register")
    menu_icon = "clipboard-list"
    menu_name = "register"
    menu_order = 150
    items = (
        PartnershipViewSet,
        EventViewSet,
        OrganisationViewSet,
        OpportunityViewSet,
        InterestViewSet,
        PlaceViewSet,
        SectorViewSet,
        DocumentViewSet,
    )
