"""The embedded servers: shared by those who use them, stopped by the last, found again after a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg
import pytest

from portal.embedded import EmbeddedServerError, Postgres, Valkey
from portal.embedded.server import LONGEST_SOCKET_PATH

ROOT = Path(__file__).parents[2]

USER = """
import sys
from pathlib import Path
from portal.embedded import Postgres, Valkey
server = {"Postgres": lambda: Postgres(Path(sys.argv[2]), "trial"), "Valkey": lambda: Valkey(Path(sys.argv[2]))}[sys.argv[1]]()
server.ensure()
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Not pytest's own folder, which the next run closes to others, as PostgreSQL's account is when root runs the tests."""
    with TemporaryDirectory(prefix="liaison-test-") as folder:
        yield Path(folder)


@pytest.fixture
def postgres(home: Path) -> Iterator[Postgres]:
    """A cluster of its own; the tests of this module take turns at it, as making one takes a second."""
    server = Postgres(home / "pg", "trial")
    yield server
    server.release()
    assert not server.is_running()


@pytest.fixture
def valkey(home: Path) -> Iterator[Valkey]:
    server = Valkey(home / "valkey")
    yield server
    server.release()
    assert not server.is_running()


@contextmanager
def other_process(server: Postgres | Valkey) -> Iterator[subprocess.Popen]:
    """Another process that holds a share in `server` until the block ends."""
    command = [sys.executable, "-c", USER, type(server).__name__, str(server.directory)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"up\n"
        yield process
        process.stdin.close()
        process.wait(30)


def rows(server: Postgres, query: str) -> list[tuple]:
    with psycopg.connect(host=str(server.socket_directory), user="postgres", dbname="trial", autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_postgres_serves_and_keeps_its_data(postgres: Postgres) -> None:
    postgres.ensure()
    rows(postgres, "CREATE TABLE kept AS SELECT 7 AS n")
    postgres.release()
    assert not postgres.is_running()
    postgres.ensure()
    assert rows(postgres, "SELECT n FROM kept") == [(7,)]


def test_valkey_serves_on_its_socket_only(valkey: Valkey) -> None:
    valkey.ensure()
    assert valkey.is_running()
    assert valkey.socket.stat().st_mode & 0o077 == 0
    process = next(p for p in psutil.process_iter(["cmdline"]) if any("valkey.sock" in part for part in p.info["cmdline"] or []))
    assert [
        line for line in process.net_connections() if line.status == psutil.CONN_LISTEN and line.family.name != "AF_UNIX"
    ] == []


def test_a_start_that_is_cut_short_leaves_no_server(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(running: bool) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(valkey, "_wait", interrupted)
        with pytest.raises(KeyboardInterrupt):
            valkey.ensure()
    assert [child for child in psutil.Process().children() if child.name() == "valkey-server"] == []
    valkey.ensure()
    assert valkey.is_running()


@pytest.mark.parametrize("kind", ["postgres", "valkey"])
def test_the_last_user_stops_the_server(kind: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue(kind)
    with other_process(server):
        server.ensure()
        server.release()
        assert server.is_running(), "another process still uses it"
    assert not server.is_running()


@pytest.mark.parametrize("kind", ["postgres", "valkey"])
def test_a_server_outlives_who_started_it(kind: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue(kind)
    with other_process(server):
        server.ensure()
    assert server.is_running()


@pytest.mark.parametrize("kind", ["postgres", "valkey"])
def test_a_killed_user_leaves_no_share(kind: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue(kind)
    with other_process(server) as process:
        process.kill()
        process.wait()
    assert server.is_running(), "a killed process cannot stop anything"
    server.ensure()
    server.release()
    assert not server.is_running()


def test_many_at_once_start_one_server(postgres: Postgres) -> None:
    command = [sys.executable, "-c", USER, "Postgres", str(postgres.directory)]
    users = [subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(4)]
    try:
        assert [user.stdout.readline() for user in users] == [b"up\n"] * 4
        assert rows(postgres, "SELECT 1") == [(1,)]
    finally:
        for user in users:
            user.communicate(timeout=30)
    assert not postgres.is_running()


def test_postgres_recovers_from_kill_9(postgres: Postgres) -> None:
    postgres.ensure()
    rows(postgres, "CREATE TABLE survived AS SELECT 1 AS n")
    postmaster = postgres._postmaster()
    for process in [postmaster, *postmaster.children(recursive=True)]:
        # Some of its processes end by themselves as soon as the first is gone.
        with suppress(psutil.NoSuchProcess):
            process.kill()
    assert until(lambda: not postgres.is_running())
    postgres.ensure()
    assert rows(postgres, "SELECT n FROM survived") == [(1,)]


def test_postgres_recovers_when_only_its_first_process_is_killed(postgres: Postgres) -> None:
    postgres.ensure()
    postgres._postmaster().kill()
    assert until(lambda: not postgres.is_running())
    postgres.ensure()
    assert rows(postgres, "SELECT 1") == [(1,)]


def test_a_stale_file_that_names_another_process_is_no_server(postgres: Postgres) -> None:
    postgres.ensure()
    postgres.release()
    (postgres.directory / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.directory}\n")
    assert not postgres.is_running()
    postgres.ensure()
    assert rows(postgres, "SELECT 1") == [(1,)]


def test_valkey_recovers_from_kill_9(valkey: Valkey) -> None:
    valkey.ensure()
    for process in psutil.process_iter(["cmdline"]):
        if str(valkey.socket) in " ".join(process.info["cmdline"] or []) or valkey.socket.name in " ".join(
            process.info["cmdline"] or []
        ):
            os.kill(process.pid, signal.SIGKILL)
    assert until(lambda: not valkey.is_running())
    assert valkey.socket.exists(), "a killed server leaves its socket behind"
    valkey.ensure()
    assert valkey.is_running()


def test_half_a_cluster_is_made_again(home: Path) -> None:
    (home / "half.new").mkdir()
    (home / "half.new" / "PG_VERSION").write_text("18\n")
    server = Postgres(home / "half", "trial", durable=False)
    server.ensure()
    assert rows(server, "SELECT 1") == [(1,)]
    server.release()


def test_a_long_path_gets_a_short_socket(home: Path) -> None:
    deep = home / ("deep-" * 20) / ("deeper-" * 15)
    deep.mkdir(parents=True)
    server = Valkey(deep / "valkey")
    assert len(os.fsencode(server.socket)) <= LONGEST_SOCKET_PATH
    try:
        server.ensure()
        assert server.is_running()
        assert server.socket.parent.stat().st_mode & 0o077 == 0
    finally:
        server.release()
        server.socket.parent.rmdir()


def test_a_cluster_of_another_version_is_one_clear_line(home: Path) -> None:
    (home / "old").mkdir()
    (home / "old" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedServerError, match="made by PostgreSQL 9"):
        Postgres(home / "old", "trial").ensure()
    assert not Postgres(home / "old", "trial")._is_used(), "who could not start it has no share"


def test_a_folder_that_is_a_file_is_one_clear_line(home: Path) -> None:
    (home / "file").write_text("")
    with pytest.raises(EmbeddedServerError, match="cannot be written to"):
        Postgres(home / "file" / "postgres", "trial").ensure()
