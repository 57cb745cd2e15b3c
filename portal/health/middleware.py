"""Answers probes before anything else is asked of a request."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .views import live, ready

PROBES = {"/health/live": live, "/health/ready": ready}


class HealthMiddleware:
    """An orchestrator comes by address and over plain HTTP: neither the host's name nor HTTPS may be in its way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)
