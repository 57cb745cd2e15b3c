"""What may be typed into the field of a date."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from partnerships.edtf import IncompleteDate
from partnerships.forms import IncompleteDateFormField, certainly_after
from partnerships.reminders import days_in_words

FIELD = IncompleteDateFormField(required=False, max_length=16)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2019", "2019"),
        ("2019-04", "2019-04"),
        (" 2019-04-26 ", "2019-04-26"),
        ("26.04.2019", "2019-04-26"),
        ("6.4.2019", "2019-04-06"),
        ("04.2019", "2019-04"),
        ("XXXX-07-09", "XXXX-07-09"),
        ("--07-09", "XXXX-07-09"),
        ("2019~", "2019~"),
        ("[..2019]", "[..2019]"),
        ("29.02.2020", "2020-02-29"),
    ],
)
def test_is_read(typed: str, stored: str) -> None:
    value = FIELD.clean(typed)
    assert str(value) == stored
    assert FIELD.prepare_value(value) == stored
    assert not FIELD.has_changed(value, typed)


@pytest.mark.parametrize(
    ("stored", "language", "words"),
    [
        ("2019-04-26", "en", "26_Apr_2019"),
        ("2019-04", "en", "Apr_2019"),
        ("2019~", "en", "about 2019"),
        ("XXXX-07-09", "en", "9_Jul, year not known"),
        ("2019-12-06", "nl", "6_dec_2019"),
        ("2019-12", "zh-hans", "2019年12月"),
    ],
)
def test_in_a_column_a_date_is_short_and_on_one_line(stored: str, language: str, words: str) -> None:
    with translation.override(language):
        assert IncompleteDate.parse(stored).short_label.replace("\N{NO-BREAK SPACE}", "_") == words


@pytest.mark.parametrize(
    ("days", "words"), [(12, "in 12 days"), (0, "today"), (-1, "1 day ago"), (-729, "729 days ago"), (-6938, "19 years ago")]
)
def test_days_are_told_as_years_when_they_are_many(days: int, words: str) -> None:
    assert days_in_words(days) == words


@pytest.mark.parametrize("typed", ["", "   ", None])
def test_nothing_is_not_known(typed: str | None) -> None:
    assert FIELD.clean(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "yesterday",
        "2019-13",
        "2019-02-30",
        "31.04.2019",
        "26/04/2019",
        "20191",
        "0.1.2019",
        "2019-04-26T00:00",
        "\x00",
        "9" * 5000,
    ],
)
def test_is_refused_with_what_to_write(typed: str) -> None:
    with pytest.raises(ValidationError) as error:
        FIELD.clean(typed)
    assert "is not a date. Write 2019, 2019-04, 2019-04-26" in " ".join(error.value.messages)


@pytest.mark.parametrize(
    ("one", "other", "certain"),
    [
        ("2020-05", "2019", True),
        ("2020-05-02", "2020-05-01", True),
        ("[2020..]", "2019", True),
        ("2020-05", "2020", False),
        ("2020", "2020-03", False),
        ("XXXX-07-09", "2019", False),
        ("2020", "[2019..]", False),
        ("[..2020]", "2010", False),
    ],
)
def test_only_what_is_certain_is_out_of_order(one: str, other: str, certain: bool) -> None:
    assert certainly_after(IncompleteDate.parse(one), IncompleteDate.parse(other)) is certain
