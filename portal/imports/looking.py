"""What accepting all that is sure would do: told at once for a short queue, found out by the workers for a long one."""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.imports import bulk, drafting, locks, orders, standing
from portal.imports.models import BulkPreview, Item, Suggestion
from portal.imports.suggestions import ARTICLE_KINDS, sure_condition

AT_ONCE = 1_000
"""About so many articles a person is told at once; what is about more is counted by the workers."""
TOGETHER = 500
_KEPT = datetime.timedelta(days=1)
_EXAMPLES = 3
_EXAMPLE_ITEMS = 12

Found = dict[str, Any]
"""What was counted: {"fates": {fate: articles}, "kinds": {kind: suggestions}, "unsure": {kind: suggestions}, "by_one": articles,
"touched": articles, "first": [keys of items]}."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What accepting all that is sure would do."""

    articles: int
    """In how many articles something would be accepted or made."""
    applied: int
    """How many of them would become drafts or be published."""
    kinds: list[tuple[str, int]]
    """How many suggestions of each kind would be accepted, in the order of the kinds."""
    left: list[tuple[str, str, int]]
    """(reason, its words, number) of the articles that stay in the queue."""
    unsure: list[tuple[str, int]]
    """How many suggestions of each kind are not sure in articles that this keeps from becoming drafts or public."""
    held_by_one: int
    """How many of those articles have only one of them."""
    examples: list[tuple[Item, list[Suggestion]]]
    """The first articles of the queue with some of what would be accepted in them."""


def preview(articles: Sequence[int], *, user: AbstractUser, then: str) -> Preview:
    """What `bulk.order` would do with these articles; nothing is written."""
    return _tell(_count(articles, user, then))


def order(items: QuerySet[Item], *, wanted: str, user: AbstractUser, then: str) -> BulkPreview:
    """Asks the workers for the same of any number of items; what the user asked before is forgotten.

    `wanted` is under what `latest` finds it. Ring the bell afterwards. Raises PermissionDenied as `bulk.order` does.
    """
    if then == bulk.Then.PUBLISH and not drafting.may_publish(user):
        raise PermissionDenied(_("You may accept, but not publish."))
    BulkPreview.objects.filter(user=user).delete()
    return BulkPreview.objects.create(user=user, then=then, wanted=wanted, articles=list(items.values_list("pk", flat=True)))


def latest(*, wanted: str, user: AbstractUser, then: str) -> BulkPreview | None:
    """What the user asked last, if it was about this; with its number of articles as `total`, without their long list."""
    asked = BulkPreview.objects.filter(user=user, wanted=wanted, then=then)
    return asked.annotate(total=F("articles__len")).defer("articles").first()


def tell(job: BulkPreview) -> Preview:
    """What was found out by an order that is done."""
    return _tell(job.found)


def work(*, seconds: float) -> bool:
    """Counts what is ordered until the time is over; True when there is more. Any number of processes may do so at once."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not orders.step(_running(), locks.PREVIEWS, _count_more):
            return False
    return True


def is_waiting() -> bool:
    """Whether an order waits that nobody is counting at this moment."""
    return orders.is_waiting(_running())


def forget() -> None:
    """Drops what was found out more than a day ago."""
    BulkPreview.objects.filter(asked_at__lt=Now() - _KEPT).delete()


def _running() -> QuerySet[BulkPreview]:
    return BulkPreview.objects.filter(state=BulkPreview.State.RUNNING).defer("articles")


def _count_more(job: BulkPreview) -> bool:
    """Counts the next articles; False when there were no more."""
    chosen = orders.next_articles(job, TOGETHER)
    if not chosen or job.user is None:
        return False
    job.found = _sum(job.found, _count(chosen, job.user, job.then))
    job.done += len(chosen)
    job.save(update_fields=["found", "done"])
    return True


def _count(articles: Sequence[int], user: AbstractUser, then: str) -> Found:
    place = {pk: number for number, pk in enumerate(articles)}
    judged = sorted(bulk.judge(Item.objects.filter(pk__in=articles), user, then), key=lambda one: place[one.item])
    touched = [one.item for one in judged if one.is_touched]
    kinds = _sure().filter(item__in=touched).order_by().values_list("kind").annotate(n=Count("pk"))
    held = [one.item for one in judged if one.fate == "unsure"]
    doubts = Suggestion.objects.filter(item__in=held, state=Suggestion.State.OPEN).exclude(kind__in=ARTICLE_KINDS)
    unsure = list(doubts.exclude(sure_condition()).order_by().values_list("item", "kind"))
    return {
        "fates": dict(Counter(one.fate for one in judged)),
        "kinds": dict(kinds),
        "unsure": dict(Counter(kind for _item, kind in unsure)),
        "by_one": Counter(Counter(item for item, _kind in unsure).values())[1],
        "touched": len(touched),
        "first": touched[:_EXAMPLE_ITEMS],
    }


def _sum(one: Found, other: Found) -> Found:
    if not one:
        return other
    numbers: Found = {name: dict(Counter(one[name]) + Counter(other[name])) for name in ("fates", "kinds", "unsure")}
    totals = {name: one[name] + other[name] for name in ("by_one", "touched")}
    return {**numbers, **totals, "first": [*one["first"], *other["first"]][:_EXAMPLE_ITEMS]}


def _tell(found: Found) -> Preview:
    fates, first = found.get("fates", {}), found.get("first", [])
    items = Item.objects.in_bulk(first)
    shown: dict[int, list[Suggestion]] = {pk: [] for pk in first if pk in items}
    for suggestion in _sure().filter(item__in=shown).exclude(kind__in=ARTICLE_KINDS).order_by("position"):
        shown[suggestion.item_id].append(suggestion)
    return Preview(
        articles=found.get("touched", 0),
        applied=fates.get(bulk.APPLIED, 0),
        kinds=_in_order(found.get("kinds", {})),
        left=[(reason, str(words), fates[reason]) for reason, words in bulk.REASONS.items() if reason in fates],
        unsure=_in_order(found.get("unsure", {})),
        held_by_one=found.get("by_one", 0),
        # What matters most of each, in the order of the text.
        examples=[(items[pk], sorted(some, key=_worth, reverse=True)[:_EXAMPLES]) for pk, some in shown.items()],
    )


def _in_order(kinds: dict[str, int]) -> list[tuple[str, int]]:
    return [(kind, kinds[kind]) for kind in Suggestion.Kind.values if kind in kinds]


def _sure() -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(sure_condition(), state=Suggestion.State.OPEN)


def _worth(suggestion: Suggestion) -> int:
    return standing.WORTH.get(Suggestion.Kind(suggestion.kind), 1)
