"""Which country a form of the text means when several could be meant: by what else the article names, by the words around it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from portal.extraction import lexicon
from portal.extraction.lexicon import Meanings
from portal.extraction.lexicon.grammar import small_words
from portal.extraction.matching import fold
from portal.extraction.reading import Reading

SETTLED = 3
JOINING = frozenset({"and", "und", "et", "y", "e", "en", "и", "&", "-", "ו", "と", "和", "与", "과", "와"})
BEFORE_HEAD = re.compile(r"\W{0,4}")
BEHIND_HEAD = re.compile(r"\s?[.:：—–]\s|\s-\s|[：｜】]")
ARTICLES = frozenset(small_words("the"))
Groups = dict[tuple[int, int], Meanings]
"""What each stretch of the text that names a place may mean."""
STATE = re.compile(r", ([A-Z][A-Za-z]*\.?(?:[A-Z]\.|[A-Z]\b)?)")


def is_placed(reading: Reading, start: int, end: int) -> bool:
    """Whether the words around a form say that it is a place: "in", "from" or the like before it, 市 or から after it.

    It also is one where an item of a digest begins with it alone.
    """
    behind = _placed_behind().get(reading.language)
    if behind and behind.match(reading.text, end):
        return True
    before = reading.text[max(0, start - 24) : start].split()
    if before and reading.language not in ("ja", "ko"):
        if fold(before[-1]) in _locatives():
            return True
        described = len(before) > 1 and before[-1].islower() and before[-1] not in ARTICLES
        if described and fold(before[-2]) in _strict_locatives():
            return True
    return heads_an_item(reading, start, end)


@functools.cache
def _locatives() -> frozenset[str]:
    return frozenset(lexicon.ambiguous()["locatives"])


@functools.cache
def _strict_locatives() -> frozenset[str]:
    return frozenset(lexicon.ambiguous()["strict_locatives"])


def heads_an_item(reading: Reading, start: int, end: int) -> bool:
    """Whether a form stands alone at the head of a paragraph: "Bandung. The summer school …", "Zwickau – Die Hochschule …"."""
    if not BEHIND_HEAD.match(reading.text, end):
        return False
    sentence = reading.sentence_at(start)
    if sentence is None or sentence.kind != "paragraph":
        return False
    return BEFORE_HEAD.fullmatch(reading.text, reading.parts[sentence.part].start, start) is not None


@functools.cache
def _placed_behind() -> dict[str, re.Pattern[str]]:
    """By language, what follows at once only where a place is named."""
    listed: dict[str, list[str]] = lexicon.ambiguous()["placed_behind"]
    return {language: re.compile("|".join(map(re.escape, words))) for language, words in listed.items()}


def support_of(reading: Reading, groups: Groups, home: str | None) -> Counter[str]:
    """How often each country is named without doubt."""
    support: Counter[str] = Counter()
    if home:
        support[home] += 1
    folded, choices, doubtful = reading.folded, _choices(), lexicon.doubtful_words()
    for (start, end), meant in groups.items():
        if len(meant.countries) == 1 and not meant.is_small:
            form = folded[start:end]
            if form not in doubtful and form not in choices:
                support[meant.countries[0]] += 1
    return support


def with_state(reading: Reading, groups: Groups) -> dict[tuple[int, int], str]:
    """Towns whose state follows after a comma: "Cambridge, Ont."; the town means the same all through the article."""
    found = {}
    text = reading.text
    for (start, end), meant in groups.items():
        if text[end : end + 1] == "," and meant.kind != "adjective":
            match = STATE.match(text, end)
            country = lexicon.states().get(match.group(1)) if match else None
            if country:
                found[start, end] = country
    return found


def joined_to_plain(reading: Reading, groups: Groups) -> set[tuple[int, int]]:
    """Doubtful towns that an "and" joins to a place that is none: "Le Mans et Bobo-Dioulasso"."""
    found: set[tuple[int, int]] = set()
    for first, second in pairwise(sorted(groups)):
        if second[0] - first[1] > 5 or reading.folded[first[1] : second[0]].strip() not in JOINING:
            continue
        doubtful = [
            groups[span].is_small or reading.folded[span[0] : span[1]] in lexicon.doubtful_words() for span in (first, second)
        ]
        if doubtful[0] != doubtful[1]:
            found.add(first if doubtful[0] else second)
    return found


def country_meant(
    reading: Reading,
    start: int,
    end: int,
    meant: Meanings,
    support: Counter[str],
    paired: bool,
    region: str | None = None,
) -> str | None:
    """The country that a form means, None when it means none.

    `paired`: an "and" joins it to a plain place; `region`: the country of the language that the page states.
    """
    form = reading.folded[start:end]
    choice = _choice_of(form)
    if choice:
        return _by_cues(reading, start, choice, region)
    doubtful = meant.is_small or form in lexicon.doubtful_words()
    forms, countries = meant.forms, meant.countries
    if len(forms) == 1 and not doubtful:
        return countries[0]
    doubtful = doubtful and not paired
    regions = tuple(form for form in forms if form.kind != "town")
    if doubtful and not regions and goes_on(reading, end):
        return None
    if regions and len(regions) < len(forms):
        countries = lexicon.meanings(regions).countries
    supported = [country for country in countries if support[country]]
    if len(supported) == 1:
        return supported[0]
    if supported:
        return max(supported, key=lambda country: (support[country], country))
    if doubtful and (_is_settled(support) or goes_on(reading, end) or not is_placed(reading, start, end)):
        return None
    if regions:
        return regions[0].country
    return max((form.thousands, form.country) for form in forms)[1]


def goes_on(reading: Reading, end: int) -> bool:
    """Whether a word with a capital follows at once: "Centennial Hall" is no town of that name."""
    text = reading.text
    return text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()


def _is_settled(support: Counter[str]) -> bool:
    """Whether the article names its countries so plainly that a small town of another one is a namesake."""
    return sum(count >= SETTLED for count in support.values()) >= 2


class _Choice(NamedTuple):
    """Which country an ambiguous form means: folded cues by country, and what it means without any."""

    cues: dict[str, tuple[str, ...]]
    default: str


@functools.cache
def _all_choices() -> tuple[tuple[str, _Choice], ...]:
    """Each form, as it is written in the list, with its meanings."""
    found = []
    for listed in lexicon.ambiguous()["choices"]:
        cues = {country: tuple(fold(cue.strip("*")) for cue in phrases) for country, phrases in listed["cues"].items()}
        found += [(form, _Choice(cues, str(listed["default"]))) for form in listed["forms"]]
    return tuple(found)


@functools.cache
def _choices() -> dict[str, _Choice]:
    return {fold(form): choice for form, choice in _all_choices() if not form.endswith("*")}


@functools.lru_cache(maxsize=4096)
def _choice_of(form: str) -> _Choice | None:
    """The meanings of an ambiguous form, None for a plain one."""
    return _choices().get(form) or next((choice for stem, choice in _stem_choices() if form.startswith(stem)), None)


@functools.cache
def _stem_choices() -> tuple[tuple[str, _Choice], ...]:
    return tuple((fold(form[:-1]), choice) for form, choice in _all_choices() if form.endswith("*"))


def _by_cues(reading: Reading, start: int, choice: _Choice, region: str | None) -> str:
    """The meaning whose cues are nearest: those of the sentence first, then where the page is at home, then those of the article."""
    sentence = reading.sentence_at(start)
    stretches = [reading.folded[sentence.start : sentence.end]] if sentence else []
    for stretch in [*stretches, "", reading.folded]:
        if not stretch and region in choice.cues:
            return region
        counts = {country: sum(cue in stretch for cue in cues) for country, cues in choice.cues.items()}
        best = max(counts.values())
        winners = [country for country, count in counts.items() if count == best]
        if best and len(winners) == 1:
            return winners[0]
    return choice.default
