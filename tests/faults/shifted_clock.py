"""Celery as on a host whose clock is wrong: `python -m tests.faults.shifted_clock SECONDS worker …`.

Whatever asks Python for the time of day gets it so many seconds off; `time.monotonic` stays as it is, as on such a host.
"""

from __future__ import annotations

import datetime
import sys
import time
from typing import Any

_real, _time = datetime.datetime, time.time


class _Kind(type):
    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, _real)


def shift(seconds: float) -> None:
    """Sets the clock of this process, and of those that it forks, wrong. To be called before anything else is imported."""
    off = datetime.timedelta(seconds=seconds)

    class Shifted(_real, metaclass=_Kind):
        def __new__(cls, *arguments: Any, **named: Any) -> Any:
            return _real(*arguments, **named)

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return _real.now(tz) + off

        @classmethod
        def utcnow(cls) -> Any:
            return _real.now(datetime.UTC).replace(tzinfo=None) + off

    datetime.datetime = Shifted  # type: ignore[misc]
    time.time = lambda: _time() + seconds


if __name__ == "__main__":
    shift(float(sys.argv[1]))
    from celery.__main__ import main

    sys.argv = ["celery", *sys.argv[2:]]
    main()
