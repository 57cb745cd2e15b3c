"""What an import needs around it, each in processes of its own that can be broken: workers, beat, broker, PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import redis
from django.db import InterfaceError, OperationalError, connection

from portal.embedded import Postgres, Valkey

ROOT = Path(__file__).parents[2]
START_SECONDS = 120.0


class Program:
    """A Celery program in a process group of its own, which can be killed as a whole."""

    def __init__(self, environment: dict[str, str], log: Path, arguments: Sequence[str]) -> None:
        self.environment = environment
        self.log = log
        self._arguments = ("--quiet", "-A", "portal", *arguments)
        self._process: subprocess.Popen[bytes] | None = None
        self._said_before = 0

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def start(self, *, clock: float = 0) -> None:
        """Starts it, its clock so many seconds off."""
        module = ["tests.faults.shifted_clock", str(clock)] if clock else ["celery"]
        self._said_before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *module, *self._arguments],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Until a worker says that it takes work."""
        ends = time.monotonic() + START_SECONDS
        while b" ready." not in self.log.read_bytes()[self._said_before :]:
            assert self._process
            assert self._process.poll() is None, f"the worker ended: {self.log}"
            assert time.monotonic() < ends, f"the worker did not start: {self.log}"
            time.sleep(0.05)

    def kill(self) -> None:
        """Ends all of it without warning."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def ask_to_end(self) -> None:
        """SIGTERM, as for a new version of the site; what it is doing it may finish."""
        assert self._process
        self._process.terminate()
        self._process.wait(START_SECONDS)
        self.kill()

    def children(self) -> list[psutil.Process]:
        """The processes that work."""
        return psutil.Process(self.pid).children()

    def readers(self) -> list[psutil.Process]:
        """The processes in which documents are read."""
        return [reader for child in self.children() for reader in child.children()]


class Workers:
    """Workers as on several hosts, and one beat."""

    def __init__(self, environment: dict[str, str], folder: Path, *, groups: int = 1, processes: int = 2) -> None:
        self.environment = environment
        self.groups = [
            Program(
                environment,
                folder / f"worker-{n}.log",
                ["worker", "-c", str(processes), "-n", f"{n}@%h", "--without-gossip", "--without-mingle"],
            )
            for n in range(groups)
        ]
        self.beat = Program(environment, folder / "beat.log", ["beat", "--pidfile=", "-s", str(folder / "schedule")])

    def start(self, *, clock: float = 0) -> None:
        """Starts them; the clocks of the workers are so many seconds off, that of beat is right."""
        self.beat.start()
        for group in self.groups:
            group.start(clock=clock)

    def wait_until_ready(self) -> None:
        for group in self.groups:
            group.wait_until_ready()

    def kill(self) -> None:
        for program in (*self.groups, self.beat):
            program.kill()


def kill_children() -> None:
    """Ends what this process has started and nobody holds by name: a program whose start was cut short."""
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            child.kill()


def empty(broker: Valkey) -> None:
    redis.Redis(unix_socket_path=str(broker.socket)).flushall()


def process_of(broker: Valkey) -> psutil.Process:
    return psutil.Process(redis.Redis(unix_socket_path=str(broker.socket)).info("server")["process_id"])


def stop_at_once(postgres: Postgres) -> None:
    """PostgreSQL ends without rolling anything back, and has to recover at its next start."""
    postmaster = postgres._postmaster()
    assert postmaster
    postmaster.send_signal(signal.SIGQUIT)
    ends = time.monotonic() + 60
    while postgres.is_running():
        assert time.monotonic() < ends, "PostgreSQL did not stop"
        time.sleep(0.02)


def asked(question: Callable[[], Any]) -> Any:
    """The answer of a database that may just be coming back."""
    ends = time.monotonic() + 60
    while True:
        try:
            return question()
        except (OperationalError, InterfaceError):
            if time.monotonic() > ends:
                raise
            connection.close()
            time.sleep(0.1)


def wait_until(condition: Callable[[], Any], seconds: float, what: str = "it") -> float:
    """Waits for it and gives the seconds that it took."""
    began = time.monotonic()
    while not asked(condition):
        assert time.monotonic() - began < seconds, f"{what} did not come within {seconds:.0f} seconds"
        time.sleep(0.1)
    return time.monotonic() - began
