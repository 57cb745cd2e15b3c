"""Where something happens: the places of a sentence that its words put it at, apart from those that parties come from."""

from __future__ import annotations

import functools
import re
from itertools import pairwise

from portal.extraction.dates import DateMention
from portal.extraction.lexicon.grammar import either, leading, small_words
from portal.extraction.matching import Hit
from portal.extraction.places import Place
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named
from portal.extraction.relations.parties import AT

ORIGIN = re.compile(rf"(?:\b{leading('from')}{leading('the')}?|来自|から|מ)$")
HOME = re.compile(
    r"[^、。，,.]{0,8}から|(?:政府|经贸|企业|大学|官方)?(?:代表团|代表團|考察团|访问团|代表団|視察団|訪問団)|\s?(?:대표단|사절단|방문단)"
)
"""What follows a place that somebody comes from."""
AND = re.compile(
    rf"(?:市|州|県|省|都|府|시|도|주)?\s?(?:[,、和及与與とや・과와및ו]\s?|{leading('and')})(?:{leading('at')}?{leading('the')}?|ב)"
)
AFTER = {
    "ja": r"(?:市|県|州|省|都|府|港|区)?内?(?:で(?!は?あ)|にて|において|を訪|を視察|へ|に(?:到着|派遣|滞在|て)|の[^、。]{1,14}(?:で|において|にて)(?!あ))",
    "ko": r"(?:시|도|현|주|구|특별시|광역시)?\s?(?:[가-힣]{0,4}에서|을|를|에 (?:도착|파견)|으로 |로 (?:출국|출발))",
}
_AFTER = {language: re.compile(pattern) for language, pattern in AFTER.items()}
OWNS = re.compile(r"'s\s|'\s(?=[a-z])")
"""After a place to which something belongs: "Kenya's Rift Seeds"."""
OPENED = re.compile(r"[‘“„«][^’”“»]*$")
"""Before what stands in quotation marks, as the name of a prize or a motto does."""
GOES_ON = re.compile(r"\s[A-ZÀ-ÞА-ЯЁ][a-zà-þа-яё]")
"""After a place that only begins a name: "Kivu Code"."""
CAPITALS = re.compile(r"(?:\s[A-ZÀ-ÞА-ЯЁ][\w’'-]+){0,3}\s")
"""Between the place and the word of an event that bears its name: "Ljubljana Timber Fair"."""
HYPHENS = ("-", "–", "—", "/")
BESIDE = 4
FAR = 400
"""How many characters off a venue may stand from the word of the event."""


def venues(article: Article, sentence: Sentence, cue: Hit[str], dates: list[DateMention], one: bool) -> list[Place]:
    """The places that the words of a sentence put an event at: none when they only say where parties come from.

    With `one`, the event is at one place alone (a signing): that beside its day or its word.
    """
    named = article.named_in(sentence)
    at = [place for place in article.places_in(sentence) if _can_hold(article, place, named)]
    marked = _with_neighbours(article, at, [place for place in at if _is_marked(article, place)])
    if not one:
        return marked or _loose(article, at, named, cue)
    ranked = sorted(marked, key=lambda place: _rank(article, place, cue, dates, named))
    if not ranked or _rank(article, ranked[0], cue, dates, named)[0] > 3 or abs(ranked[0].start - cue.start) > FAR:
        return []
    text = article.reading.text
    holding = [
        p for p in marked if ranked[0].end <= p.start <= ranked[0].end + 3 and not text[ranked[0].end : p.start].strip(" ,(")
    ]
    return [ranked[0], *holding]


def _can_hold(article: Article, place: Place, named: list[Named]) -> bool:
    text = article.reading.folded
    holder = next((m for m in named if m.start <= place.start and place.end <= m.end), None)
    start = (holder or place).start
    if place.kind == "adjective" or text[place.end : place.end + 1] in HYPHENS or text[place.start - 1 : place.start] in HYPHENS:
        return False
    if (
        OWNS.match(text, place.end)
        or HOME.match(text, place.end)
        or _seat(article, place, named)
        or _elsewhere_too(article, place)
    ):
        return False
    return not ORIGIN.search(text, max(0, start - 12), start) and not _beside_origin(article, place)


def _beside_origin(article: Article, place: Place) -> bool:
    """ "from China and Kazakhstan": the second comes from there too."""
    before = next((p for p in article.places if 0 < place.start - p.end <= 5), None)
    if before is None or not AND.fullmatch(article.reading.folded, before.end, place.start):
        return False
    return bool(ORIGIN.search(article.reading.folded, max(0, before.start - 12), before.start))


