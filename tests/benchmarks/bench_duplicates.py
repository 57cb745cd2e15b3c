"""Finding articles that come again: recall for each kind of change, precision, and the time of a look-up.

    python -m tests.benchmarks.bench_duplicates [--stored 10000] [--asked 200] [--speed 10000 100000]

The articles are made here: sentences that many articles share (places, forms of words, a footer that all have) among sentences of
their own. Recall: of so many changed copies, how many name the very article that they were made from. Precision: of all articles that
are said to resemble one, changed copies and new articles together, how many do. Speed: look-ups among stored hashes of which most are
made up, a footer shared by all among them. One JSON line a figure.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import string
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from django.db import connection  # noqa: E402 - needs the settings

from portal.imports import duplicates  # noqa: E402
from portal.imports.models import Batch, Item  # noqa: E402
from portal.imports.shingles import shingles, tokens  # noqa: E402
from tests.database import TestDatabase  # noqa: E402

Change = Callable[[str, random.Random], str]
FOOTER = (
    "Press office of the international department. All rights reserved. Any use of these materials needs a reference to the source. "
    "Subscribe to our newsletter and follow us to learn first about new calls and events of our partners."
)
FORMS = [
    "The parties signed a memorandum of understanding in {0} on the sidelines of the annual forum.",
    "The delegation from {0} visited the laboratories and met with students of the first year.",
    "The two sides agreed to work together on {1} and to hold a joint seminar next spring.",
    "Representatives of {0} noted the high level of cooperation in the field of {1}.",
    "The project will run for three years and is open to companies from {0}.",
]
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "or", "us")]
HASHES_EACH = 65


class Writer:
    """Writes articles: Latin words of a vocabulary in which few are frequent and many are rare, or Chinese characters."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        words = {"".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _n in range(9000)}
        # As in natural languages the frequent words are the short ones: about five letters a word in running text.
        self.words = sorted(words, key=lambda word: (len(word), word))
        self.weights = [1 / (n + 8) for n in range(len(self.words))]
        self.characters = [chr(0x4E00 + n) for n in self.random.sample(range(6000), 3000)]

    def article(self) -> str:
        if self.random.random() < 0.1:
            return "\n".join(self._chinese() for _n in range(self.random.randint(6, 14)))
        sentences = [self._own() for _n in range(self.random.randint(8, 24))]
        for form in self.random.sample(FORMS, 2):
            place, field = (w.capitalize() for w in self.random.choices(self.words, weights=self.weights, k=2))
            sentences.insert(self.random.randrange(len(sentences)), form.format(place, field))
        return "\n\n".join([*(" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3)), FOOTER])

    def _own(self) -> str:
        return " ".join(self.random.choices(self.words, weights=self.weights, k=self.random.randint(9, 22))).capitalize() + "."

    def _chinese(self) -> str:
        weights = self.weights[: len(self.characters)]
        return "".join(self.random.choices(self.characters, weights=weights, k=self.random.randint(18, 40))) + "。"


def repeated(text: str, chance: random.Random) -> str:
    return (
        "Home > News > Partners\n\n"
        + text.replace(". ", ".  ")
        + "\n\nShare this page. Print. Read also: ten other articles of the week."
    )


def shortened(text: str, chance: random.Random) -> str:
    """The first two fifths."""
    return text[: len(text) * 2 // 5]


def cut(text: str, chance: random.Random) -> str:
    """A third of the paragraphs is gone."""
    paragraphs = text.split("\n")
    kept = sorted(chance.sample(range(len(paragraphs)), max(1, len(paragraphs) * 2 // 3)))
    return "\n".join(paragraphs[n] for n in kept)


def edited(text: str, chance: random.Random) -> str:
    """One word in twelve is another (in Chinese one character in twelve)."""
    if " " not in text:
        return "".join(chr(chance.randrange(0x4E00, 0x9000)) if chance.random() < 1 / 12 else c for c in text)
    return " ".join("replaced" + word[:2] if chance.random() < 1 / 12 else word for word in text.split(" "))


def garbled(text: str, chance: random.Random) -> str:
    """4 % of the characters are read wrongly."""
    letters = string.ascii_lowercase
    return "".join(chance.choice(letters) if not c.isspace() and chance.random() < 0.04 else c for c in text)


CHANGES: dict[str, Change] = {"repeated": repeated, "shortened": shortened, "cut": cut, "edited": edited, "garbled": garbled}


def store(texts: list[str]) -> list[Item]:
    batch = Batch.objects.create(title="Stored")
    items = Item.objects.bulk_create(
        [Item(batch=batch, position=n, name=str(n), state=Item.State.APPLIED) for n in range(len(texts))], batch_size=1000
    )
    for item, text in zip(items, texts, strict=True):
        duplicates.remember(item, text)
    Item.objects.bulk_update(items, ["text_hash", "shingle_count"], batch_size=1000)
    return items


def measure_quality(stored: int, asked: int, seed: int) -> Iterator[dict[str, Any]]:
    writer = Writer(seed)
    texts = [writer.article() for _n in range(stored)]
    items = store(texts)
    analyse()
    new = Item(pk=0)
    chosen = writer.random.sample(range(stored), min(asked, stored))
    right = wrong = 0
    for name, change in CHANGES.items():
        found = 0
        for number in chosen:
            answer = duplicates.find_similar(new, change(texts[number], writer.random))
            found += answer is not None and answer.item.pk == items[number].pk
            wrong += answer is not None and answer.item.pk != items[number].pk
        right += found
        yield {"figure": f"duplicates.recall.{name}", "value": round(found / len(chosen), 4), "of": len(chosen), "stored": stored}
    strangers = sum(duplicates.find_similar(new, writer.article()) is not None for _n in range(asked * len(CHANGES)))
    yield {
        "figure": "duplicates.precision",
        "value": round(right / max(1, right + wrong + strangers), 4),
        "of": right + wrong + strangers,
        "stored": stored,
    }


def measure_speed(stored: int, asked: int, seed: int) -> Iterator[dict[str, Any]]:
    """Tops the store up with made-up hashes to `stored` articles, each with those of the footer, then asks."""
    writer = Writer(seed + 1)
    footer = shingles(tokens(FOOTER))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(position), 0) FROM imports_item")
        there, position = cursor.fetchone()
        batch = Batch.objects.create(title="Made up")
        rows = [
            Item(batch=batch, position=position + n, name="x", state=Item.State.APPLIED, shingle_count=HASHES_EACH + len(footer))
            for n in range(stored - there)
        ]
        Item.objects.bulk_create(rows, batch_size=2000)
        cursor.execute(
            "INSERT INTO imports_shingle (hash, item_id) SELECT (random() * 2 - 1) * 9.2e18, id "
            "FROM imports_item, generate_series(1, %s) WHERE batch_id = %s ON CONFLICT DO NOTHING",
            [HASHES_EACH, batch.pk],
        )
        cursor.execute(
            "INSERT INTO imports_shingle (hash, item_id) SELECT hash, id FROM imports_item, unnest(%s::bigint[]) AS hash "
            "WHERE batch_id = %s ON CONFLICT DO NOTHING",
            [footer, batch.pk],
        )
    analyse()
    texts = [writer.article() for _n in range(asked)]
    samples = [shingles(tokens(text)) for text in texts]
    for hashes in samples[:20]:
        duplicates.find_shared(hashes)
    times = [_milliseconds(lambda hashes=hashes: duplicates.find_shared(hashes)) for hashes in samples]
    preparing = [_milliseconds(lambda text=text: shingles(tokens(text))) for text in texts]
    for name, values in (("look_up", times), ("hashes", preparing)):
        spread = statistics.quantiles(values, n=20)
        yield {
            "figure": f"duplicates.{name}_ms",
            "value": round(statistics.median(values), 3),
            "p95": round(spread[-1], 3),
            "stored": stored,
        }


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE imports_shingle")
        cursor.execute("ANALYZE imports_item")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stored", type=int, default=10_000, help="articles among which changed copies are sought")
    parser.add_argument("--asked", type=int, default=200, help="articles that are sought, for each kind of change")
    parser.add_argument(
        "--speed", type=int, nargs="*", default=[10_000, 100_000], help="how many articles are stored for the time"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    database = TestDatabase()
    database.create()
    try:
        for line in measure_quality(options.stored, options.asked, options.seed):
            print(json.dumps(line), flush=True)
        for stored in sorted(options.speed):
            for line in measure_speed(stored, options.asked, options.seed):
                print(json.dumps(line), flush=True)
    finally:
        database.drop()


if __name__ == "__main__":
    main()
