"""What the elements of a page suggest about their text: the words in class, id and role, the elements of HTML 5."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
ELEMENTS = {
    "nav": "breadcrumb",
    "aside": "teaser",
    "figcaption": "caption",
    "form": "notice",
    "button": "share",
    "footer": "copyright",
}
ROLES = {
    "navigation": "breadcrumb",
    "complementary": "teaser",
    "search": "other",
    "contentinfo": "copyright",
    "dialog": "notice",
    "banner": "other",
}
INLINE = frozenset(("span", "a", "small", "strong", "b", "em", "i", "sup", "mark"))
MAX_SHARE = 0.4
"""An element that holds more than this share of the article is no boilerplate, whatever its class says."""


@cache
def class_words() -> dict[str, str]:
    """Word of a class or id -> kind of zone."""
    return {
        word: kind
        for kind, found in _lists().items()
        if kind not in ("headline", "not_headline", "lead", "kicker")
        for word in found
    }


@cache
def _lists() -> dict[str, list[str]]:
    path = Path(__file__).parent.parent / "lexicon" / "markup.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def is_headline(element: etree._Element) -> bool:
    """Whether the class of a plain element says that it is the headline: `<div class="news-title">`."""
    return any(_names_headline(name) for name in element.attrib.get("class", "").split())


def is_kicker(element: etree._Element) -> bool:
    """Whether an element opens a heading with the words over its title, as its class says: `<h1><span class="kicker">`."""
    around: Any = element.getparent()
    if element.tag not in INLINE or around is None or around.tag not in ("h1", "h2", "h3") or (around.text or "").strip():
        return False
    first = next((child for child in around if child.tag != "br"), None)
    names = element.attrib.get("class", "").split()
    return first is element and any(word.lower() in _lists()["kicker"] for name in names for word in WORDS.findall(name))


@cache
def _names_headline(name: str) -> bool:
    words = [word.lower() for word in WORDS.findall(name) if not word.isdigit()]
    return bool(words) and words[-1] in _lists()["headline"] and not set(words) & set(_lists()["not_headline"])


def hint_of(element: etree._Element) -> str | None:
    """The kind of zone that an element's name and attributes suggest, None when they suggest nothing."""
    tag: Any = element.tag
    attributes = element.attrib
    if tag in ("html", "body", "main", "article"):
        return None
    if role := ROLES.get(attributes.get("role", "")):
        return role
    if attributes.get("itemprop", "") in ("articleBody", "headline", "datePublished"):
        return None
    for value in (attributes.get("id", ""), attributes.get("class", "")):
        for name in value.split() if value else ():
            if kind := _kind_of_name(name):
                return kind
    if tag == "header" and not _inside_article(element):
        return "other"
    if tag == "footer" and _inside_article(element):
        return None
    return ELEMENTS.get(tag)


@cache
def _kind_of_name(name: str) -> str | None:
    known = class_words()
    if name.lower() in _lists()["lead"]:
        return None
    if name.lower() in known:
        return known[name.lower()]
    words = [word.lower() for word in WORDS.findall(name)]
    if "content" in words or ("article" in words and words[-1] in ("article", "body", "text")):
        return None
    joined = ["".join(words[i : i + 2]) for i in range(len(words) - 1)]
    return next((known[word] for word in [*joined, *words] if word in known), None)


def _inside_article(element: etree._Element) -> bool:
    return any(ancestor.tag in ("article", "main") for ancestor in element.iterancestors())


@dataclass(slots=True)
class Hints:
    """Collects the ranges of hinted elements and links while the page is walked."""

    found: list[tuple[int, int, str]] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    _open: list[tuple[etree._Element, int, str]] = field(default_factory=list)

    def enter(self, element: etree._Element, position: int) -> None:
        kind = "link" if element.tag == "a" and element.get("href") is not None else hint_of(element)
        if kind:
            self._open.append((element, position, kind))

    def leave(self, element: etree._Element, position: int) -> None:
        while self._open and self._open[-1][0] is element:
            _, start, kind = self._open.pop()
            if position > start:
                if kind == "link":
                    self.links.append((start, position))
                else:
                    self.found.append((start, position, kind))

    def ranges(self, text: str, main: Sequence[tuple[int, int]]) -> tuple[tuple[int, int, str], ...]:
        """The hints that can be believed: what holds much of the article itself is dropped; outer ranges come first."""
        size = sum(end - start for start, end in main) or 1
        kept = []
        for start, end, kind in self.found:
            shared = sum(max(0, min(end, b) - max(start, a)) for a, b in main)
            if shared <= MAX_SHARE * size:
                kept.append((start, end, kind))
        return tuple(sorted(kept, key=lambda r: (r[0], -r[1])))
