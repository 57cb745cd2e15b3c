"""The regular expressions by which `dates` reads, made per language from CLDR's month names and `lexicon/layout`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

from portal.extraction.layout import base_language, layouts

ERA_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
"""How Japanese offices shorten the eras: R1.6.20."""
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911, "中華民國": 1911}
CJK_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_FULL_WIDTH = {0xFF10 + i: str(i) for i in range(10)} | {0xFF0F: "/", 0xFF0E: ".", 0xFF0D: "-"}
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
YEAR4 = r"(?:19|20)\d\d"
YEAR = YEAR4 + r"(?!\d)"
ORDINAL = r"(?:st\b|nd\b|rd\b|th\b|er\b|re\b|\.?[ºª°]|[»”\"](?=\s)|\.|-?го\b|-?е\b)?"
DASH = r"[-–—−‒~～〜]"
FORBIDDEN_BEFORE = r"(?<![\d.,/:])(?<!\d[-–])"


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything that reading dates in one language (and in English, which is everywhere) needs."""

    language: str
    months: dict[str, int]
    weekdays: dict[str, int]
    relative_days: dict[str, int]
    periods: dict[str, str]
    iso: re.Pattern[str]
    numeric: re.Pattern[str]
    short_numeric: re.Pattern[str]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    month_year: re.Pattern[str]
    east_asian: re.Pattern[str]
    year: re.Pattern[str]
    relative: re.Pattern[str]
    lone_weekday: re.Pattern[str]
    period: re.Pattern[str]
    between: re.Pattern[str]
    weekday_before: re.Pattern[str]
    weekday_after: re.Pattern[str]

    def month(self, name: str) -> int:
        return self.months[_key(name)]

    def weekday(self, name: str) -> int:
        return self.weekdays[_key(name)]


def narrow_digits(text: str) -> str:
    """The same text, character for character, with full-width digits and separators as ASCII."""
    return text.translate(_FULL_WIDTH)


def cjk_number(text: str | None) -> int | None:
    """A number in ASCII digits or Chinese numerals (十二, 二〇二三), None when it is none."""
    if not text:
        return None
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return CJK_DIGITS.get(tens, 1) * 10 + CJK_DIGITS.get(ones, 0)
    digits = [CJK_DIGITS.get(c) for c in text]
    return None if None in digits else int("".join(map(str, digits)))


