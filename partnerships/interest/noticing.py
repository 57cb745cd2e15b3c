"""Telling the one who answers that somebody wrote: one mail for each expression of interest, and one for each who takes it
over; never lost.

The row stands from the moment in which the interest is received, and each try is committed before a mail is sent: a crash is seen,
and the mail that is sent again keeps its Message-ID. The mail tells nothing of the visitor: it would outlive the retention time.
"""

from __future__ import annotations

import datetime
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnerships.models import Interest, InterestNotice
from partnerships.models.opportunities import OPEN
from partnerships.reminders import MOST_TRIES, RETRY_AFTER, language_of


def send_notices(now: datetime.datetime | None = None, seconds: float | None = None) -> dict[str, int]:
    """Send the notices that are due; return how many mails were {"sent", "failed"}. After `seconds` no further mail is begun.

    Safe to run at any time, twice or in parallel. What has been answered, deleted or given to somebody else meanwhile is not sent.
    """
    now = now or timezone.now()
    until = time.monotonic() + seconds if seconds is not None else None
    done = {"sent": 0, "failed": 0}
    while (until is None or time.monotonic() < until) and (claim := _claim(now)):
        done["sent" if _send(*claim) else "failed"] += 1
    return done


def _claim(now: datetime.datetime) -> tuple[int, int] | None:
    """Take the next notice to be sent: its id and the number of this try, which is committed before anything is sent."""
    with transaction.atomic():
        notice = (
            InterestNotice.objects.filter(sent_at=None, attempts__lt=MOST_TRIES)
            .filter(Q(tried_at=None) | Q(tried_at__lte=now - RETRY_AFTER))
            .select_for_update(skip_locked=True)
            .order_by("pk")
            .first()
        )
        if notice is None:
            return None
        notice.attempts += 1
        notice.tried_at, notice.error = now, ""
        notice.save(update_fields=["attempts", "tried_at", "error"])
        return notice.pk, notice.attempts


def _send(pk: int, attempt: int) -> bool:
    """Send one notice and keep how it went. Its row is locked meanwhile, so that no other worker takes it for dead."""
    with transaction.atomic():
        rows = InterestNotice.objects.select_for_update(skip_locked=True, of=("self",))
        found = rows.select_related("recipient", "interest__opportunity").defer("interest__file")
        notice = found.filter(pk=pk, attempts=attempt, sent_at=None).first()
        if notice is None:
            return False
        if not _is_wanted(notice):
            notice.attempts, notice.error = MOST_TRIES, _("Not sent: it was seen to in the meantime.")
        elif not notice.recipient.email:
            notice.error = _("%(user)s has no mail address.") % {"user": notice.recipient}
        else:
            try:
                notice_mail(notice).send()
                notice.sent_at = timezone.now()
            except Exception as error:
                notice.error = f"{type(error).__name__}: {error}"[:255]
        notice.save(update_fields=["attempts", "sent_at", "error"])
        return notice.sent_at is not None


def _is_wanted(notice: InterestNotice) -> bool:
    interest: Interest = notice.interest
    waits = interest.state in OPEN and interest.erased_at is None
    return waits and interest.assigned_to_id == notice.recipient_id and notice.recipient.is_active


def notice_mail(notice: InterestNotice) -> EmailMessage:
    """The mail of a notice, in the recipient's language."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    with translation.override(language_of(notice.recipient)):
        title = " ".join(str(notice.interest.opportunity.shown_title).split())
        address = f"{settings.SITE_URL}{reverse('interest_inbox:read', args=[notice.interest_id])}"
        body = render_to_string("partnerships/mail/notice.txt", {"interest": notice.interest, "title": title, "address": address})
        return EmailMessage(
            _("Somebody wrote about “%(title)s”") % {"title": title},
            body,
            to=[notice.recipient.email],
            headers={
                "Message-ID": f"<interest-{notice.interest.uuid}-notice-{notice.recipient_id}@{host}>",
                "Auto-Submitted": "auto-generated",
            },
        )
