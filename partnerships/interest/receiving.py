"""Taking what a visitor wrote: once, with the consent as it was read, and not too much of it from one place."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from partnerships.interest.files import CheckedFile
from partnerships.models import Interest, InterestNotice, Opportunity
from partnerships.models.opportunities import InterestState

SALT = "partnerships.interest"
LEAST_SECONDS = 3
"""A person needs longer to fill in the form; programs do not."""
MOST_SECONDS = 24 * 60 * 60
AN_HOUR = datetime.timedelta(hours=1)


class ReceivingError(Exception):
    """It is not taken; the message is for the visitor. `code` is closed, early, late or many."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Token:
    """What the form brings back: which opportunity it was made for, and the identifier that its answer will have."""

    opportunity: uuid.UUID
    interest: uuid.UUID


def new_token(opportunity: Opportunity) -> str:
    """A signed text for a hidden field of the form: it says when and for which opportunity the form was made."""
    return signing.TimestampSigner(salt=SALT).sign(f"{opportunity.uuid} {uuid.uuid4()}")


def read_token(text: str, opportunity: Opportunity) -> uuid.UUID:
    """The identifier for what was sent with this token; raise ReceivingError when it came too soon, too late or from elsewhere."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        first, _space, last = signer.unsign(text, max_age=MOST_SECONDS).partition(" ")
        token = Token(uuid.UUID(first), uuid.UUID(last))
    except (signing.BadSignature, ValueError) as error:
        raise ReceivingError("late", _("This form is too old. What you wrote is still here: please send it again.")) from error
    if token.opportunity != opportunity.uuid:
        raise ReceivingError("late", _("This form belongs to another page. Please send it again from here."))
    try:
        signer.unsign(text, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return token.interest
    raise ReceivingError("early", _("That was quicker than a person can write. Please wait a few seconds and send it again."))


def sender_of(address: str) -> str:
    """A keyed hash of a network address: enough to count by, too little to find the address."""
    return salted_hmac(SALT, address, algorithm="sha256").hexdigest()


def consent_text() -> str:
    """What a visitor agrees to, in the language of the page."""
    days = settings.INTEREST_KEPT_DAYS
    words = ngettext(
        "I agree that this office keeps what I write here in order to answer it, and deletes it after %(days)s day.",
        "I agree that this office keeps what I write here in order to answer it, and deletes it after %(days)s days.",
        days,
    )
    return words % {"days": days}


@transaction.atomic
def receive(
    opportunity: Opportunity,
    identifier: uuid.UUID,
    values: Mapping[str, Any],
    sender: str,
    file: CheckedFile | None = None,
    is_spam: bool = False,
) -> Interest:
    """Keep what a visitor wrote and return it; the same identifier again gives what is there already.

    The one who answers for the opportunity is to be told of it, unless it is spam: see `send_notices`.

    `values` holds name, email, organisation, country, message. Raise ReceivingError when the opportunity is not open or when too
    much came from the same sender within an hour.
    """
    now = timezone.now()
    # The row is locked, so that what comes from one sender at once is counted.
    current = Opportunity.objects.select_for_update().get(pk=opportunity.pk)
    known = Interest.objects.filter(uuid=identifier, opportunity=current).first()
    if known:
        return known
    if not (current.live and current.takes_interest and current.is_open(now)):
        raise ReceivingError("closed", _("This opportunity is closed: nothing can be sent any more."))
    if Interest.objects.filter(sender=sender, received_at__gt=now - AN_HOUR).count() >= settings.INTEREST_PER_HOUR:
        raise ReceivingError("many", _("Many messages came from your network within an hour. Please try again later."))
    today = timezone.localdate(now)
    contact = current.contact if current.contact and current.contact.is_active else None
    made = Interest.objects.create(
        **values,
        uuid=identifier,
        opportunity=current,
        sender=sender,
        language=get_language() or settings.LANGUAGE_CODE,
        state=InterestState.SPAM if is_spam else InterestState.NEW,
        file_name=file.name if file else "",
        file_type=file.media_type if file else "",
        file=file.content if file else None,
        consent_at=now,
        consent_text=consent_text(),
        assigned_to=contact,
        answer_by=today + datetime.timedelta(days=settings.INTEREST_ANSWER_DAYS),
        delete_on=today + datetime.timedelta(days=settings.INTEREST_KEPT_DAYS),
    )
    if contact and not is_spam:
        InterestNotice.objects.create(interest=made, recipient=contact)
    return made
