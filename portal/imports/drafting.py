"""An accepted reading made into an article, linked to the records that it speaks of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.utils.html import format_html
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.models.facetrow import refreshed_together
from portal.extraction.types import BODY_KINDS
from portal.imports.known import Known, mentions_of
from portal.imports.ledger import Ledger, close, is_untouched
from portal.imports.models import Change, Item, Suggestion
from portal.imports.records import Register
from portal.imports.review import Choice
from portal.imports.telling import Refusal, Told, told
from portal.imports.titles import cut
from portal.imports.writing import Writer
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
# One import at a time looks into the register and adds to it, so that no two make the same organisation or take one slug.
_LOCK = 0x4C6961
_KEEP_MADE = """
UPDATE imports_suggestion AS s SET content_type_id = made.type, object_id = made.object
FROM unnest(%s::bigint[], %s::int[], %s::bigint[]) AS made (suggestion, type, object) WHERE s.id = made.suggestion
"""
_SPEECH = re.compile(r"\s*([^:：\n]{2,80})[:：]\s*(.+)", re.DOTALL)
_PROVED_FIELDS = {Kind.TITLE: "title", Kind.PUBLISHED: "published_on", Kind.SOURCE: "source", Kind.TOPICS: "topics"}


class CannotApply(Refusal):
    """Something that an article needs is missing; the message is a full sentence for the person who applies."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What applying did."""

    page: NewsPage
    made: tuple[str, ...] = ()
    """Labels of the records that were made, and of those that were found and linked."""
    linked: tuple[str, ...] = ()
    left_out: tuple[tuple[str, Told], ...] = ()
    """(label, reason) of what was accepted and could not be made."""


def may_publish(user: AbstractUser) -> bool:
    """Whether the user may publish articles where imports put them, and every kind of record that an import makes."""
    index = NewsIndexPage.of_originals()
    records = all(user.has_perm(f"partnerships.publish_{model._meta.model_name}") for model in RECORDS)
    return bool(records and index and index.permissions_for_user(user).can_publish_subpage())


def apply(item: Item, choices: Sequence[Choice], *, user: AbstractUser | None, publish: bool) -> Outcome:
    """Makes the page of a locked item and its records, within the caller's transaction. Raises `CannotApply` before writing."""
    [outcome] = apply_together([(item, choices)], user=user, publish=publish)
    if isinstance(outcome, CannotApply):
        raise outcome
    return outcome


def apply_together(
    work: Sequence[tuple[Item, Sequence[Choice]]], *, user: AbstractUser | None, publish: bool
) -> list[Outcome | CannotApply]:
    """The same for several locked items, one after the other as if alone, written in a few statements for all of them.

    Their suggestions are best prefetched. A new version of an article that is itself among them comes in another call.
    """
    index = NewsIndexPage.of_originals()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    values = (value for item, _choices in work for value in _organisations_of(item))
    known = Known([*mentions_of(values), *mentions_of((c.suggestion.kind, c.value) for _item, choices in work for c in choices)])
    writer = Writer(user, len(work))
    titles = [str(c.value) for _item, choices in work for c in choices if c.suggestion.kind == Kind.TITLE]
    outcomes: list[Outcome | CannotApply] = []
    ledgers: list[Ledger] = []
    changed: list[Any] = []
    # What lists and links are looked up in is written once, at the end.
    with refreshed_together(), disable_reference_index_auto_update():
        for item, choices in work:
            article = _Article(item, choices, Ledger(item, user), known, writer, publish=publish)
            try:
                outcomes.append(article.apply(index, titles))
            except CannotApply as error:
                outcomes.append(error)
                continue
            ledgers.append(article.ledger)
            changed += article.changed
        writer.flush()
        for record in dict.fromkeys(changed):
            ReferenceIndex.create_or_update_for_object(record)
        close(ledgers)
        _keep_made([c.suggestion for _item, choices in work for c in choices if c.suggestion.object_id])
    return outcomes


def _organisations_of(item: Item) -> list[tuple[str, Any]]:
    """Also those that nobody chose: a partnership may need them."""
    return [(s.kind, s.value) for s in item.suggestions.all() if s.kind == Kind.ORGANISATION]


def _keep_made(suggestions: Sequence[Suggestion]) -> None:
    """Which record each suggestion became, in one statement however many there are."""
    if suggestions:
        rows: list[Any] = [
            [s.pk for s in suggestions],
            [s.content_type_id for s in suggestions],
            [s.object_id for s in suggestions],
        ]
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_MADE, rows)


