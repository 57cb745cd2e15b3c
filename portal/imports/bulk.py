"""All that is sure accepted at once: shown first, then done by the workers item by item."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.aggregates import BoolOr
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.imports import drafting, locks, orders, review, standing
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
_EXAMPLES = 3
_EXAMPLE_ITEMS = 12


@dataclass(frozen=True, slots=True)
class Preview:
    """What accepting all that is sure would do."""

    articles: int
    """In how many articles something would be accepted or made."""
    applied: int
    """How many of them would become drafts or be published."""
    kinds: list[tuple[str, int]]
    """How many suggestions of each kind would be accepted, in the order of the kinds."""
    left: list[tuple[str, int]]
    """(reason, number) of the articles that stay in the queue."""
    examples: list[tuple[Item, list[Suggestion]]]
    """The first articles of the queue with some of what would be accepted in them."""


def preview(items: QuerySet[Item], *, user: AbstractUser, then: str) -> Preview:
    """What `order` would do with the same arguments; nothing is written."""
    judged = _judge(items, user, then)
    touched = [one.item for one in judged if one.is_touched]
    numbers = Counter(one.fate for one in judged)
    sure = Suggestion.objects.filter(sure_condition(), state=Suggestion.State.OPEN)
    kinds = dict(sure.filter(item__in=touched).order_by().values_list("kind").annotate(n=Count("pk")))
    first = Item.objects.in_bulk(touched[:_EXAMPLE_ITEMS])
    shown: dict[int, list[Suggestion]] = {pk: [] for pk in touched[:_EXAMPLE_ITEMS]}
    for suggestion in sure.filter(item__in=shown).exclude(kind__in=ARTICLE_KINDS).order_by("position"):
        shown[suggestion.item_id].append(suggestion)
    return Preview(
        articles=len(touched),
        applied=numbers[APPLIED],
        kinds=[(kind, kinds[kind]) for kind in Suggestion.Kind.values if kind in kinds],
        left=[(str(words), numbers[reason]) for reason, words in REASONS.items() if reason in numbers],
        # What matters most of each, in the order of the text.
        examples=[(first[pk], sorted(some, key=_worth, reverse=True)[:_EXAMPLES]) for pk, some in shown.items() if pk in first],
    )


def _worth(suggestion: Suggestion) -> int:
    return standing.WORTH.get(Suggestion.Kind(suggestion.kind), 1)


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
    return BulkAcceptance.objects.filter(state=BulkAcceptance.State.RUNNING)


def _look_through(job: BulkAcceptance) -> bool:
    """Hands those of the next articles in which something is sure to whoever applies; False when there were no more."""
    chosen = job.articles[job.done : job.done + TOGETHER]
    user = job.user
    if not chosen or user is None:
        return False
    touched = [one.item for one in _judge(Item.objects.filter(pk__in=chosen), user, job.then) if one.is_touched]
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
    return review.choose(item)


def may_publish(job: BulkAcceptance) -> bool:
    """Whether what is applied becomes public: that was asked by somebody who still may."""
    return job.user is not None and job.then == Then.PUBLISH and drafting.may_publish(job.user)


@dataclass(frozen=True, slots=True)
class _Judged:
    """An item under review, what becomes of it (or why it stays), and whether something in it is accepted or made."""

    item: int
    fate: str
    is_touched: bool


def _judge(items: QuerySet[Item], user: AbstractUser, then: str) -> list[_Judged]:
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
        judged.append(_Judged(pk, fate, is_ours and bool(has_sure or is_complete)))
    return judged
