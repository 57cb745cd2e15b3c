"""Documents made by hand for the tests of facts, and the articles whose facts are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from portal.extraction.types import Document, Zone

FACTS = Path(__file__).parent / "articles" / "facts"


def made(*paragraphs: str, title: str | None = None) -> tuple[Document, tuple[Zone, ...]]:
    """A document of a title and paragraphs with its zones."""
    text, zones = "", []
    for kind, piece in [*([("title", title)] if title else []), *(("paragraph", p) for p in paragraphs)]:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{piece}" if text else piece
        zones.append(Zone(kind, start, len(text)))
    return Document(text, "text/plain", "utf-8"), tuple(zones)


def with_gold(folder: str) -> list[tuple[str, Document, tuple[Zone, ...], dict[str, Any]]]:
    """(name, document, zones, gold) of every article of a folder: "open" or "heldout"."""
    found = []
    for path in sorted((FACTS / folder).glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document, zones = made(*gold["body"], title=gold["title"])
        found.append((path.name.removesuffix(".gold.json"), document, zones, gold))
    return found


def f1(found: int, wrong: int, missed: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * found / (2 * found + wrong + missed) if found or wrong or missed else 1.0
