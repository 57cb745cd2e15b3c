"""When a document was published: the date that its markup, a label, a date line or a dateline states."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from portal.extraction.date_mention import day_value
from portal.extraction.dates import DateMention, find_dates
from portal.extraction.layout import base_language, words
from portal.extraction.sources.lines import LONGEST_HEAD, house_of_reference, is_stock, names_house_beside_day
from portal.extraction.stated import ISSUE, NEAR, Stated
from portal.extraction.types import Span
from portal.extraction.zones.blocks import Block
from portal.extraction.zones.dispatches import head_of
from portal.extraction.zones.outline import Outline
from portal.extraction.zones.phrases import EDGE, label_of, start_word, whole_phrase
from portal.extraction.zones.publishers import names_section

ASIDE_ROLES = frozenset({"teaser", "comments", "advert", "copyright", "notice", "navigation", "updated", "subscribe"})
SHORTEST_LABEL = 6
LEAD_CUT = re.compile(r"\s[-–—]{1,2}\s|\s?[—]\s?|[:：]\s|[）)]\s")
LONGEST_DATELINE = 120
PLACE = re.compile(
    r"\W{0,2}[A-ZÀ-ÞА-ЯЁ][\w'’.-]{0,30}(?: (?:[a-zß-ÿа-яё]{1,4} )?[A-ZÀ-ÞА-ЯЁ][\w'’-]{0,30}){0,3}(?:, ?[A-ZÀ-ÞА-ЯЁ][\w'’ -]{1,30})?"
    r"(?:, ?(?:le |den |a |el |op )?|--\([A-Z ]{2,30}\)--)|新华社\w{2,6}|【\w{1,8}[＝=]"
)
"""Of a dateline without a dash, before its day: `Le Havre, le`, `新华社北京`, `【浜松＝`."""
STOP = re.compile(r"(?:\.|(?<=\.))\s(?=[A-ZÀ-ÞА-ЯЁ«“„\"])|\s?\n|--|\s?[电電】]")
"""And behind it: the article's first sentence."""
SENTENCE = re.compile(r"[a-zß-ÿа-яё]{4}")
"""Between a day and a dash: the words go on, it is no dateline."""
PARTICULAR = re.compile(r"[^\W\d_](?:[^\W\d_]|[. '’-]){1,22}[:：]\s?\S")
ITEM = re.compile(r"\d{1,2}[.)]\s+[^\W\d_]")
"""The head of an item of minutes: the day under it is that of the next meeting."""
NUMBERED = re.compile(
    r"(?:\b(?:nr|no|n\.?\s?[°ºo]|núm|num|vol|issue|heft|ausgabe|nummer|numéro|número|номер|выпуск)|№)\.?\s?\d{1,4}\s?(?:,|[-–—|/·(])\s?(?=[^\W_])",
    re.IGNORECASE,
)
"""Before the number of an issue, which no day begins with: `nr. 6, 14 maart 2019`, `n.º 12 — viernes 27 de marzo de 2015`."""
FIGURES = re.compile(
    r"(?<![\w./-])(?:(?P<whole>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])|['’]?(?P<a>\d\d?)(?P<s>[./-])(?P<b>\d\d?)(?P=s)['’]?(?P<c>\d\d?))(?![\w/-]|\.\d)"
)
"""A day in figures only that is one for certain behind a label: 20210304, 4.3.21, in East Asia 21.3.4."""
LONGEST_ISSUE = 30
"""Words of a line with the number and the date of an issue."""
ZONES_APART = 1
"""Days by which an address may differ from the day that the page shows."""
TOP = 6
"""Lines of a pasted text in which the number and date of an issue stand."""


def published_of(outline: Outline, language: str | None) -> Stated | None:
    """The publication date that the markup, a label, a date line or a dateline states; never one of a teaser or of the body."""
    markup = outline.document.markup
    if markup.published:
        return Stated(markup.published)
    found = next(iter(_dates(outline, language)), None)
    if markup.address_date and (found is None or _is_of_page(found, markup.address_date, outline)):
        return Stated(markup.address_date)
    return found


def _is_of_page(found: Stated, address_day: str, outline: Outline) -> bool:
    """Whether a date over the title is that on which the page was saved: its address has an earlier one."""
    over = bool(outline.title) and found.spans[0].start < outline.blocks[outline.title[0]].start
    later = dt.date.fromisoformat(found.value) - dt.date.fromisoformat(address_day)
    return over and later.days > ZONES_APART


