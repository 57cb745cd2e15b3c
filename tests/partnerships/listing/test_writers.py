"""Several writers at once: what each of them changes of one record ends up in its row."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from partnerships.listing.verification import differences
from partnerships.models import Organisation, Partnership, Party, Place, refresh_facet_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared() -> tuple[Partnership, Organisation, Organisation]:
    first = Organisation.objects.create(name="First", country=Place.objects.get(code="NL"))
    second = Organisation.objects.create(name="Second", country=Place.objects.get(code="RU"))
    record = Partnership(title="Shared")
    record.parties = [Party(organisation=first)]
    record.save()
    return record, first, second


def beside(work: Callable[[], None]) -> threading.Thread:
    """Runs `work` in a thread with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_the_second_writer_sees_what_the_first_has_changed(shared):
    record, first, second = shared
    changed, go_on = threading.Event(), threading.Event()

    def move() -> None:
        with transaction.atomic():
            first.country = Place.objects.get(code="CN")
            first.save()
            changed.set()
            go_on.wait(10)

    def join() -> None:
        Party.objects.create(partnership=record, organisation=second)

    mover = beside(move)
    assert changed.wait(10)
    joiner = beside(join)
    # Long enough for the second to have worked out a row from what it sees, were it not waiting.
    joiner.join(0.5)
    waited = joiner.is_alive()
    go_on.set()
    mover.join(10)
    joiner.join(10)
    assert waited
    assert differences("partnership") == []


def test_a_refresh_of_all_waits_for_those_who_write(shared):
    _record, first, _second = shared
    changed, go_on = threading.Event(), threading.Event()

    def move() -> None:
        with transaction.atomic():
            first.country = None
            first.save()
            changed.set()
            go_on.wait(10)

    mover = beside(move)
    assert changed.wait(10)
    refresher = beside(lambda: refresh_facet_rows("partnership"))
    refresher.join(0.5)
    go_on.set()
    mover.join(10)
    refresher.join(10)
    assert not refresher.is_alive()
    assert differences("partnership") == []
