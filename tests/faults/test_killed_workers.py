"""A real worker over a real broker, killed without warning in the middle of a batch: nothing is lost and nothing is doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.core.management import call_command

from partnerships.models import Event, Organisation, Partnership
from portal.embedded import Valkey
from portal.imports import services
from portal.imports.containers import Source
from portal.imports.models import Batch, Change, Item
from portal.news.models import NewsPage
from tests.imports.conftest import numbered

ROOT = Path(__file__).parents[2]
SECONDS_FOR_ALL = 420


class Worker:
    """A Celery worker with two processes and its own beat, in a process group that can be killed as a whole."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self._folder = folder
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "-c", "2", "-l", "WARNING"]
        beat = ["-B", "-s", str(self._folder / "schedule")]
        with (self._folder / "worker.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *beat], env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    broker = Valkey(tmp_path / "valkey")
    broker.ensure()
    yield broker
    broker.release()


@pytest.fixture
def worker(process_environment: dict[str, str], broker: Valkey, tmp_path: Path) -> Iterator[Worker]:
    worker = Worker({**process_environment, "BROKER_URL": f"redis+socket://{broker.socket}"}, tmp_path)
    yield worker
    worker.kill()


def bring(number: int) -> Batch:
    sources = [Source(f"{n}.txt", numbered(n).encode()) for n in range(number)]
    return services.start(sources, title="Two hundred", publish=True)


def wait(condition: Callable[[], bool], seconds: float = SECONDS_FOR_ALL) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "the worker did not get there in time"
        time.sleep(0.2)


def wait_until_applied(batch: Batch, number: int) -> None:
    wait(lambda: batch.items.filter(state=Item.State.APPLIED).count() >= number)


def is_finished(batch: Batch) -> bool:
    batch.refresh_from_db()
    return batch.state == Batch.State.FINISHED


def assert_each_once(batch: Batch, number: int) -> None:
    assert services.counts(batch) == {"applied": number}, list(
        batch.items.exclude(message="").values_list("message", "traceback")
    )
    assert NewsPage.objects.live().count() == number
    assert NewsPage.objects.count() == number
    assert len(set(NewsPage.objects.values_list("slug", flat=True))) == number
    assert len(set(NewsPage.objects.values_list("document", flat=True))) == number
    assert batch.items.exclude(page=None).count() == number
    pages = Change.objects.filter(action=Change.Action.CREATED, content_type__model="newspage")
    assert pages.count() == number
    names = Organisation.objects.values_list("key", flat=True)
    assert len(names) == len(set(names))
    parties = [
        (partnership.kind, frozenset(partnership.parties.values_list("organisation", flat=True)))
        for partnership in Partnership.objects.all()
    ]
    assert len(parties) == len(set(parties))
    dated = [(event.kind, str(event.starts), str(event.ends)) for event in Event.objects.exclude(starts=None)]
    assert len(dated) == len(set(dated))


@pytest.mark.parametrize(
    ("number", "kills"), [pytest.param(12, 1, id="twelve"), pytest.param(200, 4, id="two hundred", marks=pytest.mark.faults)]
)
def test_kill_9_in_the_middle(worker: Worker, number: int, kills: int) -> None:
    call_command("create_site", verbosity=0)
    batch = bring(number)
    worker.start()
    for kill in range(1, kills + 1):
        wait_until_applied(batch, number * kill // (kills + 2))
        worker.kill()
        assert not is_finished(batch)
        worker.start()
    wait(lambda: is_finished(batch))
    assert_each_once(batch, number)


def test_a_broker_that_is_emptied_delays_nothing_for_long(worker: Worker, broker: Valkey) -> None:
    """The first ring is lost too: nobody rings here, the sweep finds the work."""
    call_command("create_site", verbosity=0)
    batch = bring(4)
    worker.start()
    wait_until_applied(batch, 1)
    redis.Redis(unix_socket_path=str(broker.socket)).flushall()
    wait(lambda: is_finished(batch), seconds=120)
    assert_each_once(batch, 4)


RING = "import django, time; django.setup(); from portal.imports import tasks; t = time.monotonic(); tasks.ring(); print(time.monotonic() - t)"


def seconds_to_ring(environment: dict[str, str]) -> float:
    answer = subprocess.run([sys.executable, "-c", RING], env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(answer.stdout)


def test_a_frozen_broker_holds_a_request_up_for_a_second(worker: Worker, broker: Valkey) -> None:
    pid = redis.Redis(unix_socket_path=str(broker.socket)).info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        assert seconds_to_ring(worker.environment) < 2.5
    finally:
        os.kill(pid, signal.SIGCONT)


def test_a_dead_broker_does_not_hold_a_request_up(worker: Worker, tmp_path: Path) -> None:
    environment = {**worker.environment, "BROKER_URL": f"redis+socket://{tmp_path}/nobody.sock"}
    assert seconds_to_ring(environment) < 2.5
