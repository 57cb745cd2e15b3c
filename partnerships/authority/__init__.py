"""Which organisation a name means, which two records may be one, and how they become one and two again."""

from partnerships.authority.finding import (
    find_organisations,
    find_organisations_by_names,
    kept_organisation,
    standing_organisations,
)
from partnerships.authority.likeness import Alike, find_alike
from partnerships.authority.merging import MERGED, merge
from partnerships.authority.planning import MergeError, Plan, plan_merge
from partnerships.authority.unmerging import UNDONE, Outcome, undo_merge
from partnerships.names import name_key

__all__ = [
    "MERGED",
    "UNDONE",
    "Alike",
    "MergeError",
    "Outcome",
    "Plan",
    "find_alike",
    "find_organisations",
    "find_organisations_by_names",
    "kept_organisation",
    "merge",
    "name_key",
    "plan_merge",
    "standing_organisations",
    "undo_merge",
]
