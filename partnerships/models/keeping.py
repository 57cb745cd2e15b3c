"""How the office keeps a partnership: its earlier terms, who is reminded of what, and acts on many at once."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.fields import IncompleteDateField
from partnerships.models.partnerships import Partnership


class TermOutcome(models.TextChoices):
    RENEWED = "renewed", _("Renewed")
    RENEWED_ITSELF = "renewed-itself", _("Renewed by itself")
    EXTENDED = "extended", _("Extended")
    LET_END = "let-end", _("Let end")
    ENDED = "ended", _("Ended early")
    EXPIRED = "expired", _("Expired, not confirmed")


class Term(models.Model):
    """An earlier term of a partnership and how it ended; the running one stands in the record itself."""

    partnership = models.ForeignKey(Partnership, verbose_name=_("partnership"), on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField(_("number"))
    signed = IncompleteDateField(_("signed"))
    starts = IncompleteDateField(_("starts"))
    ends = IncompleteDateField(_("ends"))
    outcome = models.CharField(_("outcome"), max_length=16, choices=TermOutcome)
    date = IncompleteDateField(_("decided"))
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    note = models.CharField(_("public note"), max_length=255, blank=True, default="", db_default="")
    public = models.BooleanField(_("public"), default=True, db_default=True)
    evidence = models.ForeignKey(
        "partnerships.Evidence", verbose_name=_("evidence"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("earlier term")
        verbose_name_plural = _("earlier terms")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="term_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=TermOutcome.values), name="term_outcome_known"),
        ]

    def __str__(self) -> str:
        start: Any = self.starts or self.signed
        end: Any = self.ends
        return f"{start.label if start else '…'} – {end.label if end else '…'}"


class Watch(models.Model):
    """What an officer has said about the reminders of one partnership; it holds for one deadline only."""

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="watch")
    decide_by = models.DateField()
    snoozed_until = models.DateField(_("quiet until"), null=True, blank=True)
    in_progress_since = models.DateField(_("renewal in progress since"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.partnership)


class Digest(models.Model):
    """The one mail of a day to one person, from the first attempt to its sending."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("digest mail")
        verbose_name_plural = _("digest mails")
        constraints = [models.UniqueConstraint(fields=["recipient", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.recipient}"


class Reminder(models.Model):
    """That one person is reminded of one deadline at one step before it: each at most once."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="reminders")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    decide_by = models.DateField()
    days_left = models.SmallIntegerField()
    """The step: 180, 90, 30 or 7 days before, 0 on the day, then -7, -14 and so on."""
    digest = models.ForeignKey(Digest, null=True, blank=True, on_delete=models.SET_NULL, related_name="reminders")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["decide_by", "pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "recipient", "decide_by", "days_left"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.days_left}"


def new_key() -> str:
    return secrets.token_urlsafe(32)


class CalendarKey(models.Model):
    """The secret in the address of a person's own calendar of deadlines."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True, default=new_key)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.user)


class ActKind(models.TextChoices):
    STATUS = "status", _("Set status")
    OWNER = "owner", _("Set owner")
    SECTOR = "sector", _("Add a sector")


class ActState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


class BulkAct(models.Model):
    """One act on many partnerships: what was chosen, what was set and why, to be taken back with one click."""

    kind = models.CharField(_("what"), max_length=16, choices=ActKind)
    state = models.CharField(_("state"), max_length=16, choices=ActState, default=ActState.WAITING)
    chosen_by = models.JSONField(_("chosen by"), default=dict)
    """The filters of the list by which the partnerships were chosen: names and values of the query."""
    values = models.JSONField(_("set to"), default=dict)
    date = IncompleteDateField(_("since"))
    reason = models.CharField(_("reason"), max_length=255)
    note = models.CharField(_("public note"), max_length=255, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_date = IncompleteDateField(_("taken back since"))
    undone_reason = models.CharField(_("reason for taking it back"), max_length=255, blank=True)
    undone_note = models.CharField(_("public note on taking it back"), max_length=255, blank=True, default="", db_default="")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("act on many")
        verbose_name_plural = _("acts on many")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ActKind.values), name="act_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=ActState.values), name="act_state_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="act_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"


class ActOutcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    LEFT_OUT = "left-out", _("Left out")
    UNDONE = "undone", _("Taken back")
    KEPT = "kept", _("Kept: changed since")


class BulkActRow(models.Model):
    """What one act did to one partnership."""

    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="rows")
    partnership = models.ForeignKey(Partnership, null=True, on_delete=models.SET_NULL, related_name="act_rows")
    title = models.CharField(_("title"), max_length=255, default="", db_default="")
    """As it was when the act was ordered: a partnership that is deleted since is still named and counted."""
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    outcome = models.CharField(_("outcome"), max_length=16, choices=ActOutcome, default=ActOutcome.WAITING)
    why = models.CharField(_("why"), max_length=255, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["act", "partnership"], name="act_row_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=ActOutcome.values), name="act_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_outcome_display()}"


class ListColumns(models.Model):
    """Which columns a person wants to see in one list of the admin, in their order."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=32)
    names = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "list_name"], name="list_columns_once")]

    def __str__(self) -> str:
        return f"{self.list_name}: {', '.join(self.names)}"
