"""Titles that records are given here, where the text has none for them: in the language of the register, translated for others.

What makes them speaks the active language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships.locales import in_a_row, labelled
from partnerships.models import Organisation
from partnerships.models.events import EventKind
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


def give_title(record: Any, written: str, make: Callable[[], str], most: int = 255) -> None:
    """Sets the title of a record that is not saved yet: what is written for it, or else what `make` says in each language."""
    if written:
        record.title = cut(written, most)
        return
    record.title = cut(in_register(make), most)
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            with translation.override(code):
                record.translate(code, "title", cut(make(), most))


def in_register(make: Callable[[], str]) -> str:
    """What `make` says in the language that records are written in, whoever's language is active."""
    with translation.override(settings.LANGUAGE_CODE):
        return make()


def partnership_title(kind: str, parties: Sequence[Organisation]) -> str:
    """Who has it, and its kind."""
    return labelled(names_of(parties, " – ".join), str(PartnershipKind(kind).label).lower())


def event_title(kind: str, signatories: Sequence[Organisation], value: dict[str, Any]) -> str:
    """The kind, with who signed where it is a signing and the text says so, else with where it was."""
    label = str(EventKind(kind).label)
    about = names_of(signatories, in_a_row) or where(value)
    return labelled(label, about) if about else label


def names_of(organisations: Sequence[Organisation], join: Callable[[Iterable[str]], str]) -> str:
    """The names of the first of them, and how many there are beside."""
    more = len(organisations) - _MOST_NAMED
    names = join(one.name for one in organisations[:_MOST_NAMED])
    return _("%(names)s and %(n)d more") % {"names": names, "n": more} if more > 0 else names


def is_made_title(value: dict[str, Any]) -> bool:
    """Whether an event's title is what reading puts where the text has none: "Delegation visit, Almaty"."""
    label = str(value["kind"]).replace("-", " ").capitalize()
    return value.get("title") in (label, *(f"{label}, {place}" for place in value.get("places", ())))


def where(value: dict[str, Any]) -> str:
    """Places and countries for a title: a place in letters that the language does not have is told by its country."""
    script = SCRIPTS.get(plain_code(get_language() or ""), "Latn")
    places = [place for place in value.get("places", ()) if script_of(place) in ("", script)]
    return in_a_row(places or [country_names().get(code, code) for code in value.get("countries", ())])
