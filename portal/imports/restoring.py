"""Boilerplate that is part of the article after all, put into its text; and taken out again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from portal.extraction.types import BODY_KINDS, BOILERPLATE_KINDS
from portal.imports import review
from portal.imports.models import Item, Suggestion

State = Suggestion.State
Zone = Sequence[Any]


@transaction.atomic
def restore(item: Item, start: int, *, version: int, user: AbstractUser) -> Suggestion:
    """Puts the boilerplate that begins at `start` of the document's text into the article's; gives the text's suggestion.

    It comes after the paragraph that it follows in the document; what a person has written in the text stays. Raises
    `review.Conflict` when there is no such boilerplate, or the item is no longer what the person saw.
    """
    locked = review.lock(item, version)
    zones, number = _find(locked, start, is_restored=False)
    kind, _start, end = zones[number]
    text = locked.document.text if locked.document else ""
    zones[number] = ["paragraph", start, end]
    body = _body(locked)
    paragraphs = _paragraphs(body)
    keys = [_key(paragraph) for paragraph in paragraphs]
    earlier = [_key(text[a:b]) for k, a, b in zones if k in BODY_KINDS and a < start]
    place = next((keys.index(key) + 1 for key in reversed(earlier) if key in keys), 0)
    paragraphs.insert(place, re.sub(r"\s*\n\s*", "\n", text[start:end].strip()))
    restored = [*(locked.reading or {}).get("restored", []), [kind, start, end]]
    return _save(locked, zones, restored, body, paragraphs, user)


@transaction.atomic
def strike(item: Item, start: int, *, version: int, user: AbstractUser) -> Suggestion:
    """Takes out of the article's text what was restored at `start`. Raises `review.Conflict` as `restore` does."""
    locked = review.lock(item, version)
    zones, number = _find(locked, start, is_restored=True)
    reading = locked.reading or {}
    zones[number] = next(zone for zone in reading["restored"] if zone[1] == start)
    text = locked.document.text if locked.document else ""
    body = _body(locked)
    key = _key(text[start : zones[number][2]])
    paragraphs = [paragraph for paragraph in _paragraphs(body) if _key(paragraph) != key]
    restored = [zone for zone in reading["restored"] if zone[1] != start]
    return _save(locked, zones, restored, body, paragraphs, user)


def _find(item: Item, start: int, *, is_restored: bool) -> tuple[list[Zone], int]:
    reading = item.reading or {}
    zones = list(reading.get("zones", ()))
    restored = {zone[1] for zone in reading.get("restored", ())}
    for number, zone in enumerate(zones):
        if zone[1] == start and (start in restored if is_restored else zone[0] in BOILERPLATE_KINDS):
            return zones, number
    raise review.Conflict(_("This part of the text has been restored or left out already."))


def _body(item: Item) -> Suggestion:
    """The suggestion of the article's text; made when the reading found none."""
    if body := item.suggestions.filter(kind=Suggestion.Kind.BODY).first():
        return body
    last = max(item.suggestions.values_list("position", flat=True), default=-1)
    return Suggestion.objects.create(item=item, kind=Suggestion.Kind.BODY, position=last + 1, value="", confidence=0)


def _paragraphs(body: Suggestion) -> list[str]:
    text: Any = body.edited_value if body.state == State.EDITED else body.value
    return [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]


def _key(text: str) -> str:
    return "".join(text.split())


def _save(
    item: Item, zones: list[Zone], restored: list[Zone], body: Suggestion, paragraphs: list[str], user: AbstractUser
) -> Suggestion:
    item.reading = {**(item.reading or {}), "zones": zones, "restored": restored}
    item.save(update_fields=["reading", "updated_at"])
    value = "\n\n".join(paragraphs)
    state = State.OPEN if value == body.value else State.EDITED
    return review.decide(body, state=state, version=body.version, user=user, value=value)
