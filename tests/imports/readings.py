"""Readings made by hand, so that what the desk does with facts is tested apart from how well they are found."""

from __future__ import annotations

from typing import Any

from partnerships.models import Document as StoredDocument
from portal.extraction.types import (
    CountryFact,
    Document,
    EventFact,
    Extraction,
    LegFact,
    OpportunityFact,
    OrganisationFact,
    PartnershipFact,
    PersonFact,
    SectorFact,
    Span,
    Zone,
)
from portal.imports import standing, suggestions
from portal.imports.models import Batch, Item, Suggestion

TEXT = """\
Home > News
Tartu and Sapporo sign
Tartu, 12 March 2021

The University of Tartu (UT) and Hokkaido University signed a memorandum on artificial intelligence in Sapporo on 10 March 2021.

“We have waited for years,” said Mari Tamm, Vice-Rector, while a distributor in Finland is still sought.

An open call for students begins in May.
Share this page
"""


def at(quote: str, text: str = TEXT) -> tuple[Span, ...]:
    """Where the quote first stands in the text."""
    start = text.index(quote)
    return (Span(start, start + len(quote), quote),)


def zones(text: str = TEXT) -> tuple[Zone, ...]:
    kinds = {0: "breadcrumb", 1: "title", 2: "date", 4: "paragraph", 6: "quote", 8: "paragraph", 9: "share"}
    found, position = [], 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        if number in kinds:
            found.append(Zone(kinds[number], position, position + len(line.rstrip("\n"))))
        position += len(line)
    return tuple(found)


def reading(**changes: Any) -> Extraction:
    """A whole reading of TEXT; `changes` replaces fields of it."""
    paragraphs = [TEXT[z.start : z.end] for z in zones() if z.kind in ("paragraph", "quote")]
    fields: dict[str, Any] = {
        "document": Document(text=TEXT, media_type="text/plain", encoding="utf-8", name="tartu.txt"),
        "zones": zones(),
        "title": "Tartu and Sapporo sign",
        "published": "2021-03-12",
        "language": "en",
        "source": None,
        "topics": ("Cooperation", "Science"),
        "body": "\n\n".join(paragraphs),
        "countries": (CountryFact("EE", 0.9, at("Tartu")), CountryFact("JP", 0.9, at("Sapporo"))),
        "sectors": (SectorFact("artificial-intelligence", 0.8, at("artificial intelligence")),),
        "organisations": (
            OrganisationFact("University of Tartu", at("University of Tartu"), ("UT",), None, "university", "EE"),
            OrganisationFact("Hokkaido University", at("Hokkaido University"), (), None, "university", "JP"),
        ),
        "people": (PersonFact("Mari Tamm", at("Mari Tamm"), role="Vice-Rector", organisation="University of Tartu"),),
        "partnerships": (
            PartnershipFact(
                "memorandum",
                "signed",
                ("University of Tartu", "Hokkaido University"),
                at("The University of Tartu (UT) and Hokkaido University signed a memorandum"),
                sought=("a distributor in Finland",),
                date="2021-03-10",
                confidence=0.9,
            ),
        ),
        "events": (
            EventFact(
                "signing",
                at("signed a memorandum on artificial intelligence in Sapporo on 10 March 2021"),
                start="2021-03-10",
                end="2021-03-10",
                places=("Sapporo",),
                countries=("JP",),
                legs=(LegFact("Sapporo", "JP", "2021-03-10", None, ("Hokkaido University",)),),
                participants=(("University of Tartu", "signatory"), ("Mari Tamm", "signatory")),
                confidence=0.9,
            ),
        ),
        "opportunities": (OpportunityFact("call", at("An open call for students"), confidence=0.9),),
        "zone_spans": {"title": at("Tartu and Sapporo sign"), "published": at("12 March 2021")},
        "version": "test",
    }
    return Extraction(**{**fields, **changes})


def item_of(extraction: Extraction, name: str = "tartu.txt", batch: Batch | None = None) -> Item:
    """An item that is ready for review, as if the sandbox had given this reading of its bytes."""
    batch = batch or Batch.objects.create(title="By hand", state=Batch.State.FINISHED)
    content = f"{extraction.document.text} {name}".encode()
    document = StoredDocument.objects.create(
        sha256=StoredDocument.hash_of(content), content=content, size=len(content), name=name, text=extraction.document.text
    )
    item = Item.objects.create(
        batch=batch,
        position=batch.items.count(),
        name=name,
        document=document,
        state=Item.State.READY,
        reading=suggestions.reading_of(extraction),
    )
    Suggestion.objects.bulk_create(suggestions.build(item, extraction))
    return item


def ready(name: str, batch: Batch | None = None, **changes: Any) -> Item:
    """An item in the queue, as a worker leaves it."""
    item = item_of(reading(**changes), name, batch)
    standing.enter(item, list(item.suggestions.all()))
    item.save()
    return item


def unsure(name: str) -> Item:
    """One of whose partnership the words leave a doubt."""
    item = ready(name)
    item.suggestions.filter(kind="partnership").update(confidence=0.5)
    standing.enter(item, list(item.suggestions.all()))
    item.save()
    return item
