"""What the head of a page tells to those who link to it and to programs: its card, its feeds, its structure."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from babel.core import get_global
from django import template
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language
from wagtail.models import Page

from partnerships import structured
from partnerships.addresses import index_address, index_title
from partnerships.alternates import alternates, head_links
from partnerships.feeds.feeds import language_tag
from partnerships.feeds.serving import Subscription, subscriptions
from partnerships.locales import in_a_row
from partnerships.models import Event, Opportunity, Partnership
from partnerships.models.records import Record
from partnerships.pages.serving import kept_site
from partnerships.templatetags.register_tags import countries, period, stage
from partnerships.views.lists import applied_filters, list_title

register = template.Library()

DESCRIPTION_WORDS = 30
# Not every language parts its words.
DESCRIPTION_LETTERS = 200


@dataclass(slots=True)
class Card:
    """What is said of one page."""

    title: str
    description: str = ""
    kind: str = "website"
    """article or website, as Open Graph has it."""
    published: str = ""
    modified: str = ""
    nodes: list[structured.Node] = field(default_factory=list)
    trail: list[tuple[str, str]] = field(default_factory=list)
    """The pages between the front page and this one."""


page_cards: list[Callable[[Page, HttpRequest], Card | None]] = []
"""What stands above the register adds here how its pages are described; the first answer counts."""


@register.inclusion_tag("includes/head.html", takes_context=True)
def head(context: template.Context) -> dict[str, Any]:
    """The card of the page as meta elements, and what it is as JSON-LD; nothing for errors, previews and pages of forms."""
    request = context.get("request")
    kept = kept_site(request) if request else None
    card = _card(context, request) if request and kept and not _is_preview(context, request) else None
    if card is None or kept is None or request is None:
        return {}
    canonical = context.get("canonical") or request.build_absolute_uri(request.path)
    name = kept.site.site_name or "Liaison"
    is_home = request.path == kept.home
    nodes = list(card.nodes)
    if is_home:
        nodes.append(structured.website(request, name, kept.home, language_tag(get_language() or "en")))
    else:
        nodes.append(structured.breadcrumbs(request, [(name, kept.home), *card.trail, (card.title, canonical)]))
    return {
        "card": card,
        "site_name": name,
        "canonical": canonical,
        "canonical_is_new": not context.get("canonical"),
        "locale": open_graph_locale(get_language() or "en"),
        "image": structured.card_image(request),
        "structure": structured.as_script(nodes),
    }


def _is_preview(context: template.Context, request: HttpRequest) -> bool:
    """Of a record, or of a page."""
    return bool(context.get("is_preview") or getattr(request, "is_preview", False))


def _card(context: template.Context, request: HttpRequest) -> Card | None:
    record, page, listing = context.get("record"), context.get("page"), context.get("listing")
    if isinstance(record, Record):
        return _record_card(record, request)
    if listing is not None and page is not None:
        return Card(list_title(page.seo_title or page.title, applied_filters(listing)), page.search_description)
    if isinstance(page, Page):
        found = (describe(page, request) for describe in page_cards)
        return next((card for card in found if card), Card(page.seo_title or page.title, page.search_description))
    title = context.get("card_title")
    return Card(str(title), trail=context.get("card_trail") or []) if title else None


def _record_card(record: Record, request: HttpRequest) -> Card:
    index = index_address(record.record_type)
    return Card(
        title=str(record.shown_title),
        description=Truncator(" ".join(str(record.texts["summary"]).split())).words(DESCRIPTION_WORDS) or in_short(record),
        kind="article",
        published=structured.moment(record.first_published_at or record.created_at),
        modified=structured.moment(record.updated_at),
        nodes=list(structured.described(record, request)),
        trail=[(index_title(record.record_type), index)] if index else [],
    )


@register.simple_tag
def described(record: Record) -> str:
    """What search engines show below the title of a record: the beginning of its summary, else what it is."""
    return as_description(record.texts["summary"]) or in_short(record)


def in_short(record: Record) -> str:
    """A record in a line, for where nobody has summed it up: its kind, how it stands, since when, and where."""
    match record:
        case Partnership():
            facts = [record.status_label, _label(record.signed or record.starts)]
        case Event():
            facts = [str(record.get_state_display()), period(record.starts, record.ends)]
        case Opportunity():
            facts = [str(stage(record).label), record.closes_words]
        case _:
            facts = []
    places = in_a_row(place.label for place in countries(record))
    return " · ".join(filter(None, [str(record.get_kind_display()), *facts, places]))


def _label(date: Any) -> str:
    return date.label if date else ""


def open_graph_locale(code: str) -> str:
    """A language of Django as Open Graph writes it, with the land where most of its readers are: zh_CN."""
    locale = Locale.parse(language_tag(code), sep="-")
    # English dates stand day first here.
    likely = "en_Latn_GB" if locale.language == "en" else get_global("likely_subtags").get(locale.language, "")
    territory = locale.territory or likely.rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory else locale.language


@register.simple_tag(takes_context=True)
def languages_of_page(context: template.Context) -> dict[str, Any]:
    """The page in every language: `all` of them for the reader, `links` as (hreflang, address) for the head."""
    request, page = context.get("request"), context.get("page")
    if request is None or _is_preview(context, request):
        return {"all": [], "links": []}
    canonical = context.get("canonical")
    query = urlsplit(canonical).query if canonical else request.GET.urlencode()
    found = alternates(request, page if isinstance(page, Page) else None, query)
    return {"all": found, "links": [] if context.get("noindex") else head_links(request, found)}


@register.filter
def as_description(text: Any) -> str:
    """The beginning of a text, which may be HTML, as search engines show it below a title."""
    return Truncator(" ".join(html.unescape(strip_tags(str(text))).split())).chars(DESCRIPTION_LETTERS)


@register.simple_tag
def subscriptions_of(listing: Any) -> list[Subscription]:
    """The ways to follow a list with its filters."""
    return subscriptions(listing.record_type, listing.query)
