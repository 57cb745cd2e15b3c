"""How well the project's own test articles are read: no change may make a figure fall below its floor.

The floors lie a little below the figures of the day; raise them when the figures rise. `manage.py score_articles FOLDER --show`
says what was missed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal.extraction.extract import extract
from portal.imports.scoring import Score, score

CORPUS = Path(__file__).parent / "corpus"
FLOORS: dict[str, dict[str, float]] = {
    "open": {
        "title": 0.985,
        "published": 0.99,
        "language": 0.99,
        "source": 0.985,
        "body": 0.98,
        "countries": 0.98,
        "sectors": 0.84,
        "organisations": 0.935,
        "people": 0.97,
        "pairs": 0.85,
        "partnerships": 0.765,
        "events": 0.855,
        "opportunities": 0.895,
    },
    "heldout": {
        "title": 0.945,
        "published": 0.96,
        "language": 0.99,
        "source": 0.845,
        "body": 0.97,
        "countries": 0.92,
        "sectors": 0.825,
        "organisations": 0.86,
        "people": 0.9,
        "pairs": 0.69,
        "partnerships": 0.54,
        "events": 0.705,
        "opportunities": 0.77,
    },
}


def scored(folder: str) -> Score:
    whole = Score()
    for answers in sorted((CORPUS / folder).glob("*.gold.json")):
        (article,) = (p for p in answers.parent.glob(answers.name.removesuffix("gold.json") + "*") if p != answers)
        read = extract(article.read_bytes(), article.name).as_json()
        whole.add(score(json.loads(answers.read_text(encoding="utf-8")), read))
    return whole


@pytest.mark.parametrize("folder", FLOORS)
def test_no_figure_falls_below_its_floor(folder: str) -> None:
    figures = {name: measure.f1 for name, measure in scored(folder).measures.items()}
    below = {name: figures[name] for name, floor in FLOORS[folder].items() if (figures[name] or 0) < floor}
    assert not below
