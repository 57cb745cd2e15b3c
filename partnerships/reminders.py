"""Who is reminded of which deadline when; one digest mail a day to each person, sent at most once and never lost.

A step before the deadline that was missed is caught up by the newest step. Rows are unique, so that late, double or parallel runs
change nothing; the attempt is committed before a mail is sent, so that a crash is seen, and the mail keeps its Message-ID.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from partnerships.models import Digest, Partnership, Reminder, Watch

STEPS = (180, 90, 30, 7, 0)
"""Days before the deadline on which people are reminded; after it, every WEEK."""
WEEK = 7
MOST_TRIES = 3
RETRY_AFTER = datetime.timedelta(minutes=10)
"""When a try that has not ended is held to have died; longer than a mail server may take."""
REMINDED, SNOOZED, IN_PROGRESS = "partnerships.remind", "partnerships.snooze", "partnerships.renewal_in_progress"
"""What is written into Wagtail's log."""


class NoAddressError(Exception):
    """There is nowhere to send it; the message is for the office."""


class WatchError(Exception):
    """It cannot be kept quiet so; the message is for the person who asked."""


def step_reached(days_left: int, more: Iterable[int] = ()) -> int | None:
    """The newest step that a deadline in `days_left` days has reached: 180, 90 … 0, -7, -14 …; None before the first.

    `more` are further steps of this one deadline.
    """
    overdue = -(-days_left // WEEK) * WEEK if days_left < 0 else 0
    return min((step for step in (*STEPS, overdue, *more) if step >= days_left), default=None)


def due_partnerships(today: datetime.date) -> Any:
    """The public partnerships with a deadline that has reached a step, with owner, deputy and watch."""
    last = today + datetime.timedelta(days=STEPS[0])
    found = Partnership.objects.filter(live=True, decide_by__lte=last).exclude(owner=None, deputy=None)
    return found.select_related("owner", "deputy", "watch").order_by("decide_by", "sort_key", "pk")


def current_watch(partnership: Partnership) -> Watch | None:
    """What was said about the reminders of the deadline that stands now; None when nothing was."""
    watch = getattr(partnership, "watch", None)
    return watch if watch and watch.decide_by == partnership.decide_by else None


def is_quiet(partnership: Partnership, today: datetime.date) -> bool:
    """Whether nobody is reminded today; a renewal in progress is quiet only until the deadline itself."""
    watch = current_watch(partnership)
    if watch is None or partnership.decide_by is None:
        return False
    is_snoozed = watch.snoozed_until is not None and watch.snoozed_until > today
    return is_snoozed or (watch.in_progress_since is not None and partnership.decide_by > today)


def quiet(today: datetime.date) -> Q:
    """The same as a condition on partnerships."""
    snoozed = Q(watch__snoozed_until__gt=today)
    in_progress = Q(watch__in_progress_since__isnull=False, decide_by__gt=today)
    return Q(watch__decide_by=F("decide_by")) & (snoozed | in_progress)


def wanted(today: datetime.date) -> list[Reminder]:
    """The reminders that should exist today, whether or not they do, unsaved: the newest step of each deadline for each person."""
    reminders = []
    for partnership in due_partnerships(today):
        if is_quiet(partnership, today):
            continue
        watch = current_watch(partnership)
        days_left = (partnership.decide_by - today).days
        woken = watch and watch.snoozed_until
        step = step_reached(days_left, [(partnership.decide_by - woken).days] if woken else [])
        people = {person.pk: person for person in (partnership.owner, partnership.deputy) if person and person.is_active}
        reminders += [
            Reminder(partnership=partnership, recipient=person, decide_by=partnership.decide_by, days_left=step)
            for person in people.values()
        ]
    return reminders


def prepare(today: datetime.date) -> int:
    """Put what is new into today's digests, and what was not delivered; return how many reminders that were.

    Safe to run at any time, twice or in parallel.
    """
    Digest.objects.filter(day__lt=today, attempts=0).delete()
    due = wanted(today)
    rows = Reminder.objects.filter(partnership__in={reminder.partnership_id for reminder in due}).select_related("digest")
    known = {_key(row): row for row in rows}
    open_ones: dict[int, list[Reminder]] = {}
    for reminder in due:
        row = known.get(_key(reminder))
        if row is None or _is_lost(row.digest, today):
            open_ones.setdefault(reminder.recipient_id, []).append(row or reminder)
    return sum(_fill(recipient, reminders, today) for recipient, reminders in sorted(open_ones.items()))


def _key(reminder: Reminder) -> tuple[Any, ...]:
    return reminder.partnership_id, reminder.recipient_id, reminder.decide_by, reminder.days_left


def _is_lost(digest: Digest | None, today: datetime.date) -> bool:
    """Whether what was in it did surely not arrive and will not be tried again as it is."""
    if digest is None:
        return True
    if digest.sent_at or digest.day >= today:
        return False
    return bool(digest.error) or digest.attempts >= MOST_TRIES


@transaction.atomic
def _fill(recipient: int, reminders: list[Reminder], today: datetime.date) -> int:
    Digest.objects.bulk_create([Digest(recipient_id=recipient, day=today)], ignore_conflicts=True)
    digest = Digest.objects.select_for_update().get(recipient_id=recipient, day=today)
    if digest.attempts or digest.sent_at:
        return 0  # It may be on its way: what is new comes with tomorrow's.
    new = [reminder for reminder in reminders if reminder.pk is None]
    for reminder in new:
        reminder.digest = digest
    before = digest.reminders.count()
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders if reminder.pk]).update(digest=digest)
    return digest.reminders.count() - before


