"""How well a reading agrees with what a careful person found: precision and recall by kind of fact. Plain data in and out.

A reading is what `extract_articles` prints. The answers (NAME.gold.json) have the same keys without evidence; where several
values are right they are lists, and what is `optional` counts neither when found nor when missed.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from portal.extraction.sectors import parents

MEASURES = (
    "title",
    "published",
    "language",
    "source",
    "body",
    "countries",
    "sectors",
    "organisations",
    "people",
    "pairs",
    "partnerships",
    "events",
    "opportunities",
)
"""In the order of a report. "pairs" asks only whether the right parties were brought together, "partnerships" also kind and status."""
RUN = 4
"""Words in a row that two texts must share for a match."""
ALIKE = 0.9
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
_FORMS = frozenset("the ltd llc inc gmbh ag bv nv sa plc co corp corporation company ооо зао пао".split())
_SAME_SIGNS = str.maketrans(dict.fromkeys("‘’‚‛`´“”„«»「」", "'") | dict.fromkeys("‐‑‒–—―", "-"))
_WITH_SHORT_FORM = re.compile(r"(.+?)\s*[（(]([^()（）]+)[)）]")


@dataclass(frozen=True, slots=True)
class Measure:
    """What was found, what was claimed wrongly, what was missed; of a text, shares of it."""

    found: float = 0
    wrong: float = 0
    missed: float = 0

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.found + other.found, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """The share of the claims that is right; None when there are none."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The share of what there was that was found; None when there was nothing."""
        return self.found / (self.found + self.missed) if self.found + self.missed else None

    @property
    def f1(self) -> float | None:
        """Both in one figure; None when there was nothing to find and nothing was claimed."""
        whole = 2 * self.found + self.wrong + self.missed
        return 2 * self.found / whole if whole else None


@dataclass(slots=True)
class Score:
    """The measures of one article or many, and what was missed or wrong in words."""

    measures: dict[str, Measure] = field(default_factory=lambda: dict.fromkeys(MEASURES, Measure()))
    remarks: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        for name, measure in other.measures.items():
            self.measures[name] += measure
        self.remarks += other.remarks


def score(gold: Mapping[str, Any], read: Mapping[str, Any]) -> Score:
    """One article; `read` is empty for one that could not be read."""
    found = Score()
    for name in ("title", "published", "language", "source"):
        _value(found, name, gold.get(name), read.get(name))
    _body(found, "\n".join(gold.get("body") or ()), read.get("body") or "")
    _codes(found, "countries", gold.get("countries", ()), (), read)
    sectors = gold.get("sectors", {})
    primary = sectors.get("primary", ())
    near = {*sectors.get("accept", ()), *(parents().get(code, "") for code in primary)}
    _codes(found, "sectors", primary, near, read)
    optional = [[name] for name in gold.get("optional_names", ())]
    for name in ("organisations", "people"):
        given = [item["name"] for item in read.get(name, ())]
        _compare(found, name, gold.get(name, ()), optional, given, _is_called)
    _relations(found, "pairs", "partnerships", gold, read, _same_parties, _perhaps_partnership)
    _relations(found, "partnerships", "partnerships", gold, read, _same_partnership, _perhaps_partnership)
    _relations(found, "events", "events", gold, read, _same_event, _same_event)
    _relations(found, "opportunities", "opportunities", gold, read, _same_kind, _same_kind)
    return found


def _value(score: Score, name: str, gold: Any, read: Any) -> None:
    accepted = gold if isinstance(gold, list) else [gold]
    if plain(read) in map(plain, accepted):
        score.measures[name] += Measure(found=1)
    else:
        score.measures[name] += Measure(wrong=1, missed=1)
        score.remarks.append(f"{name}: {read!r}, not {gold!r}")


def _body(score: Score, gold: str, read: str) -> None:
    want, have = _runs(gold), _runs(read)
    whole = want.total() + have.total()
    share = 2 * (want & have).total() / whole if whole else 1.0
    score.measures["body"] += Measure(share, 1 - share, 1 - share)
    if share < 0.95:
        score.remarks.append(f"body: {share:.2f} of it agrees")


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(plain(text))
    return Counter(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))) if words else Counter()


