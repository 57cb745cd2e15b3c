"""In which language a text stands: what readers and their screen readers are told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language

from partnerships import locales
from partnerships.locales import language_name
from partnerships.models import Organisation
from partnerships.models.records import Record
from partnerships.models.translations import Shown, plain_code

register = template.Library()

register.filter(locales.labelled)
register.filter(locales.in_a_row)


@dataclass(frozen=True, slots=True)
class Original:
    """A text that is shown in translation, as it was written."""

    label: str
    text: Shown


@dataclass(frozen=True, slots=True)
class Languages:
    """What a record's page says of the languages of its texts."""

    foreign: str = ""
    """The language in which the reader finds the texts where that is not their own, in words; "" for their own or an unknown one."""
    original: str = ""
    """The language of the originals of what is translated, in words; "" where nobody has said."""
    originals: tuple[Original, ...] = ()
    is_outdated: bool = False
    """Whether an original has changed since it was translated."""


@register.filter
def in_words(code: str) -> str:
    """What a language (nl, zh-hans) is called in the reader's own."""
    return language_name(code)


@register.filter
def said(shown: Shown) -> SafeString:
    """The text within a line, kept apart from the direction around it and marked with its language.

    A title in Hebrew may begin with a Latin name: where its language is known, that tells the direction, not its first letter.
    """
    way = format_html(' dir="{}"', direction(shown.language)) if shown.language else ""
    return format_html("<bdi{}{}>{}</bdi>", lang_attribute(shown), way, shown.text)


@register.filter
def direction(language: str) -> str:
    """ "rtl" or "ltr" for the code of a language; "auto" when it is not known."""
    if not language:
        return "auto"
    return "rtl" if plain_code(language) in settings.LANGUAGES_BIDI else "ltr"


@register.filter
def bracketed(words: Any) -> SafeString:
    """As in `locales`; what is marked already stays as it is."""
    return mark_safe(locales.bracketed(conditional_escape(words)))  # noqa: S308


@register.filter
def labelled_apart(label: str, value: str) -> SafeString:
    """As `labelled`, the value kept apart from the direction around it."""
    # What is escaped already stays as it is, and the words between are the project's own.
    return mark_safe(locales.labelled(escape(label), format_html("<bdi>{}</bdi>", value)))  # noqa: S308


@register.filter
def lang_attribute(shown: Shown) -> SafeString:
    """The attribute that tells the language of a text, with a space before it; nothing in the reader's own or an unknown one."""
    if not shown.language or plain_code(shown.language) == plain_code(get_language() or ""):
        return SafeString("")
    return format_html(' lang="{}"', shown.language)


@register.filter
def said_as(note: str, record: Record) -> SafeString:
    """A note of the history; the one that still stands in the record as its page has it, translated."""
    current = (record.shown(name) for name in record.momentary if getattr(record, name) == note)
    return said(next(current, Shown(note, "")))


@register.simple_tag
def languages_of(record: Record) -> Languages:
    """Which texts of a record are translated for the reader, and in which language the others are."""
    shown = {name: record.shown(name) for name in record.translated}
    translated = [name for name, text in shown.items() if text.is_translated]
    foreign = next((text.language for text in shown.values() if text and lang_attribute(text)), "")
    return Languages(
        foreign=language_name(foreign) if foreign else "",
        original=language_name(record.language) if record.language and translated else "",
        originals=tuple(_originals(record, translated)),
        is_outdated=any(shown[name].is_outdated for name in translated),
    )


def _originals(record: Record, names: list[str]) -> Iterator[Original]:
    for name in names:
        language = "" if name in record.momentary else record.language
        field: Any = record._meta.get_field(name)
        yield Original(capfirst(str(field.verbose_name)), Shown(str(getattr(record, name)), language))


@register.filter
def own_name(record: Record) -> Shown:
    """The name that an organisation gives itself, where the reader is shown another; empty otherwise."""
    if isinstance(record, Organisation) and record.shown_title.is_translated:
        return Shown(record.name, record.language)
    return Shown("", "")