def issue_of(outline: Outline, language: str | None) -> str | None:
    """`YYYY-MM` of an issue or a head that states only a month: no publication date, but it lends its year to others."""
    for index, block in enumerate(outline.blocks[:NEAR]):
        if outline.body and index >= outline.body[0]:
            break
        if block.role in ASIDE_ROLES or index in outline.title:
            continue
        for mention in find_dates(block.text[:300], language=language):
            if mention.precision == "month":
                return mention.value
    return None


def _dates(outline: Outline, language: str | None) -> Iterator[Stated]:
    """Every date that could be that of the publication, the likeliest first."""
    near = _near(outline)
    yield from _labelled_dates(outline, language)
    yield from _dates_beside(outline, near, language)
    if outline.body:
        yield from _dateline(outline, outline.blocks[outline.body[0]], language)
    yield from _dates_after(outline, language)
    yield from _dates_on_top(outline, language)
    yield from _credited_dates(outline, language)
    yield from _dates_of_head(outline, language)
    yield from _dates_of_mail(outline, language)
    for index in near:
        for start, end, _ in outline.blocks[index].segments or [(outline.blocks[index].start, outline.blocks[index].end, "")]:
            if start_word(outline.document.text[start:end], "labels", "only_date"):
                yield from _full(outline, start, end, language)


def _near(outline: Outline) -> list[int]:
    """The lines between the title and the article, some before the title, and those within the article's first paragraphs."""
    first = outline.body[0] if outline.body else len(outline.blocks)
    title = outline.title[0] if outline.title else -1
    near = [*range(title + 1, min(first, title + 1 + NEAR)), *range(title - 1, max(-1, title - 5), -1)]
    return near + [i for i in range(first, outline.body[:3][-1] if outline.body else first) if i not in outline.body]


def _dates_beside(outline: Outline, near: list[int], language: str | None) -> Iterator[Stated]:
    blocks = outline.blocks
    title = outline.title[0] if outline.title else -1
    for index in near:
        block = blocks[index]
        label = _within().search(block.text[:LONGEST_HEAD]) if not block.prose else None
        if label and len(block.lines) == 1:
            yield from _full(outline, block.start + label.end(), block.end, language)
    for index in near:
        if _states_other(blocks[index]) or (index < title and _is_today(blocks[index])):
            continue
        if blocks[index].role == "date" or (blocks[index].role == "author" and blocks[index].segments):
            yield from _full(outline, blocks[index].start, blocks[index].end, language)
    for index in near:
        block = blocks[index]
        if (
            index > title
            and block.role not in (*ASIDE_ROLES, "mail")
            and (not block.prose or block.role is not None)
            and len(block.text) < 120
            and not _states_other(block)
        ):
            yield from _full(outline, block.start, block.end, language)


@cache
def _within() -> re.Pattern[str]:
    """A label of publication behind another day: `Recorded 21 November 2022, published 24 November 2022`."""
    labels = "|".join(re.escape(word) for word in words("labels", "published") if len(word) >= SHORTEST_LABEL)
    return re.compile(rf"(?<=\d{{4}})[,;|·)\s–—-]{{1,4}}(?:and |und |et |y |en |и )?(?:{labels})(?!\w)", re.IGNORECASE)


def _dates_after(outline: Outline, language: str | None) -> Iterator[Stated]:
    """Of the date lines below the article."""
    blocks = outline.blocks
    last = outline.body[-1] if outline.body else -1
    for index in range(last + 1, min(len(blocks), last + 6)):
        if blocks[index].role in ("teaser", "comments", "navigation", "copyright"):
            break
        item = ITEM.match(blocks[index - 1].text)
        reference = blocks[index].role in (None, "date") and house_of_reference(blocks[index].text[:LONGEST_HEAD], language)
        if (
            (blocks[index].role == "date" or reference)
            and not blocks[index].links
            and not _states_other(blocks[index])
            and not item
        ):
            yield from _full(outline, blocks[index].start, blocks[index].end, language)


def _dates_of_mail(outline: Outline, language: str | None) -> Iterator[Stated]:
    """Of the headers of the innermost mail: when a text was sent, for want of a day of its own."""
    for block in reversed(outline.blocks):
        if block.role == "mail":
            yield from _full(outline, block.start, block.end, language)


def _credited_dates(outline: Outline, language: str | None) -> Iterator[Stated]:
    """Of the line right after the article that credits a source: `Source: The Daily, 3 May 2021`."""
    last = outline.body[-1] if outline.body else -1
    for block in outline.blocks[last + 1 : last + 5]:
        if block.role in ("teaser", "comments", "navigation"):
            return
        for start, _, role in block.segments or [(block.start, block.end, block.role or "")]:
            if role == "source":
                yield from _full(outline, start, block.end, language)


