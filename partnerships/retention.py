"""Personal data goes when its time has come; what is counted stays."""

from __future__ import annotations

import datetime
import time

from django.utils import timezone

from partnerships.interest import erase
from partnerships.models import Interest

AT_ONCE = 100
SENDER_KEPT = datetime.timedelta(days=1)


def delete_personal_data(today: datetime.date | None = None, seconds: float | None = None) -> dict[str, int]:
    """Erase the expressions of interest whose time has come, and what tells their senders apart after a day.

    Return {"erased": …, "senders": …}. Safe to run at any time, twice or in parallel; after `seconds` it stops between two rows.
    """
    today = today or timezone.localdate()
    until = time.monotonic() + seconds if seconds is not None else None
    old = Interest.objects.exclude(sender="").filter(received_at__lt=timezone.now() - SENDER_KEPT)
    done = {"erased": 0, "senders": old.update(sender="")}
    due = Interest.objects.filter(delete_on__lte=today, erased_at=None).order_by("pk").defer("file")
    while rows := list(due[:AT_ONCE]):
        for interest in rows:
            if until is not None and time.monotonic() > until:
                return done
            erase(interest)
            done["erased"] += 1
    return done
