"""A person is removed on request, in one act: wherever the register and the rooms above it keep the name."""

from partnerships.people.needle import REMOVED, Needle, name_hash
from partnerships.people.places import Found, TextPlace, removal_places
from partnerships.people.removing import REMOVED_PERSON, are_removed, find, remove

__all__ = [
    "REMOVED",
    "REMOVED_PERSON",
    "Found",
    "Needle",
    "TextPlace",
    "are_removed",
    "find",
    "name_hash",
    "removal_places",
    "remove",
]
