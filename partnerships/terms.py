"""What follows from the terms of a partnership: the day on which its office must have decided, and the days that bound it."""

from __future__ import annotations

import calendar
import datetime

from dateutil.relativedelta import relativedelta

from partnerships.edtf import IncompleteDate

CONFIRMED_MONTHS, STALE_MONTHS = 12, 24
RUNNING = ("signed", "active", "suspended")
"""The statuses in which an end or a review is still ahead."""
OVER = ("expired", "ended")
TOLD_IN_ORDER = ("active", "signed", "proposed", "suspended", *OVER)
"""What is in force comes before what is talked about, and both before what is over."""


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
    confirmed: bool = True,
) -> datetime.date | None:
    """The last day on which a decision is in time: the end less the notice, or the next review if that comes first.

    Of an end known to a month or a year the first day counts, so that nobody is late; of one "in 2026 or before" the last. What
    expired without a decision is still to be decided. None while nothing is.
    """
    has_lapsed = status == "expired" and not confirmed
    if not (status in RUNNING or has_lapsed) or let_end:
        return None
    days = []
    if end := first_day(ends) or last_day(ends):
        days.append(end - _period(notice or 0, notice_unit))
    since = last_confirmed or first_day(starts) or first_day(signed)
    if review_months and since and not has_lapsed:
        days.append(since + relativedelta(months=review_months))
    return min(days, default=None)


def standing(
    status: str, confirmed: bool, ends: IncompleteDate | None, renews: bool, let_end: bool, today: datetime.date
) -> tuple[str, bool]:
    """The status to be told on a day, and whether a person has decided it: an end day that has passed counts at once.

    `renews` says that it renews by itself; what is suspended does not.
    """
    last = last_day(ends)
    if status not in RUNNING or last is None or last >= today:
        return status, confirmed
    if let_end:
        return "ended", True
    return (status, confirmed) if renews and status != "suspended" else ("expired", False)


def next_start(ends: IncompleteDate | None) -> IncompleteDate | None:
    """When a term begins that follows one with this end, as exact as the end; None when the end is open or not known."""
    if ends is None or ends.earliest is None or ends.latest is None:
        return None
    day = ends.latest + datetime.timedelta(days=1)
    return IncompleteDate(day.year, day.month if ends.month else None, day.day if ends.day else None, ends.qualifier)


def renewed_end(ends: IncompleteDate, months: int) -> IncompleteDate:
    """The end of the next term, as exact as the end of this one, `months` later; the last day of a month stays the last."""
    assert ends.year
    if ends.precision == "year" and months % 12 == 0:
        return IncompleteDate(ends.year + months // 12, qualifier=ends.qualifier)
    month = datetime.date(ends.year, ends.month or 12, 1) + relativedelta(months=months)
    if not ends.day:
        return IncompleteDate(month.year, month.month, None, ends.qualifier)
    longest = calendar.monthrange(month.year, month.month)[1]
    is_last = ends.day == calendar.monthrange(ends.year, ends.month or 12)[1]
    return IncompleteDate(month.year, month.month, longest if is_last else min(ends.day, longest), ends.qualifier)


def known_on(last_confirmed: datetime.date | None, since: IncompleteDate | None, today: datetime.date) -> datetime.date | None:
    """The last day on which the status is known to have been true: confirmed by a person, or stated by a source."""
    days = [day for day in (last_confirmed, first_day(since)) if day and day <= today]
    return max(days, default=None)


def freshness(confirmed: datetime.date | None, today: datetime.date) -> str:
    """How fresh what was known on a day is: "confirmed" (within 12 months), "due", or "stale" (2 years or more, or never)."""
    if confirmed is None or confirmed <= today - relativedelta(months=STALE_MONTHS):
        return "stale"
    return "confirmed" if confirmed > today - relativedelta(months=CONFIRMED_MONTHS) else "due"


def _period(number: int, unit: str) -> relativedelta:
    return relativedelta(days=number) if unit == "days" else relativedelta(months=number)
