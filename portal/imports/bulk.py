"""All that is sure accepted at once: judged first, as its preview is (see `looking`), then done by the workers item by item."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.aggregates import BoolOr
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.imports import drafting, locks, orders, review
from portal.imports.models import Batch, BulkAcceptance, Item, Suggestion
from portal.imports.suggestions import ARTICLE_KINDS, sure_condition

Then = BulkAcceptance.Then
State = Item.State
APPLIED, ACCEPTED = "applied", "accepted"
"""What becomes of an article: applied as well, or only accepted as far as it is sure."""
REASONS = {
    "colleague": gettext_lazy("A colleague has taken them."),
    "alike": gettext_lazy("They resemble an earlier article: say first whether they are the same."),
    "asks": gettext_lazy("They ask a question that only a person can answer."),
    "unsure": gettext_lazy("Something in them is not sure."),
    "untitled": gettext_lazy("They have no title or no text."),
    "nothing": gettext_lazy("Nothing in them is sure and open."),
}
"""Why an article stays in the queue."""
_FACTS = ("has_sure", "has_unsure", "has_fact", "has_title", "has_body")
TOGETHER = 500
"""How many articles are looked through in one transaction."""


def order(items: QuerySet[Item], *, user: AbstractUser, then: str) -> BulkAcceptance | None:
    """Asks the workers to accept what is sure in those of the items that are under review; None when there are none.

    Ring the bell afterwards. Raises PermissionDenied when the user asks to publish and may not.
    """
    if then == Then.PUBLISH and not drafting.may_publish(user):
        raise PermissionDenied(_("You may accept, but not publish."))
    articles = list(items.filter(state=State.READY).values_list("pk", flat=True))
    return BulkAcceptance.objects.create(user=user, then=then, articles=articles) if articles else None


def work(*, seconds: float) -> bool:
    """Looks through what is ordered until the time is over; True when there is more. Any number of processes may do so at once."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not orders.step(_running(), locks.ACCEPTANCES, _look_through):
            return False
    return True


def is_waiting() -> bool:
    """Whether an order waits that nobody is looking through at this moment."""
    return orders.is_waiting(_running())


def running_for(user: AbstractUser) -> QuerySet[BulkAcceptance]:
    """The user's orders that are being looked through, without their long lists of articles."""
    return _running().filter(user=user.pk).annotate(total=F("articles__len")).defer("articles")


def _running() -> QuerySet[BulkAcceptance]:
    return BulkAcceptance.objects.filter(state=BulkAcceptance.State.RUNNING).defer("articles")


def _look_through(job: BulkAcceptance) -> bool:
    """Hands those of the next articles in which something is sure to whoever applies; False when there were no more."""
    chosen = orders.next_articles(job, TOGETHER)
    user = job.user
    if not chosen or user is None:
        return False
    touched = [one.item for one in judge(Item.objects.filter(pk__in=chosen), user, job.then) if one.is_touched]
    # What a colleague holds at this moment is being decided on.
    free = list(
        Item.objects.select_for_update(skip_locked=True).filter(pk__in=touched, state=State.READY).values_list("pk", flat=True)
    )
    taken = Item.objects.filter(pk__in=free)
    taken.update(state=State.APPLYING, bulk=job, attempts=0, claimed_at=None, version=F("version") + 1)
    Batch.go_on(taken.order_by().values_list("batch", flat=True).distinct())
    job.done += len(chosen)
    job.taken += len(free)
    job.save(update_fields=["done", "taken"])
    return True


def carry_out(item: Item) -> list[review.Choice] | None:
    """Accepts what is sure in an item that the caller holds; gives what is to be applied, where that was asked and nothing is left open.

    The item is under review again; the caller saves it.
    """
    job = item.bulk
    assert job is not None
    item.bulk, item.state, item.version = None, State.READY, item.version + 1
    review.accept_sure_of(item, job.user)
    if job.then == Then.KEEP or item.resembles or item.open_questions or review.left_open(item.suggestions.all()):
        return None
    choices = review.choose(item)
    kinds = {choice.suggestion.kind for choice in choices}
    # As `judge` has told the person.
    is_whole = {Suggestion.Kind.TITLE, Suggestion.Kind.BODY} <= kinds and not kinds <= set(ARTICLE_KINDS)
    return choices if is_whole else None


def may_publish(job: BulkAcceptance) -> bool:
    """Whether what is applied becomes public: that was asked by somebody who still may."""
    return job.user is not None and job.then == Then.PUBLISH and drafting.may_publish(job.user)


@dataclass(frozen=True, slots=True)
class Judged:
    """An item under review, what becomes of it (or why it stays), and whether something in it is accepted or made."""

    item: int
    fate: str
    is_touched: bool


def judge(items: QuerySet[Item], user: AbstractUser, then: str) -> list[Judged]:
    """Each of the items that is under review, in their order; one pass over their suggestions."""
    sure, fact = sure_condition("suggestions__"), ~Q(suggestions__kind__in=ARTICLE_KINDS)
    is_open, is_taken = Q(suggestions__state=Suggestion.State.OPEN), Q(suggestions__state__in=review.ACCEPTED)
    standing_still = is_open | is_taken
    rows = items.filter(state=State.READY).annotate(
        has_sure=BoolOr(is_open & sure),
        has_unsure=BoolOr(fact & is_open & ~sure),
        has_fact=BoolOr(fact & (is_taken | (is_open & sure))),
        has_title=BoolOr(standing_still & Q(suggestions__kind=Suggestion.Kind.TITLE)),
        has_body=BoolOr(standing_still & Q(suggestions__kind=Suggestion.Kind.BODY)),
    )
    names = ("pk", "assigned_to", "likeness", "likeness_decision", "open_questions", *_FACTS)
    applies = then != Then.KEEP
    judged = []
    for pk, holder, likeness, decision, asked, has_sure, has_unsure, has_fact, has_title, has_body in rows.values_list(*names):
        is_complete = bool(applies and has_fact and has_title and has_body and not has_unsure and not asked)
        if holder not in (None, user.pk):
            fate = "colleague"
        elif likeness is not None and not decision:
            fate = "alike"
        elif is_complete:
            fate = APPLIED
        elif not applies:
            fate = ACCEPTED if has_sure else "nothing"
        else:
            fate = "asks" if asked else "unsure" if has_unsure else "untitled" if has_fact else "nothing"
        is_ours = fate not in ("colleague", "alike")
        judged.append(Judged(pk, fate, is_ours and bool(has_sure or is_complete)))
    return judged
