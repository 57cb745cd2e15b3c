from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from partnerships import terms
from partnerships.locales import bracketed
from partnerships.models.fields import DerivedDateField, DerivedKeyField, IncompleteDateField
from partnerships.models.organisations import Organisation
from partnerships.models.records import Record, Role
from partnerships.names import sort_key
from partnerships.terms import decide_by, first_day, last_day


class PartnershipKind(models.TextChoices):
    MEMORANDUM = "memorandum", _("Memorandum")
    AGREEMENT = "agreement", _("Agreement")
    LETTER_OF_INTENT = "letter-of-intent", _("Letter of intent")
    JOINT_CENTRE = "joint-centre", _("Joint centre")
    JOINT_FUND = "joint-fund", _("Joint fund")
    JOINT_VENTURE = "joint-venture", _("Joint venture")
    PROGRAMME = "programme", _("Programme")
    TWINNING = "twinning", _("Twinning")
    ALLIANCE = "alliance", _("Alliance")
    PROJECT = "project", _("Project")
    COOPERATION = "cooperation", _("Cooperation")


class PartnershipStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    SIGNED = "signed", pgettext_lazy("status", "Signed")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Expired")
    ENDED = "ended", _("Ended")


class NoticeUnit(models.TextChoices):
    DAYS = "days", _("days")
    MONTHS = "months", _("months")


def status_words(status: str, confirmed: bool) -> str:
    """A status for readers; one that came by itself on the end day is said not to be confirmed."""
    label = str(PartnershipStatus(status).label)
    is_open = status == PartnershipStatus.EXPIRED and not confirmed
    return gettext("%(status)s, not confirmed") % {"status": label} if is_open else label


