"""Pages and records that were written together are what Wagtail would have made of them one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex

from partnerships.models import Event, Organisation, Partnership
from partnerships.models.facetrow import FacetRow, facet_sources
from portal.imports import services
from portal.imports.models import Batch, Item
from portal.news.models import NewsIndexPage, NewsPage
from tests.imports.conftest import finish_work, numbered

pytestmark = pytest.mark.django_db
Bring = Callable[..., Batch]


def records() -> list[Any]:
    return [*NewsPage.objects.all(), *Organisation.objects.all(), *Partnership.objects.all(), *Event.objects.all()]


def test_the_tree_is_whole_and_goes_on(bring: Bring) -> None:
    bring(*map(numbered, range(3)), publish=True)
    assert not any(Page.find_problems())
    index = NewsIndexPage.objects.get(locale__language_code="en")
    assert index.numchild == 3
    by_hand = index.add_child(instance=NewsPage(title="By hand"))
    bring(numbered(7), publish=True)
    assert not any(Page.find_problems())
    assert [page.pk for page in index.get_children()][3] == by_hand.pk


def test_what_wagtail_looks_up_is_what_it_would_have_noted(bring: Bring) -> None:
    bring(*map(numbered, range(3)), publish=True)
    columns = (
        "content_type",
        "base_content_type",
        "object_id",
        "to_content_type",
        "to_object_id",
        "model_path",
        "content_path_hash",
    )
    noted = set(ReferenceIndex.objects.values_list(*columns))
    assert noted
    for record in records():
        ReferenceIndex.create_or_update_for_object(record)
    assert set(ReferenceIndex.objects.values_list(*columns)) == noted
    assert {page.title for page in NewsPage.objects.search("memorandum")} == {page.title for page in NewsPage.objects.all()}
    truth = {(row.record_type, row.record_id, row.sort_key) for source in facet_sources.values() for row in source.truth()}
    assert {(row.record_type, row.record_id, row.sort_key) for row in FacetRow.objects.all()} == truth


def test_each_has_its_revision_and_its_log(bring: Bring) -> None:
    bring(numbered(1), publish=True)
    for record in records():
        revision = record.latest_revision
        assert (record.live_revision, record.revisions.count(), record.has_unpublished_changes) == (revision, 1, False)
        again = revision.as_object()
        assert (again.pk, again.uuid, str(again)) == (record.pk, record.uuid, str(record))
        entries = PageLogEntry if isinstance(record, NewsPage) else ModelLogEntry
        assert sorted(entries.objects.for_instance(record).values_list("action", flat=True)) == [
            "wagtail.create",
            "wagtail.publish",
        ]
    partnership = Partnership.objects.get()
    revision = partnership.latest_revision
    revision.publish()
    partnership.refresh_from_db()
    assert partnership.parties.count() == 2
    assert [change.status for change in partnership.status_changes.all()] == [partnership.status]


def test_an_editor_opens_and_changes_it(bring: Bring, client: Client) -> None:
    bring(numbered(1), publish=True)
    client.force_login(User.objects.create_superuser("root"))
    page = NewsPage.objects.get()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200
    page.title = "Another title"
    page.save_revision().publish()
    assert NewsPage.objects.get().title == "Another title"


def test_more_articles_cost_hardly_more_queries(bring: Bring) -> None:
    def queries(first: int, number: int) -> int:
        batch = bring(*map(numbered, range(first, first + number)))
        Batch.objects.filter(pk=batch.pk).update(publish=True)
        batch.items.filter(state=Item.State.READY).update(state=Item.State.APPLYING, attempts=0, claimed_at=None)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            finish_work()
        assert services.counts(batch) == {"applied": number}
        return len(captured)

    queries(0, 1)
    few, many = queries(10, 2), queries(20, 12)
    assert many - few < 7 * 10
