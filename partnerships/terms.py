"""What follows from the terms of a partnership: the day on which its office must have decided, and the days that bound it."""

from __future__ import annotations

import datetime

from dateutil.relativedelta import relativedelta

from partnerships.edtf import IncompleteDate

CONFIRMED_MONTHS, STALE_MONTHS = 12, 24
RUNNING = ("signed", "active", "suspended")
"""The statuses in which an end or a review is still ahead."""


def first_day(date: IncompleteDate | None) -> datetime.date | None:
    """The first day that an incomplete date can be; None when it is not known."""
    return date.earliest if date else None


def last_day(date: IncompleteDate | None) -> datetime.date | None:
    """The last day that an incomplete date can be; None when it is not known."""
    return date.latest if date else None


def decide_by(
    status: str,
    signed: IncompleteDate | None,
    starts: IncompleteDate | None,
    ends: IncompleteDate | None,
    notice: int | None,
    notice_unit: str,
    review_months: int | None,
    last_confirmed: datetime.date | None,
    let_end: bool = False,
) -> datetime.date | None:
    """The last day on which a decision is in time: the end less the notice, or the next review if that comes first.

    Of an end known to a month or a year the first day counts, so that nobody is late. None while nothing is to be decided.
    """
    if status not in RUNNING or let_end:
        return None
    days = []
    if ends and ends.earliest:
        days.append(ends.earliest - _period(notice or 0, notice_unit))
    since = last_confirmed or first_day(starts) or first_day(signed)
    if review_months and since:
        days.append(since + relativedelta(months=review_months))
    return min(days, default=None)


def renewed_end(ends: IncompleteDate, months: int) -> IncompleteDate:
    """The end of the next term, as exact as the end of this one, `months` later."""
    assert ends.year
    if ends.precision == "year" and months % 12 == 0:
        return IncompleteDate(ends.year + months // 12, qualifier=ends.qualifier)
    day = datetime.date(ends.year, ends.month or 12, ends.day or 1) + relativedelta(months=months)
    return IncompleteDate(day.year, day.month, day.day if ends.day else None, ends.qualifier)


def freshness(confirmed: datetime.date | None, today: datetime.date) -> str:
    """How fresh the knowledge of a record is: "confirmed" (within 12 months), "due", or "stale" (2 years or more, or never)."""
    if confirmed is None or confirmed <= today - relativedelta(months=STALE_MONTHS):
        return "stale"
    return "confirmed" if confirmed > today - relativedelta(months=CONFIRMED_MONTHS) else "due"


def _period(number: int, unit: str) -> relativedelta:
    return relativedelta(days=number) if unit == "days" else relativedelta(months=number)
