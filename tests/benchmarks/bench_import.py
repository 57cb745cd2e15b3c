"""An import from the upload to pages: how fast one worker reads, how fast pages are made beside Wagtail's plain way, and whether
an item costs more when many are there.

    python -m tests.benchmarks.bench_import [--documents 2000] [--plain 150] [--slope 1000 50000] [--window 150]

The documents are made here: texts, saved pages, mail, Word and PDF in three languages, none like another. Reading: from the upload to
"ready for review", by one worker in this process. Making pages: what is sure in every second of these articles becomes drafts by the
worker's own path (article, records, links, evidence, book of changes, revisions, search, references); for others the very same
objects are then made again one by one with `add_child`, `save` and `save_revision`, indexes on, in the same run. Slope: the time of
an item among so many rows (items, documents, suggestions, hashes made up by SQL), as a share of the time among the fewest: the same
documents, a database for each number of rows, in turns. One JSON line a figure.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
import uuid
from collections.abc import Iterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from django.contrib.auth.models import User  # noqa: E402 - needs the settings
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from partnerships.models import Event, Evidence, Opportunity, Organisation, Partnership  # noqa: E402
from portal.imports import reading, services  # noqa: E402
from portal.imports.models import Batch, Change, Item  # noqa: E402
from portal.news.models import NewsIndexPage, NewsPage  # noqa: E402
from tests.benchmarks._mixed import sources  # noqa: E402
from tests.database import TestDatabase  # noqa: E402

ORDER = (Organisation, Partnership, Event, Opportunity, NewsPage)
HASHES, SUGGESTIONS = 65, 14
TURNS = 5


def work() -> None:
    while services.process(seconds=60):
        pass


def measure_reading(number: int) -> Iterator[dict[str, Any]]:
    warm_up()
    began = time.perf_counter()
    batch = services.start(sources(number), title="Mixed")
    uploaded = time.perf_counter()
    work()
    ended = time.perf_counter()
    counts = services.counts(batch)
    yield {"figure": "import.upload_per_second", "value": round(number / (uploaded - began), 1), "documents": number}
    yield {"figure": "import.read_per_second", "value": round(number / (ended - began), 2), "documents": number, "states": counts}


def warm_up() -> None:
    """The reading child is there in a worker that has run before."""
    services.start(sources(2, seed=77), title="First")
    work()


def measure_pages(plain: int) -> Iterator[dict[str, Any]]:
    drafter = User.objects.create_user("drafter")
    chosen = list(Item.objects.filter(state="ready", suggestions__kind="title").order_by("pk").values_list("pk", flat=True))[::2]
    Batch.objects.update(user=drafter, publish=True)
    Item.objects.filter(pk__in=chosen).update(state="applying", attempts=0, claimed_at=None)
    began = time.perf_counter()
    work()
    ours = len(chosen) / (time.perf_counter() - began)
    made = Item.objects.filter(pk__in=chosen, state="applied").count()
    objects = Change.objects.filter(action="created").count()
    alone, together = make_again(Item.objects.filter(pk__in=chosen, state="applied").order_by("pk")[:plain])
    yield {"figure": "import.pages_per_second", "value": round(ours, 1), "pages": made, "objects": objects}
    yield {
        "figure": "import.plain_pages_per_second",
        "value": round(together, 1),
        "what": "the same pages and records, one by one",
    }
    yield {"figure": "import.plain_bare_pages_per_second", "value": round(alone, 1), "what": "the pages without their records"}
    yield {"figure": "import.times_plain", "value": round(ours / together, 2)}
    yield {
        "figure": "import.times_plain_bare_pages",
        "value": round(ours / alone, 2),
        "what": "with records, beside pages without",
    }


def make_again(items: Any) -> tuple[float, float]:
    """Pages a second for the pages alone, and for all that was made of the items, by Wagtail's plain way."""
    index = NewsIndexPage.objects.get(locale__language_code="en")
    pages = records = 0.0
    for item in items:
        changes = item.changes.filter(action="created").select_related("content_type")
        made = [change.content_type.get_object_for_this_type(pk=change.object_id) for change in changes]
        for record in sorted(made, key=lambda record: ORDER.index(type(record))):
            again = copy_of(record)
            proof = list(Evidence.objects.filter(content_type__model=record._meta.model_name, object_id=record.pk))
            began = time.perf_counter()
            if isinstance(again, NewsPage):
                index.add_child(instance=again)
            else:
                again.save()
            again.save_revision(log_action=True)
            for row in proof:
                row.pk, row.object_id = None, again.pk
                row.save(force_insert=True)
            if isinstance(again, NewsPage):
                pages += time.perf_counter() - began
            else:
                records += time.perf_counter() - began
    number = len(items)
    return number / pages, number / (pages + records)


