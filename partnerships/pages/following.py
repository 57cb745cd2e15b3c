"""The routes by which programs follow a list page, below it and with its parameters: /events/calendar.ics?country=JP."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from partnerships.feeds.calendars import CALENDARS
from partnerships.feeds.serving import ATOM, CALENDAR, JSON, feed_response


class FollowedList(RoutablePageMixin):
    """For a list page: Atom, JSON Feed, and a calendar of what has days."""

    record_type: ClassVar[str]

    @path(f"{ATOM}/")
    def atom_route(self, request: HttpRequest) -> HttpResponse:
        return feed_response(self, request, self.record_type, ATOM)

    @path(f"{JSON}/")
    def json_route(self, request: HttpRequest) -> HttpResponse:
        return feed_response(self, request, self.record_type, JSON)

    @path(f"{CALENDAR}/")
    def calendar_route(self, request: HttpRequest) -> HttpResponse:
        if self.record_type not in CALENDARS:
            raise Http404
        return feed_response(self, request, self.record_type, CALENDAR)
