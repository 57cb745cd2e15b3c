"""The records of the register that an article's text names: found as an import finds them, offered to whoever edits the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch

from partnerships.models import Event, Organisation, Partnership, Party
from portal.extraction.sandbox import Sandbox
from portal.imports import matching, suggestions
from portal.imports.models import Item, NotLinked, Suggestion
from portal.imports.telling import Told
from portal.news.models import NewsPage

SECONDS = 30.0
"""For reading one article: its editor waits for the list."""
KEPT_SECONDS = 300
"""A reading is kept so long; a name that the register learns in the meantime is found after it."""
MOST = 30
Kind = Suggestion.Kind
Named = tuple[str, str, str, Any]
"""(kind, uuid, quote, reason as `Told.as_json` gives it) of a record."""
MODELS: dict[str, type[Any]] = {Kind.ORGANISATION: Organisation, Kind.PARTNERSHIP: Partnership, Kind.EVENT: Event}


@dataclass(frozen=True, slots=True)
class Offer:
    """One record that the text names."""

    record: Any
    quote: str
    reason: str = ""
    """Why it may be another one; "" when there is no doubt."""
    is_linked: bool = False

    @property
    def key(self) -> str:
        """The record in forms: "organisation:12"."""
        return f"{self.record.record_type}:{self.record.pk}"

    @property
    def ticked(self) -> str:
        """What the form of the article is told to link."""
        return f"{self.key}:{self.quote}"


def offers_for(article: NewsPage) -> list[Offer]:
    """The records that the newest saved text of an article names, those already linked last; without what was refused for it.

    Raises ExtractionError when the text cannot be read in time, and ReaderUnavailable when nothing can.
    """
    newest = article.get_latest_revision_as_object()
    found = cache.get(key := _key(article))
    if found is None:
        found = _read(text_of(newest))
        cache.set(key, found, KEPT_SECONDS)
    refused = set(NotLinked.objects.filter(page=article).values_list("record_type", "record_id"))
    linked = {
        (kind, getattr(link, f"{kind}_id"))
        for kind in ("organisation", "partnership", "event")
        for link in getattr(newest, f"{kind}_links").all()
    }
    offers = [
        Offer(record, quote, str(Told.of(reason)), (record.record_type, record.pk) in linked)
        for record, quote, reason in _records(found)
        if (record.record_type, record.pk) not in refused
    ]
    return sorted(offers, key=lambda offer: offer.is_linked)[:MOST]


def _key(article: NewsPage) -> str:
    newest = article.latest_revision
    # The same version is written again while somebody types.
    return f"imports.offers.{article.pk}.{newest.created_at.timestamp() if newest else 0}"


def text_of(article: NewsPage) -> str:
    """The article as a plain text: its title, then its blocks."""
    return "\n\n".join([article.title, *article.body.stream_block.get_searchable_content(article.body)])


def _read(text: str) -> list[Named]:
    """Every record that the text names, in the order of the text's suggestions."""
    with Sandbox(seconds=SECONDS) as sandbox:
        extraction = sandbox.read(text.encode(), "article.txt", matching.read_known_names())
    rows = suggestions.build(Item(), extraction)
    return [
        (str(row.kind), candidate["uuid"], row.spans[0]["quote"] if row.spans else "", row.match["reason"])
        for row in rows
        if row.kind in MODELS and row.match
        for candidate in row.match["candidates"]
    ]


def _records(found: Iterable[Named]) -> Iterable[tuple[Any, str, Any]]:
    """The records that are still there, each once: what is matched without doubt first."""
    rows = {(kind, uuid): (quote, reason) for kind, uuid, quote, reason in sorted(found, key=lambda one: not one[3])}
    parties = Prefetch("parties", Party.objects.select_related("organisation").order_by("sort_order", "pk"))
    for kind, model in MODELS.items():
        wanted = {uuid: words for (of, uuid), words in rows.items() if of == kind}
        records = model.objects.filter(uuid__in=wanted) if wanted else model.objects.none()
        if model is Organisation:
            records = records.select_related("country")
        elif model is Partnership:
            records = records.prefetch_related(parties)
        for record in records.order_by("sort_key", "pk"):
            yield record, *wanted[str(record.uuid)]


def refuse(article: NewsPage, record_type: str, record_id: int, user: Any) -> None:
    """Keep that the article is not to be linked to a record, so that nobody is asked again."""
    NotLinked.objects.get_or_create(page=article, record_type=record_type, record_id=record_id, defaults={"refused_by": user})
