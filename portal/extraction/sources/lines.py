"""The house in a line over or under the title that also states its day, its page or its section: `The Ledger | 3 May 2021 | p. 4`."""

from __future__ import annotations

import re

from portal.extraction import lexicon
from portal.extraction.credits import BEFORE_TITLE, site_behind
from portal.extraction.dates import find_dates
from portal.extraction.documents.markup import DESK
from portal.extraction.layout import base_language, words
from portal.extraction.matching import fold
from portal.extraction.reading import LANGUAGES
from portal.extraction.sources.naming import (
    NUMBER,
    bare_house,
    blocks_over,
    is_name,
    is_person,
    is_service,
    stated_in,
    trimmed,
    without_slogan,
)
from portal.extraction.stated import ISSUE, Stated
from portal.extraction.zones.blocks import Block
from portal.extraction.zones.labels import ADDRESS, POSTED, TIME
from portal.extraction.zones.outline import Outline
from portal.extraction.zones.phrases import bare_label, label_of, start_word, whole_phrase
from portal.extraction.zones.publishers import names_post, names_publisher, names_section
from portal.extraction.zones.title import PARTICULAR

CUT = re.compile(
    r"\s{3,}|\s*[|·•｜\u3000»›→]+\s*|\s[–—>/-]\s|(?<!\bp)(?<!\bpp)(?<!\bs)(?<!\bpág)(?<!\bpag)(?<!\bblz)(?<!\bстр)[.,;]\s|\s*[\[\]()（）【】]\s*|[:：]\s|\n",
    re.IGNORECASE,
)
PAGE = re.compile(
    r"(?:page|p\.|pp\.|seite|s\.|pagina|pág\.?|página|стр\.?|blz\.?|lokal|עמוד|עמ')\s?[A-Z]?\d{1,3}|[A-Z]\d{1,2}|(?:朝刊|夕刊)?\s?第?\d{0,2}(?:面|版|頁|页)|朝刊|夕刊|\d{1,3}면",
    re.IGNORECASE,
)
BEFORE_DAY = re.compile(
    r"(?:[\s,，|]|^)(?:vom|von|of|on|du|le|del|el|van|den|от|за|מיום|der|the|dated|\d{1,2}:\d\d)\s*$", re.IGNORECASE
)
WEEKDAY_BEFORE = re.compile(
    r"(?:[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,14}|.曜日?|星期.|周.|.요일)\.?,?\s*(?:(?:the|den|der|dem|le|el|di)\s)?$"
)
TRAIL = re.compile(r"\s[>›»→]\s")
WRITTEN_IN = re.compile(r"\s(?:à|en|te|zu|в)\s(\S+)$")
"""Before a day: "Rédigé à Namur"."""
LONGEST_HEAD = 140
"""Characters of such a line."""
FREQUENCY = re.compile(r",?\s\d{2,3}[.,]\d\b(?:\s?(?:FM|MHz))?")
"""Of a station, behind its name."""
BRACKETED_ADDRESS = re.compile(r"<[^<>\s]{3,80}>")
ISSUE_ONLY = re.compile(rf"{ISSUE.pattern}(?:\s?[/-]\s?\d{{2,4}})?", re.IGNORECASE)
DAY = "\n"
"""Stands for a date that was cut out of a line."""
FEWEST = 2
"""Particulars beside a house in the head of a printed page."""
SURE = 3
"""Words of a name that is no town before a dateline."""
ASIDE_ROLES = frozenset({"mail", "author", "updated", "views", "caption", "teaser", "contact", "topics", "copyright", "advert"})


def names_house_beside_day(block: Block, language: str | None) -> bool:
    """Whether a line over a title names a house and the day."""
    return block.role not in ASIDE_ROLES and not label_of(block.text) and _over_title(block, language) is not None


def house_beside_day(outline: Outline) -> Stated | None:
    """The house that a line of particulars names beside its day, its page or its section."""
    first = outline.title[0] if outline.title else 0
    if outline.title and (behind := site_behind(outline.blocks[first].text, outline)):
        return stated_in(outline, behind[2], outline.blocks[first])
    if outline.title and (mark := BEFORE_TITLE.match(outline.blocks[first].text)):
        house = mark[1] or mark[2]
        if names_publisher(house) and is_house_name(house, outline.language):
            return stated_in(outline, house, outline.blocks[first])
    headed = False
    for index, block in blocks_over(outline):
        labelled = label_of(block.text) or PARTICULAR.match(block.text)
        if block.prose or block.role in ASIDE_ROLES or len(block.text) > LONGEST_HEAD or labelled:
            continue
        if index < first:
            name = None if headed else _over_title(block, outline.language)
            headed = headed or (block.role is None and is_name(block.text.split("|")[0]))
        else:
            name = _under_title(block, outline.language)
        if name:
            return stated_in(outline, name, block)
    return None


def _over_title(block: Block, language: str | None) -> str | None:
    """The name that leads a line, or follows right after the day, where the line has a day, a page, a section or a trail besides."""
    text, days = _without_days(FREQUENCY.sub("", block.text), language)
    parts = _cut(text)
    name = parts[0] if parts else ""
    if any(whole_phrase(part) == "navigation" for part in parts):
        return None
    if not is_house_name(name, language):
        return _amid(parts, days, language)
    if len(names := [p for p in parts if is_house_name(p, language)]) > 1 and name.isupper() and (days or parts[1:]):
        mixed = [p for p in names if not p.isupper()]
        pages = any(PAGE.fullmatch(p) or p.isdigit() for p in parts)
        name = mixed[0] if len(mixed) == 1 and pages and days and not names_publisher(name) else name
    others = any(PAGE.fullmatch(part) or names_section(part) or whole_phrase(part) for part in parts[1:])
    trail = names_publisher(name) and bool(TRAIL.match(text, text.find(name) + len(name)))
    if not (days or others or trail):
        return None
    alone = len(parts) == 1 and text.find(name) == 0 and block.text[len(name) : len(name) + 1] == ","
    if alone and not names_publisher(name) and len(name.split()) < SURE:
        return None
    return without_slogan(name)


