"""The same page in every language: what its head, the switcher of languages and the sitemaps say of it.

One way for all: a list page has its translations, a record the same path below each of them, what is no page of editors the same
address below each language's prefix. A filter stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from partnerships.feeds.feeds import language_tag
from partnerships.pages.serving import KeptSite, kept_site


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page in one language."""

    code: str
    """nl, zh-hans; as Django has it."""
    tag: str
    """nl, zh-Hans; as HTML and programs have it."""
    name: str
    """What the language calls itself."""
    address: str
    """From the site's root, with the filters of the page."""
    is_current: bool
    is_own: bool = True
    """Whether the text is there in this language or has none; else it is the reader's way to a text in another, and told to no crawler."""


page_alternates: list[Callable[[Page], dict[str, str] | None]] = []
"""What stands above the register adds here where its pages are in other languages, by code; the first answer counts."""


def alternates(request: HttpRequest, page: Page | None = None, query: str = "", path: str = "") -> list[Alternate]:
    """The page at the request's address (or `path`) in each language in which it exists, in the order of the settings.

    `page` is the page of editors where it is one, `query` the filters without a question mark. A page that is there in one
    language alone leaves an empty list.
    """
    kept = kept_site(request)
    if kept is None:
        return []
    own = next((found for describe in page_alternates if page and (found := describe(page))), {})
    return alternates_at(kept, path or request.path, own, query)


def alternates_at(kept: KeptSite, path: str, own: dict[str, str] | None = None, query: str = "") -> list[Alternate]:
    """The same of any path of a site; `own` are the addresses of a page that has them by language. No query is made."""
    own = own or {}
    found = [_alternate(code, address, query, own) for code, address in _addresses(kept, path, own)]
    return found if len(found) > 1 else []


def _alternate(code: str, address: str, query: str, own: dict[str, str]) -> Alternate:
    return Alternate(
        code=code,
        tag=language_tag(code),
        name=get_language_info(code)["name_local"],
        address=f"{address}?{query}" if query else address,
        is_current=code == get_language(),
        is_own=not own or code in own,
    )


def _addresses(kept: KeptSite, path: str, own: dict[str, str]) -> Iterator[tuple[str, str]]:
    below = _below_lists(kept, path)
    for code in dict(settings.LANGUAGES):
        if code in own:
            yield code, own[code]
        elif path in kept.homes.values():
            if code in kept.homes:
                yield code, kept.homes[code]
        elif below is not None:
            if code in below:
                yield code, below[code]
        elif _is_view(path):
            yield code, str(translate_url(path, code))


def _is_view(path: str) -> bool:
    """Whether it is an address of the register that is no page of editors."""
    try:
        return resolve(path).url_name != "wagtail_serve"
    except Resolver404:
        return False


def _below_lists(kept: KeptSite, path: str) -> dict[str, str] | None:
    """The path below each translation of the list that it stands below; None when it stands below none."""
    address = next((address for address in kept.lists if path.startswith(address)), None)
    if address is None:
        return None
    rest, key = path.removeprefix(address), kept.lists[address].translation_key
    same = (other for other, page in kept.lists.items() if page.translation_key == key)
    return {kept.languages[other]: f"{other}{rest}" for other in same}


def head_links(request: HttpRequest, found: list[Alternate]) -> list[tuple[str, str]]:
    """(hreflang, whole address) for the head of a page: every language in which it has its own text, and the site's own as default."""
    own = [one for one in found if one.is_own]
    links = [(one.tag, request.build_absolute_uri(one.address)) for one in own]
    default = next((one for one in own if one.code == settings.LANGUAGE_CODE), None)
    if len(own) < 2:
        return []
    return [*links, *([("x-default", request.build_absolute_uri(default.address))] if default else [])]