class Partnership(Record):
    """What two or more parties do, or intend to do, together."""

    record_type = "partnership"
    template = "partnerships/partnership.html"
    translated = ("title", "summary", "status_note")
    momentary = frozenset({"status_note"})

    title = models.CharField(_("title"), max_length=255)
    sort_key = DerivedKeyField("title", sort_key)
    kind = models.CharField(_("kind"), max_length=32, choices=PartnershipKind, default=PartnershipKind.COOPERATION)
    status = models.CharField(_("status"), max_length=16, choices=PartnershipStatus, default=PartnershipStatus.PROPOSED)
    status_since = IncompleteDateField(_("status since"))
    status_reason = models.CharField(
        _("reason for the status"), max_length=255, blank=True, help_text=_("For the office; visitors do not see it.")
    )
    status_note = models.CharField(
        _("public note on the status"), max_length=255, blank=True, default="", db_default="",
        help_text=_("What visitors read beside the status."),
    )  # fmt: skip
    status_confirmed = models.BooleanField(_("decided"), default=True, db_default=True, editable=False)
    """False when the status came by itself on the end day: expired, not confirmed."""
    summary = models.TextField(_("summary"), blank=True, help_text=_("What it is about, in two or three sentences."))
    signed = IncompleteDateField(_("signed"), help_text=_("2019, 2019-04, 2019-04-26, or XXXX-07-09 when the year is not known."))
    starts = IncompleteDateField(_("starts"))
    ends = IncompleteDateField(_("ends"))
    renews_itself = models.BooleanField(
        _("renews by itself"),
        default=False,
        db_default=False,
        help_text=_("A new term begins on the end day unless it is ended."),
    )
    renewal_months = models.PositiveSmallIntegerField(
        _("length of a renewal in months"), null=True, blank=True, help_text=_("How long each further term lasts.")
    )
    notice = models.PositiveSmallIntegerField(
        _("notice period"), null=True, blank=True, help_text=_("How long before the end it must be ended or renewed.")
    )
    notice_unit = models.CharField(
        _("unit of the notice period"), max_length=8, choices=NoticeUnit, default=NoticeUnit.MONTHS, db_default=NoticeUnit.MONTHS
    )
    review_months = models.PositiveSmallIntegerField(
        _("review every N months"), null=True, blank=True, help_text=_("Leave empty when the end date is enough of a reminder.")
    )
    let_end = models.BooleanField(
        _("will end"), default=False, db_default=False, help_text=_("It is decided that it ends on the end day.")
    )
    last_confirmed = models.DateField(_("last confirmed"), null=True, blank=True)
    starts_on = DerivedDateField(["starts", "signed"], lambda starts, signed: first_day(starts) or first_day(signed))
    ends_on = DerivedDateField(["ends"], last_day)
    decide_by = DerivedDateField(
        [
            *("status", "signed", "starts", "ends", "notice", "notice_unit", "review_months", "last_confirmed", "let_end"),
            "status_confirmed",
        ],
        decide_by,
        verbose_name=_("decide by"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("Who looks after it in the office and is reminded."),
    )  # fmt: skip
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("deputy"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("Who is reminded as well."),
    )  # fmt: skip
    sectors = ParentalManyToManyField("partnerships.Sector", verbose_name=_("sectors"), blank=True, related_name="partnerships")

    class Meta(Record.Meta):
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PartnershipKind.values), name="partnership_kind_known"),
            models.CheckConstraint(condition=models.Q(status__in=PartnershipStatus.values), name="partnership_status_known"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="partnership_dates_in_order",
                violation_error_message=_("It ends before it starts."),
            ),
            models.CheckConstraint(condition=models.Q(notice_unit__in=NoticeUnit.values), name="partnership_notice_unit_known"),
        ]
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["decide_by"], name="partnership_decide_by", condition=models.Q(decide_by__isnull=False)),
            models.Index(fields=["ends_on"], name="partnership_ends_on", condition=models.Q(ends_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def standing_on(self, day: datetime.date) -> tuple[str, bool]:
        """The status on a day, and whether a person has decided it; see `partnerships.terms.standing`."""
        renews = self.renews_itself and bool(self.renewal_months)
        ends: Any = self.ends
        return terms.standing(self.status, self.status_confirmed, ends, renews, self.let_end, day)

    @property
    def standing(self) -> tuple[str, bool]:
        """The same today: an end day that has passed is told at once, before anything has been written."""
        return self.standing_on(datetime.date.today())

    @property
    def shown_status(self) -> str:
        """The code of the status as it is told today."""
        return self.standing[0]

    @property
    def status_label(self) -> str:
        """The status in words: "Active", and "Expired, not confirmed" when nobody has decided it."""
        return status_words(*self.standing)

    @property
    def stated(self) -> Any:
        """Since when a source gives the status, an `IncompleteDate`; when none says so, since the agreement itself."""
        return self.status_since or self.starts or self.signed

    @property
    def known_on(self) -> datetime.date | None:
        """The last day on which the status is known to have been true."""
        return terms.known_on(self.last_confirmed, self.stated, datetime.date.today())

    @property
    def freshness(self) -> str:
        """See `partnerships.terms.freshness`; "" for what is over, which needs no confirming."""
        return "" if self.shown_status in terms.OVER else terms.freshness(self.known_on, datetime.date.today())

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> None:
        """Let a version be public, at once or at its hour; raise ValidationError for one without a party."""
        if not revision.content.get("parties"):
            # The database refuses it too, but only when everything is written, and not in words for people.
            raise ValidationError(_("A partnership needs at least one party before it can be published."))
        super().publish(revision, *args, **kwargs)

    @classmethod
    def named(cls, word: str, lookup: str) -> models.Q:
        """Its title, or a name of one of its parties."""
        parties = Party.objects.filter(organisation__in=Organisation.objects.filter(Organisation.named(word, lookup)))
        return cls.in_rows(super().named(word, lookup), parties.order_by().values("partnership_id"))


class Party(Orderable):
    """An organisation that takes part in a partnership, and as what."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        "partnerships.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="parties"
    )
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.PARTNER)

    class Meta(Orderable.Meta):
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [models.UniqueConstraint(fields=["partnership", "organisation", "role"], name="party_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class Sought(Orderable):
    """Who is asked for and is not a party: a distributor in Belgium, a named company that has not agreed."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="sought")
    description = models.CharField(_("who is sought"), max_length=255)
    organisation = models.ForeignKey(
        "partnerships.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sought_by",
    )
    country = models.ForeignKey(
        "partnerships.Place", verbose_name=_("country"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("sought partner")
        verbose_name_plural = _("sought partners")

    def __str__(self) -> str:
        return self.description


class StatusChange(models.Model):
    """One act by which a partnership came to a status; the rows of a partnership in order are its history."""

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.CASCADE, related_name="status_changes"
    )
    before = models.CharField(_("before"), max_length=16, choices=PartnershipStatus, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=PartnershipStatus)
    date = IncompleteDateField(_("since"), help_text=_("When it came into force, as far as it is known."))
    reason = models.CharField(_("reason"), max_length=255, blank=True, help_text=_("For the office; visitors do not see it."))
    note = models.CharField(_("public note"), max_length=255, blank=True, default="", db_default="")
    public = models.BooleanField(
        _("public"), default=True, db_default=True, help_text=_("Whether the public page shows this step of the history.")
    )
    confirmed = models.BooleanField(_("decided"), default=True, db_default=True, help_text=_("Not set when it came by itself."))
    evidence = models.ForeignKey(
        "partnerships.Evidence", verbose_name=_("evidence"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    act = models.ForeignKey(
        "partnerships.BulkAct", verbose_name=_("act on many"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=PartnershipStatus.values), name="status_change_known"),
            models.CheckConstraint(
                # What expired by itself may be decided to have expired, and that may be taken back.
                condition=~models.Q(status=models.F("before")) | models.Q(status=PartnershipStatus.EXPIRED),
                name="status_change_changes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())

    @property
    def label(self) -> str:
        """For visitors: the status with the date and the note as far as they are known: "Signed, 26 April 2019 (in Riga)"."""
        return self._words(self.note)

    @property
    def office_label(self) -> str:
        """For the office: the same with the reason."""
        return self._words(self.reason or self.note)

    @property
    def status_label(self) -> str:
        """The status in words, and that nobody decided it where it came by itself."""
        return status_words(self.status, self.confirmed)

    def _words(self, why: str) -> str:
        status = self.status_label
        date: Any = self.date  # an IncompleteDate, which mypy takes for the text in the column
        words = f"{status}, {date.label}" if date else status
        return f"{words} {bracketed(why)}" if why else words
