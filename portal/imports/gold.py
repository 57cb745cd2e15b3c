"""What reviewers have decided, as answers to score a reading against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.imports.models import Item, Suggestion
from portal.imports.suggestions import ARTICLE_KINDS

Kind, State = Suggestion.Kind, Suggestion.State
ADDED = ("countries", "sectors", "organisations", "people")
"""What a person can add that the reading had missed."""


def gold_of(item: Item, added: Mapping[str, list[str]]) -> dict[str, Any]:
    """The answers of a reviewed item in the form of NAME.gold.json, with what a person added.

    What was rejected is left out; what nobody has decided on is optional, so that it counts neither way.
    """
    suggestions = list(item.suggestions.all())
    sure = {kind: [_value(s) for s in suggestions if s.kind == kind and _is_true(s)] for kind in Kind}
    open_ones = {kind: [s.value for s in suggestions if s.kind == kind and s.state == State.OPEN] for kind in Kind}
    names = _long_and_short(s for kind in (Kind.ORGANISATION, Kind.PERSON) for s in (*sure[kind], *open_ones[kind]))
    gold: dict[str, Any] = {
        kind.value: next(iter(sure[kind]), None) for kind in (Kind.TITLE, Kind.PUBLISHED, Kind.LANGUAGE, Kind.SOURCE)
    }
    gold |= {
        "body": [paragraph for text in sure[Kind.BODY] for paragraph in text.split("\n\n")],
        "countries": _once([*(v["code"] for v in sure[Kind.COUNTRY]), *added.get("countries", ())]),
        "sectors": {
            "primary": _once([*(v["code"] for v in sure[Kind.SECTOR]), *added.get("sectors", ())]),
            "accept": [v["code"] for v in open_ones[Kind.SECTOR]],
        },
        "organisations": [names[v["name"]] for v in sure[Kind.ORGANISATION]] + [[n] for n in added.get("organisations", ())],
        "people": [names[v["name"]] for v in sure[Kind.PERSON]] + [[n] for n in added.get("people", ())],
        "optional_names": [v["name"] for kind in (Kind.ORGANISATION, Kind.PERSON) for v in open_ones[kind]],
    }
    for key, kind, answer in (
        ("partnerships", Kind.PARTNERSHIP, _partnership),
        ("events", Kind.EVENT, _event),
        ("opportunities", Kind.OPPORTUNITY, _opportunity),
    ):
        gold[key] = [answer(value, names) for value in sure[kind]]
        gold[key] += [{**answer(value, names), "optional": True} for value in open_ones[kind]]
    return gold


def _is_true(suggestion: Suggestion) -> bool:
    """Accepted, with or without changes; what the article says of itself unless it was rejected."""
    return suggestion.state in (State.ACCEPTED, State.EDITED) or (
        suggestion.state == State.OPEN and suggestion.kind in ARTICLE_KINDS
    )


def _value(suggestion: Suggestion) -> Any:
    return suggestion.edited_value if suggestion.state == State.EDITED else suggestion.value


def _once(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def _long_and_short(values: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """All the names of each by each of them."""
    found: dict[str, list[str]] = {}
    for value in values:
        names = _once([value["name"], *value.get("aliases", ())])
        found |= dict.fromkeys(names, names)
    return found


def _partnership(value: Mapping[str, Any], names: Mapping[str, list[str]]) -> dict[str, Any]:
    parties = [names.get(name, [name]) for name in value["parties"]]
    return {"kind": [value["kind"]], "status": [value["status"]], "parties": parties}


def _event(value: Mapping[str, Any], _names: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "kind": [value["kind"]],
        "start": value.get("start"),
        "end": value.get("end"),
        "countries": _once(
            [*(value.get("countries") or ()), *(leg["country"] for leg in value.get("legs") or () if leg.get("country"))]
        ),
    }


def _opportunity(value: Mapping[str, Any], _names: Mapping[str, list[str]]) -> dict[str, Any]:
    return {"kind": [value["kind"]]}
