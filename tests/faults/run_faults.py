"""An import while everything around it breaks: nothing is lost, nothing is doubled, every count is exact.

    python -m tests.faults.run_faults [--documents 10000] [--faults 20] [--seeds 1 2 3] [--hosts 2] [--processes 1]

PostgreSQL, broker, beat and the workers of several hosts are programs of their own, in a temporary folder. For each seed a batch is
brought, half of it in a ZIP archive, and published by itself, while so many faults come at random moments: the workers killed, one of
their processes or one of their reading children killed, SIGTERM, the broker emptied, killed or frozen, PostgreSQL stopped at once,
rings delivered many times, the clocks of the workers an hour wrong (tests/faults/shifted_clock.py). Then the import is taken
back while workers are killed, and the site must be as before it. What each document becomes is known beforehand.

"resumed" is how long it takes from the return of what was broken (a worker: when it says that it is ready) until something moves.
One JSON line for each fault and each seed; the exit status tells whether all held. It takes a minute for some hundred documents.
Asked to end (Ctrl-C, SIGTERM), it leaves nothing behind; when something did not hold, its folder stays for the logs in it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

FOLDER = Path(tempfile.mkdtemp(prefix="faults-"))
os.environ |= {"VAR_DIR": str(FOLDER), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402 - needs the environment

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from portal import embedded  # noqa: E402
from portal.embedded import Valkey  # noqa: E402
from portal.imports import claims, services  # noqa: E402
from portal.imports.models import Batch, Item, Undo  # noqa: E402
from tests.database import TestDatabase  # noqa: E402
from tests.faults import world  # noqa: E402
from tests.faults.documents import bring, faults_of, snapshot  # noqa: E402

SOON = 10.0
"""Seconds within which something must move after the return of what was broken."""
HOUR = 3600
POSTGRES = {"directory": FOLDER / "postgres", "database": "liaison", "durable": True}
"""Durable, unlike that of the tests: what it has confirmed it must still have after a stop at once."""


class Trial:
    """One seed: what happens to its workers, broker and database."""

    def __init__(self, seed: int, broker: Valkey, workers: world.Workers) -> None:
        self.chance = random.Random(seed)
        self.broker, self.workers = broker, workers
        self._kinds = itertools.cycle(self.chance.sample(self._all(), len(self._all())))

    def _all(self) -> list[Callable[[], None]]:
        return [
            self.kill_workers, self.kill_process, self.kill_reader, self.terminate, self.empty_broker, self.kill_broker,
            self.freeze_broker, self.stop_database, self.deliver_often, self.wrong_clocks,
        ]  # fmt: skip

    def strike(self) -> str:
        """One fault, over when this returns: what was broken is back. Every kind comes once before one comes again."""
        kind = next(self._kinds)
        kind()
        return kind.__name__

    def kill_workers(self) -> None:
        self.workers.kill()
        self._pause()
        self._start()

    def kill_process(self) -> None:
        if found := [child for group in self.workers.groups for child in group.children()]:
            self.chance.choice(found).kill()

    def kill_reader(self) -> None:
        if found := [reader for group in self.workers.groups for reader in group.readers()]:
            self.chance.choice(found).kill()

    def terminate(self) -> None:
        for group in self.workers.groups:
            group.ask_to_end()
            group.start()
        self.workers.wait_until_ready()

    def empty_broker(self) -> None:
        world.empty(self.broker)

    def kill_broker(self) -> None:
        world.process_of(self.broker).kill()
        self._pause()
        self.broker.ensure()

    def freeze_broker(self) -> None:
        process = world.process_of(self.broker)
        process.suspend()
        try:
            self._pause()
        finally:
            process.resume()

    def stop_database(self) -> None:
        postgres = embedded.postgres_in(**POSTGRES)
        world.stop_at_once(postgres)
        self._pause()
        postgres.ensure()

    def deliver_often(self) -> None:
        from portal.celery import app

        with app.connection_for_write(url=self.workers.environment["BROKER_URL"]) as line:
            for _ring in range(20):
                app.send_task("portal.imports.tasks.work", connection=line)

    def wrong_clocks(self) -> None:
        self.workers.kill()
        # No ring is left: only beat's, whose clock is right, can wake them.
        world.empty(self.broker)
        self._start(clock=self.chance.choice((-HOUR, HOUR)))

    def _start(self, clock: int = 0) -> None:
        self.workers.start(clock=clock)
        self.workers.wait_until_ready()

    def _pause(self) -> None:
        time.sleep(self.chance.uniform(0.5, 4))


def left(batch: Batch) -> bool:
    return bool(Batch.objects.filter(pk=batch.pk, state=Batch.State.RUNNING).exists())


def standing(batch: Batch) -> Any:
    """What changes whenever anything moves: how far its archive is opened, and how many items are in each state."""
    return list(batch.uploads.values_list("done", flat=True)), services.counts(batch)


def settled(batch: Batch) -> int:
    return batch.items.exclude(state__in=claims.TO_DO).count()


def resumption(batch: Batch) -> float | None:
    """Seconds until something moves; None when all was done before."""
    before = world.asked(lambda: standing(batch))
    if not world.asked(lambda: left(batch)):
        return None
    return world.wait_until(lambda: standing(batch) != before or not left(batch), 120, "a move after the fault")


def run(seed: int, options: argparse.Namespace, broker: Valkey, workers: world.Workers) -> dict[str, Any]:
    trial = Trial(seed, broker, workers)
    before = snapshot()
    workers.start()
    batch = bring(seed, options.documents)
    began = time.monotonic()
    slowest = 0.0
    last = max(options.faults, int(options.documents * 0.9))
    for mark in sorted(trial.chance.sample(range(1, last + 1), options.faults)):
        world.wait_until(lambda mark=mark: settled(batch) >= mark or not left(batch), 1800, f"document {mark}")
        at = world.asked(lambda: settled(batch))
        fault = trial.strike()
        seconds = resumption(batch)
        slowest = max(slowest, seconds or 0)
        tell(seed=seed, fault=fault, at=at, resumed=seconds if seconds is None else round(seconds, 2))
    world.wait_until(lambda: not left(batch), 1800 + options.documents, "the end")
    took = time.monotonic() - began
    counts = services.counts(batch)
    wrong = faults_of(batch, options.documents)
    kills = take_back(batch, trial)
    workers.kill()
    after = snapshot()
    left_over = [name for name in before if before[name] != after[name]]
    return {
        "seed": seed,
        "documents": options.documents,
        "faults": options.faults,
        "seconds": round(took, 1),
        "slowest_resumption": round(slowest, 2),
        "counts": counts,
        **wrong,
        "kills_while_taken_back": kills,
        "orders": [(state, str(message)) for state, message in batch.undos.values_list("state", "message")],
        "as_before": not left_over,
        "left_over": left_over,
    }


def take_back(batch: Batch, trial: Trial) -> int:
    """Takes the batch back, the workers killed twice on the way; gives how often they were."""
    applied = services.counts(batch).get(Item.State.APPLIED, 0)
    goes = batch.undos.filter(pk=services.order_undo(batch).pk, state=Undo.State.RUNNING)
    undone = batch.items.filter(state=Item.State.UNDONE)
    kills = 0
    for share in (0.3, 0.6):
        least = applied * share
        world.wait_until(lambda least=least: undone.count() >= least or not goes.exists(), 1800, "the taking back")
        kills += goes.exists()
        trial.kill_workers()
    world.wait_until(lambda: not goes.exists(), 1800, "the end of the taking back")
    return kills


def tell(**figures: Any) -> None:
    print(json.dumps({"load": round(os.getloadavg()[0], 1), **figures}), flush=True)


def holds(answer: dict[str, Any]) -> bool:
    is_exact = not any((answer["lost"], answer["doubled"], answer["miscounted"], answer["broken"]))
    return is_exact and answer["as_before"] and answer["slowest_resumption"] <= SOON


def main() -> int:
    signal_all(end)
    try:
        has_held = run_all(arguments())
    except SystemExit:
        shutil.rmtree(FOLDER, ignore_errors=True)
        raise
    except BaseException:
        print(f"The logs are in {FOLDER}.", file=sys.stderr)
        raise
    if not has_held:
        print(f"It did not hold; the logs are in {FOLDER}.", file=sys.stderr)
        return 1
    shutil.rmtree(FOLDER, ignore_errors=True)
    return 0


def signal_all(handler: Any) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def end(number: int, _frame: Any) -> None:
    """Leaves by way of every `finally`; a second signal does not cut that short."""
    signal_all(signal.SIG_IGN)
    raise SystemExit(128 + number)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--faults", type=int, default=20)
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--hosts", type=int, default=2, help="how many workers")
    parser.add_argument("--processes", type=int, default=1, help="how many processes each worker has")
    return parser.parse_args()


def run_all(options: argparse.Namespace) -> bool:
    """Every seed; whether all held."""
    postgres, broker = embedded.postgres_in(**POSTGRES), Valkey(FOLDER / "valkey")
    connection.settings_dict.update(embedded.database(POSTGRES["directory"], durable=True))
    database = TestDatabase()
    results = Counter[bool]()
    try:
        postgres.ensure()
        broker.ensure()
        database.create()
        for seed in options.seeds:
            database.restore()
            call_command("create_site", verbosity=0)
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "portal.settings.local",
                "DATABASE_URL": f"postgres://{postgres.superuser}@{quote(str(postgres.socket_directory), safe='')}/{database.name}",
                "BROKER_URL": f"redis+socket://{broker.socket}",
                # What killed workers leave in it goes with the folder.
                "TMPDIR": str(FOLDER),
            }
            workers = world.Workers(environment, FOLDER, groups=options.hosts, processes=options.processes)
            try:
                answer = run(seed, options, broker, workers)
            finally:
                workers.kill()
            tell(**answer)
            results[holds(answer)] += 1
            world.empty(broker)
    finally:
        connection.close()
        world.kill_children()
        for server in (broker, postgres):
            server.release()
            # What was still starting when this was asked to end had no user yet.
            server.stop_if_unused()
    return not results[False]


if __name__ == "__main__":
    sys.exit(main())
