"""An accepted reading made into an article, linked to the records that it speaks of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import nh3
from anyascii import anyascii
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.models.facetrow import refreshed_together
from portal.extraction.types import BODY_KINDS
from portal.imports.ledger import Ledger, is_untouched
from portal.imports.models import Change, Item, Suggestion
from portal.imports.records import Register, cut
from portal.imports.review import Choice
from portal.news.models import (
    NewsCountry,
    NewsEvent,
    NewsIndexPage,
    NewsOpportunity,
    NewsOrganisation,
    NewsPage,
    NewsPartnership,
    NewsSector,
)

Kind = Suggestion.Kind
RECORDS = (Organisation, Partnership, Event, Opportunity)
LONGEST_SLUG = 80
# One import at a time looks into the register and adds to it, so that no two make the same organisation or take one slug.
_LOCK = 0x4C6961
_SPEECH = re.compile(r"\s*([^:：\n]{2,80})[:：]\s*(.+)", re.DOTALL)
_PROVED_FIELDS = {Kind.TITLE: "title", Kind.PUBLISHED: "published_on", Kind.SOURCE: "source", Kind.TOPICS: "topics"}


class CannotApply(Exception):
    """Something that an article needs is missing; the message is a full sentence for the person who applies."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What applying did."""

    page: NewsPage
    made: tuple[str, ...] = ()
    """Labels of the records that were made, and of those that were found and linked."""
    linked: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = field(default=())
    """(label, reason) of what was accepted and could not be made."""


def may_publish(user: AbstractUser) -> bool:
    """Whether the user may publish articles where imports put them, and every kind of record that an import makes."""
    index = _index()
    records = all(user.has_perm(f"partnerships.publish_{model._meta.model_name}") for model in RECORDS)
    return bool(records and index and index.permissions_for_user(user).can_publish_subpage())


