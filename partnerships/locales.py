"""The CLDR locale in which names and dates are written for the reader."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale
from babel.core import UnknownLocaleError
from babel.lists import format_list
from django.utils.translation import get_language, get_language_bidi, gettext, pgettext, to_locale


def active_locale() -> str:
    """Of the active language, as Babel names it: `nl`, `zh_Hans`; English is written the British way: 26 April 2019."""
    language = get_language() or "en"
    return "en_GB" if language == "en" else to_locale(language)


def language_name(code: str) -> str:
    """What a language (nl, zh-hans) is called in the active one; the code itself where CLDR has no name for it."""
    try:
        return Locale.parse(to_locale(code)).get_display_name(active_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code


def listed(names: Iterable[object]) -> str:
    """Names as a sentence lists them in the active language: "title, kind and start"; "" for none."""
    return str(format_list([str(name) for name in names], locale=active_locale()))


def labelled(label: object, value: object) -> str:
    """What something is called and what it is, joined as the active language does it: "Country: Japan"."""
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


def bracketed(words: object) -> str:
    """What is said by the way, in the brackets of the active language: "(Japan)"."""
    return gettext("(%(words)s)") % {"words": words}


def in_a_row(names: Iterable[object]) -> str:
    """Names one after the other, where a sentence would be too much: "Japan, Signed"."""
    return pgettext("between names in a row", ", ").join(map(str, names))


def seat(place: str, country: object) -> str:
    """Where something is, as far as it is known: "Otaru, Japan"; `country` may be None."""
    if place and country:
        return gettext("%(place)s, %(country)s") % {"place": place, "country": country}
    return place or str(country or "")


def route_in_words(places: Iterable[object]) -> str:
    """The places of a route in plain text, each arrow pointing the way the reader reads; nameless ones are left out."""
    return (" ← " if get_language_bidi() else " → ").join(filter(None, map(str, places)))
