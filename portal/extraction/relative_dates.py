"""Days that count from another day: "yesterday", "last Tuesday", "上周三" from that of publication, "on the 28th" from the day before it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from portal.extraction.date_mention import DateMention, day_value
from portal.extraction.date_patterns import DAY, Grammar

WEEK = dt.timedelta(days=7)
LEAP_FREE = 2001
"""Stands for the year of a day whose year is not known."""
EAST_ASIAN_WEEKDAYS = {
    "zh": (
        re.compile(
            r"(?<![每一二两兩三四五六\d])(?P<week>[上本这這今下])?[个個]?(?:周|週|星期|礼拜|禮拜)(?P<w>[一二三四五六日天])"
        ),
        "一二三四五六日天",
    ),
    "ja": (re.compile(r"(?P<week>先週|今週|来週)の?(?P<w>[月火水木金土日])曜"), "月火水木金土日"),
    "ko": (
        re.compile(r"(?P<week>지난\s?주|이번\s?주|다음\s?주|지난|오는)\s?(?P<w>[월화수목금토일])요일"),
        "월화수목금토일",
    ),
}
LAST_WEEK, THIS_WEEK, NEXT_WEEK = (
    re.compile(pattern) for pattern in (r"上|先週|지난\s주|지난주", r"[本这這今]|今週|이번", r"下|来週|다음")
)


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


LONE_DAYS = {
    "en": _re(
        rf"\b(?:on|from|until|till|to|by) the (?P<d>{DAY})(?:st|nd|rd|th)(?: to the (?P<d2>{DAY})(?:st|nd|rd|th))?"
        r"(?=[,.;:)]|$|\s(?:and|in|at|we|he|she|they|the|to)\b)"
    ),
    "de": _re(rf"\b(?:am|vom|dem|den|ab dem|bis zum) (?P<d>{DAY})\.(?: (?:bis zum|bis|und am) (?P<d2>{DAY})\.)?(?=\s[a-zäöü]|,)"),
    "es": _re(
        rf"\b(?:el|el día|hasta el|desde el)(?: (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo))? (?P<d>{DAY})(?: al (?P<d2>{DAY}))?(?=[,;)]|\.(?!\d)|$|\s(?:y|en|se|por|con|cuando)\s)"
    ),
    "fr": _re(
        rf"\b(?:le|jusqu.au|dès le)(?: (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))? (?P<d>{DAY})(?: au (?P<d2>{DAY}))?(?=[,;)]|\.(?!\d)|$|\s(?:et|à|en|au|dans|puis|les|la)\s(?!\d))"
    ),
    "nl": _re(rf"\b(?:op|van|tot|vanaf) de (?P<d>{DAY})(?:e|ste|de)(?: tot de (?P<d2>{DAY})(?:e|ste|de))?\b"),
    "ru": re.compile(rf"(?<![\d.])(?P<d>{DAY})(?:(?:-го)? и (?P<d2>{DAY}))?(?:(?:-го|-е)? числ[аоу]\b|-го\b)"),
    "he": re.compile(rf"ב-(?P<d>{DAY})(?:(?: עד |-)(?P<d2>{DAY}))? (?:בחודש|לחודש)"),
    "zh": re.compile(
        rf"(?:(?P<when>上个?月|上個月|本月|今|下个?月)[（(]?|(?<![\d月年第/.]))(?P<d>{DAY})[）)]?(?:日?[至到—–-](?P<d2>{DAY}))?日"
        r"(?![间間内內游遊元本程前後后])"
    ),
    "ja": re.compile(
        rf"(?:(?P<when>先月|今月|本月|来月)の?|(?<![\d月年第/.]))(?P<d>{DAY})日(?:[（(].{{1,3}}[)）])?"
        rf"(?:(?:から|[〜～~])(?P<d2>{DAY})日)?(?![間後前以目程分本当])"
    ),
    "ko": re.compile(
        rf"(?:(?P<when>지난\s?달|이달|이번\s?달|다음\s?달|내달|지난|오는)\s?|(?<![\d월년.])(?<![월년]\s))(?P<d>{DAY})"
        rf"(?:일?\s?(?:[~∼-]|부터|에서)\s?(?P<d2>{DAY}))?일(?!\s?(?:간|차|째|동안|만|여|이상|이내|전|후|뒤|안에|정도))"
    ),
}
LAST_MONTH, NEXT_MONTH = re.compile(r"上个?月|上個月|先月|지난\s?달"), re.compile(r"下个?月|来月|다음\s?달|내달")


def counted(piece: str, grammar: Grammar, published: dt.date) -> Iterator[DateMention]:
    """Words that count from the day of publication."""
    for match in grammar.relative.finditer(piece):
        day = published + dt.timedelta(days=grammar.relative_days[match[0].casefold()])
        yield DateMention(match.start(), match.end(), day.isoformat(), stated="")
    for match in grammar.lone_weekday.finditer(piece):
        weekday = grammar.weekday(match["w"])
        back = (published.weekday() - weekday) % 7
        if match["next"] or match["later"]:
            day = published + dt.timedelta(days=7 - back)
        else:
            day = published - dt.timedelta(days=back or (7 if match["last"] or match["before"] else 0))
        yield DateMention(match.start("w"), match.end("w"), day.isoformat(), weekday=weekday, stated="")
    yield from _east_asian_weekdays(piece, grammar.language, published)
    for match in grammar.period.finditer(piece):
        kind = grammar.periods[match[0].casefold()]
        if kind == "last_month":
            before = published.replace(day=1) - dt.timedelta(days=1)
            yield DateMention(match.start(), match.end(), f"{before:%Y-%m}", precision="month", stated="")
        else:
            year = published.year + {"last_year": -1, "this_year": 0, "next_year": 1}[kind]
            yield DateMention(match.start(), match.end(), str(year), precision="year", stated="")


def _east_asian_weekdays(piece: str, language: str, published: dt.date) -> Iterator[DateMention]:
    """ "上周三" is in the week before, whatever day it is; "周三" alone and "지난 수요일" are the last one."""
    if language not in EAST_ASIAN_WEEKDAYS:
        return
    pattern, names = EAST_ASIAN_WEEKDAYS[language]
    monday = published - dt.timedelta(days=published.weekday())
    for match in pattern.finditer(piece):
        weekday, week = min(names.index(match["w"]), 6), match["week"] or ""
        day = monday + dt.timedelta(days=weekday)
        if LAST_WEEK.match(week):
            day -= WEEK
        elif NEXT_WEEK.match(week):
            day += WEEK
        elif not THIS_WEEK.match(week):
            ahead = week == "오는"
            day += WEEK * ((ahead and day <= published) - (not ahead and day > published))
        yield DateMention(match.start(), match.end(), day.isoformat(), weekday=weekday, stated="")


def lone_days(
    piece: str, language: str, near: str | None, published: dt.date | None, days: list[DateMention]
) -> Iterator[DateMention]:
    """Days of the month alone, as near as can be to the day that was named before, else to that of publication.

    `days` are those of the piece itself, in order; `near` is the one before them.
    """
    pattern = LONE_DAYS.get(language)
    if pattern is None or not (near or published):
        return
    for match in pattern.finditer(piece):
        when = match.groupdict().get("when")
        before = next((day.value for day in reversed(days) if day.end <= match.start()), near)
        anchor = published if when or not before else _date(before)
        if anchor is None:
            continue
        with_year = anchor is published or not (before or "").startswith("--")
        first = _near(int(match["d"]), anchor, when)
        if first is None:
            continue
        last = _near(int(match["d2"]), first, None) if match["d2"] else None
        yield DateMention(
            match.start(),
            match.end(),
            _value(first, with_year),
            _value(last, with_year) if last and last > first else None,
            stated="",
        )


def day_after(start: int, end: int, before: DateMention, days: int) -> DateMention | None:
    """The day so many days after one named before: "the following day"; None after a range, of which nobody knows which day."""
    first = _date(before.value) if before.precision == "day" and before.end_value is None else None
    if first is None:
        return None
    return DateMention(start, end, _value(first + dt.timedelta(days=days), not before.value.startswith("--")), stated="")


def day_within(start: int, end: int, days: DateMention, number: int) -> DateMention | None:
    """The so-manieth day of a range, the last for 0: "on the second day"; None when the range has no such day."""
    first, last = _date(days.value), _date(days.end_value or days.value)
    if first is None or last is None:
        return None
    day = first + dt.timedelta(days=number - 1) if number else last
    return DateMention(start, end, _value(day, not days.value.startswith("--")), stated="") if first <= day <= last else None


def days_between(first: str, last: str) -> int:
    """How many days after one day another comes."""
    begin, finish = _date(first), _date(last)
    return (finish - begin).days if begin and finish else 0


def next_year(day: str) -> str:
    """The same day of the next year."""
    return f"{int(day[:4]) + 1}{day[4:]}"


def _near(day: int, anchor: dt.date, when: str | None) -> dt.date | None:
    """That day of the month of the anchor or of one beside it, whichever is nearest; `when` may name the month."""
    months = (-1,) if when and LAST_MONTH.match(when) else (1,) if when and NEXT_MONTH.match(when) else (-1, 0, 1)
    if when in ("本月", "今月", "이달", "이번 달", "이번달"):
        months = (0,)
    days = []
    for step in months:
        year, month = anchor.year + (anchor.month - 1 + step) // 12, (anchor.month - 1 + step) % 12 + 1
        if day_value(year, month, day):
            days.append(dt.date(year, month, day))
    if when == "지난":
        days = [d for d in days if d <= anchor]
    elif when == "오는":
        days = [d for d in days if d >= anchor]
    return min(days, key=lambda d: abs(d - anchor), default=None)


def _date(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{LEAP_FREE}{value[1:]}" if value.startswith("--") else value)
    except ValueError:
        return None


def _value(day: dt.date, with_year: bool) -> str:
    return day.isoformat() if with_year else f"--{day:%m-%d}"
