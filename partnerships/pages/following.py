"""The routes by which programs follow a list page, below it and with its parameters: /events/calendar.ics?country=JP."""

from __future__ import annotations

import re
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path

from partnerships.feeds.calendars import CALENDARS
from partnerships.feeds.serving import ATOM, CALENDAR, JSON, feed_response


def _named(name: str) -> str:
    """The route of a file's name; Wagtail looks for every route with a slash at its end."""
    return rf"^{re.escape(name)}/?$"


class FollowedList(RoutablePageMixin):
    """For a list page: Atom, JSON Feed, and a calendar of what has days."""

    record_type: ClassVar[str]

    @re_path(_named(ATOM))
    def atom_route(self, request: HttpRequest) -> HttpResponse:
        return feed_response(self, request, self.record_type, ATOM)

    @re_path(_named(JSON))
    def json_route(self, request: HttpRequest) -> HttpResponse:
        return feed_response(self, request, self.record_type, JSON)

    @re_path(_named(CALENDAR))
    def calendar_route(self, request: HttpRequest) -> HttpResponse:
        if self.record_type not in CALENDARS:
            raise Http404
        return feed_response(self, request, self.record_type, CALENDAR)
