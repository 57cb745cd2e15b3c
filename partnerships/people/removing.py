"""The act itself: what is found, what goes, and the entry that says so without the name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import log

from partnerships.models import PersonRemoval
from partnerships.models.facetrow import refreshed_together
from partnerships.people.needle import REMOVED, Needle, name_hash
from partnerships.people.places import Found, TextPlace, removal_places

REMOVED_PERSON = "register.remove_person"
"""The name of the entry in Wagtail's log."""


def find(needle: Needle) -> list[tuple[TextPlace, list[Found]]]:
    """Each place in which the name stands, with its rows; places without any are left out."""
    found = ((place, list(place.find(needle))) for place in removal_places)
    return [(place, rows) for place, rows in found if rows]


def remove(
    needle: Needle, user: AbstractBaseUser | None = None, reference: str = "", keep: Collection[str] = ()
) -> PersonRemoval:
    """Take the name out of every place, all or none, and return the entry that was written.

    `keep` holds the keys of rows (see `find`) that mean somebody else; their earlier versions and logs stay too. The forms of the
    name are remembered as hashes, so that an import does not bring the person back.
    """
    with refreshed_together():
        changed: dict[str, int] = {}
        kept = _kept(keep)
        for place in removal_places:
            # A row that a save has changed meanwhile is found as it then is.
            for found in list(place.find(needle)):
                if found.key in keep or _belongs_to(found.row) & kept:
                    continue
                place.remove(found, needle)
                changed[place.code] = changed.get(place.code, 0) + 1
        entries = [
            PersonRemoval(
                name_hash=name_hash(form), reference=reference, made_by=user, places=changed if form == needle.name else {}
            )
            for form in needle.forms
        ]
        PersonRemoval.objects.bulk_create(entries)
        removal = next(entry for entry in entries if entry.places or entry.name_hash == name_hash(needle.name))
        # Without the name, as the entry itself.
        log(removal, REMOVED_PERSON, user=user, data={"places": changed})
        return removal


def _kept(keys: Iterable[str]) -> set[tuple[int, str]]:
    """The (content type, id) of the records among the rows that are kept."""
    models = {place.code: place.model for place in removal_places}
    kept = set()
    for key in keys:
        code, _colon, pk = key.partition(":")
        if model := models.get(code):
            kept.add((ContentType.objects.get_for_model(model).pk, pk))
    return kept


def _belongs_to(row: Any) -> set[tuple[int, str]]:
    """The (content type, id) of the record whose version or log entry a row is."""
    types = {getattr(row, name, None) for name in ("content_type_id", "base_content_type_id")} - {None}
    owner = getattr(row, "object_id", None) or getattr(row, "page_id", None)
    return {(content_type, str(owner)) for content_type in types} if owner else set()


def are_removed(names: Iterable[str]) -> set[str]:
    """Those of the names that were removed on request, and what stands in their place; one query."""
    hashes = {name: name_hash(name) for name in names}
    known = set(PersonRemoval.objects.filter(name_hash__in=hashes.values()).values_list("name_hash", flat=True))
    return {name for name, found in hashes.items() if found in known or REMOVED in name}