@cache
def grammar_for(language: str | None) -> Grammar:
    """The grammar of a language code (`zh-hans` reads as `zh`); an unknown language reads as English."""
    code = base_language(language)
    codes = [c for c in dict.fromkeys((code, "en")) if c]
    months = {k: v for c in reversed(codes) for k, v in _months(c).items()}
    weekdays = {k: v for c in reversed(codes) for k, v in _weekdays(c).items()}
    dates: list[dict[str, Any]] = [layouts()[c].dates for c in codes if c in layouts()]
    month, weekday = _either(months), _either(weekdays)
    long_weekday = _either(name for c in codes for name in _weekdays(c, ("wide",)))
    join = rf"\s*(?:{DASH}|/|{_either(_all(dates, 'range', 'list'))})\s*"
    range_only = rf"(?:{DASH}|{_either(_all(dates, 'range'))})"
    of = _either(_all(dates, "between_day_and_month"))
    to_year = rf"(?:(?:,?\s*|-)(?:{of}\s*|năm\s*)?(?P<y>{YEAR}|['’]\d\d\b)(?:\s?г\.|\s?года?\b)?)?"
    named = rf"(?:{weekday}[.,]?\s+)?"
    relative = {w: days for d in dates for w, days in d["relative"].items()}
    periods = {w: kind for d in dates for kind in ("last_month", "last_year", "this_year", "next_year") for w in d[kind]}
    months_by_name = "".join(sorted({re.escape(m[0]) for m in months} | {re.escape(m[0].upper()) for m in months}))
    return Grammar(
        language=code,
        months=months,
        weekdays=weekdays,
        relative_days=relative,
        periods=periods,
        iso=_re(rf"(?<![\d.,/-])(?P<y>{YEAR4})\s?(?P<s>[-/.])\s?(?P<m>1[0-2]|0?[1-9])\s?(?P=s)\s?(?P<d>{DAY})"),
        numeric=_re(
            rf"(?:(?<![\w,/:-])|(?<=\b[בהלמ][-־]))(?<!\d\.)(?:(?P<d0>\d{{1,2}})(?:\.|(?=\s*{range_only}))(?:(?P<m0>\d{{1,2}})\.?)?\s?{range_only}\s?)?"
            rf"(?P<a>\d{{1,2}})(?P<s>[./-])\s?(?P<b>\d{{1,2}})(?P=s)\s?(?P<y>{YEAR4}|(?<=\d\d[./]\d\d[./])\d\d|{_short_year(code)})(?![\d/-]|\.\d)"
        ),
        short_numeric=_re(
            rf"(?:(?<!\w)(?:am|ab|vom|den|bis|zum)\s|(?<![\w.])(?=\d{{1,2}}\.\s?(?:{DASH}|bis(?:\szum)?|und)))"
            rf"(?:(?P<a0>\d{{1,2}})\.\s?(?:{DASH}|bis(?:\szum)?|und)\s?)?(?P<a>\d{{1,2}})\.\s?(?P<b>1[0-2]|0?[1-9])\.(?!\d)"
        ),
        day_month=_re(
            rf"{FORBIDDEN_BEFORE}(?P<d>{DAY}){ORDINAL}(?:,\s?{DAY}{ORDINAL}){{0,4}}(?:{join}(?:le\s|el\s|the\s|den\s)?{named}(?P<d2>{DAY}){ORDINAL})?"
            rf"(?:\s?(?:{of})?\s*|-)(?P<m>{month})(?!\w)\.?{to_year}"
        ),
        month_day=_re(
            rf"(?<!\w)(?=[{months_by_name}])(?P<m>{month})\.?\s+(?P<d>{DAY})(?:st\b|nd\b|rd\b|th\b)?(?![.:]\d)"
            rf"(?:{join}{named}(?:(?P<m2>{month})\.?\s+)?(?P<d2>{DAY})(?:st\b|nd\b|rd\b|th\b)?)?(?:,?\s*(?P<y>{YEAR}|['’]\d\d\b))?"
        ),
        month_year=_re(
            rf"(?<!\w)(?=[{months_by_name}])(?P<m>{month})\.?,?\s+(?:{of}\s+)?(?:năm\s+)?(?P<y>{YEAR})(?:\s?г\.|\s?года?\b)?"
        ),
        east_asian=_east_asian(join),
        year=_re(
            rf"(?:(?<=\()|(?<!\w)(?:{_either(_all(dates, 'year_cues'))})\s)(?P<y>{YEAR})(?![\w/:%]|[.,-]\d)"
            rf"|(?<![\w.,/:$€£¥-])(?P<bare>{YEAR})(?=\s?(?:г\.|году?\b|года\b|[,;)]\s))"
        ),
        relative=_re(_either(relative) if code in ("zh", "ja") else rf"(?<!\w)(?:{_either(relative)})(?!\w)"),
        lone_weekday=_re(
            rf"(?<!\w)(?:(?:{_either(_all(dates, 'on_weekday'))})\s+|(?P<last>{_either(_all(dates, 'last_weekday'))})\s+"
            rf"|(?P<next>{_either(_all(dates, 'next_weekday'))})\s+{_bare_weekday(code)})(?P<w>{long_weekday})(?!\w)"
            rf"(?!,?\s*(?:the |den |dem |le |de |el )?(?:\d|{month}\W))"
            r"(?:\s(?:(?P<before>dernier|passé|pasado|שעבר)|(?P<later>prochain|próximo|הבא))(?!\w))?"
        ),
        period=_re(rf"(?<!\w)(?:{_either(periods)})(?!\w)"),
        between=_re(rf"\s*,?\s*{range_only}\s*(?:le\s|el\s|den\s|the\s|zum\s)?{named}"),
        weekday_before=_re(rf"(?<!\w)(?P<w>{weekday})[.,]?\s+(?:,\s*)?(?:the |den |dem |le |de |el |di )?$"),
        weekday_after=_re(rf"\s?[（(,]?\s?(?P<w>{weekday})(?![\w\d])[）)]?"),
    )


