"""The pages of a briefing: for visitors, and for the office in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from partnerships.briefing import Briefing, brief_on_country, brief_on_organisation
from partnerships.models import Organisation, Place

TEMPLATE = "partnerships/briefing.html"
_OFFICE = {
    "organisation": (Organisation.objects.select_related("country"), brief_on_organisation),
    "country": (Place.objects.all(), brief_on_country),
}


def organisation_briefing(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The public briefing on a public organisation."""
    return _page(request, brief_on_organisation(organisation), organisation.get_absolute_url())


def country_briefing(request: HttpRequest, code: str) -> HttpResponse:
    """The public briefing on the country with this code; 404 where there is no such country."""
    place = Place.objects.filter(code=code.upper()).first()
    if place is None:
        raise Http404
    if code != place.code:
        return HttpResponsePermanentRedirect(reverse("country-briefing", args=[place.code]))
    return _page(request, brief_on_country(place), "")


def office_briefing(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The briefing for the office, on an organisation or a country; for those who may see the records' drafts."""
    if kind not in _OFFICE:
        raise Http404
    if not all(request.user.has_perm(f"partnerships.view_{name}") for name in ("partnership", "organisation", "event")):
        raise PermissionDenied
    subjects, brief = _OFFICE[kind]
    subject: Any = get_object_or_404(subjects, pk=pk)
    return _page(request, brief(subject, for_office=True), "")


def _page(request: HttpRequest, briefing: Briefing, subject_address: str) -> HttpResponse:
    context = {
        "briefing": briefing,
        "subject_address": subject_address,
        "noindex": True,
        "is_preview": briefing.for_office,
        "canonical": "" if briefing.for_office else request.build_absolute_uri(request.path),
    }
    return TemplateResponse(request, TEMPLATE, context)


def briefing_button(subject: Organisation | Place, priority: int = 35) -> Button:
    """The way to the office's briefing from a list or an editor of the admin."""
    kind = "organisation" if isinstance(subject, Organisation) else "country"
    url = reverse("register_briefing", args=[kind, subject.pk])
    return Button(_("Briefing"), url=url, icon_name="doc-full", priority=priority, attrs={"target": "_blank", "rel": "noopener"})


class BriefingInHeader:
    """For an editor or a page of an organisation in the admin: the way to its briefing."""

    @cached_property
    def header_more_buttons(self: Any) -> list[Any]:
        return [*super().header_more_buttons, briefing_button(self.object)]
