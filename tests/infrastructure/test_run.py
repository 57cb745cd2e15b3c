"""What `make run` says when it cannot start, and that stopping leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from portal.embedded import Valkey
from portal.run.__main__ import kept_running
from portal.run.checks import CannotStart, check_address, the_only_one

ROOT = Path(__file__).parents[2]

SUPERVISE = """
import os, sys
from pathlib import Path
import honcho.manager
from portal.run.supervisor import supervise
honcho.manager.KILL_WAIT = 2
sys.exit(supervise(Path(sys.argv[1]), dict(os.environ)))
"""
# Says that it is up, ignores nothing, and has a child of its own, as a worker with its pool has.
PROGRAM = (
    f"exec {sys.executable} -u -c \"import subprocess, time; subprocess.Popen(['sleep', '60']); print('up'); time.sleep(60)\""
)
STUBBORN = f"exec {sys.executable} -u -c \"import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(60)\""


def launch(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "portal.run", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def supervised(folder: Path, *programs: str) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """A supervisor with `programs`, all of them up, and everything that runs below it."""
    (folder / "Procfile").write_text("".join(f"p{number}: {program}\n" for number, program in enumerate(programs)))
    command = [sys.executable, "-u", "-c", SUPERVISE, str(folder / "Procfile")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        below: list[psutil.Process] = []
        try:
            up = 0
            while up < len(programs):
                line = process.stdout.readline()
                assert line, "the supervisor has ended"
                up += line.rstrip().endswith("| up")
            below = psutil.Process(process.pid).children(recursive=True)
            yield process, below
        finally:
            for left in [*below, process]:
                with suppress(psutil.NoSuchProcess):
                    left.kill()


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def wait_until_gone(processes: list[psutil.Process], seconds: float = 10) -> list[psutil.Process]:
    until = time.monotonic() + seconds
    while alive(processes) and time.monotonic() < until:
        time.sleep(0.05)
    return alive(processes)


def test_a_port_in_use_is_one_clear_line(tmp_path: Path, taken_port: int) -> None:
    done = launch({"PORT": str(taken_port), "BIND": "127.0.0.1", "VAR_DIR": str(tmp_path)})
    assert done.returncode == 1
    assert (
        done.stderr == f"Liaison cannot start: port {taken_port} is in use; choose another one: make run PORT={taken_port + 1}\n"
    )


def test_a_folder_that_cannot_be_written_to_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file is in the way")
    done = launch({"VAR_DIR": str(tmp_path / "var")})
    assert done.returncode == 1
    assert done.stderr.startswith(f"Liaison cannot start: {tmp_path / 'var'} cannot be written to")
    assert len(done.stderr.splitlines()) == 1


def test_a_second_start_names_the_first(tmp_path: Path) -> None:
    with the_only_one(tmp_path, "127.0.0.1:8000"):
        done = launch({"VAR_DIR": str(tmp_path)})
        assert done.returncode == 1
        assert done.stderr == f"Liaison cannot start: it is running already: process {os.getpid()}, http://127.0.0.1:8000/\n"
        cleaning = launch({"VAR_DIR": str(tmp_path)}, "--stop")
        assert cleaning.returncode == 1
        assert "running already" in cleaning.stderr
    with the_only_one(tmp_path, "127.0.0.1:8000"):
        pass


def test_make_clean_stops_a_server_that_nobody_uses() -> None:
    with TemporaryDirectory(prefix="liaison-test-") as folder:
        server = Valkey(Path(folder) / "valkey")
        server.ensure()
        assert "in use" in launch({"VAR_DIR": folder}, "--stop").stderr
        os.close(server._share)  # as if this process had been killed
        server._share = None
        assert launch({"VAR_DIR": folder}, "--stop").returncode == 0
        assert not server.is_running()


@pytest.mark.parametrize(
    ("bind", "port"), [("127.0.0.1", "none"), ("127.0.0.1", "0"), ("127.0.0.1", "70000"), ("no.such.host.invalid", "8000")]
)
def test_an_address_that_is_none_is_refused(bind: str, port: str) -> None:
    with pytest.raises(CannotStart, match="BIND" if port == "8000" else "PORT"):
        check_address(bind, port)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_ends_everything(tmp_path: Path, number: signal.Signals) -> None:
    program = f"exec {sys.executable} -u -c \"import time; print('up'); time.sleep(60)\""
    with supervised(tmp_path, program, program) as (process, below):
        assert len(below) >= 4
        process.send_signal(number)
        assert process.wait(20) == 0
        assert wait_until_gone(below) == []


def test_when_one_program_ends_the_others_are_stopped(tmp_path: Path) -> None:
    short = f"exec {sys.executable} -u -c \"import sys, time; print('up'); time.sleep(1); sys.exit(3)\""
    long = f"exec {sys.executable} -u -c \"import time; print('up'); time.sleep(60)\""
    with supervised(tmp_path, short, long) as (process, below):
        assert process.wait(20) == 3
        assert wait_until_gone(below) == []


def test_a_program_that_does_not_listen_is_killed_with_its_children(tmp_path: Path) -> None:
    with supervised(tmp_path, STUBBORN, PROGRAM) as (process, below):
        process.terminate()
        assert process.wait(30) == 0
        assert wait_until_gone(below) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own help is asked for on Linux only")
def test_a_killed_supervisor_takes_its_programs_along(tmp_path: Path) -> None:
    program = f"exec {sys.executable} -u -c \"import time; print('up'); time.sleep(60)\""
    with supervised(tmp_path, program, program) as (process, below):
        process.kill()
        assert wait_until_gone(below) == []


def test_output_that_nobody_reads_ends_everything(tmp_path: Path) -> None:
    talking = f"exec {sys.executable} -u -c \"import time; print('up'); [(print(n), time.sleep(0.1)) for n in range(600)]\""
    with supervised(tmp_path, talking) as (process, below):
        process.stdout.close()
        process.wait(30)
        assert wait_until_gone(below) == []


def test_a_broker_that_dies_is_started_again(tmp_path: Path) -> None:
    valkey = Valkey(tmp_path / "valkey")
    valkey.ensure()
    try:
        with kept_running([valkey], seconds=0.1):
            valkey._stop()
            until = time.monotonic() + 20
            while not valkey.is_running() and time.monotonic() < until:
                time.sleep(0.05)
            assert valkey.is_running()
    finally:
        valkey.release()
    assert not valkey.is_running()


def test_a_database_that_cannot_be_reached_is_one_clear_line(tmp_path: Path) -> None:
    done = launch(
        {
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
            "BROKER_URL": "redis://127.0.0.1:9/0",
            **free_port(),
        }
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "The database cannot be reached; is DATABASE_URL right?" in done.stderr


def free_port() -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return {"PORT": str(server.getsockname()[1])}