class _Article:
    """One item on its way to a page."""

    def __init__(
        self, item: Item, choices: Sequence[Choice], ledger: Ledger, known: Known, writer: Writer, *, publish: bool
    ) -> None:
        self.item = item
        self.ledger = ledger
        self.changed: list[Any] = []
        """What was there before and has been changed."""
        self._choices = choices
        self._values = {choice.suggestion.kind: choice.value for choice in choices}
        self._known = known
        self._writer = writer
        self._publish = publish

    def apply(self, index: NewsIndexPage | None, titles: Sequence[str]) -> Outcome:
        """Makes the page and the records. `titles` are those of the articles that come next."""
        if index is None:
            raise CannotApply(told("There is no list of news to put the article in. Make the site's pages first."))
        if not self._values.get(Kind.TITLE):
            raise CannotApply(told("The article needs a title: accept the suggested one or write one."))
        earlier = _earlier(self.item)
        # What a person has written stays public: the new version waits beside it.
        goes_live = self._publish and (earlier is None or is_untouched(earlier))
        register = Register(
            self._choices, list(self.item.suggestions.all()), self.ledger, self._known, self._writer, publish=self._publish
        )
        register.make()
        page = self._change_page(earlier, register) if earlier else self._make_page(index, register, titles)
        self._prove(page)
        if self._publish:
            register.publish()
        if goes_live:
            self._go_live(page)
        elif self._publish:
            reason = told("A person has changed this article: the new version waits as a draft of it.")
            register.left_out.append((page.title, reason))
        self.changed += register.changed
        changes = self.ledger.changes
        return Outcome(
            page=page,
            made=tuple(c.label for c in changes if c.action == Change.Action.CREATED and c.object_uuid != page.uuid),
            linked=tuple(c.label for c in changes if c.action == Change.Action.LINKED),
            left_out=tuple(register.left_out),
        )

    def _fields(self) -> dict[str, Any]:
        values, document = self._values, self.item.document
        assert document is not None
        return {
            "title": cut(values[Kind.TITLE]),
            "published_on": _day(values.get(Kind.PUBLISHED)),
            "source": cut(values.get(Kind.SOURCE) or ""),
            "original_language": _language(values.get(Kind.LANGUAGE)),
            "topics": cut(", ".join(values.get(Kind.TOPICS) or ()), 500),
            "body": body_blocks(values.get(Kind.BODY) or "", document.text, (self.item.reading or {}).get("zones", ())),
            "document": document,
        }

    def _make_page(self, index: NewsIndexPage, register: Register, titles: Sequence[str]) -> NewsPage:
        fields = self._fields()
        page = NewsPage(**fields, slug=self._writer.slug(index, fields["title"], titles), owner=self.ledger.user)
        _link(page, self._choices, register)
        revision = self._writer.add_page(page, index)
        self.ledger.note(Change.Action.CREATED, page, after={"revision": revision.pk})
        return page

    def _change_page(self, page: NewsPage, register: Register) -> NewsPage:
        """The earlier article with the new version's text and links; its address and what else stands in it stay."""
        # What it links to has to be there when it is saved.
        self._writer.flush()
        before = {"revision": page.latest_revision_id, "live": page.live}
        for name, value in self._fields().items():
            setattr(page, name, value)
        _link(page, self._choices, register)
        revision = page.save_revision(user=self.ledger.user, clean=False, log_action=True)
        page.latest_revision = revision
        self.ledger.note(Change.Action.UPDATED, page, before=before, after={"revision": revision.pk})
        self.changed.append(page)
        return page

    def _go_live(self, page: NewsPage) -> None:
        if self._writer.holds(page):
            self._writer.publish(page)
        else:
            page.latest_revision.publish(user=self.ledger.user)
        self.ledger.note(Change.Action.PUBLISHED, page, after={"revision": page.latest_revision_id})

    def _prove(self, page: NewsPage) -> None:
        for choice in self._choices:
            if field_name := _PROVED_FIELDS.get(Kind(choice.suggestion.kind)):
                self.ledger.prove(page, choice.suggestion.spans, field_name, choice.suggestion.decided_by)
                choice.suggestion.made = page


def _earlier(item: Item) -> NewsPage | None:
    """The article that a new version changes: that of the item which it was said to be a version of, while it is there."""
    if item.likeness_decision != Item.Likeness.VERSION or item.duplicate_of is None:
        return None
    page = item.duplicate_of.page
    return page.get_latest_revision_as_object() if page else None


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
