"""How much memory a piece of a test takes at most."""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SELF = Path("/proc/self")
_READERS = (b"portal.extraction.sandbox", b"portal/imports/containers/")
"""What the command lines of the children tell that read what others have sent."""


class Peak:
    """The most that was held beyond what was held before, in KiB, while the block ran."""

    kilobytes = 0


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """Measures this process during the block, whatever the tests before it have left in it.

    Where Linux lets the mark be set back, the mark is of this block alone; elsewhere it may tell less, never more.
    """
    marks = _SELF / "clear_refs"
    if marks.exists():
        marks.write_text("5")
    before, peak = _highest(), Peak()
    yield peak
    peak.kilobytes = _highest() - before


@contextmanager
def peak_of_readers() -> Iterator[Peak]:
    """The most that one of this process's reading children holds while the block runs; nothing where there is no /proc.

    Looked at again and again: what the system counts of children that have ended (RUSAGE_CHILDREN) begins with the size
    of the process that has started them.
    """
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            for reader in _readers():
                with suppress(OSError):
                    peak.kilobytes = max(peak.kilobytes, _highest(reader))

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield peak
    finally:
        over.set()
        watching.join()


def _readers() -> Iterator[Path]:
    for children in _SELF.glob("task/*/children"):
        with suppress(OSError):
            for process in children.read_text().split():
                folder = Path("/proc") / process
                command = (folder / "cmdline").read_bytes()
                if any(name in command for name in _READERS):
                    yield folder


def _highest(process: Path = _SELF) -> int:
    status = process / "status"
    if process == _SELF and not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # A process that is about to end has no such line any more.
    return next((int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")), 0)
