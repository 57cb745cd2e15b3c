"""What a line says about itself: labelled values, dates, counters, the stock phrases of pages in any of the languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from portal.extraction.dates import find_dates
from portal.extraction.layout import layouts, words
from portal.extraction.zones.crediting import credited_in
from portal.extraction.zones.phrases import (
    COLON,
    DASH,
    EAST_ASIAN,
    EDGE,
    LABELS,
    LINES,
    NUMBERS,
    known,
    label_of,
    start_word,
    whole_phrase,
)

KIND = {
    "published": "date", "updated": "date", "date": "date", "source": "source", "author": "byline", "topics": "topics", "caption": "caption",
    "contact": "contact", "views": "counter", "reading": "counter", "duration": "counter", "navigation": "breadcrumb", "share": "share",
    "teaser": "teaser", "advert": "advert", "comments": "other", "subscribe": "notice", "notice": "notice", "copyright": "copyright",
    "mail": "header", "title": "title", "separator": "other", "header": "header", "about": "notice", "signature": "contact",
}  # fmt: skip
"""Role of a line -> kind of zone."""
POSTED = re.compile(r"(?:发表|发布|發表|發布)于?\S{0,8}$")
"""At the end of the line of a post: when, and from which province."""
TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|uhr|час\w*|h)?\b|\b\d{1,2}h\d{2}\b|\b(?:gmt|utc|msk|cet|cest|est|edt|мск)\b(?:\s?[+-]\s?\d+)?",
    re.IGNORECASE,
)
LONGEST_HEAD = 140
"""Characters of the head of a printed page, set in columns: section, paper, day, page."""
DURATION = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
COMPOUND = re.compile(r"\W*[A-Za-z]{3,12} (?:date|time)\s?", re.IGNORECASE)
"""`Event date`, `Closing date`: not the day of the text, unless the words say so."""
PARTS = re.compile(r"\s*[|｜•·]\s*|\s?\u3000\s*|\s{2,}|\t+|\s[–—]\s|\s*//\s*|\s+/\s+")
CRUMBS = re.compile(r"\s*(?:>+|»|›|→|::|＞)\s*|\s[/|\\•·]\s")
ARROWS = re.compile(r"\s*(?:>+|»|›|→|::|＞)\s*")
"""Between the steps of a trail, of which the last may be the title, often cut short."""
ADDRESS = re.compile(r"\S+@\S+\.\w+|(?:https?://|www\.)\S+|\+?\d[\d ()-]{7,}\d")
COPYRIGHT = re.compile(r"(?:©|\(c\)\s|copyright\b|ⓒ)", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
CREDIT = re.compile(
    r"(?:^|[\s(（/])(?:photos?|foto|fotos|фото|credit|crédit(?: photo)?|bild|图|摄|摄影|写真|사진|צילום|picture|image)\s?(?:[:：/©=]|by\s|\()",
    re.IGNORECASE,
)
PICTURE = re.compile(
    r"(?:fig\.?|figure|abb\.?|abbildung|рис\.?|图|圖|図|그림|photo|foto|фото|figura|שרטוט|table|tabelle|tableau|tabla|tabella|tabela|таблица|табл\.?|表)\s?\d{1,2}\s?[.:：)]|图为|圖為|▲|△|(?:上|下|左|右)[图圖]|写真は|사진\s?[=:]",
    re.IGNORECASE,
)
PAGE = re.compile(
    r"(?:(?:page|seite|стр\.?|страница|página|pagina|pág\.?|p\.|s\.|ページ|쪽|עמוד)\s?)?\d{1,3}(?:\s?(?:/|of|von|из|de|van)\s?\d{1,3})?"
    r"|第\s?\d+\s?[页頁]",
    re.IGNORECASE,
)
SERIAL = re.compile(r"IS[SB]N\b[\s:：]*[\dX-]", re.IGNORECASE)
"""The number of a periodical or a book, which opens an imprint."""
ARROW = re.compile(r"\s*(?:(?:[←‹<]{1,2}\s?\S|«\s(?![^»]*»)\S).*|«[^\s»][^».,!?]{0,30}|[^«]*(?:[→›>]{1,2}|\s»)\s*)$")
STAGE = re.compile(r"[\[［][^\[\]［］.!?。]{1,40}[\]］]")
"""A line in square brackets: [music], [photo], the mark of something that is not in the text."""
OF_A_DAY = frozenset({"den", "dem", "der", "vom", "the", "van", "del", "des", "года"})
"""Small words beside a day that make no sentence of it."""
SPOKEN, SPOKEN_WIDE = 3, 4
"""Words, or characters of Chinese and Japanese, beside the date of a sentence."""
KEYWORD = re.compile(r"[^\W\d_](?:[^\W_]|[ .&'’-]){1,30}")
CASELESS = re.compile(r"[\u0590-\u05ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Finding:
    """A role, whether it is sure, and the parts of the line that have roles of their own (offsets in the line)."""

    role: str
    sure: bool = True
    parts: tuple[tuple[int, int, str], ...] = ()


INITIAL = re.compile(r"[A-ZÀ-ÞА-ЯЁ]\.")
"""With which somebody signs a short letter."""


def classify(text: str, language: str | None) -> Finding | None:
    """What a line is when it is not the article's own prose, None when nothing tells."""
    bare = text.strip(EDGE)
    if not bare:
        return Finding("separator")
    if len(text) > 600:
        return None
    return (
        _shaped(text, bare, language)
        or (Finding("source") if credited_in(text, language) else None)
        or _labelled(text, language)
        or _worded(text, bare, language)
        or _pictured(text)
        or _menu(text, language)
    )


