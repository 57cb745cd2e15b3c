"""The forms of the acts on one partnership: what is asked, how it is known, and how the act is then done."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from partnerships import lifecycle
from partnerships.forms import IncompleteDateFormField
from partnerships.lifecycle import LifecycleError
from partnerships.models import Evidence, Partnership
from partnerships.models.partnerships import PartnershipStatus
from partnerships.views.sources import RecordSourceForm

DATE_HELP = gettext_lazy("As far as it is known: 2019, 2019-04 or 2019-04-26.")


class ActForm(RecordSourceForm):
    """What every act asks: why, and how it is known. `perform` does the act and returns a sentence that says what was done."""

    fact: ClassVar[str] = "status"
    """The fact that the evidence of this act proves."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=255,
        help_text=gettext_lazy("Why; only the office reads it."),
    )
    note = forms.CharField(
        label=gettext_lazy("Public note"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("What visitors read beside it: “signed in Riga”, “the port is closed”."),
    )
    public = forms.BooleanField(
        label=gettext_lazy("Show on the public page"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Whether visitors see this step in the history. The status itself is always public."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order: ClassVar[list[str]] = []

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, record=partnership, **kwargs)
        self.partnership = partnership
        self.initial["seen"] = _version(partnership)

    @transaction.atomic
    def save(self, user: Any) -> str:
        """Do the act with its evidence, both or neither.

        Raise LifecycleError when it cannot be done, or when the partnership is no longer what the page has shown.
        """
        current = Partnership.objects.select_for_update().get(pk=self.partnership.pk)
        if self.cleaned_data["seen"] != _version(current):
            # Shown again, the page says how it stands now.
            data: Any = self.data.copy()
            data[self.add_prefix("seen")] = _version(self.partnership)
            self.data = data
            raise LifecycleError(
                _(
                    "It has been changed since you opened this page: see above how it stands now, and go on if this is still right."
                )
            )
        return self.perform(user, self.evidence_for(self.fact, user))

    def perform(self, user: AbstractBaseUser, evidence: Evidence) -> str:
        raise NotImplementedError

    def why(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("note", "public")}


def _version(partnership: Partnership) -> str:
    """The public version, by which it is known whether somebody has changed it."""
    return str(partnership.live_revision_id or "")


def _today() -> str:
    return datetime.date.today().isoformat()


def _ordered(*names: str) -> list[str]:
    return [*names, "reason", "note", "public", *RecordSourceForm.SOURCES]


class OfficeForm(ActForm):
    """An act of which visitors read nothing but what follows from it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"], self.fields["public"]


class ConfirmForm(OfficeForm):
    fact = ""
    field_order = _ordered("day")

    day = forms.DateField(
        label=gettext_lazy("Checked on"),
        initial=datetime.date.today,
        widget=AdminDateInput,
        help_text=gettext_lazy("The day on which somebody made sure that the record is still true."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("How it was checked")
        self.fields["reason"].help_text = _("“Called their office”; only the office reads it.")

    def perform(self, user: AbstractBaseUser, evidence: Evidence) -> str:
        lifecycle.confirm(self.partnership, user, self.cleaned_data["day"], self.cleaned_data["reason"], evidence)
        return _("“%(title)s” is confirmed to be still true.")


class StatusForm(ActForm):
    field_order = _ordered("status", "date")

    status = forms.ChoiceField(
        label=gettext_lazy("New status"),
        choices=PartnershipStatus.choices,
        help_text=gettext_lazy("How it stands now, as the newest source says."),
    )
    date = IncompleteDateFormField(label=gettext_lazy("Since"), required=False, initial=_today, help_text=DATE_HELP)

    def perform(self, user: AbstractBaseUser, evidence: Evidence) -> str:
        cleaned = self.cleaned_data
        lifecycle.change_status(
            self.partnership, cleaned["status"], cleaned["date"], cleaned["reason"], user, evidence, **self.why()
        )
        return _("The status of “%(title)s” has changed.")


class SuspendForm(ActForm):
    field_order = _ordered("date")

    date = IncompleteDateFormField(label=gettext_lazy("Since"), required=False, initial=_today, help_text=DATE_HELP)

    def perform(self, user: AbstractBaseUser, evidence: Evidence) -> str:
        cleaned = self.cleaned_data
        lifecycle.suspend(self.partnership, cleaned["date"], cleaned["reason"], user, evidence=evidence, **self.why())
        return _("“%(title)s” is suspended.")


class ResumeForm(SuspendForm):
    def perform(self, user: AbstractBaseUser, evidence: Evidence) -> str:
        cleaned = self.cleaned_data
        lifecycle.resume(self.partnership, cleaned["date"], cleaned["reason"], user, evidence=evidence, **self.why())
        return _("“%(title)s” goes on.")


class TermForm(ActForm):
    """An act on the term: decided on a day of its own."""

    fact = "ends"

    date = IncompleteDateFormField(
        label=gettext_lazy("Decided"), required=False, initial=_today, help_text=gettext_lazy("When it was decided.")
    )


class RenewForm(TermForm):
    field_order = _ordered("ends", "starts", "signed", "date")

    ends = IncompleteDateFormField(
        label=gettext_lazy("The new term ends"),
        required=False,
        help_text=gettext_lazy("The last day; empty when it is open from now on."),
    )
    starts = IncompleteDateFormField(
        label=gettext_lazy("The new term starts"), required=False, help_text=gettext_lazy("Empty: right after the old end.")
    )
    signed = IncompleteDateFormField(
        label=gettext_lazy("The renewal was signed"), required=False, help_text=gettext_lazy("Empty when nothing new was signed.")
    )

    def perform(self, user: AbstractBaseUser, evidence: Evidence) -> str:
        cleaned = self.cleaned_data
        dates = {name: cleaned[name] for name in ("date", "starts", "signed")}
        lifecycle.renew(self.partnership, cleaned["ends"], cleaned["reason"], user, evidence=evidence, **dates, **self.why())
        return _("“%(title)s” is renewed: a new term has begun in the same record.")


class ExtendForm(TermForm):
    field_order = _ordered("ends", "date")

    ends = IncompleteDateFormField(label=gettext_lazy("New end"), help_text=gettext_lazy("The last day of the longer term."))

    def perform(self, user: AbstractBaseUser, evidence: Evidence) -> str:
        cleaned = self.cleaned_data
        lifecycle.extend(self.partnership, cleaned["ends"], cleaned["reason"], user, evidence, date=cleaned["date"], **self.why())
        return _("“%(title)s” is extended.")


class LetEndForm(TermForm):
    field_order = _ordered("ends", "date")

    ends = IncompleteDateFormField(
        label=gettext_lazy("It ends"), required=False, help_text=gettext_lazy("An earlier end; empty: on the end day as agreed.")
    )

    def perform(self, user: AbstractBaseUser, evidence: Evidence) -> str:
        cleaned = self.cleaned_data
        why = {"decided": cleaned["date"], **self.why()}
        ended = lifecycle.let_end(self.partnership, cleaned["ends"], cleaned["reason"], user, evidence, **why)
        return (
            _("“%(title)s” has ended.")
            if ended
            else _("It is kept that “%(title)s” will end; nobody is reminded of it any more.")
        )


class GoOnForm(OfficeForm):
    fact = "ends"

    def perform(self, user: AbstractBaseUser, evidence: Evidence) -> str:
        lifecycle.let_go_on(self.partnership, self.cleaned_data["reason"], user, evidence)
        return _("“%(title)s” goes on until its end day, on which it must be decided again.")
