"""An import that is paused waits and costs nothing; then it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.imports import claims, services
from portal.imports.models import Batch, Item
from tests.imports.conftest import ARTICLE, finish_work, numbered

pytestmark = pytest.mark.django_db
Bring = Callable[..., Batch]


def test_a_paused_import_waits_and_others_do_not(bring: Bring) -> None:
    paused, other = bring(ARTICLE, work=False), bring(numbered(7), work=False)
    assert services.pause(paused)
    finish_work()
    assert services.counts(paused) == {"waiting": 1}
    assert services.counts(other) == {"ready": 1}
    assert not services.is_waiting()
    paused.refresh_from_db()
    assert paused.state == Batch.State.PAUSED
    assert services.resume(paused)
    finish_work()
    paused.refresh_from_db()
    assert (services.counts(paused), paused.state) == ({"ready": 1}, Batch.State.FINISHED)


def test_what_is_paused_costs_those_who_look_for_work_nothing(bring: Bring) -> None:
    """Neither a claim nor the sweep reads a row of it, however many there are."""
    paused = Batch.objects.create(title="Paused", state=Batch.State.PAUSED)
    Item.objects.bulk_create(Item(batch=paused, position=n, name=str(n)) for n in range(2000))
    bring(ARTICLE, work=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE imports_item, imports_batch")
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert services.is_waiting()
        assert len(claims.claim(Item.State.WAITING)) == 1
        assert not claims.claim(Item.State.WAITING)
    asked = [query["sql"] for query in found if "imports_item" in query["sql"] and query["sql"].startswith(("SELECT", "\nWITH"))]
    assert len(asked) >= 5
    assert sum(map(rows_read, asked)) < 40


def rows_read(query: str) -> float:
    """How many rows of tables and indexes PostgreSQL reads for a query, those that it reads in vain among them."""

    def count(node: dict[str, Any]) -> float:
        read = (
            (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] if "Relation Name" in node else 0
        )
        return read + sum(map(count, node.get("Plans", ())))

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + query)
        return count(cursor.fetchone()[0][0]["Plan"])


def test_what_is_not_running_is_not_paused_and_a_paused_one_is_cancelled(bring: Bring) -> None:
    done, batch = bring(ARTICLE), bring(numbered(8), work=False)
    assert not services.pause(done)
    assert not services.resume(batch)
    services.pause(batch)
    assert services.cancel(batch) == 1
    batch.refresh_from_db()
    assert batch.state == Batch.State.CANCELLED


def test_retrying_in_a_paused_import_waits_too(bring: Bring) -> None:
    batch = bring(ARTICLE, work=False)
    services.pause(batch)
    batch.items.update(state="failed")
    assert services.retry(batch) == 1
    batch.refresh_from_db()
    assert batch.state == Batch.State.PAUSED


def test_pause_and_resume_by_buttons(client: Client, publisher: User, bring: Bring) -> None:
    client.force_login(publisher)
    batch = bring(ARTICLE, work=False)
    page = client.post(reverse("imports:pause", args=[batch.uuid]), follow=True).content.decode()
    assert "The import is paused." in page
    assert "Resume" in page
    page = client.post(reverse("imports:resume", args=[batch.uuid]), follow=True).content.decode()
    assert "The import goes on." in page
    assert client.get(reverse("imports:pause", args=[batch.uuid])).status_code == 405
