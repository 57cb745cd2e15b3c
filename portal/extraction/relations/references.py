"""What "the university" and "the delegation" stand for: organisations that the article has named before."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator

from portal.extraction.lexicon import words
from portal.extraction.lexicon.grammar import either, leading, small_words
from portal.extraction.matching import Hit, Matcher, fold, longest
from portal.extraction.places import Place
from portal.extraction.reading import BODY_PARTS, Reading
from portal.extraction.types import OrganisationFact

WITH_ARTICLE = frozenset({"en", "de", "fr", "es", "nl"})
ARTICLE = re.compile(rf"\b{leading('the', 'with_the')}$", re.IGNORECASE)
KINDS = {"company": ("company", "startup"), "startup": ("startup",)}
ORIGIN_AFTER = re.compile(rf"\s(?:{leading('of', 'from', 'in')}{leading('the')}?)?$")
"""Between a noun and where its house is at home: "l'entreprise de Porto", "the firm from Porto"."""
DESCRIBES = re.compile(rf"\s{leading('of', 'for')}[a-zà-ÿ]{{3,20}}\s[A-ZÀ-Þ]")
"""After a noun: it describes a name that follows, "la empresa de egresados TemblorApp"."""
AND = frozenset(small_words("and"))
BARE_PEOPLE = ("ru",)
VERB_NEXT = re.compile(
    r"\s?[,.;:)]|\s(?:(?:have|had|are|were|will|would|did|do|say|said|want|wanted|hope|hoped|now|then|also|get|got|put|pay|paid|plan|sent|send|sold|sell|bought|buy"
    r"|took|take|made|make|gave|give|wrote|write|could|can|may|might|must|on|in|from|to|and|who|whose|for|at|by|with|over|since|until)\b)"
)
"""After an adjective of a country that also names its people: "the Japanese sold"."""
HOUSES = ("company", "startup", "university", "research-institute", "technopark", "association", "investor")
ORIGIN_REACH = 14
SUBJECTS = {
    "ja": r"(?:^|(?<=[。、\n　同]))({})(?=(?:側)?[はがも]|では|によると)",
    "zh": r"(?:^|(?<=[。；，\n　该該]))({})(?=[与與和已将將还還也正拟擬曾今近于於在计計方目说說表负負])",
    "ko": r"(?:^|(?<=[\n\s]))({})(?=(?:은|는|이|가|측은|측이) )",
}
"""A noun as the subject of a sentence or a clause."""
NOUN_REACH = 36
STEM = 6
FAR, RECENT = 1_500, 24
"""So many characters and so many names back a short reference may reach."""


@functools.cache
def _people(language: str) -> re.Pattern[str] | None:
    """How the people of a country are called, who may stand for its house: "the Finns", "les Belges"."""
    endings = small_words("nations", languages=(language,))
    return re.compile(either(endings)) if endings else None


@functools.cache
def _nouns(language: str) -> Matcher[str]:
    return Matcher((noun, kind) for kind, nouns in words(language).get("references", {}).items() for noun in nouns)


def references(
    reading: Reading,
    organisations: tuple[OrganisationFact, ...],
    mentions: list[tuple[int, int, int]],
    places: tuple[Place, ...],
) -> Iterator[tuple[int, int, int]]:
    """(start, end, number of the organisation) of common nouns that stand for an organisation named before.

    `mentions` are the stretches that name organisations outright, in order: (start, end, number); `places` say where
    "the Portuguese firm" is at home.
    """
    yield from _by_endings(reading, organisations, mentions)
    yield from _by_people(reading, organisations, mentions, places)
    borne = _nouns_before(reading, mentions)
    first_named = {number: start for start, _, number in reversed(mentions)}
    place_starts = [place.start for place in places]
    starts = [start for start, _, _ in mentions]
    for hit in longest(_nouns(reading.language).find(reading.folded)):
        at = bisect_left(starts, hit.start)
        if any(start < hit.end and hit.start < end for start, end, _ in mentions[max(0, at - 3) : at + 1]):
            continue
        before = [number for start, _, number in reversed(mentions[max(0, at - RECENT) : at]) if hit.start - start < FAR]
        first = bisect_left(place_starts, hit.start - 2 * ORIGIN_REACH)
        near = places[first : bisect_left(place_starts, hit.end + ORIGIN_REACH)]
        home = _home(reading, hit, near) if reading.language in WITH_ARTICLE and hit.value in HOUSES else None
        if home:
            kinds = KINDS.get(hit.value, (hit.value,))
            there = {n for n in before if organisations[n].country == home and organisations[n].kind in kinds}
            if not there:
                there = {n for n in before if organisations[n].country is None and organisations[n].kind in kinds}
            if len(there) == 1:
                yield hit.start, hit.end, there.pop()
        elif _stands_alone(reading, hit.start, hit.end):
            noun = reading.folded[hit.start : hit.end]
            number = _owner(noun, hit.value, before, organisations, borne)
            if number is None or not _bears(noun, number, organisations, borne):
                bearers = [
                    n for n, start in first_named.items() if start < hit.start and noun[:STEM] in fold(organisations[n].name)
                ]
                number = bearers[0] if len(bearers) == 1 else number
            if number is not None:
                yield hit.start, hit.end, number


def _by_people(
    reading: Reading,
    organisations: tuple[OrganisationFact, ...],
    mentions: list[tuple[int, int, int]],
    places: tuple[Place, ...],
) -> Iterator[tuple[int, int, int]]:
    """The people of a country, of the one house of theirs that was named before: "the Finns", "den Belgiern"."""
    people = _people(reading.language)
    if people is None:
        return
    starts = [start for start, _, _ in mentions]
    for place in places:
        word = reading.folded[place.start : place.end]
        if place.kind != "adjective" or not people.fullmatch(word):
            continue
        if reading.language not in BARE_PEOPLE and not ARTICLE.search(reading.text, max(0, place.start - 6), place.start):
            continue
        if not VERB_NEXT.match(reading.folded, place.end) and (
            reading.text[place.end : place.end + 2].strip()[:1].isupper() or word.endswith(("sh", "ch", "ese", "ss", "x"))
        ):
            continue
        at = bisect_left(starts, place.start)
        before = [n for start, _, n in mentions[max(0, at - RECENT) : at] if place.start - start < FAR]
        theirs = {n for n in before if organisations[n].country == place.country and organisations[n].kind != "media"}
        if len(theirs) == 1:
            yield place.start, place.end, theirs.pop()


def _by_endings(
    reading: Reading, organisations: tuple[OrganisationFact, ...], mentions: list[tuple[int, int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Head nouns alone as the subject of a sentence, of the house last named whose name ends so: センターは, 学院已."""
    if reading.language not in SUBJECTS:
        return
    heads = {h for nouns in words(reading.language)["organisations"]["heads"].values() for h in nouns if len(h) > 1}
    owners: dict[str, list[tuple[int, int]]] = {}
    for start, _, number in mentions:
        name = organisations[number].name
        for noun in {name[-size:] for size in range(2, min(7, len(name)))} & heads:
            owners.setdefault(noun, []).append((start, number))
    if not owners:
        return
    nouns = "|".join(sorted(owners, key=len, reverse=True))
    for match in re.finditer(SUBJECTS[reading.language].format(nouns), reading.text):
        before = [number for start, number in owners[match[1]] if start < match.start() and match.start() - start < FAR]
        at = bisect_left(mentions, (match.start(1), 0, 0))
        inside = any(start < match.end(1) and match.start(1) < end for start, end, _ in mentions[max(0, at - 3) : at + 1])
        if before and not inside:
            yield match.start(1), match.end(1), before[-1]


