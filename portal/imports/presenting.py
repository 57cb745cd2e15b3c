"""An item as the review page shows it: the text in pieces, and the suggestions as cards in groups."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from portal.extraction.types import BOILERPLATE_KINDS
from portal.imports.matching import AMBIGUOUS, NEW, PROBABLE, SAME
from portal.imports.models import Item, Suggestion
from portal.imports.suggestions import ARTICLE_KINDS, band
from portal.imports.telling import Told
from portal.imports.wording import Names, describe

Kind = Suggestion.Kind
MOST_TEXT = 200_000
"""Code points of a document that the page shows; a browser is slow with more."""
_CONTEXT = 140
_FIRST_WORDS = 120
_SENTENCE_END = re.compile(r"[.!?。！？\n]\s*")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("The article"), ARTICLE_KINDS),
    (gettext_lazy("Countries"), (Kind.COUNTRY,)),
    (gettext_lazy("Sectors"), (Kind.SECTOR,)),
    (gettext_lazy("Organisations"), (Kind.ORGANISATION,)),
    (gettext_lazy("People"), (Kind.PERSON,)),
    (gettext_lazy("Partnerships"), (Kind.PARTNERSHIP,)),
    (gettext_lazy("Events"), (Kind.EVENT,)),
    (gettext_lazy("Opportunities"), (Kind.OPPORTUNITY,)),
)
RELATIONS = (Kind.PARTNERSHIP, Kind.EVENT, Kind.OPPORTUNITY)
BAND_LABELS = {"sure": gettext_lazy("Sure"), "likely": gettext_lazy("Likely"), "unsure": gettext_lazy("Unsure")}
MATCH_LABELS = {
    SAME: gettext_lazy("In the register"),
    PROBABLE: gettext_lazy("Probably in the register"),
    AMBIGUOUS: gettext_lazy("Several in the register: choose with Edit"),
    NEW: gettext_lazy("New"),
}
ZONE_LABELS = {
    "breadcrumb": gettext_lazy("Navigation"),
    "counter": gettext_lazy("Counter"),
    "share": gettext_lazy("Sharing"),
    "teaser": gettext_lazy("Teaser"),
    "advert": gettext_lazy("Advertisement"),
    "notice": gettext_lazy("Notice"),
    "copyright": gettext_lazy("Copyright"),
    "contact": gettext_lazy("Contact"),
    "header": gettext_lazy("Page header"),
    "caption": gettext_lazy("Caption"),
    "other": gettext_lazy("Not part of the article"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text that is shown in one way."""

    text: str
    suggestions: tuple[int, ...] = ()
    """Ids of the suggestions that it proves, the one with the shortest quote first."""
    is_sentence: bool = False
    """Whether it proves relations only: partnerships, events and opportunities, whose proof is a whole sentence."""
    aside: Any = ""
    """What kind of boilerplate it belongs to, in words; "" for the article."""
    anchor: str = ""
    """The id by which a card's link finds it: only on the first piece of a suggestion's first quote."""
    restore: int | None = None
    """Of boilerplate: where that begins, by which it can be put into the article."""
    strike: int | None = None
    """At the end of what was boilerplate and has been put into the article: where it begins."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A quote in the sentence that it stands in."""

    before: str
    quote: str
    after: str
    more: int
    """How many further places prove the same."""


@dataclass(frozen=True, slots=True)
class Card:
    suggestion: Suggestion
    label: str
    lines: tuple[str, ...]
    paragraphs: tuple[str, ...]
    """The whole text, for the suggestion of the article's text."""
    band: str
    band_label: Any
    match_label: Any
    match_reason: str
    candidates: tuple[str, ...]
    proof: Proof | None
    found_by: str
    """Who else than the rules found it, in words; "" for most."""


@dataclass(slots=True)
class Group:
    label: Any
    cards: list[Card] = field(default_factory=list)
    is_article: bool = False


