"""The stock words of pages: labels before values, phrases that are a whole line, in any of the languages."""

from __future__ import annotations

import re
from functools import cache

from portal.extraction.layout import words

LABELS = ("published", "updated", "source", "author", "topics", "caption", "contact", "views", "reading")
BARE = ("title", "published", "updated", "source", "author", "views")
LINES = ("navigation", "share", "teaser", "advert", "comments", "subscribe", "notice", "copyright")
EDGE = " \t\u00a0\u3000\"'“”„«»‘’()（）[]【】<>*-–—―─━═＿_=+~#|·•.,:：;!?！？。、/\\→›»◆■●▶►▲▼…↑↓⇧⇩⬆⬇☝👆👇"
DASH = re.compile(r"\s[-–—]\s")
COLON = re.compile(r"\s?[:：]")
NUMBERS = re.compile(r"[\d\s.,:+()\[\]%|/★☆▲▼·•-]+")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def known(section: str, kinds: tuple[str, ...]) -> dict[str, str]:
    """Phrase -> role; the first kind that claims a phrase keeps it."""
    found: dict[str, str] = {}
    for kind in kinds:
        for phrase in words(section, kind):
            found.setdefault(phrase.strip(EDGE), kind)
    found.pop("", None)
    return found


def label_of(text: str) -> tuple[str, int] | None:
    """The role of a `Label: value` line and where its value begins."""
    colon = COLON.search(text[:60])
    dash = DASH.search(text[:40])
    if dash and known("labels", ("source",)).get(text[: dash.start()].casefold().strip(EDGE)):
        return ("source", dash.end())
    if not colon:
        return None
    role = known("labels", LABELS).get(text[: colon.start()].casefold().strip(EDGE))
    return (role, colon.end()) if role else None


def bare_label(text: str) -> str | None:
    """The role of a line that is nothing but a label, `title` among them, None for every other line."""
    return known("labels", BARE).get(text.casefold().strip(EDGE)) if len(text) < 40 else None


def start_word(text: str, section: str, role: str) -> str:
    """The longest known word or phrase of a role with which a text begins, "" without one."""
    folded = text[:80].casefold()
    for word in _by_beginning(section, role).get(folded[:2], ()):
        if folded.startswith(word) and (EAST_ASIAN.match(word) or not folded[len(word) : len(word) + 1].isalnum()):
            return word
    return ""


@cache
def _by_beginning(section: str, role: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words(section, role):
        found.setdefault(word[:2], []).append(word)
    return found


def whole_phrase(text: str) -> str | None:
    """The role of a line that is nothing but a stock phrase, numbers aside."""
    phrases = known("lines", LINES)
    bare = text.casefold().strip(EDGE)
    return phrases.get(bare) or phrases.get(" ".join(NUMBERS.sub(" ", bare).split()).strip(EDGE))
