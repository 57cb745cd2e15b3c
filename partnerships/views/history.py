"""The terms of a partnership in the order of time, for the office and for visitors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from partnerships.edtf import IncompleteDate
from partnerships.models import Partnership
from partnerships.terms import RUNNING


@dataclass(frozen=True, slots=True)
class TermShown:
    """One term: its dates as far as they are known, what became of it in words, and why."""

    signed: IncompleteDate | None
    starts: IncompleteDate | None
    ends: IncompleteDate | None
    outcome: str
    why: str = ""
    is_running: bool = False


def terms_of(partnership: Partnership, for_office: bool = False) -> list[TermShown]:
    """The earlier terms and the one that stands in the record, the first first; visitors get those that are public.

    A date of signing that several terms share is told with the first of them.
    """
    kept = list(partnership.terms.all()) if partnership.pk else []
    shown: list[TermShown] = []
    signed: Any = None
    term: Any
    for term in kept:
        if for_office or term.public:
            new = term.signed if term.signed != signed else None
            why = term.reason or term.note if for_office else term.note
            shown.append(TermShown(new, term.starts, term.ends, str(term.get_outcome_display()), why))
        signed = term.signed
    current: Any = (partnership.signed, partnership.starts, partnership.ends)
    if any(current) and not (kept and current == (kept[-1].signed, kept[-1].starts, kept[-1].ends)):
        new = current[0] if current[0] != signed else None
        shown.append(
            TermShown(new, current[1], current[2], _outcome(partnership), is_running=partnership.shown_status in RUNNING)
        )
    return shown


def _outcome(partnership: Partnership) -> str:
    if partnership.shown_status not in RUNNING:
        return partnership.status_label
    if partnership.let_end:
        return _("Will end")
    if partnership.renews_itself and partnership.renewal_months:
        return _("Running; renews by itself for %(months)s months") % {"months": partnership.renewal_months}
    return _("In force")
