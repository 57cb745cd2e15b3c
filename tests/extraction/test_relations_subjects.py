"""Parties that a sentence does not name: by a pronoun, by "talks with X", by a noun; papers that give work its form."""

from __future__ import annotations

import pytest

from tests.extraction.test_relations import relations

TOLD = [
    ("en", "Aurora Maritime University in Gdynia is short of cadets. It is in talks with Lisbon Nautical School about an exchange.",
     "Lisbon Nautical School", "Aurora Maritime University"),
    ("ja", "鶴岡メタボローム研究センターは1994年に設立された。センターはモンクトン大学と共同で藻類の研究を続けている。",
     "モンクトン大学", "鶴岡メタボローム研究センター"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "named", "meant"), TOLD)
def test_the_sentence_before_names_the_other_party(language: str, text: str, named: str, meant: str) -> None:
    (fact,) = relations(text, language=language).partnerships
    assert set(fact.parties) == {named, meant}


def test_a_party_that_only_its_place_shows_is_listed_as_an_organisation() -> None:
    found = relations(
        "Kestrel Robotics Ltd sold its share in the joint company that it had with Vitidata.", language="en"
    ).organisations
    assert "Vitidata" in [fact.name for fact in found]