def send_due(now: datetime.datetime | None = None, seconds: float | None = None) -> dict[str, int]:
    """Prepare today's digests and send all that may be sent; return how many mails were {"sent", "failed"}.

    Before REMINDERS_HOUR of the site's day nothing is prepared. After `seconds` no further mail is begun.
    """
    now = timezone.localtime(now, timezone.get_default_timezone())
    until = time.monotonic() + seconds if seconds is not None else None
    if now.hour >= settings.REMINDERS_HOUR:
        prepare(now.date())
    done = {"sent": 0, "failed": 0}
    while (until is None or time.monotonic() < until) and (claim := _claim(now)):
        done["sent" if _send(*claim, now) else "failed"] += 1
    return done


def _claim(now: datetime.datetime) -> tuple[int, int] | None:
    """Take the next digest to be sent: its id and the number of this try, which is committed before anything is sent."""
    today = now.date()
    may_have_arrived = Q(attempts__gt=0, error="")
    with transaction.atomic():
        digest = (
            Digest.objects.filter(Q(day=today) | may_have_arrived, sent_at=None, attempts__lt=MOST_TRIES, day__lte=today)
            .filter(Q(tried_at=None) | Q(tried_at__lte=now - RETRY_AFTER))
            .select_for_update(skip_locked=True)
            .order_by("day", "pk")
            .first()
        )
        if digest is None:
            return None
        digest.attempts += 1
        digest.tried_at = now
        # Until the try has ended nobody knows whether the mail has arrived.
        digest.error = ""
        digest.save(update_fields=["attempts", "tried_at", "error"])
        return digest.pk, digest.attempts


def _send(pk: int, attempt: int, now: datetime.datetime) -> bool:
    """Send one digest and keep how it went. Its row is locked meanwhile, so that no other worker takes it for dead."""
    with transaction.atomic():
        found = Digest.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
        digest = found.filter(pk=pk, attempts=attempt, sent_at=None).first()
        if digest is None:
            return False
        reminders = _still_true(digest, now.date())
        try:
            message = digest_mail(digest, reminders, now.date())
            if message is None:
                return _give_up(digest)
            message.send()
        except Exception as error:
            words = str(error) if isinstance(error, NoAddressError) else f"{type(error).__name__}: {error}"
            digest.error = words[:255]
            digest.save(update_fields=["error"])
            return False
        digest.sent_at = timezone.now()
        digest.save(update_fields=["sent_at"])
        for reminder in reminders:
            data = {"to": str(digest.recipient), "decide_by": reminder.decide_by.isoformat(), "days_left": reminder.days_left}
            log(reminder.partnership, REMINDED, data=data)
        return True


def _give_up(digest: Digest) -> bool:
    digest.attempts, digest.error = MOST_TRIES, _("Not sent: everything was decided in the meantime.")
    digest.save(update_fields=["attempts", "error"])
    return False


