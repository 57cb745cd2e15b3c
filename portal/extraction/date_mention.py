"""One date of a text, as the readers of dates give it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or a range as a text has it; offsets are those of the text that was searched.

    value, end_value: `YYYY-MM-DD`, `--MM-DD` (year not known), `YYYY-MM` or `YYYY`; end_value is None for a single date.
    precision: day, month or year. weekday: 0 (Monday) to 6 when the text names it beside the date.
    stated: the value before a publication date helped, equal to `value` when it did not; "" for a relative word.
    """

    start: int
    end: int
    value: str
    end_value: str | None = None
    precision: str = "day"
    weekday: int | None = None
    stated: str | None = None

    @property
    def full(self) -> bool:
        """Whether day, month and year are all known."""
        return self.precision == "day" and not self.value.startswith("--")


def day_value(year: int | None, month: int, day: int) -> str | None:
    """`YYYY-MM-DD`, or `--MM-DD` without a year; None for a day that there is not."""
    try:
        dt.date(year or 2000, month, day)
    except ValueError:
        return None
    return f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"
