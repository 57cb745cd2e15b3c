"""What `make run` starts: `python -m portal.run`, with PORT, BIND and the settings' own variables in the environment.

The embedded servers start first and stop last. A child process then prepares the site (see the command prepare_trial), and
the programs of the Procfile run until Ctrl-C. Whatever keeps it from starting is told in one line.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from portal import embedded

from .checks import CannotStart, check_address, the_only_one
from .supervisor import supervise

ROOT = Path(__file__).resolve().parents[2]
ANSWER_SECONDS = 120
KEEP_SECONDS = 3
READY = """
  Liaison is ready:  {address}/
  Admin:             {address}/admin/  ({login})
  Ctrl-C stops it.
"""
# Where to look for a server that listens everywhere.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - these are asked for, not chosen


def main() -> int:
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    bind, port = os.environ.get("BIND") or "127.0.0.1", os.environ.get("PORT") or "8000"
    # Also while the site is being prepared, a request to stop must pass through every `finally`.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)
    try:
        with the_only_one(var, f"{bind}:{port}"):
            check_address(bind, port)
            return run(var, bind, int(port))
    except (CannotStart, embedded.EmbeddedServerError) as error:
        print(f"Liaison cannot start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(var: Path, bind: str, port: int) -> int:
    """Starts everything, and returns the exit code when it has been stopped."""
    address = f"http://{socket.gethostname() if bind in EVERYWHERE else bind}:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE") or "portal.settings.local",
        "VAR_DIR": str(var),
        "BIND": bind,
        "PORT": str(port),
        "SITE_URL": os.environ.get("SITE_URL") or address,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
    }
    servers: list[embedded.Server] = []
    if not environment.get("DATABASE_URL"):
        servers.append(embedded.postgres_in(**embedded.database(var / "postgres")["CLUSTER"]))
    if not environment.get("BROKER_URL"):
        servers.append(embedded.valkey_in(var / "valkey"))
    try:
        for server in servers:
            server.ensure()
        prepare(environment)
        threading.Thread(target=announce, args=(address, f"http://{EVERYWHERE.get(bind, bind)}:{port}", var), daemon=True).start()
        with kept_running(servers):
            return supervise(ROOT / "Procfile", environment)
    finally:
        for server in reversed(servers):
            server.release()


@contextmanager
def kept_running(servers: Sequence[embedded.Server], seconds: float = KEEP_SECONDS) -> Iterator[None]:
    """Starts a server again that has died while the block runs; what cannot be started is tried again."""
    done = threading.Event()

    def keep() -> None:
        while not done.wait(seconds):
            for server in servers:
                with suppress(embedded.EmbeddedServerError):
                    server.ensure()

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def prepare(environment: dict[str, str]) -> None:
    """Migrations, pages, login and at the first start the sample articles, in a process of its own."""
    child = subprocess.Popen([sys.executable, "manage.py", "prepare_trial"], cwd=ROOT, env=environment)
    try:
        code = child.wait()
    except BaseException:
        # Ctrl-C in a terminal reaches the child too, a plain SIGTERM does not.
        child.terminate()
        child.wait()
        raise
    if code:
        raise CannotStart("it could not be prepared; the reason stands above.")


def announce(address: str, near: str, var: Path) -> None:
    """Prints address and login as soon as the site answers at `near`, its address from this machine."""
    until = time.monotonic() + ANSWER_SECONDS
    while not answers(f"{near}/health/live"):
        if time.monotonic() > until:
            return
        time.sleep(0.2)
    try:
        login = f"user admin, password {(var / 'admin_password').read_text()}"
    except OSError:
        login = "with your own user and password"
    print(READY.format(address=address, login=login), flush=True)


def answers(url: str) -> bool:
    try:
        # No proxy stands between this machine and itself.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5):
            return True
    except OSError:
        return False


def stop() -> int:
    """For `make clean`: refuses while the site runs, and stops servers whose users were all killed."""
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    if not var.is_dir():
        return 0
    try:
        with the_only_one(var, "cleaning"):
            for server in (
                *(embedded.postgres_in(var / name, "liaison") for name in ("postgres", "test-postgres")),
                embedded.valkey_in(var / "valkey"),
            ):
                server.stop_if_unused()
    except (CannotStart, embedded.EmbeddedServerError) as error:
        print(f"Not cleaned: {error}", file=sys.stderr)
        return 1
    return 0


def _exit(number: int, frame: FrameType | None) -> None:
    """Every `finally` on the way out is run, undisturbed by a second request."""
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(stop() if sys.argv[1:] == ["--stop"] else main())
