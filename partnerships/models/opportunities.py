from __future__ import annotations

import datetime
import uuid
import zoneinfo
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from partnerships import terms
from partnerships.edtf import IncompleteDate
from partnerships.locales import bracketed
from partnerships.models.fields import DerivedKeyField
from partnerships.models.records import Record
from partnerships.names import sort_key


def default_time_zone() -> str:
    return str(settings.TIME_ZONE)


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The time zone of that name, UTC when there is none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


class OpportunityKind(models.TextChoices):
    SOFT_LANDING = "soft-landing", _("Soft landing")
    INTERNSHIP = "internship", _("Internship")
    FUNDING = "funding", _("Funding")
    TECHNOLOGY_OFFER = "technology-offer", _("Technology offer")
    TECHNOLOGY_REQUEST = "technology-request", _("Technology request")
    PARTNER_SEARCH = "partner-search", _("Partner search")
    CALL = "call", _("Open call")


class Opportunity(Record):
    """An offer or a request that someone outside can take up."""

    record_type = "opportunity"
    template = "partnerships/opportunity.html"
    translated = ("title", "summary", "for_whom")

    title = models.CharField(_("title"), max_length=255)
    sort_key = DerivedKeyField("title", sort_key)
    kind = models.CharField(_("kind"), max_length=32, choices=OpportunityKind, default=OpportunityKind.PARTNER_SEARCH)
    summary = models.TextField(_("summary"), blank=True)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default=default_time_zone,
        db_default="UTC",
        help_text=_("Of the hours above: Europe/Amsterdam."),
    )
    for_whom = models.CharField(
        _("for whom"), max_length=255, blank=True, default="", db_default="", help_text=_("Who may answer, in a few words.")
    )
    takes_interest = models.BooleanField(
        _("visitors may express interest here"), default=False, db_default=False,
        help_text=_("Shows a form on the public page until it closes; answers come to the office's inbox."),
    )  # fmt: skip
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who answers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    offered_by = models.ForeignKey(
        "partnerships.Organisation",
        verbose_name=_("offered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opportunities",
    )
    countries = ParentalManyToManyField(
        "partnerships.Place", verbose_name=_("countries"), blank=True, related_name="opportunities"
    )
    sectors = ParentalManyToManyField("partnerships.Sector", verbose_name=_("sectors"), blank=True, related_name="opportunities")

    class Meta(Record.Meta):
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=OpportunityKind.values), name="opportunity_kind_known"),
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True) | models.Q(closes__isnull=True) | models.Q(opens__lte=models.F("closes")),
                name="opportunity_dates_in_order",
                violation_error_message=_("It ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def opens_there(self) -> datetime.datetime | None:
        """When it opens, by a clock in its time zone."""
        return self.opens.astimezone(zone_of(self.time_zone)) if self.opens else None

    @property
    def closes_there(self) -> datetime.datetime | None:
        """When it closes, by a clock in its time zone."""
        return self.closes.astimezone(zone_of(self.time_zone)) if self.closes else None

    @property
    def opens_words(self) -> str:
        """ "1 March 2031, 12:00 (Europe/Amsterdam)"; "" when it is not stated."""
        return _with_zone(self.opens_there)

    @property
    def closes_words(self) -> str:
        """As `opens_words`."""
        return _with_zone(self.closes_there)

    def is_open(self, now: datetime.datetime | None = None) -> bool:
        """Whether it can be taken up at a moment (now); the closing moment itself is closed, as in lists."""
        now = now or timezone.now()
        return (self.closes is None or self.closes > now) and (self.opens is None or self.opens <= now)

    @cached_property
    def known_on(self) -> datetime.date | None:
        """The day of the newest public article about it; None when no article has a day. Lists bring it along as `told_on`."""
        if "told_on" in self.__dict__:
            told: datetime.date | None = self.__dict__["told_on"]
            return told
        return Opportunity.objects.filter(pk=self.pk).aggregate(told_on=newest_article())["told_on"]

    @property
    def stated(self) -> IncompleteDate | None:
        """The same as lights of freshness show it."""
        return IncompleteDate.parse(self.known_on.isoformat()) if self.known_on else None

    @property
    def freshness(self) -> str:
        """Whether it may still be open where only articles say so: see `partnerships.terms.freshness`; "" where a day says it."""
        is_told = self.closes is None and self.is_open() and self.known_on
        return terms.freshness(self.known_on, timezone.localdate()) if is_told else ""


def newest_article() -> models.Max:
    """The day of the newest published article that is linked to an opportunity, for annotating."""
    return models.Max("news_links__page__published_on", filter=models.Q(news_links__page__live=True))


def _with_zone(moment: datetime.datetime | None) -> str:
    return f"{date_format(moment, 'DATETIME_FORMAT')} {bracketed(moment.tzinfo)}" if moment else ""


class InterestState(models.TextChoices):
    NEW = "new", _("New")
    IN_PROGRESS = "in-progress", _("In progress")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined")
    SPAM = "spam", _("Spam")


OPEN = (InterestState.NEW, InterestState.IN_PROGRESS)
"""The states in which an answer is waited for."""


class Interest(models.Model):
    """What a visitor wrote about an opportunity: personal data, deleted when its time has come."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(
        Opportunity, verbose_name=_("opportunity"), on_delete=models.CASCADE, related_name="interests"
    )
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("email"))
    organisation = models.CharField(_("organisation"), max_length=255, blank=True)
    country = models.ForeignKey(
        "partnerships.Place", verbose_name=_("country"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    message = models.TextField(_("message"), max_length=5000)
    language = models.CharField(max_length=10, blank=True)
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    file = models.BinaryField(null=True, blank=True)
    consent_at = models.DateTimeField(_("consent given"))
    consent_text = models.TextField(_("what was agreed to"))
    state = models.CharField(_("state"), max_length=16, choices=InterestState, default=InterestState.NEW)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer_by = models.DateField(_("answer by"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    delete_on = models.DateField(_("delete on"), db_index=True)
    sender = models.CharField(max_length=64, blank=True, default="", db_default="", db_index=True, editable=False)
    """A keyed hash of the network address that it came from, for a day: who sends too much is asked to wait."""
    mail_tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Kept before the mail server is asked: with neither `mailed_at` nor `mail_error` nobody knows whether it has arrived."""
    mail_error = models.CharField(max_length=255, blank=True, default="", db_default="", editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When all that tells who wrote was deleted; the row is counted and says no more than its state."""

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=InterestState.values), name="interest_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.email else str(_("Deleted after the retention time"))


class InterestNotice(models.Model):
    """That the one who answers is told by mail of what a visitor wrote: at most once for each, and kept before it is sent."""

    interest = models.OneToOneField(Interest, on_delete=models.CASCADE, related_name="notice")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return f"{self.interest_id} {self.recipient}"