def _shaped(text: str, bare: str, language: str | None) -> Finding | None:
    """What the shape of a line tells in any language."""
    if INITIAL.fullmatch(text.strip()):
        return Finding("signature")
    if DURATION.fullmatch(bare):
        return Finding("duration")
    if PAGE.fullmatch(bare):
        return Finding("header")
    if SERIAL.match(text):
        return Finding("copyright")
    if STAGE.fullmatch(text) and len(bare.split()) <= 4 and not re.search(r"\d", bare):
        return Finding(whole_phrase(text) or "separator")
    columns = re.split(r"\s{3,}", text)
    if len(columns) == 2 and len(columns[0]) < 70 and re.fullmatch(r"\d{1,3}", columns[1]) and not label_of(text):
        return Finding("header")
    if len(columns) >= 3 and sum(bool(re.search(r"\d", c)) for c in columns) >= 2 and not any(map(label_of, columns)):
        dated = any(m.full for m in find_dates(text, language=language)) or any(m.full for m in find_dates(text, language="en"))
        return Finding("date" if dated and len(text) < LONGEST_HEAD else "caption")
    if len(text) < 300 and (right := COPYRIGHT.search(text)) and (right.start() < 3 or len(text) < 60):
        if right[0][:1].isalpha() and len(text) > 50 and not re.search(r"[©ⓒ]|\(c\)|(?:19|20)\d\d", text, re.IGNORECASE):
            return None
        pictured = right.start() > 8 and right.end() < len(text.rstrip()) and not YEAR.search(text)
        if pictured and not start_word(text, "lines", "copyright"):
            return Finding("caption")
        return Finding("copyright")
    if len(text) < 160 and ARROW.match(text):
        return Finding("navigation")
    return None


def _worded(text: str, bare: str, language: str | None) -> Finding | None:
    if _is_trail(text, language):
        return Finding("navigation")
    if _is_row_of_keywords(text):
        return Finding("topics")
    if role := known("labels", ("source", "contact", "topics")).get(text.casefold().strip(EDGE)):
        return Finding(role)
    if phrase := _phrase(text):
        return phrase
    if len(text) < 160 and (stamp := _stamp(text, language)):
        return Finding(stamp, parts=_parts(text, language))
    if len(bare) < 120 and len(ADDRESS.sub("", text).strip(EDGE)) < len(bare) * 0.4:
        return Finding("contact", sure=False)
    return None


