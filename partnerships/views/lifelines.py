"""How a partnership came to where it stands, along time."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language_bidi

from partnerships.models import Partnership, StatusChange
from partnerships.models.facetrow import facet_sources
from partnerships.pictures.lifeline import Lifeline, Since, lifeline
from partnerships.terms import OVER


def lifeline_of(partnership: Partnership, history: Sequence[StatusChange]) -> Lifeline | None:
    """Its changes of status that have a year, from the first on, as a band; None with fewer than two of these."""
    stages = {member: code for code, stage in facet_sources["partnership"].status_groups.items() for member in stage.members}
    dated: list[Since] = []
    for change in history:
        known: Any = change.date
        # What is known to the month or the year is drawn at its beginning.
        if known and known.earliest:
            dated.append(Since(known.earliest, stages[change.status], f"{change.status_label}, {known.label}"))
    if len(dated) < 2:
        return None
    ends: Any = None if partnership.shown_status in OVER else partnership.ends_on
    return lifeline(dated, datetime.date.today(), ends, mirrored=get_language_bidi())
