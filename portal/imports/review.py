"""What a person says of the suggestions of an item, so that two people never overwrite each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.imports import standing
from portal.imports.models import Item, Suggestion
from portal.imports.suggestions import ARTICLE_KINDS, is_sure
from portal.imports.telling import told

State = Suggestion.State
ACCEPTED = (State.ACCEPTED, State.EDITED)
SUGGESTIONS = Prefetch("suggestions", Suggestion.objects.select_related("decided_by"))
"""How the suggestions of several items are fetched before one chooses among them."""


class Conflict(Exception):
    """Somebody else was quicker; the message is a full sentence for the person who came second."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion that is to become true, with the value that it is to have."""

    suggestion: Suggestion
    value: Any


def lock(item: Item, version: int | None = None) -> Item:
    """The item's row, held until the transaction ends; with `version`, only if it still is what the person saw.

    Raises `Conflict`, also for an item that is not under review.
    """
    locked = Item.objects.select_for_update(of=("self",)).select_related("document", "batch").get(pk=item.pk)
    if locked.state == Item.State.APPLIED:
        raise Conflict(_("This article has been applied already."))
    if locked.state != Item.State.READY:
        raise Conflict(_("This article is not under review: %(state)s.") % {"state": locked.get_state_display().lower()})
    if version is not None and locked.version != version:
        raise Conflict(_("A colleague has decided on this article since you opened it. Look at it again, then go on."))
    return locked


@transaction.atomic
def decide(
    suggestion: Suggestion, *, state: str, version: int, user: AbstractUser, value: Any = None, reason: str = ""
) -> Suggestion:
    """Accepts, edits (with `value`), rejects or reopens one suggestion; gives it as it is now stored.

    Raises `Conflict` when it was decided on since the person saw `version`.
    """
    item = lock(suggestion.item)
    current = Suggestion.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=suggestion.pk)
    if current.version != version:
        who = str(current.decided_by or _("Somebody"))
        state_now = current.get_state_display().lower()
        raise Conflict(_("%(who)s was quicker: this suggestion is now “%(state)s”.") % {"who": who, "state": state_now})
    current.state, current.reason = state, reason[:255]
    current.edited_value = value if state == State.EDITED else None
    _stamp(current, user)
    current.save()
    _touch(item)
    return current


@transaction.atomic
def accept_sure(item: Item, *, version: int, user: AbstractUser) -> int:
    """Accepts every open suggestion that is sure, and what the article says of itself; gives their number."""
    locked = lock(item, version)
    if number := accept_sure_of(locked, user):
        _touch(locked)
    return number


def accept_sure_of(locked: Item, user: AbstractUser | None) -> int:
    """The same for an item that the caller holds, and whose version the caller counts."""
    open_ones = Suggestion.objects.select_for_update().filter(item=locked, state=State.OPEN)
    sure = [suggestion for suggestion in open_ones if is_sure(suggestion)]
    for suggestion in sure:
        suggestion.state = State.ACCEPTED
        _stamp(suggestion, user)
    Suggestion.objects.bulk_update(sure, ["state", "version", "decided_by", "decided_at"])
    return len(sure)


@transaction.atomic
def set_aside(item: Item, *, version: int, user: AbstractUser) -> None:
    """Takes an article that is of no use out of review; its document and the decisions are kept."""
    locked = lock(item, version)
    locked.state = Item.State.SKIPPED
    locked.message = told("Set aside by %(who)s.") % {"who": str(user)}
    locked.version += 1
    locked.save()


def choose(item: Item, *, only_sure: bool = False) -> list[Choice]:
    """What is to be applied: what was accepted; what the article says of itself unless rejected; with `only_sure`, all that is sure."""
    prefetch_related_objects([item], SUGGESTIONS)
    return [Choice(s, _value(s)) for s in item.suggestions.all() if _is_chosen(s, only_sure)]


def _is_chosen(suggestion: Suggestion, only_sure: bool) -> bool:
    if suggestion.state in ACCEPTED:
        return True
    if suggestion.state == State.REJECTED:
        return False
    return suggestion.kind in ARTICLE_KINDS or (only_sure and is_sure(suggestion))


def _value(suggestion: Suggestion) -> Any:
    return suggestion.edited_value if suggestion.state == State.EDITED else suggestion.value


def left_open(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """What would be left out by applying now because nobody has decided on it."""
    return [s for s in suggestions if s.state == State.OPEN and s.kind not in ARTICLE_KINDS]


def _stamp(suggestion: Suggestion, user: AbstractUser | None) -> None:
    suggestion.version += 1
    suggestion.decided_by = user  # type: ignore[assignment]
    suggestion.decided_at = timezone.now()


def _touch(item: Item) -> None:
    standing.note(item, list(item.suggestions.all()))
    item.version += 1
    item.save(update_fields=["version", "updated_at", *standing.FIELDS])
