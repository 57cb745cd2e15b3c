"""What the office looks for in many partnerships at once: the same as the properties of one, as conditions for the database."""

from __future__ import annotations

import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.conf.global_settings import LANGUAGES as EVERY_LANGUAGE
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact

from partnerships.models import Partnership, Party
from partnerships.models.records import Record
from partnerships.models.translations import MARK_IN_SQL, plain_code
from partnerships.terms import CONFIRMED_MONTHS, OVER, RUNNING, STALE_MONTHS

_DAY = r"^\[?([0-9]{4}(?:-[0-9]{2}){0,2})"


def _with_stated(rows: QuerySet) -> QuerySet:
    """The rows with `told`, the beginning of the first day of `Partnership.stated` as text that is in order; null when not known."""
    stated = Coalesce(*(Cast(name, CharField()) for name in ("status_since", "starts", "signed")))
    return rows.annotate(told=Func(stated, Value(_DAY), function="substring", output_field=CharField()))


def with_freshness(rows: QuerySet, freshness: str, today: datetime.date | None = None) -> QuerySet:
    """The partnerships of this freshness ("confirmed", "due", "stale"), as `Partnership.freshness` says it of one."""
    today = today or datetime.date.today()
    known, old = (_known_after(today, months) for months in (CONFIRMED_MONTHS, STALE_MONTHS))
    condition = {"confirmed": known, "due": ~known & old, "stale": ~old}[freshness]
    return _with_stated(rows).filter(condition, ~_over(today))


def _known_after(today: datetime.date, months: int) -> Q:
    last = today - relativedelta(months=months)
    told = Q(told__isnull=False, told__gt=last.isoformat(), told__lte=today.isoformat())
    confirmed = Q(last_confirmed__isnull=False, last_confirmed__gt=last, last_confirmed__lte=today)
    return confirmed | told


def _over(today: datetime.date) -> Q:
    """What is over, or whose end day has passed without that being written yet."""
    has_passed = Q(ends_on__isnull=False, ends_on__lt=today, status__in=RUNNING)
    renews = Q(renews_itself=True, renewal_months__isnull=False, renewal_months__gt=0) & ~Q(status="suspended") & Q(let_end=False)
    return Q(status__in=OVER) | (has_passed & ~renews)


def expiring(days: int, today: datetime.date | None = None) -> Q:
    """What runs and ends within so many days."""
    today = today or datetime.date.today()
    return Q(live=True, status__in=RUNNING, ends_on__gte=today, ends_on__lte=today + datetime.timedelta(days=days))


def incomplete() -> Q:
    """No party, a party without a country, no date, or no sector."""
    parties = Party.objects.filter(partnership=OuterRef("pk"))
    sectors = Partnership.sectors.through.objects.filter(partnership=OuterRef("pk"))
    return (
        ~Q(Exists(parties))
        | Q(Exists(parties.filter(organisation__country=None)))
        | Q(signed=None, starts=None)
        | ~Q(Exists(sectors))
    )


def untranslated(model: type[Record], language: str) -> Q:
    """What says something that nobody has translated into the language, as `untranslated` of a record says it of one."""
    own = [code for code, _name in EVERY_LANGUAGE if plain_code(code) == language]
    own += [""] if language == plain_code(settings.LANGUAGE_CODE) else []
    condition = Q()
    for name in model.translated:
        condition |= ~Q(**{name: ""}) & Q(**{f"translations__{language}__{name}__isnull": True})
    return condition & ~Q(language__in=[*own, language])


def outdated(model: type[Record], language: str) -> Q:
    """What was translated from an original that has changed since, as `outdated` of a record says it of one."""
    condition = Q()
    for name in model.translated:
        mark = Func(F(name), template=MARK_IN_SQL, output_field=CharField())
        fits = Exact(KT(f"translations__{language}__{name}__of"), mark)
        condition |= Q(**{f"translations__{language}__{name}__isnull": False}) & ~Q(fits)
    return condition