def copy_of(record: Any) -> Any:
    """The same object as one that is not saved yet, with parts of its own."""
    data = record.serializable_data()
    for value in data.values():
        for part in value if isinstance(value, list) else ():
            if isinstance(part, dict):
                part["pk"] = None
    copy = type(record).from_serializable_data(data)
    copy.pk, copy.uuid, copy._state.adding, copy.latest_revision = None, uuid.uuid4(), True, None
    if isinstance(copy, NewsPage):
        copy.id, copy.slug, copy.path, copy.translation_key = None, f"{copy.slug[:60]}-{copy.uuid.hex[:8]}", "", uuid.uuid4()
    return copy


def measure_slope(sizes: list[int], window: int) -> Iterator[dict[str, Any]]:
    stores = {size: TestDatabase(f"slope{size}") for size in sorted(sizes)}
    seconds: dict[int, list[float]] = {size: [] for size in stores}
    try:
        for size, store in stores.items():
            store.create()
            call_command("create_site", verbosity=0)
            fill(size)
        for part in range(-1, TURNS):
            for size, store in stores.items():
                store.use()
                services.start(sources(window, seed=1000 + part), title="Window")
                began = time.perf_counter()
                work()
                # The first finds nothing in the database's memory.
                if part >= 0:
                    seconds[size].append((time.perf_counter() - began) / window)
    finally:
        for store in stores.values():
            store.drop()
    least = min(seconds)
    for size, times in seconds.items():
        yield {"figure": "import.item_ms", "value": round(statistics.median(times) * 1000, 2), "among": size}
    for size, times in seconds.items():
        ratio = statistics.median(time / beside for time, beside in zip(times, seconds[least], strict=True))
        yield {"figure": "import.item_cost", "value": round(ratio, 3), "among": size, "beside": least}


def fill(size: int) -> None:
    """Tops up to `size` items, each with a document, suggestions and hashes."""
    with connection.cursor() as cursor:
        there = Item.objects.count()
        batch = Batch.objects.create(title="Made up", state="finished")
        cursor.execute(
            "INSERT INTO partnerships_document (uuid, sha256, content, size, name, origin, media_type, encoding, text, received_at) "
            "SELECT gen_random_uuid(), md5(n::text || %s) || md5(n::text), '', 0, 'made-up', '', '', '', repeat('word ', 400), now() "
            "FROM generate_series(1, %s) AS n",
            [str(size), max(0, size - there)],
        )
        columns = {f.column: f for f in Item._meta.concrete_fields if f.column != "id"}
        sample = Item(batch=batch, position=0, name="made up", state="applied", shingle_count=HASHES)
        values = {name: f.get_db_prep_save(f.pre_save(sample, add=True), connection) for name, f in columns.items()}
        own = {"uuid": "gen_random_uuid()", "document_id": "id", "position": "row_number() OVER ()", "text_hash": "md5(id::text)"}
        shown = ", ".join(own.get(name, "%s") for name in columns)
        cursor.execute(
            f"INSERT INTO imports_item ({', '.join(columns)}) SELECT {shown} FROM partnerships_document d WHERE name = %s "
            "AND NOT EXISTS (SELECT FROM imports_item i WHERE i.document_id = d.id)",
            [*(values[name] for name in columns if name not in own), "made-up"],
        )
        cursor.execute(
            "INSERT INTO imports_shingle (hash, item_id) SELECT (random() * 2 - 1) * 9.2e18, id FROM imports_item, "
            "generate_series(1, %s) WHERE batch_id = %s ON CONFLICT DO NOTHING",
            [HASHES, batch.pk],
        )
        cursor.execute(
            "INSERT INTO imports_suggestion (item_id, position, kind, value, spans, confidence, found_by, state, version, reason) "
            "SELECT id, n, 'organisation', '{}', '[]', 0.5, 'rules', 'open', 0, '' FROM imports_item, generate_series(1, %s) AS n "
            "WHERE batch_id = %s",
            [SUGGESTIONS, batch.pk],
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000, help="how many are read and made pages; 0: none, the slope alone")
    parser.add_argument("--plain", type=int, default=150, help="how many articles are made the plain way")
    parser.add_argument("--slope", type=int, nargs="*", default=[1_000, 50_000], help="among how many items the cost is measured")
    parser.add_argument("--window", type=int, default=150, help="how many documents are read for each part of the slope")
    options = parser.parse_args()
    database = TestDatabase()
    database.create()
    try:
        call_command("create_site", verbosity=0)
        parts = [measure_reading(options.documents), measure_pages(options.plain)] if options.documents else []
        slopes = [measure_slope(options.slope, options.window)] if options.slope else []
        for figures in [*parts, *slopes]:
            for line in figures:
                print(json.dumps(line), flush=True)
    finally:
        reading.rest()
        database.drop()


if __name__ == "__main__":
    main()
