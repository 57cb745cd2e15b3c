"""The public API of the site, at /api/v1/: its parts come from the apps."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from partnerships.api import router as register
from portal.imports.api import router as imports
from portal.imports.batch_api import router as one_import
from portal.imports.limits import too_much_sent
from portal.news.api import router as news

api = NinjaAPI(
    title="Liaison",
    version="1",
    description="Public records of partnerships, events, organisations, opportunities and news, as the lists of the site show them.",
    urls_namespace="api-1",
)


@api.exception_handler(RequestDataTooBig)
@api.exception_handler(TooManyFilesSent)
@api.exception_handler(TooManyFieldsSent)
def too_much(request: HttpRequest, exc: Exception) -> HttpResponse:
    """What is too large for a request is said as everything else is, in JSON."""
    return api.create_response(request, {"detail": too_much_sent(exc)}, status=413)


api.add_router("", register)
api.add_router("", news)
api.add_router("", imports)
api.add_router("", one_import)
