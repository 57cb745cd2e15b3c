"""What stands beside the editor of an article: the records that its text names."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.ui.side_panels import BaseSidePanel

from portal.extraction.sandbox import ReaderUnavailable
from portal.extraction.types import ExtractionError
from portal.imports import offers
from portal.news.forms import LINK_TO
from portal.news.models import NewsPage

log = logging.getLogger(__name__)
TEMPLATE = "imports/offers.html"


class NamedRecordsPanel(BaseSidePanel):
    """The side panel; its list is fetched, so that the editor does not wait until the text has been read."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle the records that the text names")
        icon_name = "link"

    name = "named-records"
    title = gettext_lazy("What the text names")
    template_name = "imports/offers_side_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"offers_url": reverse("imports:offers", args=[self.object.pk])}

    @property
    def media(self) -> Media:
        return Media(js=["imports/offers.js"])


def _article(request: HttpRequest, pk: int) -> NewsPage:
    article: NewsPage = get_object_or_404(NewsPage, pk=pk)
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return article


@require_GET
def list_offers(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that lists the records; a text that cannot be read is said so, and nothing else is hindered."""
    article = _article(request, pk)
    context: dict[str, Any] = {"article": article, "field": LINK_TO, "offers": []}
    try:
        context["offers"] = offers.offers_for(article)
    except ExtractionError as error:
        context["trouble"] = str(error)
    except ReaderUnavailable:
        log.exception("The records that an article names could not be looked for.")
        context["trouble"] = gettext_lazy("The reader of texts cannot be started; an administrator finds why in the log.")
    return TemplateResponse(request, TEMPLATE, context)


@require_POST
def refuse_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember that the article is not to be linked to "organisation:12"; answers with nothing."""
    article = _article(request, pk)
    kind, _colon, number = request.POST.get("record", "").partition(":")
    if kind not in offers.MODELS or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    offers.refuse(article, kind, int(number), request.user)
    return HttpResponse(status=204)
