"""Which days of a record follow from the one that an article tells."""

from __future__ import annotations

import pytest

from partnerships.edtf import IncompleteDate
from portal.imports.days import days_of

PUBLISHED = "2022-03-15"


def day(text: str) -> IncompleteDate | None:
    return IncompleteDate.parse(text) if text else None


@pytest.mark.parametrize(
    ("status", "date", "signing", "ends", "told"),
    [
        ("signed", "2022-03-01", "", "2027", ("2022-03-01", "", "2027", "2022-03-01")),
        ("signed", "", "2022-03-02", "", ("2022-03-02", "", "", "2022-03-02")),
        ("signed", "", "", "", ("", "", "", PUBLISHED)),
        ("active", "2021-05", "", "", ("", "2021-05", "", "2021-05")),
        ("active", "", "", "2024", ("", "", "2024", PUBLISHED)),
        ("suspended", "2022-03-11", "", "", ("", "", "", "2022-03-11")),
        ("expired", "2020", "", "", ("", "", "2020", "2020")),
        ("ended", "2022-01", "2022-03-10", "", ("", "", "", "2022-01")),
        ("proposed", "", "2022-03-10", "", ("", "", "", PUBLISHED)),
        ("signed", "2023-01-01", "", "", ("", "", "", PUBLISHED)),
        ("active", "2021-05", "", "2020", ("", "2021-05", "", "2021-05")),
    ],
)
def test_the_day_of_an_act_is_that_of_its_status(
    status: str, date: str, signing: str, ends: str, told: tuple[str, str, str, str]
) -> None:
    days = days_of(status, day(date), day(signing), day(ends), day(PUBLISHED))
    assert tuple(str(d) if d else "" for d in (days.signed, days.starts, days.ends, days.since)) == told


def test_a_record_is_not_made_to_end_before_it_starts() -> None:
    days = days_of("signed", day("2019"), None, day("2021"), None)
    assert days.kept(None, None, None)["ends"] == day("2021")
    assert set(days.kept(day("2022-02"), None, None).values()) == {None}
    assert set(days.kept(None, None, day("2018")).values()) == {None}
