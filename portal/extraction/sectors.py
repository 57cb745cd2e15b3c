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
LEAD, BODY, NAME, ASIDE, SPECIAL, FIELD = 1.8, 1.0, 0.3, 0.3, 0.35, 1.0
WEAK, WEAK_ALONE, VARIETY = 0.7, 0.35, 0.4
"""Of a word that shows a sector only beside others, with and without them; of each further word."""
LEAST, SHARE, ENOUGH, MOST = 1.15, 0.35, 4.0, 5
"""What a sector must have, what share of the strongest, what is enough beside any other, and how many are kept."""
LEAST_COMMON, SHARE_COMMON = 1.5, 0.45
"""For the sectors of COMMON, which are measured against the strongest sector of all; the others against each other."""
LONE = 1.0
"""So much makes a sector when no other is stronger."""
LISTED, MOST_LISTED = 3, 10
"""A sentence that lists three fields and more states what the article is about."""
COMMON = {
    "startups": 0.85, "technology-transfer": 0.9, "higher-education": 0.6, "scientific-research": 0.65, "trade-investment": 0.7, "education": 0.5,
    "business": 0.5, "digital": 0.7, "skills-training": 0.8, "public-administration": 0.6, "culture": 0.7, "aviation": 0.7, "finance": 0.8,
    "venture-capital": 0.8, "software": 0.9, "manufacturing": 0.8, "banking-insurance": 0.6, "cities": 0.7, "environment": 0.8,
}  # fmt: skip
"""Sectors whose cue words stand in most such articles weigh less."""


def find_sectors(document: Document, zones: tuple[Zone, ...], language: str | None) -> tuple[SectorFact, ...]:
    """The sectors of the article, the surest first, at most five; each with the words that show it."""
    reading = read(document, zones, language)
    scores, evidence, listed = _score(reading)
    for code in list(scores):
        parent = parents().get(code)
        if parent:
            scores[code] += SPECIAL * min(scores.get(parent, 0.0), scores[code])
    found = _select(scores, listed)
    return tuple(
        SectorFact(
            code,
            round(min(0.95, 0.3 + scores[code] / 14), 2),
            tuple(reading.span(h.start, _word_end(reading, h.end)) for h in evidence[code]),
        )
        for code in found
    )


@functools.cache
def parents() -> dict[str, str]:
    """The general sector of each sector, "" for a general one."""
    with (lexicon.HERE / "sectors.csv").open(encoding="utf-8", newline="") as source:
        return {row["code"]: row["parent"] for row in csv.DictReader(source)}


def _word_end(reading: Reading, end: int) -> int:
    """The end of the word that a cue's stem begins: what is shown as evidence is whole words."""
    text = reading.text
    while end < len(text) and text[end].isalpha() and not is_cjk(text[end]):
        end += 1
    return end


def _score(reading: Reading) -> tuple[dict[str, float], dict[str, list[Hit[str]]], set[str]]:
    """(scores, evidence, sectors of lists) by code."""
    best: dict[tuple[str, int], float] = {}
    evidence: dict[str, list[Hit[str]]] = defaultdict(list)
    hits = _hits(reading)
    shown = {hit.value[0] for hit in hits if hit.value[1]}
    for hit in hits:
        code, alone = hit.value
        sentence = reading.sentence_at(hit.start)
        if sentence is None:
            continue
        weight = _weight(reading, sentence, hit) * (1.0 if alone else WEAK if code in shown else WEAK_ALONE)
        key = (code, sentence.start)
        best[key] = max(best.get(key, 0.0), weight)
        if weight:
            evidence[code].append(Hit(hit.start, hit.end, code))
    listed = _lists(reading, best)
    scores: dict[str, float] = defaultdict(float)
    for (code, start), weight in best.items():
        scores[code] += (weight + FIELD * ((code, start) in listed)) * COMMON.get(code, 1.0)
    for code, found in evidence.items():
        scores[code] += VARIETY * (len({reading.folded[h.start : h.end] for h in found}) - 1)
    return scores, evidence, {code for code, _ in listed}


def _hits(reading: Reading) -> list[Hit[tuple[str, bool]]]:
    """Cue words of sectors, without those inside a phrase that shows none."""
    return [
        hit
        for hit in longest(lexicon.sector_cues(reading.language).find(reading.simplified))
        if hit.value[0] != lexicon.NO_SECTOR
    ]


def _lists(reading: Reading, best: dict[tuple[str, int], float]) -> set[tuple[str, int]]:
    """Sectors of sentences that say in which fields the parties work; of several in one sentence all count."""
    by_sentence: dict[int, set[str]] = defaultdict(set)
    for (code, start), weight in best.items():
        if weight >= BODY * 0.8:
            by_sentence[start].add(code)
    listed = set()
    for start, codes in by_sentence.items():
        sentence = reading.sentence_at(start)
        special = {code for code in codes if COMMON.get(code, 1.0) == 1.0}
        if sentence and special and "context.fields" in reading.categories(sentence):
            listed |= {(code, start) for code in special} if len(special) >= LISTED or len(codes) < LISTED else set()
    return listed


def _weight(reading: Reading, sentence: Sentence, hit: Hit[tuple[str, bool]]) -> float:
    if sentence.kind in WEIGHTS:
        return WEIGHTS[sentence.kind]
    weight = LEAD if sentence.body == reading.lead else BODY
    if "context.passing" in reading.categories(sentence):
        weight *= ASIDE
    return weight * NAME if _in_name(reading, sentence, hit) else weight


def _in_name(reading: Reading, sentence: Sentence, hit: Hit[tuple[str, bool]]) -> bool:
    first = reading.text[hit.start]
    if hit.start == sentence.start or not first.isupper() or is_cjk(first) or is_hangul(first) or is_hebrew(first):
        return False
    written = reading.text[hit.start : hit.end]
    return reading.language != "de" and not written.isupper()


def _select(scores: dict[str, float], listed: set[str]) -> list[str]:
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked:
        return []
    top = scores[ranked[0]]
    special_top = max((scores[code] for code in ranked if code not in COMMON), default=0.0)

    def counts(code: str) -> bool:
        if code in COMMON:
            strong = scores[code] >= LEAST_COMMON and scores[code] >= min(SHARE_COMMON * top, ENOUGH)
        else:
            strong = scores[code] >= LEAST and scores[code] >= min(SHARE * special_top, ENOUGH)
        return strong or (code in listed and scores[code] >= LEAST)

    chosen = [code for code in ranked if counts(code)] or [code for code in ranked[:1] if top >= LONE]
    general = {parents()[code] for code in chosen}
    special = [code for code in chosen if code not in general]
    return special[: MOST_LISTED if len(listed) >= LISTED else MOST]
