"""The invented register: its size, its variety, and that it comes out the same."""

import io
from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from partnerships.authority import find_organisations
from partnerships.management.commands import create_demo_records
from partnerships.models import Event, FacetRow, Opportunity, Organisation, Partnership, Party, Place, StatusChange
from tests.partnerships.making import made_partnership

pytestmark = pytest.mark.django_db


def create(partnerships: int, seed: int = 1) -> str:
    out = io.StringIO()
    call_command("create_demo_records", partnerships=partnerships, seed=seed, stdout=out)
    return out.getvalue()


def shape() -> list[object]:
    """All that a register says, whatever ids its rows have got."""
    rows = Partnership.objects.prefetch_related("parties__organisation", "sectors").order_by("uuid")
    return [
        (row.uuid, row.title, row.kind, row.status, str(row.signed), row.live, [str(party) for party in row.parties.all()], [str(s) for s in row.sectors.all()])
        for row in rows
    ]  # fmt: skip


def test_makes_what_was_asked_for() -> None:
    said = create(200)
    assert Partnership.objects.count() == 200
    assert "200 partnerships" in said
    assert Organisation.objects.count() == 80
    assert Event.objects.count() == 80
    assert Opportunity.objects.count() == 20
    assert min(partnership.parties.count() for partnership in Partnership.objects.all()) >= 2
    assert {date.precision for date in Partnership.objects.exclude(signed=None).values_list("signed", flat=True)} >= {
        "day", "month", "year", "month-day",
    }  # fmt: skip
    assert 0 < Partnership.objects.filter(live=False).count() < 30
    assert StatusChange.objects.count() == Partnership.objects.filter(live=True).count()
    assert Partnership.objects.values("kind").distinct().count() == 11
    countries = Place.objects.filter(organisations__parties__isnull=False).distinct().count()
    assert countries > 20


def test_lists_know_it_at_once() -> None:
    create(50)
    assert FacetRow.objects.filter(record_type="partnership").count() == Partnership.objects.filter(live=True).count()
    organisation = Organisation.objects.order_by("-pk").first()
    assert organisation in find_organisations(organisation.name)
    assert organisation.sort_key


def test_wagtail_knows_what_points_to_what() -> None:
    create(30)
    kept = set(ReferenceIndex.objects.values_list("pk", flat=True))
    assert len(kept) > 150
    for model in (Partnership, Event, Organisation, Opportunity):
        for record in model.objects.all():
            ReferenceIndex.create_or_update_for_object(record)
    # Wagtail itself finds nothing to add and nothing to take away.
    assert set(ReferenceIndex.objects.values_list("pk", flat=True)) == kept


def test_nothing_is_asked_while_rows_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that takes rows answers nothing: a query in between would wait for ever."""
    copy = create_demo_records._copy_rows

    def copy_what_is_ready(table: str, columns: list[str], rows: Iterable[Any]) -> None:
        with CaptureQueriesContext(connection) as asked:
            ready = list(rows)
        assert not asked.captured_queries, table
        copy(table, columns, ready)

    monkeypatch.setattr(create_demo_records, "_copy_rows", copy_what_is_ready)
    ContentType.objects.clear_cache()
    create(20)


def test_the_same_seed_gives_the_same_and_another_another(db: None) -> None:
    shapes = []
    for seed in (1, 1, 2):
        create(30, seed)
        shapes.append(shape())
        for model in (Event, Opportunity, Partnership, Organisation):
            model.objects.all().delete()
    assert shapes[0] == shapes[1] != shapes[2]


def test_stands_beside_what_is_there_and_refuses_a_second_set() -> None:
    own = made_partnership("A real one")
    create(20)
    assert Partnership.objects.filter(title="A real one", pk=own.pk).exists()
    with pytest.raises(CommandError, match="already holds 20 demonstration partnerships; nothing was added"):
        create(10, seed=7)
    assert Partnership.objects.count() == 21
    # Ids of rows to come are free.
    made_partnership("Another real one")
    Party.objects.create(partnership=own, organisation=Organisation.objects.first())


@pytest.mark.parametrize("count", [1, 2])
def test_small_ones(count: int) -> None:
    create(count)
    assert Partnership.objects.count() == count


@pytest.mark.parametrize("count", [0, -5, 10**9])
def test_sizes_that_make_no_sense(count: int) -> None:
    with pytest.raises(CommandError, match="must be between 1 and"):
        create(count)
