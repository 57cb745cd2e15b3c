"""How much memory a piece of a test takes at most."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SELF = Path("/proc/self")


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


def _highest() -> int:
    status = _SELF / "status"
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
