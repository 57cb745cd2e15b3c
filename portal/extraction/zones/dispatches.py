"""The head and the tail of an agency's dispatch: place, date and agency before the first sentence, the agency behind the last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from portal.extraction.layout import words

CAPITAL = r"[A-ZÀ-ÞĀ-ŽА-ЯЁ]"
NEAR = 110
"""Characters of a paragraph in which such a head stands."""
WIRE = re.compile(r"(?:[(（]\s?([^()（）\d]{2,40}?)\s?[)）]|/\s?([^()（）/\d]{2,40}?)\s?/)\.?\s*[-–—]{1,2}\s*")
CASELESS = re.compile(r"[\u0590-\u07ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
PLACE = rf"(?:{CAPITAL}[\w'’-]*\.?|de|del|la|am|an|der|den|aan|sur|on|of|в|на)"
PLACES = rf"{PLACE}(?:[ /-]{PLACE}){{0,4}}"
"""A place, with a second one or its state: no word of a sentence stands in it."""
AFTER_DATE = (
    # Place, 3 March – Agency. Text
    re.compile(
        rf"{CAPITAL}[^.!?\n–—]{{1,30}},\s[^.!?\n–—]{{0,12}}\d{{1,2}}[^!?\n–—]{{0,20}}\s[-–—]{{1,2}}\s({CAPITAL}[^.,!?\n–—]{{1,38}}[^.,!?\s])\.\s(?={CAPITAL})"
    ),
    # Place, March 3, 2021 (Agency) Text; Place, 3 March. /AGENCY/. Text
    re.compile(
        rf"{CAPITAL}[^!?\n()]{{1,24}},?\s[^!?\n()]{{0,24}}\d[^!?\n()/]{{0,12}}\s[(/]({CAPITAL}[^()/\d\n]{{1,38}})[)/]\.?\s+"
    ),
    # Place, 3 March, Agency - Text; Place. 3 March. AGENCY - Text
    re.compile(
        rf"{CAPITAL}[^!?\n()–—.]{{1,24}}[.,]\s[^!?\n()–—]{{0,12}}\d[^!?\n()–—]{{0,20}}[.,]\s({CAPITAL}{{2,}}[^.,!?\n–—]{{0,24}}?)\s[-–—]{{1,2}}\s"
    ),
    # PLACE (Agency), 3 March 2021 — Text
    re.compile(
        rf"{CAPITAL}[^!?\n()]{{1,24}}\s\(({CAPITAL}[^()/\d\n]{{1,38}})\),?\s[^!?\n()–—]{{0,16}}\d[^!?\n()–—]{{0,16}}\s[-–—]{{1,2}}\s"
    ),
)
WITHIN_SENTENCE = (
    # 新华社北京5月6日电; (서울=연합뉴스) 기자
    re.compile(r"[（(]?(\S{1,8}?社)[^\s，。]{1,12}?(?:\d{1,2}月\d{1,2}日\s?[电電]|[电電](?=[\s\u3000（(]))"),
    # 安吉新闻网11月9日讯; 中闽网泉州11月2日电
    re.compile(
        r"[（(【]?(?!本)(\S{1,9}?(?:网|報|报|社|台|在线|新闻(?!网)))[^\s，。]{0,6}?\d{1,2}月\d{1,2}日\s?(?:讯|訊|电|電|消息)"
    ),
    re.compile(r"[(（\[【][^()=＝\n]{1,16}[=＝]([^()\]\n）】]{2,16})[)）\]】]"),
)
TAIL = re.compile(
    r"(?<=[.!?。\"”»])\s*[(（](?:\w{1,4}/)?(?P<agency>[A-ZÀ-ÞА-ЯЁ]{2,8}(?:-\w{2,14})?)(?:/\w{2,4})?[)）][^\w]*(?:\([^()]*\))?\s*$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where in a paragraph the agency's name stands, and where its first sentence begins: 0 when the head is a part of it."""

    start: int
    end: int
    sentence: int


@cache
def _agencies() -> re.Pattern[str]:
    """A head without a date, by the names of agencies: `BERLIN (dpa). `, `МОСКВА — РИА Новости. `, `Tarija / ABI.- `, `【ソウル時事】`."""
    names = "|".join(re.escape(word) for word in words("labels", "agency"))
    agency = rf"(?P<agency>(?i:{names})(?:[/-]\w{{2,6}})?)"
    return re.compile(
        rf"(?:{PLACES}(?:,\s[^\n.!?(/–—-]{{1,24}})?|[\u0590-\u05ff ]{{2,24}})[.,]?\s?(?:[(/]\s?{agency}\s?[)/]|[,–—/-]\s{agency.replace('agency>', 'other>')})(?:\.|\s?[-–—:=])"
        rf"|{CAPITAL}{{3,}}(?:[ -]{CAPITAL}+){{0,2}}\.\s{agency.replace('agency>', 'plain>')}[.:]?\s(?={CAPITAL})"
        rf"|[【\[（(]\S{{1,8}}?{agency.replace('agency>', 'wide>')}[】\]）)]"
    )


def head_of(paragraph: str) -> Head | None:
    """The head of a dispatch that a paragraph begins with, None when it begins with its own words."""
    text = paragraph[:NEAR]
    wire = WIRE.search(text)
    if wire and wire.start() < 60 and any(c.isupper() or CASELESS.match(c) for c in text[: wire.start()]):
        start, end = wire.span(wire.lastindex or 0)
        return Head(start, end, wire.end() if re.search(r"\d", text[: wire.start()]) else 0)
    if match := next((m for pattern in AFTER_DATE if (m := pattern.match(text))), None):
        return Head(match.start(1), match.end(1), match.end())
    if match := next((m for pattern in WITHIN_SENTENCE if (m := pattern.match(text))), None):
        return Head(match.start(1), match.end(1), 0)
    if match := _agencies().match(text):
        return Head(*match.span(match.lastgroup or 0), 0)
    return None
