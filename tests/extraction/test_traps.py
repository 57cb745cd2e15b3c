"""No input makes reading slow beyond its length or ends the reading child: it is read, or refused in words."""

import time
from pathlib import Path

import pytest

from portal.extraction.sandbox import Sandbox
from portal.extraction.types import ExtractionError
from tests.extraction.traps import HEAD, traps

SOME = (
    "addresses", "marks of mail", "blanks", "blank lines", "open brackets", "quotes", "digits", "commas", "one letter", "links",
    "labels", "broken words", "garbled", "numbered", "a.a.",
)  # fmt: skip
"""Those that no name or date slows down; `make bench` reads all of them at four times the size."""
TRAPS = {
    name: trap
    for name, trap in traps(250_000).items()
    if not name.startswith("text of") and (name.removeprefix("article with ") in SOME or not name.startswith("article with"))
}
SECONDS = 30.0
PROCESSOR = 4.0
"""Seconds of one core for any of them, several times what the slowest needs."""


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(seconds=SECONDS) as pool:
        pool.read(HEAD.encode(), "a.txt")
        yield pool


def processor(pid):
    """Seconds of one core that a process has had."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_read_or_refused_in_good_time(sandbox, name):
    data, file_name = TRAPS[name]
    before = sandbox._idle.queue[0].process.pid
    spent = processor(before)
    refused = ""
    try:
        sandbox.read(data, file_name)
    except ExtractionError as error:
        refused = str(error)
    assert not refused or refused.startswith(("There is", "No article", "This"))
    assert sandbox._idle.queue[0].process.pid == before, "the child was ended"
    assert processor(before) - spent < PROCESSOR


def test_the_time_grows_with_the_length_and_no_faster(sandbox):
    """Five million bytes in one line, and a page a hundred thousand elements deep."""
    line = b"Tampere and Lund signed a memorandum on clean water. " * 100_000
    page = b"<html><body>" + b"<div>" * 100_000 + HEAD.encode() + b"</div>" * 100_000
    started = time.monotonic()
    assert len(sandbox.read(line[:5_000_000], "a.txt").body) > 4_900_000
    assert "memorandum" in sandbox.read(page, "a.html").body
    assert time.monotonic() - started < SECONDS
