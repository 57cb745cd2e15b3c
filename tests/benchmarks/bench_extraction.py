"""Reading articles: everything on, countries alone, through the child process, and the bare libraries on the same documents.

    python -m tests.benchmarks.bench_extraction [--rounds 3]

The documents are the test articles and the sample articles of the project. In each round all documents are read by one
approach after the other, and what counts is processor time, so that whatever else the machine does changes little. The bare
libraries do a part of the work each: trafilatura text and metadata, htmldate the date, py3langid the language. At the end:
the time for a text of once, twice, four and eight times the length, the memory of a child process that read it all, and
the slowest of the inputs that are made to be slow.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import htmldate
import py3langid
import trafilatura

from portal.extraction.documents import read_document
from portal.extraction.extract import extract, extract_document
from portal.extraction.language import find_language
from portal.extraction.places import find_countries, locate
from portal.extraction.reading import Reading, read
from portal.extraction.sandbox import Sandbox
from portal.extraction.types import ExtractionError
from portal.extraction.zones import find_outline
from tests.extraction.annotated import articles
from tests.extraction.traps import traps

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("tests/extraction/corpus", "tests/extraction/articles/facts", "demo/articles")
TEXT = (
    b"Two cities sign a water pact\n\nTampere in Finland and Lund in Sweden signed a memorandum on clean water on 4 May 2021.\n"
)
PARAGRAPHS = 24
"""Length of the shortest text of the last measure, about 1,000 words of made-up news."""


@dataclass(frozen=True)
class Sample:
    """One document, and its text once it is decoded."""

    name: str
    data: bytes
    text: str
    is_page: bool

    @property
    def kind(self) -> str:
        return "saved page" if self.is_page else "text"


def samples() -> list[Sample]:
    """The text and HTML articles of the project, by name; those that are made to be refused left out."""
    named = {article.name: article.data for article in articles()}
    for folder in FOLDERS:
        named |= {path.name: path.read_bytes() for path in (ROOT / folder).rglob("*") if path.suffix in (".txt", ".html")}
    found = []
    for name, data in sorted(named.items()):
        try:
            document = read_document(data, name)
            extract_document(document)
        except ExtractionError:
            continue
        if document.media_type in ("text/plain", "text/html"):
            found.append(Sample(name, data, document.text, document.media_type == "text/html"))
    return found


def timed(call: Callable[[], Any]) -> float:
    """Seconds of one core that the call took in this process."""
    start = time.process_time()
    call()
    return time.process_time() - start


class Child:
    """A pool of one reading child, and what the system says of that process."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(seconds=300)
        self.read(TEXT)

    def read(self, data: bytes, name: str = "a.txt") -> float:
        """Seconds of one core that a reading took, here and in the child."""
        pid, before = self.pid, self._processor() if self.pid else 0.0
        here = timed(lambda: self.sandbox.read(data, name))
        return here + self._processor() - (before if self.pid == pid else 0.0)

    @property
    def pid(self) -> int | None:
        return next((child.process.pid for child in self.sandbox._idle.queue if child is not None), None)

    def _processor(self) -> float:
        return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0]) / 1e9

    def peak(self) -> float:
        """The most memory that the child has held, in MB."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def country_tagger(sample: Sample) -> Callable[[], Any]:
    """Finds the countries of an article whose text is laid out; where its places stand is not known from before."""
    document = read_document(sample.data, sample.name)
    language = find_language(document)
    zones = find_outline(document, language).zones
    reading = Reading(document, zones, language)

    def tag() -> Any:
        locate.cache_clear()
        read._kept.append((document, zones, language, reading))
        return find_countries(document, zones, language)

    return tag


def measure(documents: list[Sample], rounds: int, child: Child) -> dict[str, list[float]]:
    """Seconds of each document by approach; the first round warms up and is not counted."""
    spent: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for name, call in approaches(documents, child):
            seconds = call()
            if number:
                spent[name].append(seconds)
    return spent


def approaches(documents: list[Sample], child: Child) -> Iterator[tuple[str, Callable[[], float]]]:
    """Each document by each approach: all documents by one approach, then by the next, as a worker with one task would do."""
    pages = [sample for sample in documents if sample.is_page]
    for sample in documents:
        yield f"{sample.kind}: everything", lambda s=sample: timed(lambda: extract(s.data, s.name))
    for sample in documents:
        yield f"{sample.kind}: everything, in a child", lambda s=sample: child.read(s.data, s.name)
    for tagger in [country_tagger(sample) for sample in documents]:
        yield "countries of a read article", lambda t=tagger: timed(t)
    for sample in documents:
        yield "py3langid", lambda s=sample: timed(lambda: py3langid.classify(s.text))
    for sample in pages:
        page = sample.data.decode("utf-8", "replace")
        yield (
            "saved page: trafilatura with metadata",
            lambda p=page: timed(lambda: trafilatura.bare_extraction(p, with_metadata=True)),
        )
    for sample in pages:
        page = sample.data.decode("utf-8", "replace")
        yield "saved page: htmldate", lambda p=page: timed(lambda: htmldate.find_date(p))


def long_text(times: int) -> bytes:
    """A text of sentences that no two are the same, `times` as long as the shortest."""
    paragraphs = [
        f"On {1 + n % 28} March {1990 + n % 30} the City of Lahti in Finland and Company No. {n} of Busan, South Korea, agreed on clean water."
        f" A delegation of {n + 2} engineers led by Maria Virtanen{n} visited the University of Murcia and its laboratory number {n}."
        f" “We look forward to the next {n + 3} years,” said the director, Jonas Berg, at the forum on energy in Graz."
        for n in range(PARAGRAPHS * times)
    ]
    return "\n\n".join(["Cities and companies agree on clean water", "5 May 2021", *paragraphs]).encode()


def measure_lengths(rounds: int) -> dict[int, float]:
    """Median seconds for a text of 1, 2, 4 and 8 times the length, in turn."""
    spent: dict[int, list[float]] = defaultdict(list)
    for _round in range(rounds):
        for times in (1, 2, 4, 8):
            data = long_text(times)
            spent[times].append(timed(lambda data=data: extract(data, "long.txt")))
    return {times: statistics.median(values) for times, values in spent.items()}


def measure_memory(documents: list[Sample]) -> float:
    """MB that a child needed at most for every document and the longest text."""
    child = Child()
    for sample in documents:
        child.read(sample.data, sample.name)
    child.read(long_text(8))
    peak = child.peak()
    child.sandbox.close()
    return peak


def measure_traps() -> tuple[str, float, int]:
    """The slowest trap of 1 MB, the seconds of one core that it took, and how many ended the child."""
    child, spent, ended = Child(), dict[str, float](), 0
    for name, (data, file_name) in traps(1_000_000).items():
        pid = child.pid
        try:
            spent[name] = child.read(data, file_name)
        except ExtractionError:
            spent[name] = 0.0
        if child.pid != pid:
            ended += 1
            child.read(TEXT)
    child.sandbox.close()
    slowest = max(spent, key=lambda name: spent[name])
    return slowest, spent[slowest], ended


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    documents = samples()
    child = Child()
    spent = measure(documents, options.rounds, child)
    child.sandbox.close()
    lengths = measure_lengths(options.rounds)
    memory = measure_memory(documents)
    pages = sum(sample.is_page for sample in documents)
    print(
        f"{len(documents) - pages} texts and {pages} saved pages of the project, {options.rounds} rounds, processor time of one core"
    )
    print(f"{'approach':42}{'a second':>10}{'p50 ms':>10}{'p95 ms':>10}")
    figures: list[tuple[str, float, str]] = []
    for name, seconds in sorted(spent.items()):
        rate = len(seconds) / sum(seconds)
        p50, p95 = statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[-1] * 1000
        print(f"{name:42}{rate:10.1f}{p50:10.2f}{p95:10.2f}")
        figures.append((name, rate, "articles/s"))
    for times, seconds_taken in lengths.items():
        share = seconds_taken / times / lengths[1]
        size = len(long_text(times)) / 1000
        print(
            f"{f'a text of {size:.0f} kB ({times}x)':42}{1 / seconds_taken:10.1f}{seconds_taken * 1000:10.2f}   {share:.2f} of 1x a kB"
        )
        figures.append((f"time per length at {times}x", share, "of 1x"))
    print(f"{'memory of the reading child, peak':42}{memory:10.0f} MB\n")
    figures.append(("memory of the reading child, peak", memory, "MB"))
    slowest, seconds_of_trap, ended = measure_traps()
    print(f"{'slowest trap of 1 MB: ' + slowest:42}{seconds_of_trap:10.2f} s, {ended} traps ended the child\n")
    figures += [("slowest trap of 1 MB", seconds_of_trap, "s"), ("traps of 1 MB that end the child", ended, "traps")]
    for name, value, unit in figures:
        print(json.dumps({"name": f"extraction {name}", "value": round(value, 2), "unit": unit}))


if __name__ == "__main__":
    main()
