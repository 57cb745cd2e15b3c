"""Titles that records are given here, where the text has none for them: in the language of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from partnerships.models import Organisation
from partnerships.models.partnerships import PartnershipKind
from partnerships.models.places import country_names
from partnerships.models.translations import plain_code
from partnerships.names import script_of

SCRIPTS = {"ru": "Cyrl", "he": "Hebr", "zh-hans": "Hani", "ko": "Hang", "ja": "Jpan"}
"""The letters of languages that share them with no other whose names they would be taken for."""
_MOST_NAMED = 3


def cut(text: str, most: int = 255) -> str:
    """The text within `most` characters, cut at a word and then ending with "…"."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head[: head.rfind(" ")] if " " in head[most // 2 :] else head).rstrip(" ,;:–-") + "…"


def partnership_title(kind: str, parties: Sequence[Organisation]) -> str:
    """Who has it, and its kind."""
    return f"{names_of(parties, ' – ')}: {label_of(PartnershipKind(kind)).lower()}"


def names_of(organisations: Sequence[Organisation], between: str) -> str:
    """The names of the first of them, and how many there are beside."""
    more = len(organisations) - _MOST_NAMED
    names = between.join(one.name for one in organisations[:_MOST_NAMED])
    with translation.override(settings.LANGUAGE_CODE):
        return _("%(names)s and %(n)d more") % {"names": names, "n": more} if more > 0 else names


def is_made_title(value: dict[str, Any]) -> bool:
    """Whether an event's title is what reading puts where the text has none: "Delegation visit, Almaty"."""
    label = str(value["kind"]).replace("-", " ").capitalize()
    return value.get("title") in (label, *(f"{label}, {place}" for place in value.get("places", ())))


def where(value: dict[str, Any]) -> str:
    """Places and countries for a title in the language of the register: a place in other letters is told by its country."""
    script = SCRIPTS.get(plain_code(settings.LANGUAGE_CODE), "Latn")
    places = [place for place in value.get("places", ()) if script_of(place) in ("", script)]
    with translation.override(settings.LANGUAGE_CODE):
        return ", ".join(places or [country_names().get(code, code) for code in value.get("countries", ())])


def label_of(kind: Any) -> str:
    """The kind in the language that records are written in, whoever's language is active."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(kind.label)
