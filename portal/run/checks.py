"""What can be known to fail before anything is started."""

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class CannotStart(Exception):
    """The message is the line for the person at the terminal."""


def check_address(bind: str, port: str) -> None:
    """Raises CannotStart when the web server could not listen there."""
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise CannotStart(f"PORT={port} is not a port number (1 to 65535).")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(bind.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except socket.gaierror as error:
        raise CannotStart(f"BIND={bind} is not an address of this machine ({error.strerror}).") from error
    except OSError as error:
        raise CannotStart(_why_not(error, bind, port)) from error


def _why_not(error: OSError, bind: str, port: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; choose another one: make run PORT={int(port) + 1}"
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights; choose one above 1023: make run PORT=8000"
    return f"it cannot listen on {bind}:{port} ({error.strerror})."


@contextmanager
def the_only_one(var: Path, address: str) -> Iterator[None]:
    """Holds the folder of this installation; raises CannotStart when it is held already or cannot be written to."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        file = (var / ".running").open("a+")
    except OSError as error:
        raise CannotStart(f"{var} cannot be written to ({error.strerror}).") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CannotStart(f"it is running already: {file.read().strip()}") from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, http://{address}/\n")
        file.flush()
        yield