def _home(reading: Reading, hit: Hit[str], near: tuple[Place, ...]) -> str | None:
    """The country that a definite noun is said to be of: "the Portuguese firm", "the Porto company", "l'entreprise de Porto"."""
    text = reading.text
    sentence = reading.sentence_at(hit.start)
    if sentence is None or sentence.kind not in BODY_PARTS:
        return None
    for place in near:
        if place.end + 1 == hit.start and ARTICLE.search(text, max(0, place.start - 6), place.start):
            return place.country if not text[hit.end : hit.end + 2].strip()[:1].isupper() else None
        behind = place.start > hit.end and ORIGIN_AFTER.fullmatch(text, hit.end, place.start)
        if behind and ARTICLE.search(text, max(0, hit.start - 6), hit.start):
            return place.country
    return None


def _stands_alone(reading: Reading, start: int, end: int) -> bool:
    """Whether a noun is used of a known thing: with a definite article where the language has one, and no name after it."""
    sentence = reading.sentence_at(start)
    if sentence is None or sentence.kind not in BODY_PARTS:
        return False
    if reading.language in WITH_ARTICLE and not ARTICLE.search(reading.text, max(0, start - 6), start):
        return False
    following = reading.text[end : end + 2]
    if following[:1] in "'-" or following.lstrip()[:1] in ("«", "„", "“", '"') or DESCRIBES.match(reading.text, end):
        return False
    return reading.language == "de" or not (following[:1] == " " and following[1:2].isupper())


def _nouns_before(reading: Reading, mentions: list[tuple[int, int, int]]) -> dict[int, str]:
    """What stands right before the names of each organisation: "комбината «Эрдэнэт»", "the shipyard Sund Mek"."""
    borne: dict[int, str] = {}
    for start, _, number in mentions:
        before = reading.folded[max(0, start - NOUN_REACH) : start].split()[-2:]
        joined = before[-1:] and before[-1] in AND  # The words before belong to another house: "университет и Институт".
        borne[number] = borne.get(number, "") + ("" if joined else " ".join(before)) + " "
    return borne


def _owner(
    noun: str, kind: str, before: list[int], organisations: tuple[OrganisationFact, ...], borne: dict[int, str]
) -> int | None:
    """The organisation last named whose name has the noun or stands behind it, else the last one of its kind."""
    by_name = next((n for n in before if _bears(noun, n, organisations, borne)), None)
    if by_name is not None:
        return by_name
    return next((number for number in before if organisations[number].kind in KINDS.get(kind, (kind,))), None)


def _bears(noun: str, number: int, organisations: tuple[OrganisationFact, ...], borne: dict[int, str]) -> bool:
    """Whether the name of an organisation has a noun or stands behind it."""
    stem = noun[:STEM]
    return stem in fold(organisations[number].name) or (len(stem) > 4 and stem in borne[number])
