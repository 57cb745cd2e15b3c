"""The small words of the language files, and the patterns that are made of them."""

import re
from pathlib import Path

import pytest

from portal.extraction import lexicon
from portal.extraction.lexicon import words
from portal.extraction.lexicon.grammar import DENSE, SPACED, either, leading, small_words

README = (Path(lexicon.__file__).parent / "README.md").read_text(encoding="utf-8")
ALPHABETIC = [code for code in SPACED if code != "he"]


def test_a_small_word_is_found_with_what_parts_it_from_the_next_word() -> None:
    pattern = re.compile(leading("the", languages=("en", "fr")))
    found = [match.end() for text in ("the yard", "l'atelier", "l’atelier", "le\nport") if (match := pattern.match(text))]
    assert found == [4, 2, 2, 3]
    assert not pattern.match("theatre")
    assert not pattern.match("l atelier")


def test_a_kind_without_words_matches_nothing() -> None:
    assert not re.search(leading("the", languages=("ru",)), "парк и the park")


def test_the_longest_phrase_comes_first_and_a_star_leaves_the_word_open() -> None:
    pattern = re.compile(either(["led", "led by", "возглав*", "*städte"]))
    assert [match[0] for match in pattern.finditer("led by возглавила partnerstädte led")] == [
        "led by",
        "возглавила",
        "partnerstädte",
        "led",
    ]


@pytest.mark.parametrize("language", [*SPACED, *DENSE])
def test_what_the_files_hold_is_explained_where_people_look(language: str) -> None:
    assert [kind for kind in words(language)["grammar"] if f"`{kind}`" not in README] == []


@pytest.mark.parametrize("kind", ["and", "with", "that", "since", "in", "at", "located", "abbreviations"])
def test_no_alphabetic_language_lacks_the_words_that_tie_names(kind: str) -> None:
    assert [code for code in ALPHABETIC if not small_words(kind, languages=(code,))] == []
