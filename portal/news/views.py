"""The permanent address of an article."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from partnerships.views.records import SeeOther
from portal.news.models import NewsPage


def permanent_address(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """303 from /id/news/<uuid> to a published article; 404 for anything else."""
    page = get_object_or_404(NewsPage.objects.live().public(), uuid=uuid)
    return SeeOther(page.get_url(request) or "/")
