"""A sentence beside an article that says where it comes from: `This article first appeared in The Ledger of 3 May 2021.`"""

from __future__ import annotations

import re
from functools import cache

from portal.extraction.dates import find_dates
from portal.extraction.layout import words
from portal.extraction.zones.phrases import EAST_ASIAN, EDGE, start_word

LONGEST = 200
SHORT = 16
"""Words of such a sentence that does not say that it speaks of its own text."""
QUOTED = re.compile(r"[«“„\"《『「‘]([^»”“\"》』」’]{2,80})[»”“\"》』」’]")
END = re.compile(
    r"\s(?:and|und|et|y|en|e|и)\s(?:is|was|has|are|wird|wurde|ist|est|a|se|es|fue|wordt|werd|здесь)\s|[,;.](?:\s|$)|[，。；、()（）\n]|\s[–—|-]\s|:\s"
)
BEHIND = re.compile(
    r"[\s,]+(?:(?:of|on|from|issue|in its|vom|am|von|aus|van|op|uit|du|le|de|del|el|n[o°]?|nr|no|от|за|№|vol|ausgabe|nummer|numéro|número)\.?[\s\d/]*)+$",
    re.IGNORECASE,
)
"""Between a name and the day or the number of its issue."""
NUMBER = re.compile(r"[\s,]+(?:n[o°r]\.?|no\.|nr\.|№|issue|ausgabe|nummer|numéro|número|vol\.?|heft|第)\s?\d", re.IGNORECASE)
ARTICLE = re.compile(r"(?<=\s)(?:The|Die|Der|Das|De|Het|Le|La|Les|L['’]|El|Los)\s?$")
"""Written large, it is a part of the name."""
CAPITAL = re.compile(r"[^\W\d_a-zà-öø-ÿа-яё]")


def credited_in(text: str, language: str | None) -> tuple[int, int] | None:
    """Where a line names the paper or the house that its text was taken from, None for every other line."""
    if len(text) > LONGEST or any(start_word(text.lstrip(EDGE), "labels", kind) for kind in ("caption", "service")):
        return None
    *sentences, permission = _patterns()
    patterns = sentences if _pictured().search(text) else [*sentences, permission]
    told = (_named(text, pattern, language) for pattern in patterns)
    return _named_before(text, language) or next(filter(None, told), None) or _dated(text, language)


def _dated(text: str, language: str | None) -> tuple[int, int] | None:
    """`From the Mauricie Post of 28 May 2019`: the day of the issue right behind the name, or behind its number."""
    match = _from().match(text)
    if not match or len(text.split()) > SHORT:
        return None
    start = match.end()
    for code in dict.fromkeys((language, "en")):
        for mention in find_dates(text, start, language=code):
            name = text[start : mention.start].rstrip()
            cut = NUMBER.search(name) or BEHIND.search(name) or re.search(r",$", name)
            bare = name[: cut.start()] if cut else name
            if quoted := QUOTED.fullmatch(bare):
                return start + quoted.start(1), start + quoted.end(1)
            if mention.full and cut and CAPITAL.match(name) and not re.search(r"[.:;]", bare):
                return start, start + len(bare)
    return None


def _named(text: str, pattern: re.Pattern[str], language: str | None) -> tuple[int, int] | None:
    match = pattern.search(text)
    if not match or (not match["subject"] and len(text.split()) > SHORT):
        return None
    start = match.end()
    if quoted := QUOTED.match(text, start):
        return quoted.span(1)
    if (article := ARTICLE.search(text, match.start(), start)) and article.start() > match.start():
        start = article.start()
    end = len(text)
    if cut := END.search(text, start):
        end = cut.start()
    if number := NUMBER.search(text, start, end):
        end = number.start()
    for code in dict.fromkeys((language, "en")):
        end = min([end, *(m.start for m in find_dates(text, start, language=code) if m.full or m.precision == "month")])
    name = text[start:end].rstrip()
    if behind := BEHIND.search(name):
        name = name[: behind.start()]
    name = name.rstrip(EDGE)
    return (start, start + len(name)) if len(name) > 1 and CAPITAL.match(name) else None


def _named_before(text: str, language: str | None) -> tuple[int, int] | None:
    """In languages whose verb comes last: `『越前新報』2022年7月21日付より転載`."""
    tails = words("labels", "credited_behind")
    bare = text.strip(EDGE)
    tail = next((w for w in tails if bare.endswith(w)), None) if EAST_ASIAN.search(bare) and len(bare) < 70 else None
    if tail is None:
        return None
    start = text.index(bare[0])
    if quoted := QUOTED.search(text):
        return quoted.span(1)
    end = start + len(bare) - len(tail)
    for code in dict.fromkeys((language, "en")):
        end = min([end, *(m.start for m in find_dates(text, start, end, code) if m.full)])
    subject = start_word(bare, "labels", "credited_subject")
    start += len(subject)
    name = text[start:end].strip(EDGE)
    at = text.find(name, start) if name else -1
    return (at, at + len(name)) if at >= 0 and 1 < len(name) < 30 else None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    subject = _any("credited_subject")
    verb, place, given = _any("credited"), _any("credited_in"), _any("courtesy")
    begin = r"^[\s(（\[*•—–-]*"
    return (
        re.compile(rf"{begin}(?P<subject>{subject})(?:\s[^.!?:]{{0,60}}?)?\s?(?:{verb})(?:(?:[^.!?:]|(?<=\d)\.){{0,50}}?\s)?\s?(?:(?:{place})\s?(?=\S)|(?=[《「『«“„\"]))", re.IGNORECASE),
        re.compile(rf"{begin}(?P<subject>)(?:{verb})(?:\s(?:[^.!?:]|(?<=\d)\.){{0,40}}?)?\s?(?:(?:{place})\s?(?=\S)|(?=[《「『«“„\"]))", re.IGNORECASE),
        re.compile(rf"^(?P<subject>)(?:[^.!?]{{0,60}}?\s)?[(（]?(?:{given})\s?(?=\S)", re.IGNORECASE),
    )  # fmt: skip


@cache
def _pictured() -> re.Pattern[str]:
    return re.compile(_any("caption"), re.IGNORECASE)


@cache
def _from() -> re.Pattern[str]:
    return re.compile(rf"^[\s(（\[*•—–-]*(?:{_any('credited_from')})[:：]?\s", re.IGNORECASE)


def _any(kind: str) -> str:
    """The words of a kind, those with letters of an alphabet only as whole words."""
    return "|".join(
        re.escape(w)
        if EAST_ASIAN.search(w)
        else rf"(?<!\w){re.escape(w)}".replace("\\ ", r"\s") + (r"(?!\w)" if w[-1].isalpha() else "")
        for w in words("labels", kind)
    )
