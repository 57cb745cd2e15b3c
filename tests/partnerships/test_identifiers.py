"""Identifiers of organisations: their form and their check digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.identifiers import IdentifierError, is_lei, read_identifier

ROR = ("04xfq0f34", "05dxps055", "03yrm5c26", "052gg0110", "012p63287")
LEI = ("5493001KJTIIGC8Y1R12", "529900T8BM49AURSDO55", "HWUPKR0MPOU8FGXBT394")


@pytest.mark.parametrize(
    ("scheme", "text", "found"),
    [
        *(("ror", value, value) for value in ROR),
        ("ror", " https://ror.org/04XFQ0F34/ ", "04xfq0f34"),
        ("ror", "ror.org/04xfq0f34", "04xfq0f34"),
        ("wikidata", "q95", "Q95"),
        ("wikidata", "https://www.wikidata.org/wiki/Q95#sitelinks", "Q95"),
        ("wikidata", "http://www.wikidata.org/entity/Q95", "Q95"),
        *(("lei", value, value) for value in LEI),
        ("lei", "5493 001k jtii gc8y 1r12", LEI[0]),
        ("lei", "https://search.gleif.org/#/record/5493001KJTIIGC8Y1R12", LEI[0]),
    ],
)
def test_what_is_one(scheme: str, text: str, found: str) -> None:
    assert read_identifier(scheme, text) == found


@pytest.mark.parametrize(
    ("scheme", "text", "message"),
    [
        ("ror", "04xfq0f35", "do not fit"),
        ("ror", "04xfl0f34", "six letters"),
        ("ror", "14xfq0f34", "six letters"),
        ("ror", "", "six letters"),
        ("wikidata", "95", "Q and a number"),
        ("wikidata", "Q0", "Q and a number"),
        ("wikidata", "Q٣", "Q and a number"),
        ("lei", "5493001KJTIIGC8Y1R13", "do not fit"),
        ("lei", "5493001KJTIIGC8Y1R", "20 letters"),
    ],
)
def test_what_is_none(scheme: str, text: str, message: str) -> None:
    with pytest.raises(IdentifierError, match=message):
        read_identifier(scheme, text)


@given(st.sampled_from(LEI), st.integers(0, 19), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_an_lei_is_seen(value: str, place: int, digit: str) -> None:
    if value[place].isdigit() and value[place] != digit:
        assert not is_lei(value[:place] + digit + value[place + 1 :])


@given(st.text(max_size=40), st.sampled_from(["ror", "wikidata", "lei"]))
def test_any_text_is_read_or_refused(text: str, scheme: str) -> None:
    try:
        found = read_identifier(scheme, text)
    except IdentifierError:
        return
    assert read_identifier(scheme, found) == found
