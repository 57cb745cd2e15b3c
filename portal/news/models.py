from __future__ import annotations

import uuid
from typing import Any

from django.conf.global_settings import LANGUAGES as EVERY_LANGUAGE
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Orderable, Page
from wagtail.search import index

from partnerships.models import refreshed_together
from partnerships.models.fields import DerivedKeyField
from partnerships.names import sort_key
from partnerships.pages.following import FollowedList
from partnerships.views.lists import list_response
from portal.news.blocks import BodyBlock
from portal.news.context import article_links, home_context
from portal.news.forms import NewsPageForm
from portal.news.home_blocks import DEFAULT, HomeBlocks
from portal.news.panels import article_editor


class HomePage(Page):
    """The front page."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])
    body = StreamField(HomeBlocks(), verbose_name=_("what follows"), blank=True, default=DEFAULT)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "news.NewsIndexPage",
        "pages.PartnershipIndexPage",
        "pages.EventIndexPage",
        "pages.OrganisationIndexPage",
        "pages.OpportunityIndexPage",
    ]
    template = "news/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **home_context({block.block_type for block in self.body})}


class NewsIndexPage(FollowedList, Page):
    """The list of articles; imported ones are made below it."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["news.HomePage"]
    subpage_types = ["news.NewsPage"]
    max_count_per_parent = 1
    template = "news/news_index_page.html"
    record_type = "news"

    class Meta:
        verbose_name = _("list of news")

    @path("")
    def list_route(self, request: HttpRequest) -> HttpResponse:
        return list_response(self, request, self.record_type, "news/rows/news.html")

    @classmethod
    def of_originals(cls) -> NewsIndexPage | None:
        """The list below which imported articles are made: the one in the site's own language, a published one first."""
        return cls.objects.filter(locale=Locale.get_default()).order_by("-live", "path").first()


class NewsPage(Page):
    """An article, with the records, countries and sectors that it is about."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    published_on = models.DateField(
        _("original date"),
        null=True,
        blank=True,
        help_text=_("When the source published it; left empty when the source does not say."),
    )
    source = models.CharField(_("source"), max_length=255, blank=True, help_text=_("Who published it or is credited."))
    source_url = models.URLField(_("address of the source"), blank=True, max_length=500)
    original_language = models.CharField(_("language of the text"), max_length=10, blank=True, choices=EVERY_LANGUAGE)
    topics = models.CharField(
        _("topics"), max_length=500, blank=True, help_text=_("As the source lists them, separated by commas.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    sort_key = DerivedKeyField("title", sort_key)
    document = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("source document"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="news_pages",
    )

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "news/news_page.html"
    search_fields = [*Page.search_fields, index.SearchField("body"), index.SearchField("source")]

    base_form_class = NewsPageForm
    edit_handler = article_editor

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [models.UniqueConstraint(fields=["uuid"], name="news_page_uuid")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # An article with its links is one change: one transaction, one refresh of what lists show of it.
        with refreshed_together():
            super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # A draft that is previewed before its first saving has no place in the tree.
        index_page = self.get_parent() if self.path else None
        address = (index_page.get_url(request) if index_page else None) or ""
        return {**context, "index": index_page, "index_address": address, "links": article_links(self, address)}


class NewsLink(Orderable):
    """One ordered link of an article, with the words of the article that make it."""

    quote = models.TextField(_("words of the article"), blank=True)

    class Meta(Orderable.Meta):
        abstract = True


class NewsPartnership(NewsLink):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="partnership_links")
    partnership = models.ForeignKey(
        "partnerships.Partnership", verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="news_links"
    )

    class Meta(NewsLink.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["page", "partnership"], name="news_partnership_once")]


class NewsEvent(NewsLink):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="event_links")
    event = models.ForeignKey("partnerships.Event", verbose_name=_("event"), on_delete=models.PROTECT, related_name="news_links")

    class Meta(NewsLink.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["page", "event"], name="news_event_once")]


class NewsOrganisation(NewsLink):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="organisation_links")
    organisation = models.ForeignKey(
        "partnerships.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="news_links"
    )

    class Meta(NewsLink.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["page", "organisation"], name="news_organisation_once")]


class NewsOpportunity(NewsLink):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="opportunity_links")
    opportunity = models.ForeignKey(
        "partnerships.Opportunity", verbose_name=_("opportunity"), on_delete=models.PROTECT, related_name="news_links"
    )

    class Meta(NewsLink.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["page", "opportunity"], name="news_opportunity_once")]


class NewsCountry(NewsLink):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="country_links")
    country = models.ForeignKey(
        "partnerships.Place", verbose_name=_("country"), on_delete=models.PROTECT, related_name="news_links"
    )

    class Meta(NewsLink.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["page", "country"], name="news_country_once")]


class NewsSector(NewsLink):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="sector_links")
    sector = models.ForeignKey(
        "partnerships.Sector", verbose_name=_("sector"), on_delete=models.PROTECT, related_name="news_links"
    )

    class Meta(NewsLink.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["page", "sector"], name="news_sector_once")]
