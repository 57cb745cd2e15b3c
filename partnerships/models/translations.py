"""What people write about a record, in the languages of readers.

The original stands where it always has; translations stand beside it in one column of the same row, so that a record is not
copied for a language and a further language needs no migration. Each keeps a mark of the text that it was made from: when the
original changes, it is known that somebody has to check the translation again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import BooleanField, F, Func, Value
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as a reader gets it."""

    text: str
    language: str
    """The code of the language that the text is in, "" when nobody has said."""
    is_translated: bool = False
    is_outdated: bool = False
    """Whether the original has changed since the translation was made or checked."""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


class Texts:
    """The texts of a record for the reader, by field: `record.texts["summary"]`, in templates `record.texts.summary`."""

    def __init__(self, record: Translated) -> None:
        self._record = record

    def __getitem__(self, name: str) -> Shown:
        if name not in self._record.translated:
            raise KeyError(name)
        return self._record.shown(name)


class Translated:
    """What a record knows of its texts in other languages; the record has the two columns."""

    language: Any
    """The code of the language that title and summary are written in, "" when nobody has said."""
    translations: Any
    """By language and field {"text": the translation, "of": the mark of the original that it was made from}."""

    translated: ClassVar[tuple[str, ...]]
    """The fields that are translated, the title first."""
    momentary: ClassVar[frozenset[str]] = frozenset()
    """Those by which the office says how things stand, in whichever language it writes: a translation of what they said before is
    not shown."""

    @property
    def texts(self) -> Texts:
        """Every translated field as the reader gets it."""
        return Texts(self)

    @property
    def shown_title(self) -> Shown:
        """What it is called, for the reader."""
        return self.shown(self.translated[0])

    def shown(self, name: str, language: str | None = None) -> Shown:
        """The text of a field in a language (the active one): its translation where there is one, else the original."""
        original = Shown(str(getattr(self, name) or ""), "" if name in self.momentary else self.language)
        wanted = plain_code(language or get_language() or settings.LANGUAGE_CODE)
        entry = self.translations.get(wanted, {}).get(name)
        if not entry or not original or plain_code(original.language) == wanted:
            return original
        is_outdated = entry["of"] != mark_of(original.text)
        if is_outdated and name in self.momentary:
            return original
        return Shown(entry["text"], wanted, True, is_outdated)

    def translation(self, language: str, name: str) -> str:
        """What is written for this language, "" when nothing is."""
        return str(self.translations.get(language, {}).get(name, {}).get("text", ""))

    def translate(self, language: str, name: str, text: str) -> None:
        """Set the translation of a field as it reads now, or take it away with an empty `text`. Does not save."""
        texts = {**self.translations.get(language, {})}
        texts.pop(name, None)
        if text:
            texts[name] = {"text": text, "of": mark_of(str(getattr(self, name) or ""))}
        others = {code: kept for code, kept in self.translations.items() if code != language}
        self.translations = others | ({language: texts} if texts else {})

    def outdated(self) -> dict[str, list[str]]:
        """The fields whose original has changed since they were translated, by language; those without an original too."""
        found = {
            language: [name for name, one in texts.items() if one["of"] != mark_of(str(getattr(self, name, "") or ""))]
            for language, texts in self.translations.items()
        }
        return {language: names for language, names in found.items() if names}

    def untranslated(self, language: str) -> list[str]:
        """The fields that say something and have no translation into this language; none where it is that of the original."""
        if self.is_in(language):
            return []
        return [name for name in self.translated if getattr(self, name) and not self.translation(language, name)]

    def is_in(self, language: str) -> bool:
        """Whether the original is in this language; where nobody has said, it is in that of the register."""
        return plain_code(self.language or settings.LANGUAGE_CODE) == language


def plain_code(language: str) -> str:
    """The code under which the site knows a language: nl-be is nl, zh and zh-cn are zh-hans."""
    code = language.lower().replace("_", "-")
    offered = {known for known, _label in settings.LANGUAGES}
    if code in offered:
        return code
    if code in ("zh", "zh-cn", "zh-sg"):
        return "zh-hans"
    base = code.split("-")[0]
    return base if base in offered else code


def mark_of(text: str) -> str:
    """By this an original is recognised: another text has another mark, however the browser ends its lines."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def title_says(title: str, word: str) -> Func:
    """The condition that a translation of the field `title` holds `word`, in upper or lower case; for `filter`."""
    path = f'$.*.{title}.text ? (@ like_regex {json.dumps(word, ensure_ascii=False)} flag "iq")'
    return Func(
        F("translations"),
        Value(path),
        template="jsonb_path_exists(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )


MARK_IN_SQL = "left(encode(sha256(convert_to(replace(%(expressions)s, E'\\r\\n', E'\\n'), 'UTF8')), 'hex'), 16)"
"""The same of an expression in the database."""