def _codes(score: Score, name: str, gold: Iterable[str], optional: Iterable[str], read: Mapping[str, Any]) -> None:
    given = [item["code"] for item in read.get(name, ())]
    _compare(score, name, list(gold), list(optional), given, lambda code, other: code == other)


Fits = Callable[[Any, Any], bool]


def _relations(
    score: Score, name: str, key: str, gold: Mapping[str, Any], read: Mapping[str, Any], fits: Fits, perhaps: Fits
) -> None:
    wanted = [item for item in gold.get(key, ()) if not item.get("optional")]
    optional = [item for item in gold.get(key, ()) if item.get("optional")]
    given = [{k: v for k, v in item.items() if k != "evidence"} for item in read.get(key, ())]
    _compare(score, name, wanted, optional, given, fits, perhaps)


def _compare(
    score: Score,
    name: str,
    wanted: Sequence[Any],
    optional: Sequence[Any],
    given: Iterable[Any],
    fits: Fits,
    perhaps: Fits | None = None,
) -> None:
    """One to one, what must be found first; what repeats a find or may be there counts neither way."""
    left, hit, wrong = list(wanted), list[Any](), list[Any]()
    for item in given:
        answer = next((other for other in left if fits(item, other)), None)
        if answer is not None:
            left.remove(answer)
            hit.append(answer)
        elif not any(fits(item, other) for other in hit) and not any((perhaps or fits)(item, other) for other in optional):
            wrong.append(item)
    score.measures[name] += Measure(len(hit), len(wrong), len(left))
    score.remarks += [f"{name}, wrong: {item}" for item in wrong] + [f"{name}, missed: {item}" for item in left]


# --- when two values are the same


def plain(text: Any) -> str:
    """Without differences of case, width, white space, and the shapes of quotation marks and dashes; "" for None."""
    folded = unicodedata.normalize("NFKC", text or "").translate(_SAME_SIGNS).casefold()
    return " ".join(folded.split())


@functools.lru_cache(maxsize=4096)
def _name_key(name: str) -> str:
    return " ".join(word for word in re.sub(r"[\W_]+", " ", plain(name).replace(".", "")).split() if word not in _FORMS)


def same_name(one: str, other: str) -> bool:
    """Whether two names are spelled alike, apart from legal forms; one letter in ten may differ in a longer one."""
    a, b = _name_key(one), _name_key(other)
    if not a or not b:
        return False
    return a == b or (min(len(a), len(b)) > 4 and SequenceMatcher(None, a, b).ratio() >= ALIKE)


def _is_called(name: str, names: Sequence[str]) -> bool:
    """Whether a name, or its long or short form in "Long Form (LF)", is one of these."""
    match = _WITH_SHORT_FORM.fullmatch(name)
    return any(same_name(form, other) for form in (name, *(match.groups() if match else ())) for other in names)


def _same_parties(item: Mapping[str, Any], gold: Mapping[str, Any]) -> bool:
    """At least two of the parties, or the only one."""
    parties = gold["parties"]
    met = sum(any(_is_called(name, names) for name in item.get("parties", ())) for names in parties)
    return bool(parties) and met >= min(2, len(parties))


def _same_partnership(item: Mapping[str, Any], gold: Mapping[str, Any]) -> bool:
    return _same_parties(item, gold) and item.get("kind") in gold["kind"] and item.get("status") in gold["status"]


def _perhaps_partnership(item: Mapping[str, Any], gold: Mapping[str, Any]) -> bool:
    """An optional one needs its parties only, or its kind where it has no two parties."""
    return _same_parties(item, gold) if len(gold["parties"]) > 1 else _same_kind(item, gold)


def _same_event(item: Mapping[str, Any], gold: Mapping[str, Any]) -> bool:
    """The same kind and beginning, where it is known, and no other country."""
    here, there = set(item.get("countries") or ()), set(gold.get("countries") or ())
    elsewhere = bool(here) and bool(there) and not here & there
    return _same_kind(item, gold) and not elsewhere and gold.get("start") in (None, item.get("start"))


def _same_kind(item: Mapping[str, Any], gold: Mapping[str, Any]) -> bool:
    return item.get("kind") in gold["kind"]