def _pictured(text: str) -> Finding | None:
    """A caption: it ends with the credit of a picture, or begins with its number."""
    if len(text) < 400 and (credit := CREDIT.search(text)):
        return Finding("caption", sure=len(text) - credit.start() < 70)
    return Finding("caption") if len(text) < 200 and PICTURE.match(text) else None


def _labelled(text: str, language: str | None) -> Finding | None:
    found = label_of(text.lstrip("(（["))
    value = text.lstrip("(（[")[found[1] :] if found else ""
    if found and found[0] in ("published", "updated") and not re.search(r"\d|^\W*$", value):
        found = None
    # A question is asked by a reporter, not signed by one.
    if found and found[0] == "author" and value.rstrip(" \"'”’»」").endswith(("?", "？", "؟")):
        return None
    parts = _parts(text, language)
    if found:
        return Finding(found[0], sure=len(text) < 300, parts=parts)
    if len(text) < 120 and POSTED.search(text) and any(m.full for m in find_dates(text, language=language)):
        return Finding("published", parts=parts)
    if len(text) < 160 and (role := _dated(text, language)):
        return Finding(role, parts=parts)
    if len(text) < 120 and _is_byline(text):
        return Finding("author", parts=parts)
    credit = start_word(text, "labels", "source")
    stock = len(start_word(text, "lines", "notice")) > len(credit)
    if len(text) < 90 and " " in credit and text[-1:] not in ".!?" and not stock and not whole_phrase(text):
        return Finding("source")
    if len(text) < 120 and _credits_name(text):
        return Finding("source")
    if parts and len(text) < 200 and len(text.split()) < 14 and sum(b - a for a, b, _ in parts) > len(text) * 0.6:
        return Finding(parts[0][2], parts=parts)
    return None


def _credits_name(text: str) -> bool:
    """`Source The Daily, 3 May 2021`: a label that only a typeface parts from the name behind it, a date, no sentence."""
    size = _prefix(text, "source")
    rest = text[size:]
    loud = text[:size].isupper() and bool(re.match(r"\s[A-ZÀ-ÞА-ЯЁ]", rest)) and not rest.isupper()
    if loud and len(text.split()) < 10:
        return True
    return bool(
        size
        and text[0] == text[0].upper()
        and re.match(r"[\s\u3000][^\W\d_a-zа-яё]", rest)
        and re.search(r"(?:19|20)\d\d\W*(?:г(?:\.|ода)?)?\W*$", text)
        and len(text.split()) < 14
    ) or bool(size and EAST_ASIAN.match(text) and re.match(r"[\s\u3000]\S", rest) and len(text) < 40 and text[-1:] not in "。.")


def _dated(text: str, language: str | None) -> str | None:
    """`published` or `updated` for such a label without a colon: a whole date stands near it, and little follows."""
    for role in ("updated", "published"):
        size = _prefix(text, role)
        for mention in find_dates(text, size, size + 60, language) if size else ():
            rest = PARTS.split(text[mention.end :])[0]
            if mention.full and mention.start - size < 40 and (len(rest) < 40 or len(DASH.split(rest)[0]) < 24):
                return role
    return None


def _prefix(text: str, role: str) -> int:
    """The length of a label of this role at the start of the text, 0 without one."""
    return len(start_word(text, "labels", role))


def _is_byline(text: str) -> bool:
    size = _prefix(text, "author")
    if size and " " in text[:size].strip() and len(text) < 60 and text[-1:] not in ".!?" and text[size:].strip().islower():
        return True
    rest = text[size:].strip(" :")
    first, *others = PARTS.split(rest)
    names = re.split(r"[\s,&]+", first)
    return (
        bool(size)
        and (1 < len(names) <= 7 or (names[0] != "" and bool(others)))
        and all(n[:1].isupper() or n in ("and", "et", "und", "en", "y", "и", "de", "van", "von") for n in names)
    )


