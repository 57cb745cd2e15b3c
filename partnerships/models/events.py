from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.log_actions import get_active_log_context
from wagtail.models import Orderable

from partnerships.edtf import IncompleteDate
from partnerships.locales import seat
from partnerships.models.fields import DerivedDateField, DerivedKeyField, IncompleteDateField
from partnerships.models.organisations import Organisation
from partnerships.models.records import Record
from partnerships.names import sort_key
from partnerships.terms import first_day, last_day


class EventKind(models.TextChoices):
    DELEGATION_VISIT = "delegation-visit", _("Delegation visit")
    TRADE_MISSION = "trade-mission", _("Trade mission")
    FORUM = "forum", _("Forum")
    EXHIBITION = "exhibition", _("Exhibition")
    MEETING = "meeting", _("Meeting")
    SIGNING = "signing", _("Signing")
    OPENING = "opening", _("Opening")
    MATCHMAKING = "matchmaking", _("Matchmaking")
    COMPETITION = "competition", _("Competition")
    WEBINAR = "webinar", _("Webinar")


class EventState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


COMING = (EventState.PLANNED, EventState.CONFIRMED)
"""The states of what is still to come."""
CALLED_OFF = (EventState.POSTPONED, EventState.CANCELLED)
"""The states that want a reason."""


