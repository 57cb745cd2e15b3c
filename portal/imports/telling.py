"""What people are told and is kept for later: the English sentences with what stands in them, said in the language of the reader.

`told` stands for `gettext` where a sentence goes into a row; catalogues find it by that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import models
from django.utils import translation
from django.utils.translation import gettext, ngettext

from portal.extraction.types import Said


class Sentence(NamedTuple):
    """One sentence: its English text with %(name)s for each value, and for a counted `n` that of any number but one."""

    text: str
    values: tuple[tuple[str, Any], ...] = ()
    plural: str = ""

    def __str__(self) -> str:
        values: dict[str, Any] = {name: str(value) if isinstance(value, Told) else value for name, value in self.values}
        words = ngettext(self.text, self.plural, values.get("n", 0)) if self.plural else gettext(self.text)
        try:
            return words % values if values else words
        except (KeyError, TypeError, ValueError):
            # Whatever a document has brought into a row: a page is shown.
            return self.text


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences for people; `str` says them in the active language, one after the other."""

    sentences: tuple[Sentence, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.sentences))

    def __bool__(self) -> bool:
        return bool(self.sentences)

    def __mod__(self, values: Mapping[str, Any]) -> Told:
        """The same with these values in its last sentence; a value may be told too."""
        *before, last = self.sentences
        plain = ((name, value if isinstance(value, Told | int | float) else str(value)) for name, value in values.items())
        filled = last._replace(values=(*last.values, *plain))
        return replace(self, sentences=(*before, filled))

    def __add__(self, other: Told) -> Told:
        return Told(self.sentences + other.sentences)

    def as_json(self) -> list[list[Any]]:
        """[[text, {name: value}, plural]]; without what is empty at its end."""
        return [_cut([_fit(text), _values_as_json(values), plural]) for text, values, plural in self.sentences]

    @classmethod
    def of(cls, words: Any) -> Told:
        """What `as_json` gave, what the reader of documents has said, or a text that is the same in every language."""
        if isinstance(words, Told):
            return words
        if not words:
            return cls()
        if isinstance(words, Said):
            return cls((Sentence(words.text, tuple(words.values.items()), words.plural),))
        if isinstance(words, str):
            return cls((Sentence(words),))
        return cls(tuple(_sentence(*kept) for kept in words))


NOTHING = Told()


def told(text: str) -> Told:
    """A sentence to keep; fill its values in with `%`."""
    return Told((Sentence(text),))


def ntold(text: str, plural: str, n: int) -> Told:
    """A sentence for one or for several, whose number stands in it as %(n)d."""
    return Told((Sentence(text, (("n", n),), plural),))


def as_written(text: str) -> Told:
    """A name or another text that no language changes."""
    return Told((Sentence("%(name)s", (("name", text),)),))


def told_of_both(name: str, place: Told) -> Told:
    """A name, and where that is."""
    return Told((Sentence("%(name)s · %(place)s", (("name", name), ("place", place))),))


def told_label(label: Any) -> Told:
    """A label that is translated when it is shown, kept as it stands in the code."""
    with translation.override(None):
        return Told.of(str(label))


def together(words: Iterable[Told]) -> Told:
    """All of them, each sentence once."""
    return Told(tuple(dict.fromkeys(sentence for some in words for sentence in some.sentences)))


class Refusal(Exception):
    """An error that a person is told, in sentences that can be kept."""

    def __init__(self, words: Told) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return str(self.words)


class ToldField(models.JSONField):
    """Sentences in a row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Told)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        # To the database it is JSON like any other: no migration has to know this class.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, {**kwargs, "default": list}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Told:
        return Told.of(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Told:
        return Told.of(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(Told.of(value).as_json())

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).as_json()


def _cut(parts: list[Any]) -> list[Any]:
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


def _values_as_json(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {
        name: value.as_json() if isinstance(value, Told) else _fit(value) if isinstance(value, str) else value
        for name, value in values
    }


def _fit(text: str) -> str:
    """The text without what no database can hold: NUL, and halves of characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _sentence(text: str, values: Mapping[str, Any] | None = None, plural: str = "") -> Sentence:
    kept = ((name, Told.of(value) if isinstance(value, list) else value) for name, value in (values or {}).items())
    return Sentence(text, tuple(kept), plural)
