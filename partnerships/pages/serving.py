"""List pages, their routes and the menu without looking them up in the tree at every request: Wagtail's way takes nine queries.

What is kept is forgotten when a page is published, withdrawn, moved or deleted, a site or a restriction changes; other processes
learn of it after at most a minute. A page that not everybody may see is never kept: Wagtail serves it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.views import serve

from partnerships.addresses import INDEX_MODEL

SITES = "partnerships.sites"
SITES_SECONDS = 60
# Anybody can send any host name; a site has few.
HOSTS_KEPT = 20


@dataclass(frozen=True, slots=True)
class KeptSite:
    """What the requests to one host need of its site."""

    site: Site
    homes: dict[str, str]
    """The address of each language's published front page."""
    menus: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Title and address of each page of each language's menu."""
    lists: dict[str, Page] = field(default_factory=dict)
    """The list pages that everybody may see, by path."""
    languages: dict[str, str] = field(default_factory=dict)
    """The language of each of them, by path."""

    @property
    def home(self) -> str:
        """The front page in the reader's language, or else in that of the site."""
        return self.homes.get(get_language() or "") or self.homes.get(settings.LANGUAGE_CODE) or "/"

    @property
    def menu(self) -> list[tuple[str, str]]:
        """In the reader's language, or else in that of the site."""
        return self.menus.get(get_language() or "") or self.menus.get(settings.LANGUAGE_CODE) or []


def kept_site(request: HttpRequest) -> KeptSite | None:
    """The site that answers the request, None when there is none."""
    host = f"{request.get_host()} {request.is_secure()}"
    sites: dict[str, KeptSite] = cache.get(SITES) or {}
    if host in sites:
        return sites[host]
    site = Site.find_for_request(request)
    if site is None:
        return None
    kept = _look_up(site, request)
    cache.set(SITES, {**(sites if len(sites) < HOSTS_KEPT else {}), host: kept}, SITES_SECONDS)
    return kept


def _look_up(site: Site, request: HttpRequest) -> KeptSite:
    homes = Page.objects.filter(translation_key=site.root_page.translation_key).live().select_related("locale")
    kept = KeptSite(site=site, homes={})
    for home in homes:
        language = home.locale.language_code
        kept.homes[language] = home.get_url(request) or "/"
        menu = Page.objects.child_of(home).live().in_menu().select_related("locale")
        kept.menus[language] = [(page.title, address) for page in menu if (address := page.get_url(request))]
        pages = Page.objects.descendant_of(home).live().public().filter(content_type__model__endswith=INDEX_MODEL)
        for page in pages.specific():
            parts = page.get_url_parts(request)
            if parts and parts[0] == site.pk:
                kept.lists[parts[2]] = page
                kept.languages[parts[2]] = language
    return kept


def forget_sites(**kwargs: object) -> None:
    """Receiver of the signals of whatever is kept here."""
    cache.delete(SITES)


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """As Wagtail serves a page, but a list page and the routes below it are known by their path already.

    Wagtail's hooks are called for other pages only: articles, the front page.
    """
    kept = kept_site(request)
    if kept is None:
        return serve(request, path)
    # Where Wagtail itself keeps it.
    request._wagtail_site = kept.site  # type: ignore[attr-defined]
    address = next((address for address in kept.lists if request.path.startswith(address)), None)
    page: Any = kept.lists[address] if address else None
    try:
        found = page.resolve_subpage(request.path.removeprefix(address[:-1])) if address else None
    except Resolver404:
        found = None
    if found is None:
        return serve(request, path)
    request.routable_resolver_match = found  # type: ignore[attr-defined]
    view, args, kwargs = found
    response: HttpResponse = page.serve(request, view, args, kwargs)
    return response
