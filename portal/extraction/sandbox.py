"""Reading untrusted bytes in child processes with limits: what kills a child is that document's error alone.

A child is a plain `python -m portal.extraction.sandbox`, started once and used for many documents, so that it also works
inside a worker whose own processes may not have multiprocessing children. Parent and child speak over pipes: a length of
eight bytes, then a pickle. Only the parent's pickles are made from bytes that it made itself; what the child answers is
JSON-like plain data of our own classes, read with an unpickler that knows no others.
"""

from __future__ import annotations

import io
import os
import pickle
import queue
import resource
import select
import signal
import struct
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from portal.extraction import types
from portal.extraction.types import Extraction, ExtractionError, KnownName, Said, said

MEMORY = 900 * 1024 * 1024
"""Bytes of address space of a child; it uses about 250 MB of memory itself."""
SECONDS = 30.0
"""Wall clock for one document."""
START_SECONDS = 60.0
"""Wall clock until a new child can read."""
CPU_SECONDS = 25
"""Processor time for one document; beyond it the system ends the child."""
REUSES = 500
"""Documents that one child reads before it is replaced, so that no leak lasts."""
HEADER = struct.Struct(">Q")
MAX_ANSWER = 400_000_000
STOPPED = said("Reading this document needed too much memory or stopped the reader.")


class ReaderUnavailable(Exception):
    """The reader itself cannot start: no fault of any document, and nothing can be read until an administrator has mended it."""


class _Killed(Exception):
    """Somebody has killed the child, or the system for want of memory: what it read may have nothing to do with that."""