def apply(item: Item, choices: Sequence[Choice], *, user: AbstractUser | None, publish: bool) -> Outcome:
    """Makes the page of a locked item and its records, within the caller's transaction. Raises `CannotApply` before writing."""
    values = {choice.suggestion.kind: choice.value for choice in choices}
    index = _index()
    if index is None:
        raise CannotApply(_("There is no list of news to put the article in. Make the site's pages first."))
    if not values.get(Kind.TITLE):
        raise CannotApply(_("The article needs a title: accept the suggested one or write one."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    ledger = Ledger(item, user)
    earlier = _earlier(item)
    # What a person has written stays public: the new version waits beside it.
    goes_live = publish and (earlier is None or is_untouched(earlier))
    register = Register(choices, list(item.suggestions.all()), ledger, publish=publish)
    # Making and publishing saves a record several times; what lists and links are looked up in is written once, at the end.
    with refreshed_together(), disable_reference_index_auto_update():
        register.make()
        page = _make_page(item, values, choices, register, ledger, index, earlier)
        if publish:
            register.publish()
        if goes_live:
            page.latest_revision.publish(user=user)
            ledger.note(Change.Action.PUBLISHED, page, after={"revision": page.latest_revision_id})
    if publish and not goes_live:
        register.left_out.append((page.title, _("A person has changed this article: the new version waits as a draft of it.")))
    for record in (page, *register.changed):
        ReferenceIndex.create_or_update_for_object(record)
    ledger.close()
    made = [choice.suggestion for choice in choices if choice.suggestion.object_id]
    Suggestion.objects.bulk_update(made, ["content_type", "object_id"])
    return Outcome(
        page=page,
        made=tuple(c.label for c in ledger.changes if c.action == Change.Action.CREATED and c.object_uuid != page.uuid),
        linked=tuple(c.label for c in ledger.changes if c.action == Change.Action.LINKED),
        left_out=tuple(register.left_out),
    )


def _index() -> NewsIndexPage | None:
    return NewsIndexPage.objects.order_by("-live", "path").first()


def _make_page(
    item: Item,
    values: dict[str, Any],
    choices: Sequence[Choice],
    register: Register,
    ledger: Ledger,
    index: NewsIndexPage,
    earlier: NewsPage | None,
) -> NewsPage:
    assert item.document is not None
    title = cut(values[Kind.TITLE])
    fields = {
        "title": title,
        "published_on": _day(values.get(Kind.PUBLISHED)),
        "source": cut(values.get(Kind.SOURCE) or ""),
        "original_language": _language(values.get(Kind.LANGUAGE)),
        "topics": cut(", ".join(values.get(Kind.TOPICS) or ()), 500),
        "body": body_blocks(values.get(Kind.BODY) or "", item.document.text, (item.reading or {}).get("zones", ())),
        "document": item.document,
    }
    if earlier:
        page = _change_page(earlier, fields, choices, register, ledger)
    else:
        page = NewsPage(**fields, slug=_free_slug(index, title), owner=ledger.user, live=False, has_unpublished_changes=True)
        _link(page, choices, register)
        index.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=ledger.user)
        revision = page.save_revision(user=ledger.user, clean=False)
        ledger.note(Change.Action.CREATED, page, after={"revision": revision.pk})
    for choice in choices:
        if field_name := _PROVED_FIELDS.get(Kind(choice.suggestion.kind)):
            ledger.prove(page, choice.suggestion.spans, field_name, choice.suggestion.decided_by)
            choice.suggestion.made = page
    return page


def _earlier(item: Item) -> NewsPage | None:
    """The article that a new version changes: that of the item which it was said to be a version of, while it is there."""
    if item.likeness_decision != Item.Likeness.VERSION or item.duplicate_of is None:
        return None
    page = item.duplicate_of.page
    return page.get_latest_revision_as_object() if page else None


def _change_page(
    page: NewsPage, fields: dict[str, Any], choices: Sequence[Choice], register: Register, ledger: Ledger
) -> NewsPage:
    """The earlier article with the new version's text and links; its address and what else stands in it stay."""
    before = {"revision": page.latest_revision_id, "live": page.live}
    for name, value in fields.items():
        setattr(page, name, value)
    _link(page, choices, register)
    revision = page.save_revision(user=ledger.user, clean=False, log_action=True)
    page.latest_revision = revision
    ledger.note(Change.Action.UPDATED, page, before=before, after={"revision": revision.pk})
    return page


def _link(page: NewsPage, choices: Sequence[Choice], register: Register) -> None:
    page.organisation_links = [NewsOrganisation(organisation=r, quote=_quote(c)) for r, c in _once(register.organisations)]
    page.partnership_links = [NewsPartnership(partnership=r, quote=_quote(c)) for r, c in _once(register.partnerships)]
    page.event_links = [NewsEvent(event=r, quote=_quote(c)) for r, c in _once(register.events)]
    page.opportunity_links = [NewsOpportunity(opportunity=r, quote=_quote(c)) for r, c in _once(register.opportunities)]
    countries, sectors = [], []
    for choice in choices:
        if choice.suggestion.kind == Kind.COUNTRY and (place := register.places.get(choice.value["code"])):
            countries.append((place, choice))
        elif choice.suggestion.kind == Kind.SECTOR and (sector := register.sectors.get(choice.value["code"])):
            sectors.append((sector, choice))
    page.country_links = [NewsCountry(country=place, quote=_quote(choice)) for place, choice in _once(countries)]
    page.sector_links = [NewsSector(sector=sector, quote=_quote(choice)) for sector, choice in _once(sectors)]


def _once(pairs: Sequence[tuple[Any, Choice]]) -> list[tuple[Any, Choice]]:
    """Two names of the text may mean one record: the first links it."""
    first: dict[Any, Choice] = {}
    for record, choice in pairs:
        first.setdefault(record, choice)
    return list(first.items())


def _quote(choice: Choice) -> str:
    spans = choice.suggestion.spans
    return " ".join(spans[0]["quote"].split()) if spans else ""


def body_blocks(body: str, text: str, zones: Sequence[Sequence[Any]]) -> list[tuple[str, Any]]:
    """The paragraphs of `body` as blocks of a page, each of the kind that its zone in the document's text has."""
    kinds = {"".join(text[start:end].split()): kind for kind, start, end in zones if kind in BODY_KINDS}
    paragraphs = [paragraph.strip() for paragraph in body.replace("\r\n", "\n").split("\n\n")]
    return [_block(kinds.get("".join(p.split()), "paragraph"), p) for p in paragraphs if p]


def _block(kind: str, text: str) -> tuple[str, Any]:
    if kind == "heading":
        return kind, " ".join(text.split())
    if kind == "quote":
        return kind, {"text": text, "speaker": ""}
    if kind == "speech" and (match := _SPEECH.fullmatch(text)):
        return kind, {"speaker": match[1].strip(), "text": match[2].strip()}
    return "paragraph", nh3.clean(format_html("<p>{}</p>", text), tags={"p"}, attributes={})


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _language(code: str | None) -> str:
    known = {choice for choice, _label in NewsPage._meta.get_field("original_language").flatchoices}
    return next((c for c in (code or "", (code or "").split("-")[0]) if c in known), "")


def _free_slug(index: NewsIndexPage, title: str) -> str:
    base = slugify(anyascii(title))[:LONGEST_SLUG].strip("-") or "article"
    taken = set(index.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