def _still_true(digest: Digest, today: datetime.date) -> list[Reminder]:
    """One reminder for each deadline in the digest that still stands for its reader, the newest step, the first deadline first."""
    newest: dict[int, Reminder] = {}
    rows = digest.reminders.select_related("partnership__watch")
    for reminder in rows.order_by("decide_by", "partnership__sort_key", "partnership_id", "-days_left"):
        partnership = reminder.partnership
        stands = partnership.live and partnership.decide_by == reminder.decide_by and not is_quiet(partnership, today)
        if stands and digest.recipient_id in (partnership.owner_id, partnership.deputy_id):
            newest[partnership.pk] = reminder
    return list(newest.values())


def digest_mail(digest: Digest, reminders: list[Reminder], today: datetime.date) -> EmailMessage | None:
    """The mail of a digest in the recipient's language; None when nothing is left to say.

    Raise NoAddressError when the recipient has no mail address.
    """
    if not reminders:
        return None
    recipient = digest.recipient
    if not recipient.email:
        raise NoAddressError(_("%(user)s has no mail address.") % {"user": recipient})
    with translation.override(language_of(recipient)):
        number = len(reminders)
        words = ngettext("%(number)s partnership to decide on", "%(number)s partnerships to decide on", number)
        lines = [
            {
                "partnership": reminder.partnership,
                "when": days_in_words((reminder.decide_by - today).days),
                "address": f"{settings.SITE_URL}{reverse('register_decide', args=[reminder.partnership_id])}",
            }
            for reminder in reminders
        ]
        body = render_to_string(
            "partnerships/mail/digest.txt", {"lines": lines, "dashboard": f"{settings.SITE_URL}{reverse('wagtailadmin_home')}"}
        )
        return EmailMessage(
            words % {"number": number},
            body,
            to=[recipient.email],
            headers={"Message-ID": f"<digest-{digest.pk}-{digest.day}@{_host()}>", "Auto-Submitted": "auto-generated"},
        )


def language_of(user: Any) -> str:
    """The language in which a person uses the admin."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else settings.LANGUAGE_CODE


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def days_in_words(days: int) -> str:
    """ "in 12 days", "today", "5 days ago", "3 years ago"."""
    if days == 0:
        return _("today")
    if (years := -days // 365) >= 2:
        return ngettext("%(years)s year ago", "%(years)s years ago", years) % {"years": years}
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}


def snooze(partnership: Partnership, until: datetime.date, user: Any) -> Watch:
    """Keep the reminders of the deadline that stands now quiet until a day, on which people are reminded again.

    Raise WatchError for a day that is not ahead, or that lies after a deadline that is still ahead.
    """
    today = datetime.date.today()
    deadline = _deadline(partnership)
    if until <= today:
        raise WatchError(_("Choose a day that is still to come."))
    if deadline > today and until > deadline:
        raise WatchError(_("That is after the day of decision: choose an earlier one."))
    if until > max(deadline, today + datetime.timedelta(days=4 * WEEK)):
        raise WatchError(_("The day of decision has passed: reminders can be kept quiet for four weeks at most."))
    return _watch(partnership, deadline, user, SNOOZED, snoozed_until=until)


def set_in_progress(partnership: Partnership, user: Any, is_so: bool = True) -> Watch:
    """Keep that the renewal is being worked on (or is not): nobody is reminded of this deadline before it has come."""
    since = datetime.date.today() if is_so else None
    return _watch(partnership, _deadline(partnership), user, IN_PROGRESS, in_progress_since=since)


def _deadline(partnership: Partnership) -> datetime.date:
    if partnership.decide_by is None:
        raise WatchError(_("There is nothing to decide about “%(title)s”.") % {"title": partnership})
    return partnership.decide_by


@transaction.atomic
def _watch(partnership: Partnership, deadline: datetime.date, user: Any, action: str, **values: Any) -> Watch:
    # What was said about an earlier deadline is forgotten.
    Watch.objects.filter(partnership=partnership).exclude(decide_by=deadline).delete()
    defaults = {**values, "decide_by": deadline, "set_by": user}
    watch, _made = Watch.objects.update_or_create(partnership=partnership, defaults=defaults)
    data = {name: value.isoformat() if value else None for name, value in values.items()}
    log(partnership, action, user=user, data={**data, "decide_by": deadline.isoformat()})
    return watch
