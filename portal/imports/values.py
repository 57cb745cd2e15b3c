"""Values of a reading as the fields of records take them; what makes no sense there is left out."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.models.opportunities import default_time_zone


def one_of(value: Any, choices: Any, otherwise: str) -> str:
    """The value, if it is one of the choices."""
    return value if value in choices.values else otherwise


def date_of(text: str | None) -> IncompleteDate | None:
    """The date that is written as EDTF."""
    try:
        return IncompleteDate.parse(text) if text else None
    except IncompleteDateError:
        return None


def last_moment(day: str | None) -> datetime.datetime | None:
    """The end of the last day on which an opportunity is open; None when its year is not known."""
    date = date_of(day)
    if date is None or date.latest is None:
        return None
    return datetime.datetime.combine(date.latest, datetime.time(23, 59), ZoneInfo(default_time_zone()))


def period_of(value: dict[str, Any]) -> tuple[IncompleteDate | None, IncompleteDate | None]:
    """The first and last day of an event; no last day where that would certainly be before the first."""
    starts, ends = date_of(value.get("start")), date_of(value.get("end"))
    is_backwards = starts and ends and starts.earliest and ends.latest and starts.earliest > ends.latest
    return starts, None if is_backwards else ends
