"""A report about partnerships that only the newsroom can make: those that no article speaks of."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy

from partnerships.columns import date_of
from partnerships.models import EventPartnership, Partnership
from partnerships.views.reports import PartnershipReport
from portal.news.models import NewsPartnership


class UnlinkedReport(PartnershipReport):
    """Partnerships that stand alone."""

    code = "unlinked"
    page_title = gettext_lazy("Unlinked")
    header_icon = "link"
    index_url_name, index_results_url_name = "register_unlinked", "register_unlinked_results"
    explanation = gettext_lazy("No article speaks of it, and no event belongs to it.")
    telling = (("signed", gettext_lazy("Signed"), date_of("signed"), "signed"),)

    def found(self) -> QuerySet:
        articles, events = (links.objects.filter(partnership=OuterRef("pk")) for links in (NewsPartnership, EventPartnership))
        return Partnership.objects.filter(~Exists(articles), ~Exists(events))
