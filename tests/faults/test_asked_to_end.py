"""The script that breaks things leaves nothing behind when somebody ends it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from tests.faults.world import ROOT

SECONDS = 240
"""A machine that does much else takes its time."""


def test_servers_and_files_go_with_it(tmp_path: Path) -> None:
    script = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.run_faults", "--documents", "20", "--faults", "1", "--seeds", "1"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        wait_until(lambda: len(list(servers(tmp_path))) == 2)
        script.terminate()
        _out, words = script.communicate(timeout=SECONDS)
    finally:
        script.kill()
    assert script.returncode == 128 + signal.SIGTERM, words
    assert list(tmp_path.iterdir()) == []
    assert list(servers(tmp_path)) == []


def servers(folder: Path) -> Iterator[psutil.Process]:
    """The PostgreSQL and the broker that work in a folder, without PostgreSQL's own children."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.name().startswith(("postgres", "valkey")) and Path(process.cwd()).is_relative_to(folder):
                parent = process.parent()
                if parent is None or parent.name() != process.name():
                    yield process


def wait_until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.1)
