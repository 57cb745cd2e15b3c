from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.conf.global_settings import LANGUAGES as EVERY_LANGUAGE
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Orderable, Page
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from partnerships.addresses import index_address, index_title
from partnerships.models import refreshed_together
from partnerships.models.fields import DerivedKeyField
from partnerships.models.translations import Shown
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

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """An article that is not written in the language of this list is read below it too, in a page of this language."""
        try:
            return super().route(request, path_components)
        except Http404:
            lists = NewsIndexPage.objects.live().filter(translation_key=self.translation_key).exclude(pk=self.pk)
            if len(path_components) != 1:
                raise
            for other in lists.order_by("path"):
                found = NewsPage.objects.child_of(other).live().filter(slug=path_components[0]).first()
                if found:
                    return RouteResult(found)
            raise


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
    # A copy and a translation are other pages; what an article was read from stays with the one that was.
    exclude_fields_in_copy: ClassVar[list[str]] = ["uuid", "document"]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("slug"),
        SynchronizedField("source"),
        SynchronizedField("source_url"),
        SynchronizedField("topics"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [models.UniqueConstraint(fields=["uuid"], name="news_page_uuid")]

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Wagtail asks for the pages beside it; an article is also read below the lists of the other languages."""
        if not Page._slug_is_available(slug, parent_page, page):
            return False
        others = NewsPage.objects.filter(slug=slug)
        return parent_page is None or not (others.exclude(translation_key=page.translation_key) if page else others).exists()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        page: Any = self
        parent = page.get_parent() if self._state.adding and page.slug and page.path else None
        # Nobody who makes an article sees which slugs are taken in another language: it gets a number, as one without a slug does.
        if parent and Page._slug_is_available(page.slug, parent, page):
            page.slug = page._get_autogenerated_slug(page.slug)
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # An article with its links is one change: one transaction, one refresh of what lists show of it.
        with refreshed_together():
            super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # A draft that is previewed before its first saving has no place in the tree.
        index_page = self.get_parent() if self.path else None
        address, title = (index_page.get_url(request) if index_page else None) or "", index_page.title if index_page else ""
        if index_page and self.is_abroad and (own := index_address(NewsIndexPage.record_type)):
            address, title = own, index_title(NewsIndexPage.record_type)
            context["canonical"] = self.get_full_url(request)
        return {**context, "index_title": title, "index_address": address, "links": article_links(self)}

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The article as a page of the reader's language; its translation, where there is one, has an address of its own."""
        if self.is_abroad and (own := self.in_language(get_language() or "")):
            return HttpResponseRedirect(own.get_url(request) or "/")
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def in_language(self, language: str) -> NewsPage | None:
        """The published page of this article in a language."""
        pages = NewsPage.objects.live().public().filter(translation_key=self.translation_key)
        return pages.filter(locale__language_code=language).first()

    @property
    def is_abroad(self) -> bool:
        """Whether the reader's language is another than that of the tree in which the page stands."""
        return bool(self.locale.language_code != get_language())

    @property
    def shown_title(self) -> Shown:
        """The title for the reader: of the translation, where the query asked for it (`with_own_page`)."""
        own = getattr(self, "own_title", None)
        return Shown(own, get_language() or "", is_translated=True) if own else Shown(self.title, self.text_language)

    @property
    def shown_address(self) -> str:
        """Where the reader finds it: below the list of news in their language, whatever the article is written in."""
        index = index_address(NewsIndexPage.record_type) if self.is_abroad else ""
        return f"{index}{getattr(self, 'own_slug', None) or self.slug}/" if index else self.url or ""

    @property
    def text_language(self) -> str:
        """The code of the language of title and text, "" when nobody has said; a translation is in that of its tree."""
        is_original = self.locale_id is None or self.locale.language_code == settings.LANGUAGE_CODE
        return self.original_language if is_original else self.locale.language_code


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
