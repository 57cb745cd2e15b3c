"""The language of a request is that of its address: none is guessed from what the browser prefers.

An address always shows the same, to everybody, crawlers and shared caches included; readers choose at the head of each page.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, without `Vary: Accept-Language`, as that header is never read where addresses bear their language."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", get_language() or "")
        return response