def _is_marked(article: Article, place: Place) -> bool:
    reading = article.reading
    held = _before_brackets(article, place)
    if held and held.country != place.country:
        return _is_marked(article, held)
    if reading.language in _AFTER:
        return bool(_AFTER[reading.language].match(reading.folded, place.end))
    return bool(_before(reading.language).search(reading.folded, max(0, place.start - 24), place.start))


@functools.cache
def _before(language: str) -> re.Pattern[str]:
    """What puts something at a place that follows: "in the", "visited the port of", 访问."""
    words = small_words("at", "visiting", languages=(language,))
    if language == "he":
        return re.compile(f"{either(words)}$")
    if language == "zh":
        return re.compile(rf"{either(words)}了?[\u4e00-\u9fff]{{0,2}}$")
    the, of = (leading(kind, languages=(language,)) for kind in ("the", "of"))
    return re.compile(rf"\b{either(words)}\s{the}?(?:\w+\s{of})?(?:{either(small_words('town', languages=(language,)))}\s)?$")


def _before_brackets(article: Article, place: Place) -> Place | None:
    """The place after which a place stands in brackets: Tripoli in "Tripoli (Lebanon)"."""
    if article.reading.text[place.start - 1 : place.start] not in ("(", "（"):
        return None
    return next((p for p in article.places if 0 <= place.start - 1 - p.end <= 1), None)


def _elsewhere_too(article: Article, place: Place) -> bool:
    """Whether brackets after a place say that another of its name is meant: "Tripoli (Lebanon)"."""
    after = next((p for p in article.places if 2 <= p.start - place.end + 1 <= 3 and p.kind == "name"), None)
    return after is not None and after.country != place.country and _before_brackets(article, after) == place


def _with_neighbours(article: Article, at: list[Place], marked: list[Place]) -> list[Place]:
    """Places in a row count when one of them does: "in İzmir and Bursa", 「札幌と小樽で」."""
    found = list(marked)
    text = article.reading.folded
    for order in (at, at[::-1]):
        for first, second in pairwise(order):
            left, right = sorted((first, second), key=lambda p: p.start)
            if first in found and second not in found and AND.fullmatch(text, left.end, right.start):
                found.append(second)
    return sorted(found, key=lambda place: place.start)


def _loose(article: Article, at: list[Place], named: list[Named], cue: Hit[str]) -> list[Place]:
    """Where a language marks no places, those that are no part of a name; East Asian ones always are marked."""
    if article.reading.language in ("zh", "ja", "ko"):
        return []
    apart = [place for place in at if not any(m.start <= place.start and place.end <= m.end for m in named)]
    text = article.reading.text
    apart = [p for p in apart if not OPENED.search(text, max(0, p.start - 60), p.start)]
    return [p for p in apart if not GOES_ON.match(text, p.end) or CAPITALS.fullmatch(text, p.end, max(p.end, cue.start))]


def _rank(article: Article, place: Place, cue: Hit[str], dates: list[DateMention], named: list[Named]) -> tuple[int, int]:
    """The lower, the likelier an event of one place is there: beside its day, beside its word, after it, before it, a party's seat."""
    far = min(abs(place.start - cue.end), abs(cue.start - place.end))
    word = re.search(r"\S+\s*$", article.reading.text[max(0, place.start - 14) : place.start])
    begin = place.start - len(word.group()) if word else place.start
    holder = next((m for m in named if m.start <= place.start and place.end <= m.end), None)
    held = holder is not None and holder.end - holder.start > place.end - place.start
    if not held and any(0 <= begin - d.end <= BESIDE or 0 <= d.start - place.end <= BESIDE + 1 for d in dates):
        return (0, far)
    if not held and 0 <= begin - cue.end <= BESIDE:
        return (1, far)
    house = holder if held else next((m for m in named if 0 <= begin - m.end <= 2), None)
    if house and house.start > cue.start and AT.search(article.reading.folded, max(0, house.start - 24), house.start):
        return (2, far)
    if held or house:
        return (4, far)
    return (2 if place.start > cue.start else 3, far)


def _seat(article: Article, place: Place, named: list[Named]) -> bool:
    """Whether a place in brackets only says where the organisation before it is at home."""
    text = article.reading.text
    return text[place.start - 1 : place.start] in ("(", "（") and any(0 <= place.start - 1 - m.end <= 1 for m in named)
