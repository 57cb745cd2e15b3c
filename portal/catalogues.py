"""`python -m portal.catalogues` brings locale/*/LC_MESSAGES/*.po up to the messages of the code; it needs no gettext on the machine.

What is new stands in each catalogue without a translation, what the code no longer says is left out, and the rest stays as it is
worded. Each catalogue is written in one form, so that a change shows what changed: in the order of the code, lines of at most 120.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("partnerships", "portal", "templates")
TEMPLATES = (".html", ".txt", ".xml")
WIDTH = 120
_NAMES = [f"{call}{end}" for call in ("gettext", "ngettext", "pgettext", "npgettext") for end in ("", "_lazy")]
# What is kept and said later, each time in the language of whoever reads it.
_KEPT = ("said", "nsaid", "told", "ntold")
# Babel asks which arguments of each are texts: all.
_CALLS: dict[str, None] = dict.fromkeys(("_", "gettext_noop", *_NAMES, *_KEPT))
_CALL = re.compile(r"\b(?:_|\w*gettext\w*|n?said|n?told)\(")
_PERCENT = re.compile(r"%(?:\((?P<name>\w+)\))?[sdf]")
_BRACES = re.compile(r"\{(\w*)\}")


@dataclass(slots=True)
class Message:
    """What the code says in one place or in several."""

    text: str
    plural: str = ""
    context: str | None = None
    files: list[str] = field(default_factory=list)
    """From the root of the project, each once."""


def placeholders(text: str) -> set[str]:
    """What a program puts into a text: %(name)s, %s, {name}."""
    return {found.group() for pattern in (_PERCENT, _BRACES) for found in pattern.finditer(text.replace("%%", ""))}


def messages_of_code(root: Path = ROOT) -> dict[tuple[str | None, str], Message]:
    """The messages of templates and Python by context and text, in the order of the files; SyntaxError names a broken template."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        for context, text, plural in _messages(path, name):
            message = found.setdefault((context, text), Message(text, context=context))
            message.plural = message.plural or plural
            if name not in message.files:
                message.files.append(name)
    return found


def update_catalogues(root: Path = ROOT) -> Iterator[tuple[str, list[str]]]:
    """Write each catalogue anew; (its folder's name, the messages that want a translation) of each."""
    messages = messages_of_code(root)
    for path in sorted(root.glob("locale/*/LC_MESSAGES/django.po")):
        catalogue = polib.pofile(str(path), wrapwidth=WIDTH)
        known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
        forms = int(re.search(r"nplurals=(\d+)", catalogue.metadata["Plural-Forms"])[1])  # type: ignore[index]
        catalogue[:] = [_entry(message, known.get(key), forms) for key, message in messages.items()]
        catalogue.save(str(path))
        yield path.parts[-3], [entry.msgid for entry in catalogue if not entry.translated()]


def _files(root: Path) -> list[Path]:
    found = (path for room in ROOMS for path in (root / room).rglob("*"))
    return sorted(path for path in found if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts))


def _messages(path: Path, name: str) -> Iterator[tuple[str | None, str, str]]:
    """(context, text, plural) of each call in a file."""
    code = path.read_text()
    for call, words in _calls_of_python(code) if path.suffix == ".py" else _calls_of_template(code, name):
        context = words.pop(0) if "pgettext" in call else None
        if words and words[0]:
            yield context, words[0], words[1] if call.startswith("n") else ""


def _calls_of_python(code: str) -> Iterator[tuple[str, list[str]]]:
    if not _CALL.search(code):
        return
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    for node in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        call = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        if call in _CALLS:
            yield call, [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _calls_of_template(code: str, name: str) -> Iterator[tuple[str, list[str]]]:
    # Brackets around all: what the markup had as indentation says nothing.
    code = f"(\n{templatize(code, origin=name)}\n)"
    for _line, call, words, _comments in extract_python(BytesIO(code.encode()), _CALLS, [], {"encoding": "utf-8"}):
        # One text is given as it is, several in a row with None for what is no text.
        texts: Any = words
        yield call, [texts] if isinstance(texts, str) else [text for text in texts if text]


def _entry(message: Message, known: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgid_plural=message.plural,
        msgctxt=message.context,
        occurrences=[(name, "") for name in message.files],
        flags=_flags(message),
    )
    if message.plural:
        entry.msgstr_plural = (known and known.msgstr_plural) or dict.fromkeys(range(forms), "")
    else:
        entry.msgstr = known.msgstr if known else ""
    if known:
        entry.tcomment = known.tcomment
    return entry


def _flags(message: Message) -> list[str]:
    text = f"{message.text} {message.plural}"
    kinds = (("python-format", _PERCENT), ("python-brace-format", _BRACES))
    return [flag for flag, pattern in kinds if pattern.search(text)]


if __name__ == "__main__":
    for language, missing in update_catalogues():
        sys.stdout.write(f"{language}: {f'{len(missing)} to translate' if missing else 'complete'}\n")
        sys.stdout.writelines(f"    {text}\n" for text in missing)
