"""What the embedded servers have in common: a start that is safe when many processes ask at once, and shares in the result."""

import atexit
import fcntl
import hashlib
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# sockaddr_un holds 104 bytes on macOS and 108 on Linux, with the closing zero.
LONGEST_SOCKET_PATH = 100


class EmbeddedServerError(RuntimeError):
    """An embedded server could not be started; the message is one line for the person at the terminal."""


class Server(ABC):
    """A server that lives in a directory and is shared by the processes that use it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()
        self._share: int | None = None
        self._owner: int | None = None
        self._thread_lock = threading.Lock()

    @abstractmethod
    def is_running(self) -> bool:
        """Whether the server of this directory is up; cheap enough to ask before each connection."""

    @abstractmethod
    def _start(self) -> None:
        """Starts the server and returns when it answers; raises EmbeddedServerError."""

    @abstractmethod
    def _stop(self) -> None:
        """Stops the server and returns when it is gone."""

    def ensure(self) -> None:
        """The server runs when this returns, and keeps running until this process ends or calls `release`.

        Raises EmbeddedServerError when it cannot be started.
        """
        with self._thread_lock:
            if self._share is not None and self.is_running():
                return
            with self._alone():
                if not self.is_running():
                    self._start()
                if self._share is None:
                    self._take_share()

    def release(self) -> None:
        """Gives up this process's share; the last one to do so stops the server. Harmless when there is no share."""
        with self._thread_lock:
            # A forked child has inherited the share of its parent, which is not the child's to give up.
            if self._share is None or self._owner != os.getpid():
                return
            with self._alone():
                os.close(self._share)
                self._share = None
                atexit.unregister(self.release)
                if self.is_running() and not self._is_used():
                    self._stop()

    def stop_if_unused(self) -> None:
        """Stops a server that outlived all its users; raises EmbeddedServerError while somebody uses it."""
        with self._alone():
            if self._is_used():
                raise EmbeddedServerError(f"the server in {self.directory} is in use.")
            if self.is_running():
                self._stop()

    def _is_used(self) -> bool:
        probe = self._open("users")
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(probe)
        return False

    def _take_share(self) -> None:
        self._share = self._open("users")
        self._owner = os.getpid()
        fcntl.flock(self._share, fcntl.LOCK_SH)
        atexit.register(self.release)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Starting and stopping happen one at a time, over all processes."""
        lock = self._open("lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _open(self, kind: str) -> int:
        # Beside the directory, not in it: PostgreSQL wants an empty one, and owns it when the rest is root's.
        path = self.directory.with_name(f".{self.directory.name}.{kind}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise EmbeddedServerError(f"{path.parent} cannot be written to: {error.strerror}.") from error


def socket_home(directory: Path, name: str) -> Path:
    """The folder for the socket `name`: `directory`, or a short one in /tmp when the path would be too long for a socket.

    The same answer in every process, whatever its TMPDIR.
    """
    if len(os.fsencode(directory / name)) <= LONGEST_SOCKET_PATH:
        return directory
    digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]
    return Path("/tmp") / f"liaison-{os.getuid()}-{digest}"  # noqa: S108 - made private by make_private before use


def make_private(folder: Path, uid: int, gid: int) -> None:
    """Makes `folder`, for nobody but `uid`; raises EmbeddedServerError when somebody else has taken the name."""
    try:
        folder.mkdir(mode=0o700, parents=True)
        os.chown(folder, uid, gid)
    except FileExistsError:
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != uid or found.st_mode & 0o077:
            raise EmbeddedServerError(f"{folder} is in the way: it belongs to somebody else or is open to others.") from None
    except OSError as error:
        raise EmbeddedServerError(f"{folder} cannot be made: {error.strerror}.") from error