def _dates_on_top(outline: Outline, language: str | None) -> Iterator[Stated]:
    """Of the number and date of an issue over a pasted text."""
    for block in _top(outline, outline.body[0] if outline.body else len(outline.blocks)):
        dated = block.role == "date" and not _states_other(block) and not _is_today(block)
        numbered = block.size <= LONGEST_ISSUE and ISSUE.search(block.text[:200])
        if not block.element and (numbered or (dated and not block.prose)):
            yield from _full(outline, block.start, block.end, language)


def _dates_of_head(outline: Outline, language: str | None) -> Iterator[Stated]:
    """Of a line over the title that names the house or says what the text is: `The Ledger | 3 May 2021`, `NEWS RELEASE   3 May 2021`."""
    for block in _top(outline, outline.title[0] if outline.title else 0):
        named = len(block.text) < LONGEST_HEAD and not block.prose and not _is_today(block)
        if named and (block.role == "notice" or names_house_beside_day(block, language)):
            yield from _full(outline, block.start, block.end, language)


def _top(outline: Outline, before: int) -> list[Block]:
    """The first lines of a text, under the headers of the mail that it came in."""
    return outline.blocks[outline.first : min(outline.first + TOP, before)]


def _states_other(block: Block) -> bool:
    """A line whose label is not known: the date of a meeting, of an approval."""
    if block.role not in (None, "date") or not PARTICULAR.match(block.text) or label_of(block.text) is not None:
        return False
    label = re.split("[:：]", block.text)[0]
    return not (whole_phrase(label) or names_section(label) or is_stock(label))


def _is_today(block: Block) -> bool:
    """Whether a line over a title says what day it is: `Today is 3 November 2021`."""
    return bool(start_word(block.text.lstrip(EDGE), "lines", "today"))


def _labelled_dates(outline: Outline, language: str | None) -> Iterator[Stated]:
    for block in outline.blocks:
        if any(hint in ("teaser", "other", "advert") for hint in block.hints):
            continue
        pieces = block.segments or [(block.start, block.end, block.role or "")]
        for start, end, role in pieces:
            if role == "notice" and start_word(block.text, "labels", "published").count(" ") >= 2:
                yield from _full(outline, start, min(end, start + 90), language)
            if role == "published":
                yield from _full(outline, start, end, language)
                if block.role == "published":
                    yield from _full(outline, start, block.end, language)
                yield from _in_figures(outline.document.text, start, end, language)


def _in_figures(text: str, start: int, end: int, language: str | None) -> Iterator[Stated]:
    match = FIGURES.search(text, start, end)
    if match is None:
        return
    if match["whole"]:
        year, month, day = match["whole"], match["m"], match["d"]
    else:
        year_first = base_language(language) in ("ja", "ko", "zh")
        year, month, day = match.group("a", "b", "c") if year_first else match.group("c", "b", "a")
        year = f"20{year:0>2}"
    if value := day_value(int(year), int(month), int(day)):
        yield Stated(value, (Span(match.start(), match.end(), match[0]),))


def _dateline(outline: Outline, block: Block, language: str | None) -> Iterator[Stated]:
    """`MOSCOW, 3 March 2021 – …`, `Madrid, 3 mar 2021 (EFE).- …`: a whole date before the dash, the agency or the stop that opens the article."""
    text, end = outline.document.text, min(block.end, block.start + LONGEST_DATELINE)
    cut = LEAD_CUT.search(text, block.start, end)
    for stated in _full(outline, block.start, cut.start(), language) if cut else ():
        if not SENTENCE.search(text, stated.spans[0].end, cut.start() if cut else end):
            yield stated
    for stated in _full(outline, block.start, end, language):
        day = stated.spans[0]
        if PLACE.fullmatch(text, block.start, day.start) and STOP.match(text, day.end):
            yield stated
    if head := head_of(block.text):
        yield from _full(outline, block.start, block.start + head.start, language)


def _full(outline: Outline, start: int, end: int, language: str | None) -> Iterator[Stated]:
    text = outline.document.text
    if numbered := NUMBERED.search(text, start, min(end, start + LONGEST_HEAD)):
        yield from _full(outline, numbered.end(), end, language)
    for code in dict.fromkeys((language, "en", "ru")):
        for mention in find_dates(text, start, end, code):
            if mention.full and mention.end_value is None:
                yield Stated(mention.value, (_span(text, mention),))
                return


def _span(text: str, mention: DateMention) -> Span:
    return Span(mention.start, mention.end, text[mention.start : mention.end])
