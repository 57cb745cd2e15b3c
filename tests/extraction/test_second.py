"""What a second reader may say: only what the article's own words prove, in the codes of the vocabulary."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.models.events import EventKind
from partnerships.models.opportunities import OpportunityKind
from partnerships.models.organisations import OrganisationKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus
from portal.extraction.extract import extract
from portal.extraction.second import Claim, Ground, SecondReaderError, merge, parse_answer, vocabulary
from portal.extraction.second.claims import LISTS
from portal.extraction.types import BOTH, RULES, SECOND

PAGE = (
    "<html><body><nav><a href='/'>Home</a> <a href='/x'>Brazil signs with Chile</a></nav><article><h1>Two cities sign a water pact</h1>"
    "<p>Tampere in Finland and Lund in Sweden signed a memorandum of\n understanding on clean water on 4 May 2021, the mayors said.</p>"
    "<p>“We begin at once,” said Aino Virta, Mayor of Tampere, at the town hall, where guests from the Aurora Lab had come as well.</p>"
    "</article><footer>© 2019 Norway Post</footer></body></html>"
)
READING = replace(extract(PAGE.encode(), "page.html"), organisations=(), opportunities=())
GROUND = Ground(READING, 10_000)


def merged(kind: str, value: dict, *quotes: str):
    return merge(READING, [Claim(kind, value, quotes)], GROUND)


def reasons(kind: str, value: dict, *quotes: str) -> str:
    found = merged(kind, value, *quotes)
    assert found.extraction == READING
    return found.refused[0][1]


def test_the_codes_are_those_of_the_register():
    assert set(PartnershipKind.values) == vocabulary.PARTNERSHIP_KINDS
    assert set(PartnershipStatus.values) == vocabulary.PARTNERSHIP_STATUSES
    assert set(EventKind.values) == vocabulary.EVENT_KINDS
    assert set(OpportunityKind.values) == vocabulary.OPPORTUNITY_KINDS
    assert set(OrganisationKind.values) == vocabulary.ORGANISATION_KINDS
    assert {"RU", "CN", "EE"} < vocabulary.countries()
    assert "energy" in vocabulary.sectors()


def test_a_fact_that_only_the_second_reader_found_is_added_with_its_words_and_little_confidence():
    found = merged("organisation", {"name": "Aurora Lab", "kind": "research-institute"}, "guests from the Aurora Lab")
    fact = found.extraction.organisations[-1]
    assert (fact.name, fact.kind, fact.found_by, found.added) == ("Aurora Lab", "research-institute", SECOND, 1)
    (span,) = fact.evidence
    assert READING.document.text[span.start : span.end] == span.quote == "guests from the Aurora Lab"


def test_a_fact_that_both_found_keeps_our_values():
    found = merged("country", {"code": "FI"}, "Tampere in Finland")
    ours = next(fact for fact in READING.countries if fact.code == "FI")
    both = next(fact for fact in found.extraction.countries if fact.code == "FI")
    assert (both.found_by, both.confidence, both.evidence) == (BOTH, ours.confidence, ours.evidence)
    assert (found.added, found.confirmed) == (0, 1)
    assert {fact.found_by for fact in READING.countries} == {RULES}


def test_what_is_printed_keeps_its_form():
    found = merged("country", {"code": "FI"}, "Tampere in Finland")
    assert found.extraction.as_json() == READING.as_json()


def test_white_space_in_a_quote_does_not_matter_but_the_stored_quote_is_the_documents():
    found = merged("opportunity", {"kind": "call"}, "memorandum  of understanding\non clean water")
    (span,) = found.extraction.opportunities[-1].evidence
    assert READING.document.text[span.start : span.end] == span.quote


@pytest.mark.parametrize(
    ("kind", "value", "quote", "reason"),
    [
        ("country", {"code": "NO"}, "Norway joined the pact", "does not stand"),
        ("country", {"code": "BR"}, "Brazil signs with Chile", "does not stand"),
        ("country", {"code": "FI"}, "", "empty"),
        ("country", {"code": "FI"}, "Tampere " * 200, "too long"),
        ("country", {"code": "XX"}, "Tampere in Finland", "vocabulary"),
        ("country", {"code": ["FI"]}, "Tampere in Finland", "vocabulary"),
        ("country", {"code": "FI", "note": "x"}, "Tampere in Finland", "not asked for"),
        ("sector", {"code": "magic"}, "clean water", "vocabulary"),
        ("organisation", {"name": "Hitachi", "kind": "company"}, "clean water", "does not stand in the text"),
        ("organisation", {"name": "Aurora Lab", "kind": "wizardry"}, "Aurora Lab", "vocabulary"),
        ("organisation", {"name": {"a": 1}, "kind": "company"}, "Aurora Lab", "not a name"),
        ("organisation", {"kind": "company"}, "Aurora Lab", "missing"),
        ("person", {"name": "Aino Virta", "role": "Queen of the North"}, "Aino Virta", "does not stand in the text"),
        ("partnership", {"kind": "memorandum", "status": "signed", "parties": []}, "signed a memorandum", "no parties"),
        ("partnership", {"kind": "memorandum", "status": "signed", "parties": "Lund"}, "signed a memorandum", "not a list"),
        ("partnership", {"kind": "pact", "status": "signed", "parties": ["Lund"]}, "signed a memorandum", "vocabulary"),
        ("event", {"kind": "signing", "start": "1999-05-04"}, "on 4 May 2021", "does not state its year"),
        ("event", {"kind": "signing", "start": "2021-02-30"}, "on 4 May 2021", "not a date"),
        ("event", {"kind": "signing", "start": 2021}, "on 4 May 2021", "not a date"),
        ("event", {"kind": "signing", "start": "2021-05-04", "end": "2021-05-03"}, "on 4 May 2021", "ends before"),
        ("event", {"kind": "signing", "countries": ["FI", "ZZ"]}, "on 4 May 2021", "vocabulary"),
    ],
)
def test_what_the_text_does_not_prove_is_refused(kind, value, quote, reason):
    assert reason in reasons(kind, value, quote)


def test_a_claim_without_quotes_is_refused():
    assert "no quotes" in reasons("country", {"code": "FI"})


def test_words_on_both_sides_of_something_else_do_not_stand_together():
    reading = extract(PAGE.replace("said.</p>", "said.</p><div class='share'>Share on Facebook</div>").encode(), "page.html")
    quote = ("the mayors said. “We begin at once,”",)
    assert merge(reading, [Claim("opportunity", {"kind": "call"}, quote)], Ground(reading, 10_000)).refused


def test_only_so_much_of_an_article_is_given_and_quotes_come_from_there():
    ground = Ground(READING, 40)
    assert len(ground.article) <= 40 + len("\n\n")
    assert merge(READING, [Claim("country", {"code": "FI"}, ("Aino Virta",))], ground).refused


@pytest.mark.parametrize(
    "answer",
    ["", "I found Finland.", "[]", "null", '{"countries": 1}', '{"orders": []}', '{"countries": [1]}', '{"countries": [{"code": "FI"}]}',
     '{"countries": [{"code": "FI", "quotes": [1]}]}', '{"countries": [{"code": NaN, "quotes": []}]}', "[" * 50_000, '{"countries": []} and more'],
)  # fmt: skip
def test_an_answer_of_another_form_is_no_answer(answer):
    with pytest.raises(SecondReaderError, match=r"agreed form\.$"):
        parse_answer(answer)


def test_an_oversized_answer_is_no_answer():
    with pytest.raises(SecondReaderError, match="too long"):
        parse_answer(" " * 100_001)
    with pytest.raises(SecondReaderError, match="more facts"):
        parse_answer(json.dumps({"countries": [{"code": "FI", "quotes": ["a"]}] * 201}))


@pytest.mark.parametrize("before", ["", '<think>Is it {"countries": []}?\nNo.</think>\n\n'])
def test_an_answer_in_a_fence_or_after_thoughts_is_read(before):
    claims = (Claim("country", {"code": "FI"}, ("Tampere",)),)
    answer = '{"countries": [{"code": "FI", "quotes": ["Tampere"]}]}'
    assert parse_answer(before + answer) == claims
    assert parse_answer(f"{before}```json\n{answer}\n```") == claims


FIELDS = {kind: name for name, kind in LISTS.items()}
WORDS = st.sampled_from(["FI", "call", "Tampere", "2021-05-04", "memorandum", "signed", "forum", "energy", "x", "", None, 7])
VALUES = WORDS | st.lists(WORDS, max_size=3)
KEYS = st.sampled_from(
    ["code", "name", "kind", "status", "parties", "start", "date", "countries", "role", "organisation", "places"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(FIELDS)),
    st.dictionaries(KEYS, VALUES, max_size=4),
    st.lists(st.sampled_from(["Tampere", "Lund in Sweden", "not there", ""]), max_size=3),
)
def test_whatever_is_claimed_every_quote_of_the_result_is_true(kind, value, quotes):
    found = merge(READING, [Claim(kind, value, tuple(quotes))], GROUND).extraction
    for fact in getattr(found, FIELDS[kind]):
        assert all(found.document.text[span.start : span.end] == span.quote for span in fact.evidence)
