"""Real workers over a real broker, killed without warning in the middle: nothing is lost, doubled or half done."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from partnerships.models import Organisation
from portal.embedded import Valkey
from portal.imports import services
from portal.imports.models import Batch, Change, Item, Undo
from portal.news.models import NewsPage
from tests.faults.documents import bring, expected, faults_of, snapshot
from tests.faults.world import Workers, empty, wait_until

State = Item.State
SECONDS = 420.0
FINE = {"lost": 0, "doubled": 0, "miscounted": {}, "messages": [], "broken": []}


def wait_until_applied(batch: Batch, number: int) -> None:
    wait_until(lambda: batch.items.filter(state=State.APPLIED).count() >= number, SECONDS, f"article {number}")


def is_finished(batch: Batch) -> bool:
    return Batch.objects.get(pk=batch.pk).state == Batch.State.FINISHED


@pytest.mark.parametrize(
    ("number", "kills"), [pytest.param(16, 1, id="sixteen"), pytest.param(200, 4, id="two hundred", marks=pytest.mark.faults)]
)
def test_kill_9_in_the_middle(worker: Workers, number: int, kills: int) -> None:
    batch = bring(1, number)
    worker.start()
    for kill in range(1, kills + 1):
        wait_until_applied(batch, number * kill // (kills + 3))
        worker.kill()
        assert not is_finished(batch)
        worker.start()
    wait_until(lambda: is_finished(batch), SECONDS)
    assert faults_of(batch, number) == FINE


def test_a_broker_that_is_emptied_delays_nothing_for_long(worker: Workers, broker: Valkey) -> None:
    """The first ring is lost too: nobody rings here, the sweep finds the work."""
    batch = bring(1, 6)
    worker.start()
    wait_until_applied(batch, 1)
    empty(broker)
    wait_until(lambda: is_finished(batch), 120)
    assert faults_of(batch, 6) == FINE


def test_workers_whose_clock_is_an_hour_off_hear_the_sweep(worker: Workers) -> None:
    batch = bring(1, 4)
    worker.start(clock=3600)
    wait_until(lambda: is_finished(batch), 120)
    assert faults_of(batch, 4) == FINE


def test_the_same_batch_twice_at_once_for_two_hosts(hosts: Workers) -> None:
    number = 16
    first, second = bring(1, number), bring(1, number)
    hosts.start()
    wait_until(lambda: NewsPage.objects.count() >= 2, SECONDS)
    hosts.groups[0].kill()
    wait_until(lambda: is_finished(first) and is_finished(second), SECONDS)
    states = [services.counts(batch) for batch in (first, second)]
    awaited = expected(number)
    assert NewsPage.objects.count() == awaited[State.APPLIED]
    assert NewsPage.objects.values("document").distinct().count() == awaited[State.APPLIED]
    assert sum(counts.get(State.APPLIED, 0) for counts in states) == awaited[State.APPLIED]
    assert sum(counts.get(State.DUPLICATE, 0) for counts in states) == awaited[State.APPLIED] + 2 * awaited[State.DUPLICATE]
    keys = list(Organisation.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys))


def test_taking_back_is_killed_half_way_and_what_a_person_did_stays(worker: Workers) -> None:
    number = 48
    before = snapshot()
    batch = bring(1, number)
    worker.start()
    wait_until(lambda: is_finished(batch), SECONDS)
    assert faults_of(batch, number) == FINE
    user = User.objects.create_superuser("pia")
    page = NewsPage.objects.order_by("pk").first()
    assert page
    page.title = "By hand"
    page.save_revision(user=user).publish()
    order = services.order_undo(batch)
    wait_until(lambda: batch.items.filter(state=State.UNDONE).exists(), SECONDS)
    worker.kill()
    worker.start()
    wait_until(lambda: Undo.objects.get(pk=order.pk).state == Undo.State.DONE, SECONDS)
    assert list(NewsPage.objects.values_list("title", flat=True)) == ["By hand"]
    kept = Change.objects.filter(item__batch=batch, fate=Change.Fate.KEPT)
    assert "pia has changed it since." in map(str, kept.values_list("reason", flat=True))
    assert not batch.items.filter(state=State.APPLIED).exists()
    assert Change.objects.filter(item__batch=batch, undone_at=None).count() == 0
    page.refresh_from_db()
    page.delete()
    assert snapshot()["pages"] == before["pages"]