class _PlainUnpickler(pickle.Unpickler):
    """Reads the values of `portal.extraction.types` and nothing else: a taken-over child cannot run code in the parent."""

    def find_class(self, module: str, name: str) -> Any:
        if module == types.__name__ and name in _NAMES:
            return getattr(types, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not a value of an extraction")


_NAMES = frozenset(name for name, value in vars(types).items() if isinstance(value, type) and value.__module__ == types.__name__)


class _Child:
    """One child process and the known names that it already has."""

    def __init__(self, memory: int, seconds: float) -> None:
        """Starts it and waits until it can read; raises ReaderUnavailable."""
        root = Path(__file__).resolve().parents[2]
        environment = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if key in os.environ}
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own module, no input in the command
                [sys.executable, "-m", "portal.extraction.sandbox", str(memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=root,
                env={**environment, "PYTHONPATH": str(root), "PYTHONHASHSEED": "0"},
            )
        except OSError as error:
            raise ReaderUnavailable(f"The reader of documents cannot be started: {error}.") from error
        self.seconds = seconds
        self.known: tuple[KnownName, ...] | None = None
        self.uses = 0
        self._wait_for_greeting()

    def _wait_for_greeting(self) -> None:
        try:
            failure = self._receive(
                HEADER.unpack(self._receive(HEADER.size, time.monotonic() + START_SECONDS))[0], time.monotonic() + 1
            )
        except TimeoutError:
            failure = f"it was not ready within {START_SECONDS:.0f} seconds".encode()
        except (OSError, EOFError):
            failure = f"it ended with the exit code {self.process.wait()}; its own words are in the log of the worker".encode()
        if failure:
            self.end()
            raise ReaderUnavailable(f"The reader of documents cannot be started: {failure.decode(errors='replace')}.")

    def ask(self, data: bytes, name: str, known: tuple[KnownName, ...]) -> Extraction:
        """The reading of one document; raises ExtractionError, and leaves the process dead when it was its end."""
        deadline = time.monotonic() + self.seconds
        fresh = self.known is not known and self.known != known
        request = pickle.dumps((data, name, known if fresh else None), protocol=5)
        try:
            self._send(request, deadline)
            size = HEADER.unpack(self._receive(HEADER.size, deadline))[0]
            if size > MAX_ANSWER:
                raise EOFError
            good, value = _PlainUnpickler(io.BytesIO(self._receive(size, deadline))).load()
        except TimeoutError:
            self.end()
            raise ExtractionError(said("Reading this document took longer than %(n)d seconds.", n=round(self.seconds))) from None
        except (OSError, EOFError, pickle.UnpicklingError):
            was_killed = self._was_killed()
            self.end()
            raise (_Killed if was_killed else ExtractionError)(STOPPED) from None
        self.known = known
        self.uses += 1
        if not good:
            raise ExtractionError(value if isinstance(value, Said) else str(value))
        return value

    def _send(self, request: bytes, deadline: float) -> None:
        assert self.process.stdin
        descriptor = self.process.stdin.fileno()
        os.set_blocking(descriptor, False)
        waiting = memoryview(HEADER.pack(len(request)) + request)
        while waiting:
            _, ready, _ = select.select([], [descriptor], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            waiting = waiting[os.write(descriptor, waiting[: 1 << 16]) :]

    def _receive(self, size: int, deadline: float) -> bytes:
        assert self.process.stdout
        descriptor = self.process.stdout.fileno()
        chunks = []
        while size:
            ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            chunk = os.read(descriptor, min(size, 1 << 20))
            if not chunk:
                raise EOFError
            chunks.append(chunk)
            size -= len(chunk)
        return b"".join(chunks)

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def _was_killed(self) -> bool:
        try:
            return self.process.wait(timeout=1) == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            return False

    def end(self) -> None:
        """Kill the process and collect it."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue
        self.process.wait()


class Sandbox:
    """A pool of reader processes; threads may share it. Children are started when first needed."""

    def __init__(self, processes: int = 1, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self.memory, self.seconds = memory, seconds
        self._owner = os.getpid()
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(processes):
            self._idle.put(None)

    def read(self, data: bytes, name: str = "", known: Sequence[KnownName] = ()) -> Extraction:
        """As `extract`, in a child. ExtractionError is for this document alone; the next one gets a healthy child.

        `known` is sent to a child only when it is not the tuple that the child already has: hand in the same one again.
        A child that is killed from without is no error of the document, which is read once more.
        """
        with suppress(_Killed):
            return self._read(data, name, known)
        try:
            return self._read(data, name, known)
        except _Killed as error:
            raise ExtractionError(error.args[0]) from None

    def _read(self, data: bytes, name: str, known: Sequence[KnownName]) -> Extraction:
        child = self._idle.get()
        try:
            if child is None or not child.alive or child.uses >= REUSES:
                if child is not None:
                    child.end()
                child = None
                child = _Child(self.memory, self.seconds)
            return child.ask(data, name, known if isinstance(known, tuple) else tuple(known))
        finally:
            self._idle.put(child if child is not None and child.alive else None)

    def close(self) -> None:
        """End the idle children. A process that only inherited the pool by a fork leaves its parent's children alone."""
        if os.getpid() != self._owner:
            return
        for _ in range(self._idle.qsize()):
            child = self._idle.get_nowait()
            if child is not None:
                child.end()
            self._idle.put(None)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _greet(out: BinaryIO, failure: str = "") -> None:
    """The child's first word: nothing when it can read, else why it cannot."""
    words = failure.encode(errors="replace")
    out.write(HEADER.pack(len(words)) + words)
    out.flush()


def _serve(memory: int, source: BinaryIO, out: BinaryIO) -> None:
    """The child's loop: read a request, answer it, until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        from portal.extraction.extract import extract
    except Exception as error:
        traceback.print_exc()
        _greet(out, f"{type(error).__name__}: {error}")
        return
    _greet(out)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    known: tuple[KnownName, ...] = ()
    while header := source.read(HEADER.size):
        data, name, fresh = pickle.loads(source.read(HEADER.unpack(header)[0]))  # noqa: S301 - from our own parent
        known = known if fresh is None else fresh
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + CPU_SECONDS, hard))
        answer: tuple[bool, Extraction | str]
        try:
            answer = True, extract(data, name, known)
        except ExtractionError as error:
            answer = False, error.words
        except (MemoryError, RecursionError):
            answer = False, said("Reading this document needed too much memory.")
        except Exception as error:
            traceback.print_exc()
            name = type(error).__name__
            answer = False, said("The reader has a fault that this document brought to light (%(error)s).", error=name)
        packed = pickle.dumps(answer, protocol=5)
        out.write(HEADER.pack(len(packed)) + packed)
        out.flush()


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(int(sys.argv[1]), sys.stdin.buffer, answers)
