from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.fields import RichTextField
from wagtail.models import Page

from partnerships.addresses import SHORT_ID_LENGTH, path_below_index, short_id_range
from partnerships.models.organisations import Organisation
from partnerships.models.records import Record
from partnerships.pages.following import FollowedList
from partnerships.views import interest
from partnerships.views.briefings import organisation_briefing
from partnerships.views.lists import list_response
from partnerships.views.records import SeeOther, merged_away, public_record

# Wagtail derives a template from the class name unless each class names its own.
TEMPLATE = "pages/record_index_page.html"


class RecordIndexPage(FollowedList, Page):
    """A public list of one kind of record, and below it the page of each record; the subclass says which kind."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    record_type: ClassVar[str]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["news.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        abstract = True

    @path("")
    def list_route(self, request: HttpRequest) -> HttpResponse:
        return list_response(self, request, self.record_type, f"partnerships/rows/{self.record_type}.html")

    # Before the readable addresses, as the end of a whole identifier looks like a short one.
    @path("<uuid:uuid>/")
    def uuid_route(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        if kept := merged_away(self.record_type, uuid, uuid):
            return SeeOther(kept.get_absolute_url())
        record = public_record(self.record_type, uuid, uuid)
        return HttpResponsePermanentRedirect(f"{self.get_url(request)}{path_below_index(record)}")

    @re_path(rf"^(?P<words>(?:[a-z0-9_-]+-)?)(?P<short>[0-9a-f]{{{SHORT_ID_LENGTH}}})/$")
    def record_route(self, request: HttpRequest, words: str, short: str) -> HttpResponse:
        if kept := merged_away(self.record_type, *short_id_range(short)):
            return SeeOther(kept.get_absolute_url())
        record = public_record(self.record_type, *short_id_range(short))
        if path_below_index(record) != f"{words}{short}/":
            return HttpResponsePermanentRedirect(f"{self.get_url(request)}{path_below_index(record)}")
        return self._record_page(request, record)

    def _record_page(self, request: HttpRequest, record: Record) -> HttpResponse:
        context: dict[str, Any] = self.get_context(request)
        context |= {"record": record, "canonical": request.build_absolute_uri(request.path)}
        return TemplateResponse(request, record.template, context)


class PartnershipIndexPage(RecordIndexPage):
    record_type = "partnership"
    template = TEMPLATE

    class Meta:
        verbose_name = _("list of partnerships")


class EventIndexPage(RecordIndexPage):
    record_type = "event"
    template = TEMPLATE

    class Meta:
        verbose_name = _("list of events")


class OrganisationIndexPage(RecordIndexPage):
    record_type = "organisation"
    template = TEMPLATE

    class Meta:
        verbose_name = _("list of organisations")

    @re_path(rf"^(?P<words>(?:[a-z0-9_-]+-)?)(?P<short>[0-9a-f]{{{SHORT_ID_LENGTH}}})/briefing/$")
    def briefing_route(self, request: HttpRequest, words: str, short: str) -> HttpResponse:
        public = Organisation.objects.public().select_related("country")
        organisation = get_object_or_404(public, uuid__range=short_id_range(short))
        if path_below_index(organisation) != f"{words}{short}/":
            return HttpResponsePermanentRedirect(f"{self.get_url(request)}{path_below_index(organisation)}briefing/")
        return organisation_briefing(request, organisation)


_SHORT = rf"^(?P<words>(?:[a-z0-9_-]+-)?)(?P<short>[0-9a-f]{{{SHORT_ID_LENGTH}}})/"


class OpportunityIndexPage(RecordIndexPage):
    record_type = "opportunity"
    template = TEMPLATE

    @re_path(rf"{_SHORT}{interest.FORM}$")
    def interest_route(self, request: HttpRequest, words: str, short: str) -> HttpResponse:
        record = public_record(self.record_type, *short_id_range(short))
        return interest.interest_form(request, self, record, f"{self.get_url(request)}{path_below_index(record)}")

    @re_path(rf"{_SHORT}{interest.THANKS}$")
    def thanks_route(self, request: HttpRequest, words: str, short: str) -> HttpResponse:
        return interest.interest_thanks(request, self, public_record(self.record_type, *short_id_range(short)))

    class Meta:
        verbose_name = _("list of opportunities")