def cut_into_pieces(item: Item, suggestions: Sequence[Suggestion]) -> list[Piece]:
    """The text of the item's document in order, cut wherever a quote or a zone begins or ends."""
    text = (item.document.text if item.document else "")[:MOST_TEXT]
    zones = _boilerplate(item)
    restored = {end: start for _kind, start, end in (item.reading or {}).get("restored", ())}
    relations = {s.pk for s in suggestions if s.kind in RELATIONS}
    spans = [(span["start"], span["end"], s.pk) for s in suggestions if s.kind != Kind.BODY for span in s.spans]
    anchors = {s.spans[0]["start"]: s.pk for s in reversed(suggestions) if s.spans}
    edges = sorted({0, len(text), *restored, *(e for z in zones for e in z[1:]), *(e for span in spans for e in span[:2])})
    pieces: list[Piece] = []
    starting = sorted(spans)
    open_spans: list[tuple[int, int, int]] = []
    position = zone = 0
    for start, end in itertools.pairwise(edges):
        if start >= len(text):
            break
        while position < len(starting) and starting[position][0] <= start:
            open_spans.append(starting[position])
            position += 1
        open_spans = [span for span in open_spans if span[1] > start]
        while zone < len(zones) and zones[zone][2] <= start:
            zone += 1
        is_aside = zone < len(zones) and zones[zone][1] <= start
        pieces.append(
            Piece(
                text=show_hidden(text[start:end]),
                suggestions=tuple(
                    dict.fromkeys(pk for _start, _end, pk in sorted(open_spans, key=lambda span: span[1] - span[0]))
                ),
                is_sentence=bool(open_spans) and all(pk in relations for _start, _end, pk in open_spans),
                aside=ZONE_LABELS.get(zones[zone][0], ZONE_LABELS["other"]) if is_aside else "",
                anchor=f"text-{anchors[start]}" if start in anchors else "",
                restore=zones[zone][1] if is_aside else None,
                strike=restored.get(end),
            )
        )
    return pieces


def group_boilerplate(item: Item) -> list[tuple[Any, list[tuple[int, str]]]]:
    """What is left out of the article, by kind: where each begins, by which it can be put into the article, and its first words."""
    text = item.document.text if item.document else ""
    groups: dict[Any, list[tuple[int, str]]] = {}
    for kind, start, end in _boilerplate(item):
        words = Truncator(" ".join(text[start:end].split())).chars(_FIRST_WORDS)
        groups.setdefault(ZONE_LABELS.get(kind, ZONE_LABELS["other"]), []).append((start, show_hidden(words)))
    return list(groups.items())


def _boilerplate(item: Item) -> list[Sequence[Any]]:
    return [zone for zone in (item.reading or {}).get("zones", ()) if zone[0] in BOILERPLATE_KINDS]


def show_hidden(text: str) -> str:
    """The text with characters that turn the reading direction written out, so that it cannot show other words than it has."""
    return _BIDI.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def group_cards(item: Item, suggestions: Sequence[Suggestion]) -> list[Group]:
    """The suggestions in the groups of the page, empty groups left out."""
    text = item.document.text if item.document else ""
    names = Names(suggestions)
    by_kind: dict[str, Group] = {}
    groups = []
    for label, kinds in GROUPS:
        group = Group(label, is_article=kinds is ARTICLE_KINDS)
        by_kind |= dict.fromkeys(kinds, group)
        groups.append(group)
    for suggestion in suggestions:
        by_kind[suggestion.kind].cards.append(_card(suggestion, text, names))
    return [group for group in groups if group.cards]


def _card(suggestion: Suggestion, text: str, names: Names) -> Card:
    value: Any = suggestion.edited_value if suggestion.state == Suggestion.State.EDITED else suggestion.value
    match = suggestion.match or {}
    level = band(suggestion)
    return Card(
        suggestion=suggestion,
        label=str(suggestion.get_kind_display()),
        lines=describe(suggestion.kind, value, names),
        paragraphs=tuple(map(show_hidden, value.split("\n\n"))) if suggestion.kind == Kind.BODY else (),
        band=level,
        band_label=BAND_LABELS[level],
        match_label=MATCH_LABELS.get(match.get("state", ""), ""),
        match_reason=str(Told.of(match.get("reason"))),
        candidates=tuple(candidate["label"] for candidate in match.get("candidates", ())),
        proof=_proof(suggestion.spans, text),
        found_by="" if suggestion.found_by == Suggestion.FoundBy.RULES else str(suggestion.get_found_by_display()),
    )


def _proof(spans: Sequence[dict[str, Any]], text: str) -> Proof | None:
    if not spans:
        return None
    start, end = spans[0]["start"], spans[0]["end"]
    before = text[max(0, start - _CONTEXT) : start]
    after = text[end : end + _CONTEXT]
    ends = list(_SENTENCE_END.finditer(before))
    before = before[ends[-1].end() :] if ends else ("…" + before if start > _CONTEXT else before)
    closing = _SENTENCE_END.search(after)
    after = after[: closing.end()].rstrip() if closing else (after + "…" if len(text) > end + _CONTEXT else after)
    return Proof(show_hidden(before), show_hidden(spans[0]["quote"]), show_hidden(after), len(spans) - 1)
