"""The queue of articles under review, over all imports: its filters and counts, and who has which article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Count, F, Func, Q, QuerySet
from django.utils.translation import gettext as _

from portal.imports import review
from portal.imports.models import Item

State = Item.State
MAY_REVIEW = "imports.change_item"
ORDER = (F("rank").desc(), "pk")
ALIKE = Q(likeness__isnull=False, likeness_decision="")
"""What resembles an earlier article, and nobody has said how."""
ASKING = Q(open_questions__gt=0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants to see of the queue; what is empty does not narrow it."""

    state: str = State.READY
    batch: int | None = None
    language: str = ""
    country: str = ""
    who: str = ""
    """me, nobody or others."""
    asks: bool = False
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Exact numbers, each by all that is wanted except its own filter."""

    total: int
    who: dict[str, int]
    asks: int
    alike: int
    batches: list[tuple[int, str, int]]
    languages: list[tuple[str, int]]
    countries: list[tuple[str, int]]


def find(wanted: Wanted, user: AbstractUser) -> QuerySet[Item]:
    """The items that are wanted, the most certain and most valuable first."""
    items = Item.objects.filter(state=wanted.state)
    if wanted.batch is not None:
        items = items.filter(batch=wanted.batch)
    if wanted.language:
        items = items.filter(language=wanted.language)
    if wanted.country:
        items = items.filter(countries__contains=[wanted.country])
    if wanted.who:
        items = items.filter(_holders(user)[wanted.who])
    if wanted.asks:
        items = items.filter(ASKING)
    if wanted.alike:
        items = items.filter(ALIKE)
    return items.order_by(*ORDER)


def _holders(user: AbstractUser) -> dict[str, Q]:
    nobody = Q(assigned_to__isnull=True)
    return {"me": Q(assigned_to=user.pk), "nobody": nobody, "others": ~nobody & ~Q(assigned_to=user.pk)}


def count(wanted: Wanted, user: AbstractUser) -> Counts:
    """The numbers beside the filters, in four queries however long the queue is."""

    def without(**changes: Any) -> QuerySet[Item]:
        return find(replace(wanted, **changes), user).order_by()

    holders, number = _holders(user), Count("pk")
    whose = {**holders, "any": Q()}
    own = {
        "who": holders[wanted.who] if wanted.who else Q(),
        "asks": ASKING if wanted.asks else Q(),
        "alike": ALIKE if wanted.alike else Q(),
    }
    # One pass for all that is a condition on a row: each number leaves its own filter out and keeps the other two.
    numbers = without(who="", asks=False, alike=False).aggregate(
        total=Count("pk", filter=own["who"] & own["asks"] & own["alike"]),
        **{f"who_{name}": Count("pk", filter=mine & own["asks"] & own["alike"]) for name, mine in whose.items()},
        asks=Count("pk", filter=ASKING & own["who"] & own["alike"]),
        alike=Count("pk", filter=ALIKE & own["who"] & own["asks"]),
    )
    batches = without(batch=None).values_list("batch_id", "batch__title").annotate(n=number).order_by("-batch_id")
    unnested = Func(F("countries"), function="unnest")
    return Counts(
        total=numbers["total"],
        who={name: numbers[f"who_{name}"] for name in whose},
        asks=numbers["asks"],
        alike=numbers["alike"],
        batches=list(batches),
        languages=list(without(language="").values_list("language").annotate(n=number).order_by("-n", "language")),
        countries=list(without(country="").values_list(unnested).annotate(n=number).order_by("-n")),
    )


# --- who has which article


def reviewers() -> QuerySet[Any]:
    """Everybody who may review, by name."""
    users = get_user_model()
    backend = "django.contrib.auth.backends.ModelBackend"
    found: QuerySet[Any] = users._default_manager.with_perm(MAY_REVIEW, backend=backend)
    return found.order_by(users.USERNAME_FIELD)


@transaction.atomic
def take_next(wanted: Wanted, user: AbstractUser, *, after: Item | None = None) -> Item | None:
    """The next article of the queue that is the user's own or nobody's, which is then the user's; from the top again at the end.

    Two people who ask at once get two articles. None when none is left but `after` itself.
    """
    holders = _holders(user)
    queue = find(replace(wanted, state=State.READY, who=""), user).filter(holders["me"] | holders["nobody"])
    queue = queue.select_for_update(skip_locked=True, of=("self",))
    item = None
    if after:
        queue = queue.exclude(pk=after.pk)
        item = queue.filter(Q(rank__lt=after.rank) | Q(rank=after.rank, pk__gt=after.pk)).first()
    item = item or queue.first()
    if item and item.assigned_to_id != user.pk:
        item.assigned_to = user  # type: ignore[assignment]
        item.save(update_fields=["assigned_to"])
    return item


def take(items: Iterable[int], user: AbstractUser) -> int:
    """Gives the user those of the items that are under review and nobody's; gives their number."""
    return _ready(items).filter(assigned_to=None).update(assigned_to=user.pk)


def give(items: Iterable[int], to: AbstractUser | None) -> int:
    """Gives those of the items that are under review to somebody, or releases them (None); gives their number."""
    return _ready(items).update(assigned_to=to.pk if to else None)


def hand_over(item: Item, to: AbstractUser | None, *, holder: int | None) -> None:
    """Gives one item to somebody, or releases it, if it still is whose the person saw. Raises `review.Conflict`."""
    if not _ready([item.pk]).filter(assigned_to=holder).update(assigned_to=to.pk if to else None):
        now = Item.objects.select_related("assigned_to").get(pk=item.pk)
        if now.state == State.READY and now.assigned_to:
            raise review.Conflict(_("%(who)s has taken this article meanwhile.") % {"who": now.assigned_to})
        raise review.Conflict(_("This article has changed since you opened it. Look at it again, then go on."))


def _ready(items: Iterable[int]) -> QuerySet[Item]:
    return Item.objects.filter(pk__in=list(items), state=State.READY)