def _parts(text: str, language: str | None) -> tuple[tuple[int, int, str], ...]:
    """The stretches of a line of particulars that have a role: between separators, and from label to label."""
    if len(text) > 400:
        return ()
    found = []
    for start, end in _stretches(text):
        piece = text[start:end]
        labelled = label_of(piece)
        role = labelled[0] if labelled else None
        if role is None:
            role = _dated(piece, language)
        role = role or _stamp(piece, language) or ("author" if _is_byline(piece) else None)
        if role is None and (phrase := whole_phrase(piece)):
            role = phrase
        if role:
            found.append((start, end, role))
    return tuple(found)


def _stretches(text: str) -> list[tuple[int, int]]:
    cuts = {0, len(text)}
    for match in PARTS.finditer(text):
        cuts |= {match.start(), match.end()}
    for colon in COLON.finditer(text):
        start = _label_start(text, colon.start())
        if start is not None:
            cuts.add(start)
    edges = sorted(cuts)
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip(EDGE)]


def _label_start(text: str, colon: int) -> int | None:
    """Where the label before a colon begins, when it is one."""
    labels = known("labels", LABELS)
    if COMPOUND.fullmatch(text[:colon]) and text[:colon].casefold().strip() not in labels:
        return None
    start = None
    begin = max(0, colon - 30)
    for at in range(colon - 1, begin - 1, -1):
        wide = bool(EAST_ASIAN.match(text[at]))
        at_word = at == 0 or not text[at - 1].isalnum() or (wide and (colon - at > 2 or not EAST_ASIAN.match(text[at - 1])))
        if at_word and text[at:colon].casefold().strip() in labels:
            start = at
    return start


def _stamp(text: str, language: str | None) -> str | None:
    """`date` for a line that is little more than a date, `views` for one that is only a counter."""
    rest = text
    dates = [m for m in find_dates(text, language=language) if m.precision == "day"]
    if not dates:
        dates = [m for m in find_dates(text, language="en") if m.precision == "day"]
    for mention in reversed(dates):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    had_number = bool(re.search(r"\d", rest))
    if not dates and len(text) < 60 and (relative := _relative_words().search(rest)):
        rest = _without_counters(TIME.sub(" ", rest[: relative.start()] + " " + rest[relative.end() :]))
        return "date" if had_number and sum(c.isalpha() for c in rest) <= 6 else None
    if not dates and not re.search(r"\d", text):
        return None
    rest = TIME.sub(" ", rest)
    rest = _without_counters(rest)
    letters = sum(c.isalpha() for c in rest)
    if dates:
        wide = len(EAST_ASIAN.findall(rest))
        few = letters <= 26 and len(rest.split()) <= 4 and wide <= 6
        if text.rstrip()[-1:] in ".。" and COLON.search(text) is None and _speaks(rest, wide):
            return None
        return "date" if few and (letters <= 12 or len(text) < 60) else None
    return "views" if letters == 0 and (had_number or any(c.isalpha() for c in text)) else None


def _speaks(rest: str, wide: int) -> bool:
    """Whether what stands beside a day makes a sentence with it: "Applications close on 31 May."."""
    words_beside = re.findall(r"[^\W\d_]+", rest)
    verbs = [w for w in words_beside if len(w) > 2 and w not in OF_A_DAY and (w.islower() or w.upper() == w.lower())]
    return wide > SPOKEN_WIDE or (len(words_beside) >= SPOKEN and bool(verbs))


@cache
def _counter_words() -> re.Pattern[str]:
    every = [w for kind in ("views", "reading", "published", "updated") for w in words("labels", kind)]
    weekdays = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    return re.compile(
        r"(?<![^\W\d_])(?:"
        + "|".join(re.escape(w) for w in sorted(every, key=len, reverse=True))
        + "|"
        + weekdays
        + r")(?![^\W\d_])",
        re.IGNORECASE,
    )


@cache
def _relative_words() -> re.Pattern[str]:
    every = {word for layout in layouts().values() for word in layout.dates["relative"]}
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(w) for w in sorted(every, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
    )


def _without_counters(text: str) -> str:
    return NUMBERS.sub(" ", _counter_words().sub(" ", text))


