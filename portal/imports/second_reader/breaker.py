"""A model that has not answered lately is left alone for a while, so that not every article waits for it in vain.

Each worker finds that out by itself: it waits twice, then rests, tries once, and rests longer when that fails too.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

FAILURES = 2
"""In a row before a model is left alone."""
SHORTEST, LONGEST = 30.0, 600.0
"""Seconds of rest: the first one, and the longest that doubling it comes to."""


@dataclass(slots=True)
class Breaker:
    """What one process knows of the model at one address. Threads may share it."""

    failures: int = 0
    rested_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_resting(self) -> bool:
        """Whether nobody should ask now."""
        return time.monotonic() < self.rested_until

    def failed(self) -> bool:
        """Notes a question without an answer; True when a rest begins with it."""
        with self._lock:
            self.failures += 1
            if self.failures < FAILURES:
                return False
            rest = min(LONGEST, SHORTEST * 2 ** min(self.failures - FAILURES, 10))
            self.rested_until = time.monotonic() + rest
            return True

    def answered(self) -> None:
        """Notes that there was an answer, whatever it said."""
        with self._lock:
            self.failures, self.rested_until = 0, 0.0


_breakers: dict[str, Breaker] = {}


def breaker_of(url: str) -> Breaker:
    """This process's breaker for an address."""
    return _breakers.setdefault(url, Breaker())
