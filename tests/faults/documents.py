"""A batch of which it is known beforehand what becomes of each document, and what is wrong with it afterwards."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from typing import Any

from wagtail.models import Page, ReferenceIndex

from partnerships.listing.verification import differences
from partnerships.models import Event, Evidence, Opportunity, Organisation, Partnership
from partnerships.models.facetrow import FacetRow, SearchRow, facet_sources
from portal.imports import services
from portal.imports.containers import Source, Unopened
from portal.imports.models import Batch, Change, Item
from portal.news.models import NewsPage

State = Item.State
_LETTERS = "abcdefghiklmnoprstuvw"
_ARTICLE = """\
University of Tartu and Hokkaido University sign memorandum no. {number}

12 March 2021

The University of Tartu in Estonia and Hokkaido University in Japan signed a memorandum of understanding on 10 March 2021.

{plain}
"""


def article(seed: int, number: int) -> str:
    """A short article of its own for each number, which the portal publishes by itself; the parties are the same."""
    chance = random.Random(seed * 1_000_003 + number)
    sentences = [
        " ".join("".join(chance.choices(_LETTERS, k=chance.randint(3, 9))) for _word in range(10)).capitalize()
        for _sentence in range(16)
    ]
    return _ARTICLE.format(number=number, plain=" ".join(f"{sentence}." for sentence in sentences))


def document(seed: int, number: int) -> tuple[str, bytes, str]:
    """Name, bytes and what is to become of them. The one that repeats another does not follow it at once, so that two workers
    may have them at the same moment."""
    match number % 25:
        case 7:
            return f"{number}-again.txt", article(seed, number - 4).encode(), State.DUPLICATE
        case 13:
            return f"{number}-spaced.txt", article(seed, number - 4).replace("\n\n", "\n\n\n").encode(), State.DUPLICATE
        case 19:
            return f"{number}-empty.txt", b" " * (number + 1), State.SKIPPED
        case 23:
            return f"{number}-broken.docx", f"no document, {seed} {number}".encode(), State.FAILED
    return f"{number}.txt", article(seed, number).encode(), State.APPLIED


def expected(documents: int) -> Counter[str]:
    """How many items there are in each state in the end."""
    return Counter(document(0, number)[2] for number in range(documents))


def bring(seed: int, documents: int, title: str = "") -> Batch:
    """Starts the import: the first half one by one, the other in an archive that a worker opens."""
    half = documents // 2
    sources: list[Source | Unopened] = []
    for number in range(half):
        name, data, _state = document(seed, number)
        sources.append(Source(name, data))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(half, documents):
            name, data, _state = document(seed, number)
            archive.writestr(name, data)
    return services.start([*sources, Unopened("archive.zip", packed)], title=title or f"Seed {seed}", publish=True)


def faults_of(batch: Batch, documents: int) -> dict[str, Any]:
    """{"lost": int, "doubled": int, "miscounted": {state: [number, expected]}, "messages", "broken": [what]} of an ended import."""
    counts, awaited = services.counts(batch), expected(documents)
    positions = list(batch.items.values_list("position", flat=True))
    names = Counter(batch.items.values_list("name", flat=True))
    pages = list(NewsPage.objects.filter(import_items__batch=batch).values_list("pk", "document_id", "slug"))
    made = Change.objects.filter(item__batch=batch, action=Change.Action.CREATED, undone_at=None)
    doubled = [
        len(positions) - len(set(positions)),
        sum(names.values()) - len(names),
        *(len(pages) - len({page[n] for page in pages}) for n in range(3)),
        NewsPage.objects.count() - counts.get(State.APPLIED, 0),
        made.count() - made.values("content_type", "object_id").distinct().count(),
        _repeated(list(Organisation.objects.values_list("key", flat=True))),
        _repeated([_parties(partnership) for partnership in Partnership.objects.prefetch_related("parties")]),
        _repeated(list(Evidence.objects.values_list("content_type", "object_id", "document", "field", "start", "end"))),
    ]
    miscounted = {state for state in {*counts, *awaited} if counts.get(state, 0) != awaited[state]}
    settled = sum(counts.values()) - services.left_of(counts)
    return {
        "lost": documents - settled + max(0, counts.get(State.APPLIED, 0) - len(pages)),
        "doubled": sum(map(abs, doubled)),
        "miscounted": {state: [counts.get(state, 0), awaited[state]] for state in sorted(miscounted)},
        "messages": sorted(set(map(str, batch.items.filter(state__in=miscounted).values_list("message", flat=True))))[:5],
        "broken": broken(),
    }


def broken() -> list[str]:
    """What does not fit together on the site as a whole."""
    kinds = ("letters in a path", "length of a path", "orphan", "depth", "number of children")
    tree = [f"{kind}: pages {keys}" for kind, keys in zip(kinds, Page.find_problems(), strict=True) if keys]
    return tree + [str(difference) for kind in facet_sources for difference in differences(kind)]


def snapshot() -> dict[str, Any]:
    """All that an import makes or changes, to be compared with what is there once it is taken back."""
    models = (Organisation, Partnership, Event, Opportunity, Evidence, FacetRow, SearchRow, ReferenceIndex)
    pages = Page.objects.order_by("path").values_list("path", "title", "slug", "url_path", "live", "numchild")
    return {"pages": list(pages), **{model.__name__: model._base_manager.count() for model in models}}


def _parties(partnership: Partnership) -> tuple[str, frozenset[int]]:
    return partnership.kind, frozenset(party.organisation_id for party in partnership.parties.all())


def _repeated(values: list[Any]) -> int:
    return len(values) - len(set(values))
