"""Answers a program that asks for a list again and again: what has not changed is not sent twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partnerships.addresses import index_address
from partnerships.feeds.calendars import CALENDARS, build_calendar
from partnerships.feeds.feeds import as_atom, as_json_feed, build_feed

ATOM, JSON, CALENDAR = "feed.atom", "feed.json", "calendar.ics"
TYPES = {ATOM: "application/atom+xml", JSON: "application/feed+json", CALENDAR: "text/calendar"}
LABELS = {ATOM: _("Atom feed"), JSON: _("JSON Feed"), CALENDAR: _("Calendar")}
FRESH_SECONDS = 300
# Addresses are without number: what nobody has asked for since yesterday is forgotten, and sent once more.
KNOWN_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Subscription:
    """One way to follow a list: its media type, its words and its address."""

    type: str
    label: Any
    address: str


def subscriptions(record_type: str, query: str) -> list[Subscription]:
    """The ways to follow the list of this type with this canonical query string; none while it is not published."""
    address = index_address(record_type)
    if not address:
        return []
    names = [ATOM, JSON, *([CALENDAR] if record_type in CALENDARS else [])]
    return [
        Subscription(TYPES[name], LABELS[name], f"{address}{name}?{query}" if query else f"{address}{name}") for name in names
    ]


def feed_response(page: Any, request: HttpRequest, record_type: str, name: str) -> HttpResponse:
    """The list page `page` as `name` (feed.atom, feed.json, calendar.ics), with the request's filters."""
    address = page.get_url(request) or index_address(record_type)
    if name == CALENDAR:
        body = build_calendar(request, record_type, address, page.title, name)
    else:
        site = page.get_site()
        author = (site.site_name if site else "") or "Liaison"
        feed = build_feed(request, record_type, address, page.title, name, author)
        body = as_atom(feed) if name == ATOM else as_json_feed(feed)
    return _answer(request, body, f"{TYPES[name]}; charset=utf-8")


def _answer(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    """The body, or 304 where the asker has it already; the tag is of the bytes themselves."""
    response = HttpResponse(body, content_type=content_type)
    tag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    since = _unchanged_since(request, tag)
    response["ETag"] = tag
    response["Last-Modified"] = http_date(since)
    response["Cache-Control"] = f"max-age={FRESH_SECONDS}"
    response["X-Robots-Tag"] = "noindex"
    answer = get_conditional_response(request, etag=tag, last_modified=since, response=response)
    assert isinstance(answer, HttpResponse)
    return answer


def _unchanged_since(request: HttpRequest, tag: str) -> int:
    """From which second on this has been the answer at this address, as far as this process knows.

    The youngest entry would not tell: what is withdrawn, or closes by the clock, changes a feed too.
    """
    key = hashlib.blake2b(f"{get_language()} {request.build_absolute_uri()}".encode(), digest_size=16).hexdigest()
    known = cache.get(f"feed.{key}")
    if known and known[0] == tag:
        return int(known[1])
    # Two answers never have the same time, however fast they follow each other.
    since = max(int(timezone.now().timestamp()), known[1] + 1 if known else 0)
    cache.set(f"feed.{key}", (tag, since), KNOWN_SECONDS)
    return since
