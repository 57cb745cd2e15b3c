"""A list as Atom (RFC 4287, paged by RFC 5005) and as JSON Feed 1.1: what changed last comes first."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from partnerships.addresses import lasting_address
from partnerships.feeds.entries import EPOCH, Entry, entries_of
from partnerships.listing import build_listing
from partnerships.listing.filters import last_value, query_of, read_page
from partnerships.listing.latest import records_of
from partnerships.views.lists import applied_filters, list_title

ENTRIES = 50
# Nobody reads so far back, and each page costs as much as all before it.
LAST_PAGE = 200
# What XML cannot hold at all.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a list as it is followed; addresses are whole."""

    title: str
    description: str
    page_address: str
    """The list for people."""
    address: str
    """This page of the feed."""
    first: str
    previous: str
    next: str
    entries: tuple[Entry, ...]
    site: str
    """Scheme and host by which the feed was asked for."""
    author: str
    language: str

    @property
    def updated(self) -> datetime.datetime:
        """When the entry that changed last did so; the beginning of time while there is none."""
        return max((entry.updated for entry in self.entries), default=EPOCH)


def build_feed(request: HttpRequest, record_type: str, list_address: str, title: str, name: str, author: str) -> Feed:
    """The feed `name` (feed.atom, feed.json) of the list at `list_address` with the request's parameters."""
    params: Mapping[str, Any] = request.GET
    listing = build_listing(record_type, params, page_size=1)
    page = min(read_page(last_value(params, "page")), LAST_PAGE)
    shown = records_of(record_type, params, order="changed", most=ENTRIES + 1, skipped=(page - 1) * ENTRIES)
    query = [pair for pair in parse_qsl(listing.query) if pair[0] != "sort"]
    site = request.build_absolute_uri("/").rstrip("/")

    def address(number: int) -> str:
        pairs = [*query, *([("page", str(number))] if number > 1 else [])]
        return f"{site}{list_address}{name}" + (f"?{query_of(pairs)}" if pairs else "")

    whole = list_title(title, applied_filters(listing))
    return Feed(
        title=f"{whole} – {author}",
        description=_("What was published or changed last, the newest first."),
        page_address=f"{site}{list_address}" + (f"?{query_of(query)}" if query else ""),
        address=address(page),
        first=address(1),
        previous=address(page - 1) if page > 1 else "",
        next=address(page + 1) if len(shown) > ENTRIES and page < LAST_PAGE else "",
        entries=tuple(entries_of(record_type, shown[:ENTRIES])),
        site=site,
        author=author,
        language=language_tag(get_language() or "en"),
    )


def language_tag(code: str) -> str:
    """A language of Django as BCP 47 writes it: zh-Hans."""
    tag = str(get_language_info(code)["code"])
    return "-".join(part.title() if len(part) == 4 else part for part in tag.split("-"))


class _Atom(Atom1Feed):
    """Django's Atom feed with texts that are plain, languages of entries, and the pages before and after."""

    def latest_post_date(self) -> datetime.datetime:
        return self.feed["updated"]

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation in ("first", "previous", "next"):
            if self.feed[relation]:
                handler.addQuickElement("link", "", {"rel": relation, "href": self.feed[relation]})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        # A summary that is plain text: Django's own is HTML.
        super().add_item_elements(handler, {**item, "description": None})
        if item["text"]:
            handler.addQuickElement("summary", item["text"], {"type": "text"})


def as_atom(feed: Feed) -> bytes:
    """The feed as an Atom document in UTF-8."""
    atom = _Atom(
        title=_clean(feed.title),
        link=feed.page_address,
        description="",
        subtitle=_clean(feed.description),
        language=feed.language,
        feed_url=feed.address,
        # Every page of a feed is the same feed.
        feed_guid=lasting_address(feed.first.removeprefix(feed.site)),
        author_name=_clean(feed.author),
        updated=feed.updated,
        first=feed.first if feed.previous or feed.next else "",
        previous=feed.previous,
        next=feed.next,
    )
    for entry in feed.entries:
        atom.add_item(
            title=_clean(entry.title),
            link=feed.site + entry.address if entry.address.startswith("/") else entry.address,
            description="",
            unique_id=lasting_address(entry.path),
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=_clean(entry.author) or None,
            categories=[_clean(tag) for tag in entry.tags],
            language=entry.language,
            text=_clean(entry.text),
        )
    return str(atom.writeString("utf-8")).encode()


def as_json_feed(feed: Feed) -> bytes:
    """The feed as a JSON Feed, version 1.1, in UTF-8."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page_address,
        "feed_url": feed.address,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        **({"next_url": feed.next} if feed.next else {}),
        "items": [_item(feed, entry) for entry in feed.entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _item(feed: Feed, entry: Entry) -> dict[str, Any]:
    return {
        "id": lasting_address(entry.path),
        "url": feed.site + entry.address if entry.address.startswith("/") else entry.address,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
        **({"tags": list(entry.tags)} if entry.tags else {}),
        **({"language": entry.language} if entry.language else {}),
        **({"authors": [{"name": entry.author}]} if entry.author else {}),
    }


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text)
