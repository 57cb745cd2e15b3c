"""How an act writes: the public record at once, and every version that waits."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Revision
from wagtail.signals import published

from partnerships.models import Evidence, Partnership


class LifecycleError(Exception):
    """It cannot be done so; the message is for the person who asked."""


class StatusChangeError(LifecycleError):
    """The status cannot be changed so."""


class _PublishAmendment(PublishRevisionAction):
    """Publishes without ending the moderation of the version that waits: an act is no answer to it."""

    proof: Evidence | None = None

    def _after_publish(self) -> None:
        published.send(sender=type(self.object), instance=self.object, revision=self.revision, proof=self.proof)


def amend(
    partnership: Partnership,
    values: dict[str, Any],
    user: AbstractBaseUser | None,
    *,
    proof: Evidence | None = None,
    logged: bool = True,
) -> Partnership:
    """Set fields of a partnership and return it as it now is: a public one at once, a draft as a draft.

    A version that waits for moderation, for its hour or for its author gets the same values and goes on waiting; a value that is
    a function is called with each version. Raise LifecycleError when the values contradict each other, and Wagtail's
    PublishPermissionError for a user who may not publish; None stands for the system itself. `proof` is the evidence of the new
    values: what proved the old ones is kept and marked. Without `logged`, the caller writes the entry of the log.
    """
    with transaction.atomic():
        current = Partnership.objects.select_for_update().get(pk=partnership.pk)
        waiting = _waiting_versions(current)
        if current.live:
            revision = _save(current, values, user)
            publishing = _PublishAmendment(revision, user=user, log_action=logged)
            publishing.proof = proof
            publishing.execute()
        for pk, go_live_at in waiting:
            old = Revision.objects.get(pk=pk)
            # A version of a public record remains its author's.
            _carry_on(old, go_live_at, values, old.user if current.live else user)
        if not current.live and not waiting:
            _save(current, values, user)
        amended = Partnership.objects.get(pk=partnership.pk)
        if not amended.live:
            # As in the editor: what lists show of a draft is its newest version.
            _set(amended, values)
            amended.save()
        return amended


def _waiting_versions(current: Partnership) -> list[tuple[int, Any]]:
    """The id of each version that may still become the public one, with its hour, the newest last."""
    waiting = {revision.pk: revision.approved_go_live_at for revision in current.revisions.exclude(approved_go_live_at=None)}
    if current.latest_revision_id and (not current.live or current.has_unpublished_changes):
        waiting.setdefault(current.latest_revision_id, None)
    return sorted(waiting.items())


def _carry_on(old: Revision, go_live_at: Any, values: dict[str, Any], author: AbstractBaseUser | None) -> None:
    version = old.as_object()
    state = version.current_workflow_task_state
    revision = _save(version, values, author, approved_go_live_at=go_live_at)
    if go_live_at:
        version.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    if state and state.revision_id == old.pk:
        state.revision = revision
        state.save(update_fields=["revision"])


def _save(version: Partnership, values: dict[str, Any], user: AbstractBaseUser | None, **more: Any) -> Revision:
    _set(version, values)
    try:
        return version.save_revision(user=user, **more)
    except ValidationError as error:
        raise LifecycleError(" ".join(error.messages)) from error


def _set(version: Partnership, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(version, name, value(version) if callable(value) else value)


def locked(partnership: Partnership) -> Partnership:
    """The row as it is, locked until the end of the transaction; raise LifecycleError for a draft, which is simply edited."""
    current = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if not current.live:
        raise LifecycleError(_("“%(title)s” is not public: change it in the editor.") % {"title": current})
    return current
