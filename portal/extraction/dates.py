"""Dates in running text, with their offsets: day, month and year precision, ranges, era years, relative words.

A year is never invented. A date without a year stays `--MM-DD` unless a stated publication date is handed in; relative words
("today", "on Tuesday", "last month") are reported only then.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from portal.extraction.date_mention import DateMention, day_value
from portal.extraction.date_patterns import ERA_LETTERS, ERAS, Grammar, cjk_number, grammar_for, narrow_digits
from portal.extraction.relative_dates import counted, lone_days

NUMERAL = re.compile(r"\d|[〇一二三四五六七八九十元][年月日号號]")
MINGUO = re.compile(r"(?<![\d./-])(1[0-3]\d|9\d)([-./])(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])(?![\d./-])")
ERA_DAY = re.compile(r"(?<![\w./-])([MTSHR])\s?(\d{1,2}|元)([-./])(1[0-2]|0?[1-9])\3(3[01]|[12]\d|0?[1-9])(?![\d./-])")
AHEAD = 1.25
"""News announces further ahead than it looks back without naming the year: a day so many times as far off still is to come."""
SLASHED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
MONTH_FIRST = re.compile(r"(?<![\d./])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?![\d/])")


def find_dates(
    text: str,
    start: int = 0,
    end: int | None = None,
    language: str | None = None,
    published: str | None = None,
    near: str | None = None,
) -> list[DateMention]:
    """The dates of `text[start:end]`, in order, without overlaps.

    `published` (`YYYY-MM-DD`, or `YYYY-MM` of an issue) lends its year to dates that have none, so that they fall as near to it
    as they can (and on the weekday that the text names); relative words need the whole date. Days of the month alone ("on the
    28th", "22日") take their month from `near` (`YYYY-MM-DD` or `--MM-DD`, the day named before), else from that date.
    """
    end = len(text) if end is None else min(end, len(text))
    piece = narrow_digits(text[start:end])
    if not published and not NUMERAL.search(piece):
        return []
    grammar = grammar_for(language)
    month_first = grammar.language in ("", "en") and "/" in piece and _is_month_first(text)
    found = [m for reader in _READERS for m in reader(piece, grammar, month_first)]
    anchor = _anchor(published)
    if anchor and published and len(published) == 10:
        found.extend(counted(piece, grammar, anchor))
    if near or (anchor and published and len(published) == 10):
        whole_day = anchor if published and len(published) == 10 else None
        days = _apart([m for m in found if m.precision == "day"])
        alone = lone_days(piece, grammar.language, near, whole_day, days)
        found.extend(m for m in alone if not any(d.start < m.end and m.start < d.end for d in days))
    mentions = [_with_weekday(m, piece, grammar) for m in _joined(_apart(found), piece, grammar)]
    return [_placed(m, start, anchor) for m in mentions]


@lru_cache(maxsize=4)
def _is_month_first(text: str) -> bool:
    """Whether the dates with slashes in this text can only be month/day/year."""
    pairs = [(int(a), int(b)) for a, b in MONTH_FIRST.findall(text)]
    return any(b > 12 >= a for a, b in pairs) and not any(a > 12 for a, _ in pairs)


def _mention(
    match: re.Match[str], first: tuple[int | None, int, int], last: tuple[int | None, int, int] | None
) -> DateMention | None:
    value = day_value(*first)
    end_value = day_value(*last) if last else None
    if value is None or (last and end_value is None):
        return None
    if last and end_value and end_value <= value and value[:2] == end_value[:2]:
        year, month, day = first
        if not (value.startswith("--") or last[1] < month):
            end_value = None
        elif not value.startswith("--"):
            value = day_value((year or 0) - 1, month, day) or value
    return DateMention(match.start(), match.end(), value, end_value)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _full_year(text: str | None) -> int | None:
    """A year that may be written with its last two figures."""
    number = _number((text or "").lstrip("'’"))
    return number if number is None or number > 99 else number + (2000 if number < 50 else 1900)


def _day_month(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    for match in grammar.day_month.finditer(piece):
        if _is_common_word(match["m"], grammar):
            continue
        month, year = grammar.month(match["m"]), _full_year(match["y"])
        day, last = int(match["d"]), _number(match["d2"])
        yield from _some(_mention(match, (year, month, day), (year, month, last) if last else None))


def _month_day(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    for match in grammar.month_day.finditer(piece):
        if _is_common_word(match["m"], grammar):
            continue
        month, year = grammar.month(match["m"]), _full_year(match["y"])
        day, last = int(match["d"]), _number(match["d2"])
        last_month = grammar.month(match["m2"]) if match["m2"] else month
        yield from _some(_mention(match, (year, month, day), (year, last_month, last) if last else None))


def _is_common_word(name: str, grammar: Grammar) -> bool:
    """English "may" and "march" in small letters are words, not months."""
    return name in ("may", "march") and grammar.language in ("", "en")


def _month_year(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    for match in grammar.month_year.finditer(piece):
        yield DateMention(match.start(), match.end(), f"{match['y']}-{grammar.month(match['m']):02}", precision="month")


def _iso(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    for match in grammar.iso.finditer(piece):
        yield from _some(_mention(match, (int(match["y"]), int(match["m"]), int(match["d"])), None))


def _numeric(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    for match in grammar.numeric.finditer(piece):
        day, month = int(match["a"]), int(match["b"])
        slash = match["s"] == "/"
        if month > 12 >= day or (slash and month_first and day <= 12):
            day, month = month, day
        year = _full_year(match["y"]) or 0
        if len(match["y"]) == 2 and grammar.language in ("ja", "ko", "zh"):
            year, month, day = _full_year(match["a"]) or 0, int(match["b"]), int(match["y"])
        first_day, first_month = _number(match["d0"]), _number(match["m0"])
        if first_day:
            yield from _some(_mention(match, (year, first_month or month, first_day), (year, month, day)))
        else:
            yield from _some(_mention(match, (year, month, day), None))


def _short_numeric(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    if grammar.language == "de":
        for match in grammar.short_numeric.finditer(piece):
            day, month = int(match["a"]), int(match["b"])
            first = _number(match["a0"])
            found = _mention(match, (None, month, first or day), (None, month, day) if first else None)
            if found:
                yield replace(found, start=match.start("a0" if first else "a"))


def _east_asian(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    if not any(mark in piece for mark in "年月년월"):
        return
    for match in grammar.east_asian.finditer(piece):
        year = _era_year(match["era"], match["era_year"]) if match["era"] else _plausible(cjk_number(match["y"]))
        month, day = cjk_number(match["m"]), cjk_number(match["d"])
        if month and day:
            last_day = cjk_number(match["d2"])
            last = (_plausible(cjk_number(match["y2"])) or year, cjk_number(match["m2"]) or month, last_day) if last_day else None
            yield from _some(_mention(match, (year, month, day), last))
        elif year and month:
            yield DateMention(match.start(), match.end(), f"{year:04}-{month:02}", precision="month")
        elif year:
            yield DateMention(match.start(), match.end(), f"{year:04}", precision="year")


def _era_year(era: str, year: str) -> int | None:
    number = 1 if year == "元" else cjk_number(year)
    return _plausible(ERAS[era] + number) if number else None


def _plausible(year: int | None) -> int | None:
    return year if year and 1850 <= year < 2100 else None


def _year(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    for match in grammar.year.finditer(piece):
        group = "y" if match["y"] else "bare"
        yield DateMention(match.start(group), match.end(group), match[group], precision="year")


def _minguo(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    """Years of the Republic as Taiwan's offices write them: 109-12-03."""
    if grammar.language == "zh":
        for match in MINGUO.finditer(piece):
            yield from _some(_mention(match, (int(match[1]) + 1911, int(match[3]), int(match[4])), None))


def _era_day(piece: str, grammar: Grammar, month_first: bool) -> Iterator[DateMention]:
    """Era years by their letter, as Japan's offices write them in tables and stamps: R1.6.20."""
    if grammar.language == "ja":
        for match in ERA_DAY.finditer(piece):
            year = _era_year(ERA_LETTERS[match[1]], match[2])
            yield from _some(_mention(match, (year, int(match[4]), int(match[5])), None))


_READERS: tuple[Callable[[str, Grammar, bool], Iterator[DateMention]], ...] = (
    _iso,
    _minguo,
    _era_day,
    _numeric,
    _short_numeric,
    _day_month,
    _month_day,
    _month_year,
    _east_asian,
    _year,
)


def _some(mention: DateMention | None) -> tuple[DateMention, ...]:
    return (mention,) if mention else ()


def _apart(mentions: list[DateMention]) -> list[DateMention]:
    """The earliest and longest of what overlaps."""
    kept: list[DateMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _joined(mentions: list[DateMention], piece: str, grammar: Grammar) -> Iterator[DateMention]:
    """Two whole dates with only a range word between them are one range; the later lends its year to the earlier."""
    held: DateMention | None = None
    for mention in mentions:
        if held and _makes_range(held, mention, piece, grammar):
            value = held.value
            if value.startswith("--") and mention.full:
                value = f"{int(mention.value[:4]) - (value[2:] > mention.value[5:]):04}-{value[2:]}"
            held = replace(held, end=mention.end, value=value, end_value=mention.value)
            continue
        if held:
            yield held
        held = mention
    if held:
        yield held


def _makes_range(first: DateMention, second: DateMention, piece: str, grammar: Grammar) -> bool:
    if first.end_value or second.end_value or first.precision != "day" or second.precision != "day":
        return False
    if second.start - first.end > 40 or not grammar.between.fullmatch(piece, first.end, second.start):
        return False
    if first.full and second.full:
        return first.value < second.value
    over_new_year = first.value[-5:] > "11" and second.value[-5:] < "03"
    return first.value[-5:] < second.value[-5:] or over_new_year


def _with_weekday(mention: DateMention, piece: str, grammar: Grammar) -> DateMention:
    if mention.precision != "day" or mention.weekday is not None:
        return mention
    east_asian = piece[mention.start : mention.end].rstrip("）)").endswith(("日", "号", "號", "일"))
    before = None if east_asian else grammar.weekday_before.search(piece[max(0, mention.start - 24) : mention.start])
    after = grammar.weekday_after.match(piece, mention.end)
    if before or after:
        weekday = grammar.weekday((before or after)["w"])  # type: ignore[index]
        slashed = SLASHED.fullmatch(piece[mention.start : mention.end])
        return replace(mention, weekday=weekday, value=_on_weekday(mention.value, weekday) if slashed else mention.value)
    return mention


def _on_weekday(value: str, weekday: int) -> str:
    """A date in figures that falls on the weekday beside it only when its month stands first: `Mon, 10/08/2018`."""
    read = dt.date.fromisoformat(value)
    if read.weekday() == weekday or read.day > 12:
        return value
    turned = dt.date(read.year, read.day, read.month)
    return turned.isoformat() if turned.weekday() == weekday else value


def _anchor(published: str | None) -> dt.date | None:
    if not published or not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", published):
        return None
    try:
        return dt.date.fromisoformat(published if len(published) == 10 else published + "-15")
    except ValueError:
        return None


def _placed(mention: DateMention, offset: int, anchor: dt.date | None) -> DateMention:
    """Offsets of the whole text, and the year where a publication date lends it."""
    stated = mention.value if mention.stated is None else mention.stated
    value, end_value = mention.value, mention.end_value
    if anchor and value.startswith("--"):
        value = _nearest(mention, anchor)
        if end_value and end_value.startswith("--") and not value.startswith("--"):
            year = int(value[:4]) + (end_value[2:] < value[5:])
            end_value = day_value(year, int(end_value[2:4]), int(end_value[5:])) or end_value
    return replace(
        mention, start=mention.start + offset, end=mention.end + offset, value=value, end_value=end_value, stated=stated
    )


def _nearest(mention: DateMention, anchor: dt.date) -> str:
    """Its day in the year of the anchor or one beside it; without a year as before where the weekday fits none of them."""
    days = [day for year in range(anchor.year - 1, anchor.year + 2) if (day := _in_year(mention.value, year))]
    if mention.weekday is not None:
        days = [day for day in days if mention.weekday in (day.weekday(), _last_weekday(mention, day.year))]
    return min(days, key=lambda d: anchor - d if d < anchor else (d - anchor) / AHEAD).isoformat() if days else mention.value


def _last_weekday(mention: DateMention, year: int) -> int | None:
    """Of the end of a range, whose name may stand before both days: "Monday to Wednesday, 18-20 March"."""
    day = _in_year(mention.end_value or "", year)
    return day.weekday() if day else None


def _in_year(value: str, year: int) -> dt.date | None:
    day = day_value(year, int(value[2:4]), int(value[5:])) if value.startswith("--") else None
    return dt.date.fromisoformat(day) if day else None
