"""Organisations that texts name and that the register does not have: never accepted, matched or made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from partnerships.authority import find_organisations_by_names, name_key
from partnerships.models import Organisation, Place
from partnerships.models.organisations import OrganisationKind
from portal.imports.matching import remember
from portal.imports.models import NO_ORGANISATION, UNKNOWN, NameDecision, Suggestion

NEWEST = 20_000
"""How many mentions are looked at, the newest first."""
SHOWN_ARTICLES = 5


@dataclass(slots=True)
class Unknown:
    """One name that texts have and the register does not."""

    key: str
    name: str
    """As the newest text writes it."""
    kind: str
    country: str
    times: int = 0
    articles: dict[str, str] = field(default_factory=dict)
    """Identifiers and names of the articles, the newest first, at most SHOWN_ARTICLES."""


def unknown_organisations(most: int = 100) -> list[Unknown]:
    """The names, those that are in most articles first."""
    found: dict[str, Unknown] = {}
    for read, edited, item, name in _newest("value", "edited_value", "item__uuid", "item__name"):
        value = edited or read
        key = name_key(value.get("name") or "")
        if not key:
            continue
        one = found.setdefault(key, Unknown(key, value["name"], value.get("kind") or "", value.get("country") or ""))
        one.times += 1
        if len(one.articles) < SHOWN_ARTICLES:
            one.articles[str(item)] = str(name)
    refused = Suggestion.objects.filter(kind=Suggestion.Kind.ORGANISATION, reason=NO_ORGANISATION)
    for name in refused.order_by().values_list("value__name", flat=True).distinct():
        found.pop(name_key(name or ""), None)
    for key in NameDecision.objects.filter(key__in=list(found), verdict="same").values_list("key", flat=True):
        found.pop(key, None)
    known = find_organisations_by_names([one.name for one in found.values()])
    unknown = [one for one in found.values() if not known[one.name]]
    return sorted(unknown, key=lambda one: (-one.times, one.key))[:most]


def _newest(*names: str) -> Any:
    """These values of the newest mentions; however many there are, so many rows of an index are read."""
    mentions = Suggestion.objects.filter(UNKNOWN, item__state__in=("ready", "applied", "applying"))
    return mentions.exclude(reason=NO_ORGANISATION).order_by("-pk").values_list(*names)[:NEWEST]


def find_unknown(key: str) -> Unknown | None:
    """The name with this key, as long as it is unknown."""
    return next((one for one in unknown_organisations(most=NEWEST) if one.key == key), None)


def make_organisation(one: Unknown, user: AbstractUser) -> Organisation:
    """A draft of the organisation, for the editor to complete."""
    with transaction.atomic():
        kind = one.kind if one.kind in OrganisationKind.values else OrganisationKind.OTHER
        country = Place.objects.filter(code=one.country).first() if one.country else None
        made = Organisation(name=one.name[:255], kind=kind, country=country, live=False)
        made.save()
        log(instance=made, action="wagtail.create", user=user)
        made.save_revision(user=user, log_action=True, clean=False)
    return made


def is_this_one(one: Unknown, organisation: Organisation, user: AbstractUser) -> None:
    """From now on the name means this organisation."""
    remember(one.name, [organisation], NameDecision.Verdict.SAME, user)


def is_none(one: Unknown, user: AbstractUser) -> None:
    """The name is no organisation: what suggests it is rejected where it was listed, and it is not listed again."""
    same = [pk for pk, value in _newest("pk", "value") if name_key(value.get("name") or "") == one.key]
    Suggestion.objects.filter(pk__in=same).update(
        state=Suggestion.State.REJECTED, reason=NO_ORGANISATION, decided_by=user, version=F("version") + 1
    )
