"""How pages and pasted texts are dated and laid out, by language: the words of `lexicon/layout/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "lexicon" / "layout"


@dataclass(frozen=True, slots=True)
class Layout:
    """One language's file: `dates` as it stands, `labels` and `lines` as casefolded words by kind."""

    language: str
    dates: dict[str, Any]
    labels: dict[str, tuple[str, ...]]
    lines: dict[str, tuple[str, ...]]


@cache
def layouts() -> dict[str, Layout]:
    """Every language that has a file, by its code."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = Layout(path.stem, data["dates"], _folded(data["labels"]), _folded(data["lines"]))
    return found


@cache
def words(section: str, kind: str) -> tuple[str, ...]:
    """The words of one kind over all languages, longest first: a page may be labelled in another language than its article's."""
    found = {word for layout in layouts().values() for word in getattr(layout, section).get(kind, ())}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def base_language(language: str | None) -> str:
    """`zh-hans` -> `zh`; "" when the language is not known."""
    return (language or "").split("-")[0].lower()


def _folded(section: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(word.casefold() for word in entries) for kind, entries in section.items()}
