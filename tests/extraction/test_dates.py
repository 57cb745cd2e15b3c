"""Dates in running text: what is read, with which offsets, and what is left open."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.extraction.dates import find_dates


def read(text, language="en", published=None):
    return [(m.value, m.end_value) for m in find_dates(text, language=language, published=published)]


@pytest.mark.parametrize(
    ("language", "text", "value", "end_value"),
    [
        ("en", "On Monday 9 July, guests came", "--07-09", None),
        ("en", "signed on April 26 in a bid", "--04-26", None),
        ("en", "Release time:2019-11-19", "2019-11-19", None),
        ("en", "During November 10-17, in order", "--11-10", "--11-17"),
        ("en", "18.09.2020 123 просмотров", "2020-09-18", None),
        ("en", "from March 30 – April 2, 2021", "2021-03-30", "2021-04-02"),
        ("en", "7th December 2022", "2022-12-07", None),
        ("en", "2–4 Sept 2021", "2021-09-02", "2021-09-04"),
        ("de", "am 2. und 3. Mai in Graz", "--05-02", "--05-03"),
        ("de", "Berlin, 04.05.2018", "2018-05-04", None),
        ("de", "vom 3.6. bis 5.6. in Linz", "--06-03", "--06-05"),
        ("de", "vom 3. bis 5.4.2023 in Linz", "2023-04-03", "2023-04-05"),
        ("ru", "с 3 по 5.04.2023 делегация", "2023-04-03", "2023-04-05"),
        ("de", "16.-20.05.2022", "2022-05-16", "2022-05-20"),
        ("nl", "van maandag 16 tot en met vrijdag 20 mei", "--05-16", "--05-20"),
        ("ru", "с 3 по 7 июня делегация", "--06-03", "--06-07"),
        ("ru", "15 марта 2021 г.", "2021-03-15", None),
        ("fr", "du 28 février au 3 mars 2021", "2021-02-28", "2021-03-03"),
        ("fr", "le 1er mars 2021", "2021-03-01", None),
        ("es", "del 3 al 7 de junio de 2016", "2016-06-03", "2016-06-07"),
        ("zh-hans", "11月6日至12日，代表团", "--11-06", "--11-12"),
        ("zh-hans", "二〇二三年十一月六日", "2023-11-06", None),
        ("zh-hant", "發布日期：109-12-03", "2020-12-03", None),
        ("ja", "令和3年3月5日（金曜日）、市は", "2021-03-05", None),
        ("ja", "２０２１年３月８日", "2021-03-08", None),
        ("ko", "2021년 3월 8일부터 10일까지", "2021-03-08", "2021-03-10"),
        ("he", "ב-12 ביולי 2019", "2019-07-12", None),
        ("pl", "12 czerwca 2020 roku", "2020-06-12", None),
    ],
)
def test_a_date_is_read_in_its_language(language, text, value, end_value):
    assert read(text, language) == [(value, end_value)]


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("in August 2021 they met", "2021-08", "month"),
        ("since 2018 the two", "2018", "year"),
        ("the pact (2013) lapsed", "2013", "year"),
    ],
)
def test_less_than_a_day_keeps_its_precision(text, value, precision):
    (mention,) = find_dates(text, language="en")
    assert (mention.value, mention.precision) == (value, precision)


@pytest.mark.parametrize(
    "text",
    [
        "Table 1 may be wrong",
        "we set 10 goals",
        "1,700 firms",
        "version 1.2.3",
        "at 14:30",
        "2000 employees",
        "31 February",
        "32.01.2020",
        "令和3年度中",
    ],
)
def test_what_only_looks_like_a_date_is_left(text):
    assert read(text, "ja" if "令" in text else "en") == []


def test_dots_are_day_and_month_and_slashes_follow_the_text():
    assert read("05.04.2018") == [("2018-04-05", None)]
    assert read("10/05/2022") == [("2022-05-10", None)]
    assert read("10/05/2022 and 10/25/2022") == [("2022-10-05", None), ("2022-10-25", None)]


def test_a_year_comes_from_the_publication_date_alone():
    assert read("a meeting on 14 November") == [("--11-14", None)]
    assert read("a meeting on 14 November", published="2022-10-05") == [("2022-11-14", None)]
    assert read("a visit on 28 December", published="2023-01-10") == [("2022-12-28", None)]
    assert read("from 30 December to 2 January", published="2021-01-05") == [("2020-12-30", "2021-01-02")]
    assert read("on 17 June", published="2021-08") == [("2021-06-17", None)]


def test_the_weekday_helps_to_choose_the_year():
    (mention,) = find_dates("on Monday 9 July", language="en", published="2019-06-01")
    assert mention.weekday == 0
    assert mention.value == "2018-07-09"
    assert mention.stated == "--07-09"


def test_a_weekday_that_fits_no_year_leaves_the_year_open():
    assert read("on Monday 9 July", published="2023-05-12") == [("--07-09", None)]
    assert read("from Monday 9 to Friday 13 July", published="2023-05-12") == [("--07-09", "--07-13")]
    assert read("Wednesday, 18-20 March", published="2024-03-25") == [("2024-03-18", "2024-03-20")]


def test_relative_words_need_a_publication_date():
    assert read("they signed today and met on Tuesday") == []
    assert read("they signed today and met on Tuesday", published="2022-10-05") == [("2022-10-05", None), ("2022-10-04", None)]
    assert read("im vergangenen Jahr", "de", "2018-05-04") == [("2017", None)]
    assert read("last month", published="2020-01-10") == [("2019-12", None)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "he announced Tuesday.", "2022-09-27"),
        ("en", "signed this Monday", "2022-09-26"),
        ("ru", "позавчера стороны", "2022-09-26"),
        ("zh", "记者昨日获悉", "2022-09-27"),
        ("zh", "双方上周三签约", "2022-09-21"),
        ("zh", "今（26）日簽署", "2022-09-26"),
        ("ja", "先週火曜日に", "2022-09-20"),
        ("ja", "今月19日には", "2022-09-19"),
        ("ko", "지난 화요일", "2022-09-27"),
        ("ko", "지난달 20일", "2022-08-20"),
        ("ko", "오는 30일 열린다", "2022-09-30"),
        ("fr", "signé mardi dernier", "2022-09-27"),
        ("nl", "dinsdag tekende de rector", "2022-09-27"),
        ("de", "am vergangenen Dienstag", "2022-09-27"),
        ("es", "este martes", "2022-09-27"),
        ("he", "ביום שלישי שעבר", "2022-09-27"),
    ],
)
def test_words_of_ten_languages_count_from_the_publication_date(language, text, value):
    assert read(text, language, "2022-09-28") == [(value, None)]
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "every Tuesday they meet"),
        ("zh", "每周二例会"),
        ("ko", "3일간 열린다"),
        ("ja", "3日間の日程"),
        ("en", "the 28th edition"),
    ],
)
def test_what_happens_every_week_or_lasts_for_days_is_no_date(language, text):
    assert read(text, language, "2022-09-28") == []


def test_a_day_of_the_month_alone_counts_from_the_day_named_before():
    (mention,) = find_dates("On the 28th, both signed", language="en", near="2019-03-27")
    assert mention.value == "2019-03-28"
    (mention,) = find_dates("Le 2, elle repart", language="fr", near="--01-30")
    assert mention.value == "--02-02"
    assert [m.value for m in find_dates("5月3日到着、5日に調印", language="ja", published="2022-05-20")] == [
        "2022-05-03",
        "2022-05-05",
    ]
    assert find_dates("On the 28th, both signed", language="en") == []


def test_a_range_may_repeat_its_article():
    assert read("entre le 3 et le 5 mai", "fr", "2022-05-20") == [("2022-05-03", "2022-05-05")]
    assert read("מה-3 עד ה-5 במאי", "he") == [("--05-03", "--05-05")]


def test_offsets_are_those_of_the_whole_text():
    text = "x" * 50 + " on 3 March 2021, and later"
    (mention,) = find_dates(text, 40, len(text), "en")
    assert text[mention.start : mention.end] == "3 March 2021"


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="0123456789./-– ,年月日년월일令和ayMrchınİ十月元", max_size=60),
    st.sampled_from(["en", "ja", "ko", "de", "ru", None]),
)
def test_any_text_is_read_without_overlaps(text, language):
    mentions = find_dates(text, language=language, published="2021-02-28")
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
