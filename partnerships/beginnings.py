"""When a partnership was signed or began, in words that also fit a day that is still to come."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnerships.edtf import IncompleteDate
from partnerships.models import Partnership


def signed_words(signed: IncompleteDate, day: str = "") -> str:
    """ "signed 26 April 2019", "to be signed in May 2031"; `day` in place of the date where its year stands beside it."""
    words = _("to be signed %(date)s") if signed.is_to_come else _("signed %(date)s")
    return words % {"date": day or signed.label}


def starts_words(starts: IncompleteDate, day: str = "") -> str:
    """ "since 26 April 2019", "from May 2031"; `day` as above."""
    return (
        _("from %(when)s") % {"when": day or starts.label}
        if starts.is_to_come
        else _("since %(date)s") % {"date": day or starts.label}
    )


def beginning_words(partnership: Partnership) -> str:
    """When it was signed, or else since when it is; "" when neither is known."""
    signed: Any = partnership.signed
    starts: Any = partnership.starts
    return signed_words(signed) if signed else starts_words(starts) if starts else ""


def words_below_year(partnership: Partnership, day: str) -> str:
    """The same below the year, for rows: "signed 26 Apr", "since Apr", or without a `day` "signed", "started"."""
    signed: Any = partnership.signed
    starts: Any = partnership.starts
    if signed:
        return signed_words(signed, day) if day else _("to be signed") if signed.is_to_come else _("signed")
    if not starts:
        return ""
    if day:
        return starts_words(starts, day)
    return pgettext("below a year", "starts") if starts.is_to_come else pgettext("below a year", "started")