def _is_trail(text: str, language: str | None) -> bool:
    """`Home > News > International`: four short parts or more, none a date, or two after a word for the home page."""
    pieces = [p.strip(EDGE) for p in CRUMBS.split(text)]
    pieces = [p for p in pieces if p]
    if len(pieces) < 2 or len(text) > 300:
        return False
    arrowed = [p for p in ARROWS.split(text) if p.strip(EDGE)]
    cut = len(arrowed) > 2 and text.rstrip().endswith(("…", "..."))
    to_title = cut or (len(arrowed) > 2 and whole_phrase(arrowed[0]) == "navigation")
    if any(len(p) > 60 or len(p.split()) > 7 for p in (pieces[:-1] if to_title else pieces)):
        return False
    home = whole_phrase(pieces[0]) == "navigation" or (
        label_of(text) is None and whole_phrase(re.split("[:：]", pieces[0])[-1].strip(EDGE)) == "navigation"
    )
    mean = sum(len(p.split()) for p in pieces) / len(pieces)
    return home or cut or (len(pieces) >= 4 and mean <= 3 and not any(_stamp(p, language) == "date" for p in pieces))


def _is_row_of_keywords(text: str) -> bool:
    """`Economy/Styria/Slovenia`: what agencies put over a title."""
    pieces = text.strip().rstrip("/").split("/") if len(text) < 160 else []
    return len(pieces) >= 3 and all(KEYWORD.fullmatch(p) and (p[0].isupper() or CASELESS.match(p)) for p in pieces)


def _phrase(text: str) -> Finding | None:
    if role := whole_phrase(text):
        return Finding(role)
    phrases = known("lines", LINES)
    lead = len(text) - len(text.lstrip(EDGE))
    folded = text.casefold().lstrip(EDGE)
    ends = [m.end() for m in re.finditer(r"[^\W_]+(?:['’.-][^\W_]+)*", folded[:80])][:9]
    for end in reversed(ends):
        phrase = folded[:end]
        if role := phrases.get(phrase):
            after = folded[end : end + 2].lstrip()[:1]
            written = text[lead : lead + end]
            loud = role == "advert" and len(phrase) > 4 and written.isupper() and not text[lead + end :].isupper()
            if " " in phrase or after in tuple(":：*|»>–—=!") or lead > 2 or loud:
                sure = after in tuple(":：*|») ") if after else True
                return Finding(role, sure=_is_sure(role, text, sure))
    if EAST_ASIAN.match(folded):
        for size in range(min(14, len(folded)), 2, -1):
            if role := phrases.get(folded[:size].strip(EDGE)):
                return Finding(role, sure=_is_sure(role, text, len(text) < 40))
    return None


def _is_sure(role: str, text: str, marked: bool) -> bool:
    """Whether a phrase at the start of a longer line can only be what it seems."""
    if role == "subscribe":
        return not text.rstrip().endswith((".", "。")) or len(text) < 70
    return marked or len(text.split()) < 9


def _menu(text: str, language: str | None) -> Finding | None:
    """A row of short items of which several are stock phrases."""
    pieces = [p for p in PARTS.split(text) if p.strip(EDGE)]
    if len(pieces) < 2:
        pieces = text.split()
        roles = [whole_phrase(p) for p in pieces]
        if 2 <= len(pieces) <= 8 and all(roles):
            return Finding(roles[0] or "share")
        return None
    if len(text.split()) >= 14 and len(pieces) < 4:
        return None
    stamped = any(_stamp(p, language) == "date" for p in pieces)
    told = [r for p in pieces if (r := whole_phrase(p) or _stamp(p, language) or (label_of(p) or (None,))[0])]
    if told and (len(told) > len(pieces) / 2 or (len(told) == len(pieces) / 2 and len(text.split()) < 8)):
        return Finding(told[0])
    short = all(len(p.split()) <= 3 for p in pieces)
    if len(pieces) < 4 or not short:
        return None
    return Finding("date", parts=_parts(text, language)) if stamped else Finding("navigation", sure=False)
