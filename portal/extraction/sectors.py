"""Sectors that an article is about, from cue words.

A cue counts once a sentence; the title and the lead weigh more, a cue that is part of a name ("Tomsk Polytechnic
University") or of an aside weighs little. A general sector gives way to those of its parts that are found.
"""

from __future__ import annotations

import csv
import functools
from collections import defaultdict

from portal.extraction import lexicon
from portal.extraction.matching import Hit, is_cjk, is_hangul, is_hebrew, longest
from portal.extraction.reading import Reading, Sentence, read
from portal.extraction.types import Document, SectorFact, Zone

WEIGHTS = {"title": 3.0, "heading": 1.2, "topics": 1.5, "date": 0.0}
LEAD, BODY, NAME, ASIDE, SPECIAL = 1.8, 1.0, 0.3, 0.3, 0.35
LEAST, SHARE, MOST = 1.8, 0.42, 5


def find_sectors(document: Document, zones: tuple[Zone, ...], language: str | None) -> tuple[SectorFact, ...]:
    """The sectors of the article, the surest first, at most five; each with the words that show it."""
    reading = read(document, zones, language)
    scores, evidence = _score(reading)
    for code in list(scores):
        parent = parents().get(code)
        if parent:
            scores[code] += SPECIAL * min(scores.get(parent, 0.0), scores[code])
    found = _select(scores)
    return tuple(
        SectorFact(
            code, round(min(0.95, 0.3 + scores[code] / 14), 2), tuple(reading.span(h.start, h.end) for h in evidence[code])
        )
        for code in found
    )


@functools.cache
def parents() -> dict[str, str]:
    """The general sector of each sector, "" for a general one."""
    with (lexicon.HERE / "sectors.csv").open(encoding="utf-8", newline="") as source:
        return {row["code"]: row["parent"] for row in csv.DictReader(source)}


def _score(reading: Reading) -> tuple[dict[str, float], dict[str, list[Hit[str]]]]:
    best: dict[tuple[str, int], float] = {}
    evidence: dict[str, list[Hit[str]]] = defaultdict(list)
    for hit in longest(lexicon.sector_cues(reading.language).find(reading.folded)):
        sentence = reading.sentence_at(hit.start)
        if sentence is None:
            continue
        weight = _weight(reading, sentence, hit)
        key = (hit.value, sentence.start)
        best[key] = max(best.get(key, 0.0), weight)
        if weight:
            evidence[hit.value].append(hit)
    scores: dict[str, float] = defaultdict(float)
    for (code, _), weight in best.items():
        scores[code] += weight
    for code, hits in evidence.items():
        scores[code] += 0.4 * (len({reading.folded[h.start : h.end] for h in hits}) - 1)
    return scores, evidence


def _weight(reading: Reading, sentence: Sentence, hit: Hit[str]) -> float:
    if sentence.kind in WEIGHTS:
        return WEIGHTS[sentence.kind]
    weight = LEAD if sentence.body == reading.lead else BODY
    if "context.passing" in reading.categories(sentence):
        weight *= ASIDE
    return weight * NAME if _in_name(reading, sentence, hit) else weight


def _in_name(reading: Reading, sentence: Sentence, hit: Hit[str]) -> bool:
    first = reading.text[hit.start]
    if hit.start == sentence.start or not first.isupper() or is_cjk(first) or is_hangul(first) or is_hebrew(first):
        return False
    written = reading.text[hit.start : hit.end]
    return reading.language != "de" and not written.isupper()


def _select(scores: dict[str, float]) -> list[str]:
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked:
        return []
    top = scores[ranked[0]]
    chosen = [code for code in ranked if scores[code] >= LEAST and scores[code] >= SHARE * top]
    general = {parents()[code] for code in chosen}
    return [code for code in chosen if code not in general][:MOST]
