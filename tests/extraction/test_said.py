"""Sentences for people that remember what they were made of."""

from __future__ import annotations

import pickle

import pytest

from portal.extraction.sandbox import Sandbox
from portal.extraction.types import ExtractionError, Said, nsaid, said


def test_a_sentence_is_a_text_and_what_it_was_made_of() -> None:
    words = said("Only the first %(most)d of %(n)d pages were read.", most=200, n=300)
    assert words == "Only the first 200 of 300 pages were read."
    assert (words.text, words.values) == ("Only the first %(most)d of %(n)d pages were read.", {"most": 200, "n": 300})
    assert [nsaid("%(n)d mark", "%(n)d marks", n) for n in (1, 2)] == ["1 mark", "2 marks"]


def test_it_comes_whole_out_of_the_sandbox() -> None:
    words = nsaid("%(n)d mark", "%(n)d marks", 3)
    again = pickle.loads(pickle.dumps(words, protocol=5))
    assert (again, again.text, again.plural, again.values) == (words, words.text, words.plural, words.values)
    with Sandbox() as sandbox:
        with pytest.raises(ExtractionError) as refused:
            sandbox.read(b"%PDF-nothing", "a.pdf")
        kept = sandbox.read(
            b"\xff\xfe" + "Tartu and Sapporo sign a memorandum.\0 They will work together for years.".encode("utf-16-le")
        )
    assert isinstance(refused.value.words, Said)
    assert refused.value.words.text == "This PDF is damaged or locked with a password and cannot be read."
    (notice,) = kept.document.notices
    assert isinstance(notice, Said)
    assert notice.values == {"n": 1}