def house_of_reference(line: str, language: str | None) -> str | None:
    """The house that begins a line with its day and its page, issue or section, or stands behind a dash with its page: `The Lee Valley Leader, 20 November 2018, p. 17`."""
    text, days = _without_days(line, language)
    name, *behind = _cut(text) or [""]
    told = any(PAGE.fullmatch(p) or ISSUE_ONLY.fullmatch(p) or names_section(p) for p in behind)
    paged = line.lstrip()[:1] in ("-", "–", "—") and any(map(PAGE.fullmatch, behind))
    signed = start_word(name, "labels", "author")
    return name if (paged or (days and told)) and not signed and is_house_name(name, language) else None


def _amid(parts: list[str], days: int, language: str | None) -> str | None:
    """The house within the head of a printed page: `HEALTH   The Airedale Chronicle   8 March 2021   11`."""
    told = [p for p in parts if PAGE.fullmatch(p) or p.isdigit() or names_section(p) or ISSUE_ONLY.fullmatch(p)]
    names = [p for p in parts if p not in told and is_house_name(p, language)]
    if days + len(told) < FEWEST or not names:
        return None
    return next(filter(names_publisher, names), names[0] if len(names) == 1 else None)


def _under_title(block: Block, language: str | None) -> str | None:
    """The house beside the day: after who wrote it, by its words, one word that is no town (`NewEra, 21 May 2021`); or the account behind a post."""
    text, days = _without_days(TIME.sub(" ", block.text), language)
    if not days:
        return None
    parts = _cut(text)
    if POSTED.search(block.text) and parts and len(written := parts[0].split()) > 1:
        return written[-1]
    signed = [part for part in parts if start_word(part, "labels", "author") or is_person(part)]
    named = [p for p in parts if p not in signed and not is_posted(p) and is_house_name(p, language) and not whole_phrase(p)]
    if len(named) != 1 or names_post(named[0]):
        return None
    if signed or names_publisher(named[0]) or (len(parts) == 1 and _is_mark(named[0], block.text)):
        return named[0]
    return None


def parts_of(text: str, language: str | None) -> list[str]:
    """The stretches of a line of particulars, without its days, times, frequency and number of an issue."""
    text = ADDRESS.sub(" ", BRACKETED_ADDRESS.sub(" ", text))
    bare = NUMBER.sub("  |  ", ISSUE_ONLY.sub("  |  ", FREQUENCY.sub("", TIME.sub(" ", text))))
    return _cut(_without_days(bare, language)[0])


def has_day(text: str, language: str | None) -> bool:
    """Whether a line states a whole date."""
    return _without_days(text, language)[1] > 0


def _cut(text: str) -> list[str]:
    return [part for part in (bare_house(trimmed(part)) for part in CUT.split(text)) if part]


def _is_mark(word: str, line: str) -> bool:
    """Whether one word can only be a house: it has a capital within, or no comma parts it from the day as a place."""
    return len(word.split()) == 1 and (bool(re.search(r"\w[A-Z]", word)) or f"{word}," not in line)


def _without_days(text: str, language: str | None) -> tuple[str, int]:
    """A line with a cut in the place of each full date, its weekday and the word before it; and how many there were."""
    found = [m for code in dict.fromkeys((language, "en")) for m in find_dates(text, language=code) if m.full]
    days = 0
    for mention in sorted(found, key=lambda m: -m.start):
        if mention.end > len(text) or DAY in text[mention.start : mention.end]:
            continue
        before = text[: mention.start]
        if mention.weekday is not None and (weekday := WEEKDAY_BEFORE.search(before)):
            before = before[: weekday.start()]
        if word := BEFORE_DAY.search(before):
            before = before[: word.start()]
        text = before + DAY + text[mention.end :]
        days += 1
    return text, days


def is_house_name(part: str, language: str | None) -> bool:
    """Whether a part of a line can be a house's name: no desk of it, no label, no place."""
    told = (
        DESK.search(part) or bare_label(part) or is_service(part) or start_word(part, "lines", "mail_opening") or is_stock(part)
    )
    written_in = WRITTEN_IN.search(part)
    placed = is_place(part, language) or (written_in and not names_publisher(part) and is_place(written_in[1], language))
    personal = is_person(part) and not is_place(part.split()[0], language)
    return is_name(part) and not told and not placed and not personal


def is_posted(part: str) -> bool:
    """Whether words say where or how a text was posted: "Publié dans Actualités"."""
    said = start_word(part, "labels", "published")
    return bool(said) and part[len(said) :].lstrip()[:1].islower()


def is_stock(text: str) -> bool:
    """Whether words say what a text is, and no more: "Press statement"."""
    folded = text.casefold()
    return start_word(text, "lines", "notice") == folded or folded in words("labels", "genre")


def is_place(text: str, language: str | None) -> bool:
    """Whether words are nothing but the name of a place, as before a dateline."""
    folded = fold(text)
    code = base_language(language)
    places = lexicon.places(code if code in LANGUAGES else "en")
    return any((start, end) == (0, len(folded)) for start, end, _ in places.find(folded))