class Event(Record):
    """Something that happens between parties; a visit of several places is one event with legs in order."""

    record_type = "event"
    template = "partnerships/event.html"
    translated = ("title", "summary", "state_reason")
    momentary = frozenset({"state_reason"})

    title = models.CharField(_("title"), max_length=255)
    sort_key = DerivedKeyField("title", sort_key)
    kind = models.CharField(_("kind"), max_length=32, choices=EventKind, default=EventKind.MEETING)
    state = models.CharField(_("state"), max_length=16, choices=EventState, default=EventState.HELD)
    state_reason = models.CharField(
        _("reason for the state"), max_length=255, blank=True, default="", db_default="",
        help_text=_("Why it was postponed or cancelled."),
    )  # fmt: skip
    part_of = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="inner_events",
        help_text=_("The event that it belongs to: the forum for a signing at it."),
    )  # fmt: skip
    starts = IncompleteDateField(_("starts"), help_text=_("2019, 2019-04, 2019-04-26, or XXXX-07-09 when the year is not known."))
    ends = IncompleteDateField(_("ends"))
    starts_on = DerivedDateField(["starts"], first_day)
    ends_on = DerivedDateField(["ends"], last_day)
    summary = models.TextField(_("summary"), blank=True)
    sectors = ParentalManyToManyField("partnerships.Sector", verbose_name=_("sectors"), blank=True, related_name="events")

    class Meta(Record.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=EventState.values), name="event_state_known"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="event_dates_in_order",
                violation_error_message=_("It ends before it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(part_of__isnull=True) | ~models.Q(part_of=models.F("id")),
                name="event_not_part_of_itself",
                violation_error_message=_("An event cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> datetime.date | None:
        """The last day that it can be, by its own dates or those of its legs; None when no date tells."""
        own: Any = last_day(self.ends) or last_day(self.starts)
        return own or max((day for leg in self.legs.all() if (day := last_day(leg.ends or leg.starts))), default=None)

    @property
    def is_unsettled(self) -> bool:
        """Whether it was to come and its last day has passed: nobody has said yet whether it was held."""
        day = self.last_day if self.state in COMING else None
        return day is not None and day < datetime.date.today()

    @classmethod
    def unsettled(cls) -> models.QuerySet[Event]:
        """The public events of which nobody has said whether they were held, as a queryset; looks at their dates at once."""
        today = datetime.date.today()
        coming = cls.objects.filter(live=True, state__in=COMING).exclude(ends_on__gte=today).exclude(starts_on__gte=today)
        found = [event.pk for event in coming.only("state", "starts", "ends").prefetch_related("legs") if event.is_unsettled]
        return cls.objects.filter(pk__in=found)

    def clean(self) -> None:
        super().clean()
        if self.part_of_id and self.pk and self._is_above(self.part_of_id):
            raise ValidationError({"part_of": _("It is part of this event itself: an event cannot be inside what it holds.")})

    def _is_above(self, inner: int | None) -> bool:
        """Whether this event is the one with the id `inner` or one that holds it."""
        passed: set[int] = set()
        while inner is not None and inner not in passed:
            if inner == self.pk:
                return True
            passed.add(inner)
            inner = Event.objects.filter(pk=inner).values_list("part_of_id", flat=True).first()
        return False

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = self._public_before(kwargs.get("update_fields"))
            super().save(*args, **kwargs)
            if before is not None and self.live:
                keep_change(self, before)

    def _public_before(self, update_fields: Iterable[str] | None) -> dict[str, Any] | None:
        """What visitors have read of its state and dates until now; None for what was never public or does not change."""
        if not self.pk or (update_fields is not None and not {"state", "starts", "ends", "live"}.intersection(update_fields)):
            return None
        was_public = models.Q(live=True) | models.Q(first_published_at__isnull=False)
        rows = Event.objects.filter(was_public, pk=self.pk).select_for_update()
        found: Any = rows.values("state", "starts", "ends", "live_revision_id").first()
        return found

    @classmethod
    def named(cls, word: str, lookup: str) -> models.Q:
        """Its title, or a name of an organisation that took part."""
        present = Participation.objects.filter(organisation__in=Organisation.objects.filter(Organisation.named(word, lookup)))
        return cls.in_rows(super().named(word, lookup), present.order_by().values("event_id"))


def keep_change(event: Event, before: dict[str, Any]) -> EventChange | None:
    """Write that a public event has another state or other dates than `before`, and return it; None when they are the same.

    Every saving of an event comes here. `before` holds state, starts, ends and live_revision_id.
    """
    known = {name: _date(before[name]) for name in ("starts", "ends")}
    dates = {name: _date(getattr(event, name)) for name in ("starts", "ends")}
    if before["state"] == event.state and known == dates:
        return None
    published = event.live_revision if event.live_revision_id != before["live_revision_id"] else None
    return EventChange.objects.create(
        event=event,
        before_state=before["state"],
        before_starts=known["starts"],
        before_ends=known["ends"],
        state=event.state,
        starts=dates["starts"],
        ends=dates["ends"],
        reason=event.state_reason,
        made_by=published.user if published else get_active_log_context().user,
    )


def _date(value: Any) -> IncompleteDate | None:
    return IncompleteDate.parse(value) if isinstance(value, str) and value else value or None


class EventChange(models.Model):
    """One change of an event's state or dates; the rows of an event in order are their history."""

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="changes")
    before_state = models.CharField(max_length=16, choices=EventState, blank=True)
    before_starts = IncompleteDateField()
    before_ends = IncompleteDateField()
    state = models.CharField(_("state"), max_length=16, choices=EventState)
    starts = IncompleteDateField(_("starts"))
    ends = IncompleteDateField(_("ends"))
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of state or dates")
        verbose_name_plural = _("changes of state or dates")

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What happened, without the reason: "Postponed from 4 May 2026 to 9 June 2026", "Confirmed", "Moved from … to …"."""
        before, after = period_words(self.before_starts, self.before_ends), period_words(self.starts, self.ends)
        state = str(self.get_state_display())
        if before == after:
            return state
        same = self.before_state == self.state
        if before and after:
            words = _("Moved from %(before)s to %(after)s") if same else _("%(state)s, moved from %(before)s to %(after)s")
            words = _("Postponed from %(before)s to %(after)s") if self.state == EventState.POSTPONED else words
        elif after:
            words = _("Date set: %(after)s") if same else _("%(state)s: %(after)s")
        else:
            words = _("%(state)s; it was to be %(before)s")
        return words % {"state": state, "before": before, "after": after}


def period_words(starts: Any, ends: Any) -> str:
    """From when to when, as far as it is known: "4 May 2026 – 6 May 2026"; "" when neither is."""
    labels = [date.label for date in (starts, ends) if date]
    return " – ".join(dict.fromkeys(labels))


class Leg(Orderable):
    """One stop of an event, in the order of the route."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="legs")
    place = models.CharField(_("place"), max_length=120, blank=True, help_text=_("City or venue; may be left empty."))
    country = models.ForeignKey(
        "partnerships.Place", verbose_name=_("country"), null=True, blank=True, on_delete=models.PROTECT, related_name="legs"
    )
    starts = IncompleteDateField(_("starts"))
    ends = IncompleteDateField(_("ends"))
    host = models.ForeignKey(
        "partnerships.Organisation", verbose_name=_("host"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="hosted_legs", help_text=_("Who receives the guests at this stop."),
    )  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("leg")
        verbose_name_plural = _("legs")

    def __str__(self) -> str:
        return seat(self.place, self.country)


class ParticipationRole(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    HOST = "host", _("Host")
    DELEGATION = "delegation", _("Delegation")
    LEAD = "lead", _("Lead of the delegation")
    MEMBER = "member", _("Member of the delegation")
    CHAIR = "chair", _("Chair")
    SPEAKER = "speaker", _("Speaker")
    SIGNATORY = "signatory", _("Signatory")
    ATTENDEE = "attendee", _("Attendee")
    QUOTED = "quoted", _("Quoted")
    VISITED = "visited", _("Place visited")


class Participation(Orderable):
    """An organisation, or a person in a public role, that takes part in an event."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        "partnerships.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
    )
    person = models.CharField(_("person"), max_length=160, blank=True)
    person_role = models.CharField(_("public role"), max_length=255, blank=True)
    role = models.CharField(_("part"), max_length=16, choices=ParticipationRole, default=ParticipationRole.ATTENDEE)
    stop = models.PositiveSmallIntegerField(
        _("at stop"), null=True, blank=True, help_text=_("The number of the leg, when it is at one stop only.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | ~models.Q(person=""),
                name="participation_names_someone",
                violation_error_message=_("Choose an organisation or name a person."),
            )
        ]

    def __str__(self) -> str:
        return self.person or str(self.organisation)


class EventPartnership(Orderable):
    """What an event meant for a partnership."""

    class Relation(models.TextChoices):
        DISCUSSED = "discussed", _("Discussed")
        SIGNED = "signed", _("Signed")
        LAUNCHED = "launched", _("Launched")
        RENEWED = "renewed", _("Renewed")

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="event_partnerships")
    partnership = models.ForeignKey(
        "partnerships.Partnership",
        verbose_name=_("partnership"),
        on_delete=models.PROTECT,
        related_name="event_partnerships",
    )
    relation = models.CharField(_("what happened"), max_length=16, choices=Relation, default=Relation.DISCUSSED)

    class Meta(Orderable.Meta):
        # As visitors read it beside a proof: of what an event meant for which partnership.
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [models.UniqueConstraint(fields=["event", "partnership", "relation"], name="event_partnership_once")]

    def __str__(self) -> str:
        return str(self.partnership)
