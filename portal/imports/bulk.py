"""All that is sure accepted at once: shown first, then done by the workers item by item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.imports import drafting, queue, review
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
    judged = _judged(items, user, then)
    numbers = dict(judged.order_by().values_list("fate").annotate(n=Count("pk")))
    touched = judged.filter(worked=True)
    sure = Suggestion.objects.filter(sure_condition(), state=Suggestion.State.OPEN)
    kinds = dict(sure.filter(item__in=touched.order_by().values("pk")).order_by().values_list("kind").annotate(n=Count("pk")))
    first = list(touched.order_by(*queue.ORDER)[:_EXAMPLE_ITEMS])
    facts = sure.filter(item__in=first).exclude(kind__in=ARTICLE_KINDS).order_by("item", "position")
    shown: dict[int, list[Suggestion]] = {}
    for suggestion in facts:
        shown.setdefault(suggestion.item_id, []).append(suggestion)
    return Preview(
        articles=touched.count(),
        applied=numbers.get(APPLIED, 0),
        kinds=[(kind, kinds[kind]) for kind in Suggestion.Kind.values if kind in kinds],
        left=[(str(words), numbers[reason]) for reason, words in REASONS.items() if reason in numbers],
        examples=[(item, shown.get(item.pk, [])[:_EXAMPLES]) for item in first],
    )


@transaction.atomic
def order(items: QuerySet[Item], *, user: AbstractUser, then: str) -> int:
    """Hands the items of which something is sure to the workers; gives their number. Ring the bell afterwards.

    Raises PermissionDenied when the user asks to publish and may not.
    """
    if then == Then.PUBLISH and not drafting.may_publish(user):
        raise PermissionDenied(_("You may accept, but not publish."))
    chosen = _judged(items, user, then).filter(worked=True).order_by().values("pk")
    job = BulkAcceptance.objects.create(user=user, then=then)
    number = Item.objects.filter(pk__in=chosen, state=State.READY).update(
        state=State.APPLYING, bulk=job, attempts=0, claimed_at=None, version=F("version") + 1
    )
    Batch.go_on(job.items.order_by().values("batch"))
    return number


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


def _judged(items: QuerySet[Item], user: AbstractUser, then: str) -> QuerySet[Any]:
    """The items under review with their `fate` (applied, accepted, or a reason), and whether they are `worked` on."""
    ours = Suggestion.objects.filter(item=OuterRef("pk"))
    fact, is_open = ~Q(kind__in=ARTICLE_KINDS), Q(state=Suggestion.State.OPEN)
    sure = sure_condition()
    standing = ~Q(state=Suggestion.State.REJECTED)
    judged = items.filter(state=State.READY).annotate(
        has_sure=Exists(ours.filter(is_open, sure)),
        has_unsure=Exists(ours.filter(fact, is_open).exclude(sure)),
        has_fact=Exists(ours.filter(fact).filter(Q(state__in=review.ACCEPTED) | (is_open & sure))),
        has_title=Exists(ours.filter(standing, kind=Suggestion.Kind.TITLE)),
        has_body=Exists(ours.filter(standing, kind=Suggestion.Kind.BODY)),
    )
    applies = then != Then.KEEP
    ours_or_free = Q(assigned_to__isnull=True) | Q(assigned_to=user.pk)
    workable = ours_or_free & ~queue.ALIKE
    complete = Q(open_questions=0, has_unsure=False, has_fact=True, has_title=True, has_body=True)
    whens = [
        When(~ours_or_free, then=Value("colleague")),
        When(queue.ALIKE, then=Value("alike")),
        *([When(complete, then=Value(APPLIED))] if applies else [When(has_sure=True, then=Value(ACCEPTED))]),
        *([When(queue.ASKING, then=Value("asks")), When(has_unsure=True, then=Value("unsure"))] if applies else []),
        *([When(Q(has_fact=True), then=Value("untitled"))] if applies else []),
    ]
    return judged.annotate(
        fate=Case(*whens, default=Value("nothing")),
        worked=Case(When(workable & (Q(has_sure=True) | (complete if applies else Q(pk=None))), then=True), default=False),
    )
