"""Whatever an address holds, a list comes back, and its own address leads to the same list."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.listing import build_listing
from partnerships.listing.search import search_condition
from partnerships.models import Organisation, Partnership, Party, Place
from partnerships.searchwords import BYTES_KEPT, plain_words, stored_words
from tests.partnerships.making import made_partnership

pytestmark = pytest.mark.django_db

# Lone surrogates, NUL and unassigned characters included.
ANY_TEXT = st.text(st.characters(), max_size=30)
VALUES = st.one_of(
    ANY_TEXT,
    st.sampled_from(["RU", "ru", "NL", "energy", "signed", "2019", "unknown", "Kazan", "title", "relevance", "newest", "2"]),
)
PARAMETERS = st.dictionaries(
    st.sampled_from(
        ["country", "sector", "kind", "status", "year", "since", "organisation", "q", "sort", "page", "page_size", "x"]
    ),
    st.lists(VALUES, max_size=4),
)


@pytest.fixture
def record() -> Partnership:
    body = Organisation.objects.create(name="Казань", country=Place.objects.get(code="RU"))
    record = Partnership(title="Twins", status="signed", signed="2019")
    record.parties = [Party(organisation=body)]
    record.save()
    return record


# The record is only read: it may be the same for every example.
@settings(max_examples=60, deadline=None, suppress_health_check=["function_scoped_fixture"])
@given(params=PARAMETERS, record_type=st.sampled_from(["partnership", "event", "organisation", "opportunity", "news"]))
def test_a_list_comes_back_and_its_address_leads_to_it(record, params, record_type):
    listing = build_listing(record_type, params)
    assert 0 <= len(listing.records) <= listing.total <= 1
    again = build_listing(record_type, QueryDict(listing.query))
    assert (again.query, again.total, again.facets, again.applied) == (
        listing.query,
        listing.total,
        listing.facets,
        listing.applied,
    )


@settings(max_examples=60, deadline=None, suppress_health_check=["function_scoped_fixture"])
@given(title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_a_record_is_found_by_every_word_of_its_title(record, title):
    record.title = title
    record.save()
    for word in plain_words(title):
        assert build_listing("partnership", {"q": word}).total == 1, word


@given(q=st.text(st.characters(), max_size=200))
def test_no_text_gets_into_the_statement(q):
    condition, parameters = search_condition(q)
    assert set(condition) <= set("%()&|:'_, abcdefghijklmnopqrstuvwxyz0123456789")
    assert all("'" not in lexeme for text in parameters.values() for lexeme in text.split("'")[1::2])


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2_000_000,
        " ".join(f"слово{number}" for number in range(200_000)),
        "深圳" * 500_000,
        "".join(map(chr, range(32, 55_000))),
    ],
)
def test_words_of_monsters_are_cut(text):
    exact, forms = stored_words([text])
    assert len(exact.encode()) <= 2 * BYTES_KEPT
    assert len(forms.encode()) <= 2 * BYTES_KEPT
    made_partnership("Monster", summary=text)
    assert build_listing("partnership", {"q": "monster"}).total == 1
