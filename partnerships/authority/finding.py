"""Which organisation a name means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from partnerships.models import Organisation, OrganisationName
from partnerships.models.records import RecordQuerySet
from partnerships.names import name_key


def standing_organisations() -> RecordQuerySet:
    """Every organisation that stands for itself: those that were merged into another are left out."""
    return Organisation.objects.filter(merged_into=None)


def find_organisations(name: str) -> RecordQuerySet:
    """The organisations that `name` names exactly, by any of their names, drafts included: none, one, or several when ambiguous.

    Case, punctuation, accents of Latin letters and legal forms make no difference; see `name_key`.
    """
    key = name_key(name)
    if not key:
        return Organisation.objects.none()
    others = OrganisationName.objects.filter(key=key).values("organisation_id")
    return standing_organisations().filter(Q(key=key) | Q(pk__in=others))


def find_organisations_by_names(names: Iterable[str]) -> dict[str, list[Organisation]]:
    """The same for many names in two queries: each name with what it names, in the order of the ids."""
    keys = {name: name_key(name) for name in names}
    wanted = {key for key in keys.values() if key}
    found: dict[str, dict[int, Organisation]] = defaultdict(dict)
    for organisation in standing_organisations().filter(key__in=wanted):
        found[organisation.key][organisation.pk] = organisation
    others = OrganisationName.objects.filter(key__in=wanted, organisation__merged_into=None)
    for other in others.select_related("organisation"):
        found[other.key][other.organisation_id] = other.organisation
    return {name: [found[key][pk] for pk in sorted(found[key])] if key in found else [] for name, key in keys.items()}


def kept_organisation(organisation: Organisation) -> Organisation:
    """The organisation that stands for this one after every merge; itself when it was never merged."""
    passed: set[int] = set()
    while organisation.merged_into and organisation.pk not in passed:
        passed.add(organisation.pk)
        organisation = organisation.merged_into
    return organisation
