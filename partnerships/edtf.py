"""Dates that may be incomplete, as EDTF strings (ISO 8601-2): what is known, and nothing more.

2019-04-26   a day              XXXX-07-09   a day of an unknown year
2019-04      a month            [..2019]     in 2019 or before
2019         a year             [2019..]     in 2019 or after
2019~        about, with any of the first three
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _

from partnerships.locales import active_locale

_PLAIN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<about>~)?")
_YEARLESS = re.compile(r"(?:XXXX|-)-(?P<month>\d{2})-(?P<day>\d{2})")
_BEFORE = re.compile(r"\[\.\.(?P<inner>[\d-]+)\]")
_AFTER = re.compile(r"\[(?P<inner>[\d-]+)\.\.\]")


class IncompleteDateError(ValueError):
    """Not a date in one of the forms above; the message is for the person who typed it."""


@dataclass(frozen=True, slots=True)
class IncompleteDate:
    """One date as far as it is known. `str()` gives the EDTF form, the one that is stored."""

    year: int | None
    month: int | None = None
    day: int | None = None
    qualifier: str = ""
    """"" exact, "about", "before" (or on) or "after" (or on)."""

    @classmethod
    def parse(cls, text: str) -> IncompleteDate:
        """Read an EDTF string or the importer's `--MM-DD`; raise IncompleteDateError for anything else."""
        text = text.strip()
        for pattern, qualifier in ((_BEFORE, "before"), (_AFTER, "after")):
            if match := pattern.fullmatch(text):
                return cls._checked(_PLAIN.fullmatch(match["inner"]), qualifier, text)
        if match := _YEARLESS.fullmatch(text):
            return cls._checked(match, "", text)
        match = _PLAIN.fullmatch(text)
        return cls._checked(match, "about" if match and match["about"] else "", text)

    @classmethod
    def _checked(cls, match: re.Match[str] | None, qualifier: str, text: str) -> IncompleteDate:
        message = _("“%(text)s” is not a date. Write 2019, 2019-04, 2019-04-26 or, without a year, XXXX-07-09.") % {"text": text}
        if match is None:
            raise IncompleteDateError(message)
        groups = match.groupdict()
        year, month, day = (int(groups[key]) if groups.get(key) else None for key in ("year", "month", "day"))
        try:
            # 2020 is a leap year: 29 February of an unknown year is a date that exists.
            datetime.date(2020 if year is None else year, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            raise IncompleteDateError(message) from None
        return cls(year, month, day, qualifier)

    def __str__(self) -> str:
        if self.year is None:
            return f"XXXX-{self.month:02}-{self.day:02}"
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return {"before": "[..{}]", "after": "[{}..]", "about": "{}~"}.get(self.qualifier, "{}").format("-".join(parts))

    @property
    def precision(self) -> str:
        """day, month, year, or month-day when the year is not known."""
        if self.year is None:
            return "month-day"
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> datetime.date | None:
        """The first day it can be, None when open to the past or the year is not known."""
        if self.year is None or self.qualifier == "before":
            return None
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date | None:
        """The last day it can be, None when open to the future or the year is not known."""
        if self.year is None or self.qualifier == "after":
            return None
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_to_come(self) -> bool:
        """Whether even the first day that it can be lies ahead."""
        return self.earliest is not None and self.earliest > datetime.date.today()

    @property
    def label(self) -> str:
        """The date in words of the active language: "26 April 2019", "April 2019", "9 July, year not known"."""
        return self._in_words("long", "MMMM")

    @property
    def short_label(self) -> str:
        """The same for narrow columns: "26 Apr 2019", "Apr 2019"; a day, a month and its year stay on one line."""
        return self._in_words("medium", "MMM", "\N{NO-BREAK SPACE}")

    def _in_words(self, length: Literal["long", "medium"], month: str, space: str = " ") -> str:
        locale = active_locale()
        if self.year is None:
            assert self.month
            assert self.day
            words = format_skeleton(f"{month}d", datetime.date(2020, self.month, self.day), locale=locale)
            return _("%(date)s, year not known") % {"date": words.replace(" ", space)}
        date = datetime.date(self.year, self.month or 1, self.day or 1)
        if self.precision == "day":
            words = format_date(date, length, locale=locale)
        else:
            words = format_skeleton(f"y{month}" if self.month else "y", date, locale=locale)
        templates = {"about": _("about %(date)s"), "before": _("%(date)s or before"), "after": _("%(date)s or after")}
        return templates.get(self.qualifier, "%(date)s") % {"date": words.replace(" ", space)}
