"""Where the import desk keeps names of persons, for a removal on request."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.people import Needle, TextPlace, removal_places
from portal.imports.models import Batch, Change, GoldArticle, Item, Suggestion, Upload

OPEN = (Suggestion.State.OPEN, Suggestion.State.ACCEPTED, Suggestion.State.EDITED)


def connect() -> None:
    """Called once, when every model is loaded."""
    removal_places.extend(
        [
            TextPlace("batch", _("Imports"), Batch, ("title", "preview")),
            TextPlace("upload", _("Files of imports"), Upload, ("name", "origin")),
            TextPlace("item", _("Imported documents"), Item, ("name", "message", "traceback", "reading", "left_out")),
            TextPlace("suggestion", _("What imports have read"), Suggestion, SUGGESTION, change=_suggestion, describe=_item),
            TextPlace(
                "importlog", _("Log of imports"), Change, ("label", "reason", "before", "after", "snapshot"), is_history=True
            ),
            TextPlace("gold", _("Test articles"), GoldArticle, ("name", "gold", "added")),
        ]
    )


SUGGESTION = ("value", "edited_value", "spans", "match", "reason")


def _suggestion(row: Suggestion, needle: Needle) -> dict[str, Any]:
    changed: dict[str, Any] = {name: needle.replaced(getattr(row, name)) for name in SUGGESTION}
    if row.kind == Suggestion.Kind.PERSON and row.made is None and row.state in OPEN:
        # Nobody is to make a participation of it.
        changed |= {"state": Suggestion.State.REJECTED, "version": row.version + 1}
    return changed


def _item(row: Suggestion) -> str:
    return str(row.item)
