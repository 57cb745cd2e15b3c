"""An article that resembles another: said when it is read, shown side by side, and decided by a person."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from portal.imports import duplicates, review
from portal.imports.models import Item, Suggestion
from portal.imports.shingles import tokens
from portal.imports.telling import NOTHING, Told, told

Decision = Item.Likeness
State = Item.State


def article_of(item: Item) -> str:
    """Title and cleaned text of an item that has been read, as texts are compared: the document's own text where there are none."""
    kinds = (Suggestion.Kind.TITLE, Suggestion.Kind.BODY)
    values = dict(item.suggestions.filter(kind__in=kinds).values_list("kind", "value"))
    return joined(values.get("title"), values.get("body") or (item.document.text if item.document else ""))


def joined(title: str | None, body: str) -> str:
    """The text by which an article is compared."""
    return f"{title or ''}\n\n{body}".strip()


def has_equal(item: Item, text: str) -> bool:
    """Whether another article has the same text, so that this one need not be worked on; `note` then says so."""
    is_alone = item.likeness_decision == Decision.DIFFERENT
    return not is_alone and duplicates.find_equal(item, tokens(text)) is not None


def note(item: Item, text: str) -> Told:
    """Sets on an item that is being read what its text equals or resembles; gives that in words, NOTHING when it stands alone.

    An equal text makes it a duplicate. What resembles nothing, or was said to be another article, is remembered; of the rest only
    the whole text, or the many copies of one article would make all that is in it common. Nobody else does the same until the
    transaction ends: it is the last that is done before it.
    """
    duplicates.look_alone()
    item.likeness = item.duplicate_of = None
    decided = item.likeness_decision == Decision.DIFFERENT
    found = None if decided else duplicates.find_similar(item, text)
    if found is None:
        duplicates.remember(item, text)
        return NOTHING
    item.duplicate_of, item.likeness, item.likeness_decision = found.item, found.share, ""
    if found.is_same:
        item.state, item.likeness_decision = State.DUPLICATE, Decision.SAME
        return told("The same text as “%(name)s” in “%(batch)s”.") % {"name": found.item.name, "batch": found.item.batch.title}
    duplicates.remember_whole(item, text)
    return _words_of(found.item, found.share)


def _words_of(other: Item, share: float) -> Told:
    names = {"name": other.name, "batch": other.batch.title, "percent": int(share * 100)}
    return told("It resembles “%(name)s” in “%(batch)s”: %(percent)d%% of the shorter text stands in the other.") % names


@transaction.atomic
def decide(item: Item, decision: str, *, version: int, user: AbstractUser) -> Item:
    """Keeps what a person says of the resemblance; gives the item as it is now stored.

    same: it is set aside as a duplicate. version: applying it changes the article that it resembles. different: it stands alone.
    One that was a duplicate waits to be read again (ring the bell afterwards). One that is different, but most like another article,
    with which it was not compared when it was read, is asked about again: `resembles` tells. Raises `review.Conflict`.
    """
    # Before the row, as whoever reads has the lock when it names the row as what another resembles.
    duplicates.look_alone()
    locked = (
        Item.objects.select_for_update(of=("self",)).select_related("document", "batch", "duplicate_of__batch").get(pk=item.pk)
    )
    if locked.version != version:
        raise review.Conflict(_("A colleague has decided on this article since you opened it. Look at it again, then go on."))
    if locked.likeness is None or locked.duplicate_of is None or decision not in Decision.values:
        raise review.Conflict(_("Choose how it stands to the article that it resembles."))
    if locked.state == State.DUPLICATE and decision == Decision.DIFFERENT:
        locked.state, locked.attempts, locked.claimed_at, locked.message = State.WAITING, 0, None, NOTHING
        locked.batch.go_on([locked.batch_id])
    elif locked.state != State.READY:
        raise review.Conflict(_("This article is not under review: %(state)s.") % {"state": locked.get_state_display().lower()})
    elif decision == Decision.SAME:
        locked.state = State.DUPLICATE
    else:
        text = article_of(locked)
        if decision == Decision.DIFFERENT and _ask_again(locked, text):
            decision = ""
        else:
            duplicates.remember(locked, text)
        if decision == Decision.VERSION:
            _replace(locked.duplicate_of, user)
    locked.likeness_decision = decision
    locked.version += 1
    locked.save()
    return locked


def _ask_again(item: Item, text: str) -> bool:
    """Names the article that an item is most like, if it is not the one that it was said to differ from: both resembled that one, and
    neither was compared with the other. True when there is one."""
    found = duplicates.find_similar(item, text)
    if found is None or found.item == item.duplicate_of:
        return False
    item.message = told_besides(item) + _words_of(found.item, found.share)
    item.duplicate_of, item.likeness = found.item, found.share
    return True


def told_besides(item: Item) -> Told:
    """The item's message without the words on what it resembles, for where these are said in another way."""
    if item.duplicate_of is None or item.likeness is None:
        return item.message
    said = {sentence.text for sentence in _words_of(item.duplicate_of, item.likeness).sentences}
    return Told(tuple(sentence for sentence in item.message.sentences if sentence.text not in said))


def _replace(earlier: Item, user: AbstractUser) -> None:
    """Takes an earlier version out of review, so that nobody applies it after the newer one."""
    message = told("Set aside by %(who)s: a newer version has come.") % {"who": str(user)}
    Item.objects.filter(pk=earlier.pk, state=State.READY).update(state=State.SKIPPED, message=message)
