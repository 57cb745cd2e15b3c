"""Answering what visitors wrote: the answer is kept before it is sent, sent at most once, and sent again only by a person."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from partnerships.models import Interest, InterestNotice
from partnerships.models.opportunities import OPEN, InterestState

ANSWERED, CHANGED, ERASED = "partnerships.answer_interest", "partnerships.change_interest", "partnerships.erase_interest"
"""What is written into Wagtail's log, at the opportunity: without a word that tells who wrote."""
STILL_TRYING = datetime.timedelta(minutes=5)
"""Longer than a mail server may take; a try that has not ended by then has died."""
PERSONAL: dict[str, Any] = {
    **dict.fromkeys(("name", "email", "organisation", "message", "language", "file_name", "file_type", "consent_text"), ""),
    **{"answer": "", "sender": "", "mail_error": "", "file": None, "country": None},
}
"""The fields that tell who wrote what, each with what is left of it."""


class AnswerError(Exception):
    """It cannot be done; the message is for the officer."""


def answer(interest: Interest, text: str, user: Any, state: str = InterestState.ANSWERED) -> Interest:
    """Keep an answer and send it; return the row as it then is, with `mailed_at` or the reason in `mail_error`.

    `state` is answered or declined. Raise AnswerError when it has been answered already, or is deleted.
    """
    with transaction.atomic():
        current = _locked(interest)
        if current.answered_at:
            raise AnswerError(_("%(user)s has answered in the meantime.") % {"user": current.answered_by or _("A colleague")})
        current.answer, current.answered_by, current.answered_at, current.state = text, user, timezone.now(), state
        current.assigned_to = current.assigned_to or user
        current.save(update_fields=["answer", "answered_by", "answered_at", "state", "assigned_to"])
        _log(current, ANSWERED, user, state=state)
    return send_answer(current)


def send_answer(interest: Interest, again: bool = False) -> Interest:
    """Send the answer that is kept, unless it went out; return the row as it then is.

    `again` is a person's word that a try of which nobody knows the end may be repeated. Raise AnswerError while another try lasts.
    """
    with transaction.atomic():
        current = _locked(interest)
        if current.mailed_at or not current.answered_at:
            return current
        now = timezone.now()
        if current.mail_tried_at and not current.mail_error:
            if now - current.mail_tried_at < STILL_TRYING:
                raise AnswerError(_("The answer is being sent. Look again in a few minutes."))
            if not again:
                raise AnswerError(
                    _("A try to send the answer was interrupted: it may have arrived. Say that it is to be repeated.")
                )
        current.mail_tried_at, current.mail_error = now, ""
        current.save(update_fields=["mail_tried_at", "mail_error"])
    # Committed: whatever happens to this process now, the try is seen and nobody repeats it unasked.
    try:
        answer_mail(current).send()
        current.mailed_at = timezone.now()
    except Exception as error:
        current.mail_error = f"{type(error).__name__}: {error}"[:255]
    current.save(update_fields=["mailed_at", "mail_error"])
    return current


def answer_mail(interest: Interest) -> EmailMessage:
    """The mail of an answer, in the language in which the visitor wrote. The same answer has the same Message-ID."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    with translation.override(interest.language or settings.LANGUAGE_CODE):
        title = " ".join(str(interest.opportunity.shown_title).split())
        subject = _("Your message about “%(title)s”") % {"title": title}
        address = f"{settings.SITE_URL}{interest.opportunity.get_absolute_url()}"
        body = render_to_string("partnerships/mail/answer.txt", {"interest": interest, "title": title, "address": address})
    reply_to = [interest.answered_by.email] if interest.answered_by and interest.answered_by.email else None
    headers = {"Message-ID": f"<interest-{interest.uuid}@{host}>"}
    return EmailMessage(subject, body, to=[interest.email], reply_to=reply_to, headers=headers)


def handling(interest: Interest) -> str:
    """Its state and who deals with it, as a text that a form brings back."""
    return f"{interest.state}:{interest.assigned_to_id or ''}"


@transaction.atomic
def assign(interest: Interest, seen: str, state: str, assigned_to: Any, user: AbstractBaseUser) -> Interest:
    """Give it a state and somebody who answers, who is told by mail (see `send_notices`).

    `seen` is the `handling` that the user knows; raise AnswerError when it is another one by now.
    """
    current = _locked(interest)
    if handling(current) != seen:
        words = {"state": current.get_state_display(), "user": current.assigned_to or _("nobody")}
        raise AnswerError(_("A colleague has changed it in the meantime: “%(state)s”, assigned to %(user)s.") % words)
    if state == InterestState.ANSWERED and not current.answered_at:
        raise AnswerError(_("It is answered by writing an answer below."))
    is_new_to_it = assigned_to is not None and assigned_to.pk not in (current.assigned_to_id, user.pk)
    current.state, current.assigned_to = state, assigned_to
    current.save(update_fields=["state", "assigned_to"])
    if is_new_to_it and state in OPEN:
        # Whoever takes it over is told as the first one was; nobody is told of what they took themselves.
        untold = {"recipient": assigned_to, "attempts": 0, "tried_at": None, "sent_at": None, "error": ""}
        InterestNotice.objects.update_or_create(interest=current, defaults=untold)
    _log(current, CHANGED, user, state=state, assigned_to=str(assigned_to or ""))
    return current


@transaction.atomic
def erase(interest: Interest, user: AbstractBaseUser | None = None) -> Interest:
    """Delete all that tells who wrote what; the row goes on being counted. Twice is as good as once."""
    current = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    if current.erased_at is None:
        for name, value in PERSONAL.items():
            setattr(current, name, value)
        current.erased_at = timezone.now()
        current.save(update_fields=[*PERSONAL, "erased_at"])
        if user:
            _log(current, ERASED, user)
    return current


def _locked(interest: Interest) -> Interest:
    rows = Interest.objects.select_for_update(of=("self",)).select_related("opportunity", "answered_by", "assigned_to")
    current = rows.get(pk=interest.pk)
    if current.erased_at:
        raise AnswerError(_("What was written here has been deleted."))
    return current


def _log(interest: Interest, action: str, user: AbstractBaseUser | None, **data: str) -> None:
    log(interest.opportunity, action, user=user, data={"interest": str(interest.uuid), **data})