def _short_year(language: str) -> str:
    """A year of two figures in a date without zeros (8.5.18): beside a time of day, in Hebrew, which writes its dates so, anywhere."""
    return r"\d\d" if language == "he" else r"\d\d(?=(?:,|\s[-–—|·/à@]|\sat|\sum|\sв)?\s{1,2}\d{1,2}[:.h]\d\d)"


def _bare_weekday(language: str) -> str:
    """What may stand before a weekday that has no "on": "announced Tuesday", "dinsdag tekende"; not "every Tuesday", "to Friday"."""
    if language not in ("en", "nl", "fr"):
        return ""
    return r"|(?:(?<=\. )|(?<=, )|(?<=[a-zé]{3} )|(?<=^))(?<!every )(?<!each )(?<!elke )(?<!iedere )(?<!chaque )(?<!les )(?<!and )(?<!tous )"


def _east_asian(join: str) -> re.Pattern[str]:
    """Year, month and day before 年 月 日 or 년 월 일, era years too; every part may be missing, the reader sorts that out."""
    number = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    year = r"(?:\d{4}|[〇零一二三四五六七八九]{4})"
    era_year = rf"(?P<era>{_either(ERAS)})\s?(?P<era_year>\d{{1,3}}|元|[一二三四五六七八九十]{{1,3}})"
    beside = r"(?:[（(][^()（）\n]{2,8}[)）]\s?)"
    day = rf"(?P<d>{number})\s?(?:[日号號일](?:[（(].{{1,3}}[)）](?={join}))?|(?={join}\d{{1,2}}\s?[日号號일]))"
    last = rf"(?:{join}(?:(?P<y2>{year})\s?[年년]\s?)?(?:(?P<m2>{number})\s?[月월]\s?)?(?P<d2>{number})\s?[日号號일])?"
    return _re(
        r"(?<!\d)(?=[\d〇零一二三四五六七八九十明大昭平令民中])"
        rf"(?:(?:{era_year}|(?P<y>{year})){beside}?\s?[年년]\s?(?!度){beside}?)?(?:(?P<m>{number})\s?[月월](?:\s?{day}{last})?)?"
    )


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _key(name: str) -> str:
    """One key for all that the engine takes for the same letters when it ignores case (İ and ı for i)."""
    return name.casefold().replace("i̇", "i").replace("ı", "i").rstrip(".").strip()


def _either(items: Iterable[str]) -> str:
    """An alternation, longest first; one that never matches when there is nothing to choose."""
    ordered = sorted(set(items), key=lambda item: (-len(item), item))
    return "(?:" + "|".join(re.escape(item).replace(r"\ ", r"\s+") for item in ordered) + ")" if ordered else "(?!)"


def _all(dates: list[dict[str, Any]], *keys: str) -> list[str]:
    return [word for entry in dates for key in keys for word in entry[key]]


@cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def _months(language: str) -> dict[str, int]:
    found = {}
    for key, number in _calendar_names(language, "months", ("abbreviated", "wide")):
        if key[0].isalpha() and key[-1] not in "月월" and len(key) > 1:
            found[key] = number
    own = layouts().get(language)
    return found | ({_key(k): v for k, v in own.dates["months"].items()} if own else {})


def _weekdays(language: str, widths: tuple[str, ...] = ("abbreviated", "wide")) -> dict[str, int]:
    own = layouts().get(language)
    return dict(_calendar_names(language, "days", widths)) | (
        {_key(k): v for k, v in own.dates["weekdays"].items()} if own else {}
    )


def _calendar_names(language: str, what: str, widths: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    locale = _locale(language)
    for context in ("stand-alone", "format") if locale else ():
        for width in widths:
            for number, name in getattr(locale, what)[context].get(width, {}).items():
                yield _key(name), number
