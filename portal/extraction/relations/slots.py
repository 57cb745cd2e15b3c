"""Parties that stand where a party must stand, though nothing else shows that they are organisations."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import chain

from portal.extraction import lexicon
from portal.extraction.lexicon import words
from portal.extraction.lexicon.grammar import DENSE, either, leading, small_words
from portal.extraction.matching import Hit
from portal.extraction.names.vocabulary import vocabulary_of as words_for
from portal.extraction.places import Place
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named
from portal.extraction.relations.kinds import SHARE, TRAVELS
from portal.extraction.relations.slot_patterns import (
    AFTER,
    AT,
    AWARDED,
    BEFORE,
    BESIDE,
    BETWEEN,
    CAPITAL,
    FIRST_OF_TWO,
    FOUNDED,
    HEAD,
    JAPANESE_PAIR,
    JAPANESE_WITH,
    JOINED,
    LIST,
    LONG,
    RELATIVE_SUBJECT,
    SHARE_OF,
    SHARE_SUBJECT,
    SHARED_HOUSE,
    SUBJECT,
    WITH,
)

WITH_LENGTH = -5
"""What ends with it: "an older one, with"."""
SHARED = frozenset({"kinds.joint-venture", "weak.joint-venture", "context.fraction"})
SEAT = re.compile(r"\s(?:of|from|in)\s(?:the\s)?$")
CYRILLIC = re.compile("[А-Яа-яЁё]")
SURNAME = re.compile(r"(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ий|ой|ая|ко|ян|дзе|швили|ич|ук|юк)$")
RUSSIAN_VERB = re.compile(r" (?:[а-яё\d]+ ){0,4}?[а-яё]{3,}(?:ли|ют|ут|ят|ат|лись|ются|утся|ятся)\b")
"""A verb of several, after at most a few small words and a year."""
COMMON = frozenset(small_words("unnamed", languages=DENSE))
"""Common nouns that may stand in the place of a name."""
THINGS = frozenset({"kinds.memorandum", "kinds.agreement", "kinds.programme", "kinds.project", "kinds.letter-of-intent"})
AGENT = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{5,}(?:er|erin|haus|betrieb|konzern)")
"""A German noun for who makes or does something."""
OF_WHOM = re.compile(r"([A-ZÄÖÜ][a-zäöüß]+)\s(?:der|des|von|vom|zwischen)\s")
"""A German thing and whose it is: "Projekt der Charité"."""
INDEFINITE = re.compile(leading("a"), re.IGNORECASE)
NOUN_ENDING = re.compile(r"(?:en|ung|heit|keit|schaft|ion|ität|er|nis|ment|tum|ik|ie|ei|or|eur)s?$")
LEAD = re.compile(
    rf"(?:(?i:{leading('on_day')}){CAPITAL}\s)?(?i:{leading('the')})?(?:(?:{CAPITAL}\s)?{CAPITAL}(?<=['’]s)\s|{CAPITAL}-based\s)?(?=[A-ZÀ-ÞĀ-ŽА-ЯЁ])"
)
SITE = re.compile(rf"\b{either(small_words('sites'))}\s{leading('of')}?{leading('the')}?$")
"""Before a name: it is where something stands."""
NO_NAME = re.compile(r"去年|今年|明年|昨[日天年]|日前|近日|当[天日]|[当當]局|同[日年]|一[所家个個间間]|某")
"""What a Chinese stretch has that is no name."""
TELLING = frozenset({"context.talks", "status.proposed", "status.suspended", "status.ended", "status.expired"})
"""What only two parties have: talks, plans and ends."""
REACH = 90
MOST = 24
"""So many parties at most are supposed in an article: each is sought in all of its text."""
Stretch = tuple[int, int]


@functools.cache
def _heads(language: str) -> frozenset[str]:
    """Nouns with which names of organisations begin or end: alone they name none."""
    return frozenset(head for heads in words(language)["organisations"]["heads"].values() for head in heads)


@functools.cache
def _small_words(language: str) -> frozenset[str]:
    """Words that begin sentences and no names: pronouns, prepositions."""
    return frozenset(words(language)["people"]["stop"])


@functools.cache
def _offices(language: str) -> frozenset[str]:
    """Words with which a person's office begins: "Chief executive"."""
    return frozenset(role.split()[0].casefold() for role in words(language)["people"]["roles"])


def suppose_parties(article: Article) -> None:
    """Make known to the article the parties that only their places in sentences about partnerships show."""
    known = len(article.organisations)
    for sentence in article.body:
        if len(article.organisations) - known >= MOST:
            break
        if sentence.kind != "heading" and _tells(article, sentence):
            if len(article.named_in(sentence)) < 2:
                for start, end in names_in_slots(article, sentence):
                    article.suppose(start, end)
            for start, end in _listed(article, sentence):
                article.suppose(start, end)
    if len(article.organisations) > known:
        article.settle()


def _listed(article: Article, sentence: Sentence) -> list[Stretch]:
    """Where names stand in one list with an organisation, or before one at the head of the sentence: "X and the German maker Y"."""
    if article.reading.language in (*DENSE, "he"):
        return []
    text, mentions = article.reading.text, article.named_in(sentence)
    lists = [_names(match) for match in LIST.finditer(text, sentence.start, sentence.end)] if mentions else []
    found: list[Stretch] = []
    for written in lists:
        fresh = [s for s in written if not any(m.start < s[1] and s[0] < m.end for m in mentions)]
        if len(fresh) < len(written):
            found += fresh
    for mention in mentions:
        begin = max(sentence.start, mention.start - REACH)
        first = FIRST_OF_TWO.search(text[begin : mention.start])
        if first and (first.start() > 0 or begin == sentence.start) and not _is_home(mentions, begin + first.start()):
            found += [(begin + start, begin + end) for start, end in _names(first)]
    awarded = AWARDED.search(text, sentence.start, sentence.end) if mentions else None
    found += _names(awarded) if awarded else []
    fresh = [_without_noun(article, *stretch) for stretch in found]
    small = _small_words(article.reading.language)
    named = [stretch for stretch in fresh if text[stretch[0] : stretch[1]].split()[0].casefold() not in small]
    return [stretch for stretch in named if _may_be_a_party(article, sentence, *stretch)]


def _is_home(mentions: list[Named], of: int) -> bool:
    """Whether "of" stands right after a house, so that what follows is where it is."""
    return any(0 <= of - mention.end <= 1 for mention in mentions)


def _tells(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence has a word for a partnership and seeks nobody."""
    categories = article.categories(sentence)
    if categories & {"context.sought", "opportunities.partner-search"}:
        return False
    if (
        article.has_joint_mark(sentence)
        or "context.founding" in categories
        or ("context.running" in categories and article.things_in(sentence))
    ):
        return True
    return bool(article.kinds_in(sentence)) or any(c.startswith("weak.") or c in TELLING for c in categories)


def names_in_slots(article: Article, sentence: Sentence) -> list[Stretch]:
    """Where the name stands that is tied to the one organisation that a sentence names; two stretches where it names none."""
    mentions = article.named_in(sentence)
    found: Iterator[list[Stretch]]
    if mentions:
        found = chain(_beside(article, sentence, mentions), _founders(article, sentence), _named_after_places(article, sentence))
    else:
        found = _pairs(article, sentence)
    for written in found:
        stretches = [_without_seat(article, *_without_noun(article, *_without_country(article, *stretch))) for stretch in written]
        if all(_may_be_a_party(article, sentence, start, end) for start, end in stretches):
            return stretches
    return []


def _without_country(article: Article, start: int, end: int) -> Stretch:
    """A Chinese or Japanese stretch without the country that stands before the name: 比利时泽布吕赫港."""
    if article.reading.language in DENSE:
        for place in article.places:
            if place.start == start and place.kind == "name" and place.end + 3 < end:
                return place.end, end
    return start, end


def _without_seat(article: Article, start: int, end: int) -> Stretch:
    """A name of two words or more without the place where it is at home: "Novo Maritime of Denmark"."""
    for place in article.places:
        if start < place.start and place.end == end and (seat := SEAT.search(article.reading.text, start, place.start)):
            return (start, seat.start()) if " " in article.reading.text[start : seat.start()] else (start, end)
    return start, end


def _without_noun(article: Article, start: int, end: int) -> Stretch:
    """A German stretch without what its bearer is: "Der Ulmer Batteriehersteller Zellwerk Süd"."""
    if article.reading.language != "de":
        return start, end
    begin = start
    held = OF_WHOM.match(article.reading.text, start, end)
    if held and any(hit.value != "marks" for hit in lexicon.joint_cues("de").find(held.group(1).casefold())):
        return held.end(), end
    for word in list(re.finditer(r"\S+", article.reading.text[start:end]))[:-1]:
        if words_for("de").introducer(word.group().casefold()) or AGENT.fullmatch(word.group()):
            begin = start + word.end() + 1
    return begin, end


def _founders(article: Article, sentence: Sentence) -> Iterator[list[Stretch]]:
    """Two unknown names of whom a sentence says that they founded what it names: "AgroNova, which X and Y set up"."""
    if article.reading.language not in (*DENSE, "he"):
        yield from (_names(m) for m in FOUNDED.finditer(article.reading.text, sentence.start, sentence.end))


def _named_after_places(article: Article, sentence: Sentence) -> Iterator[list[Stretch]]:
    """Names of several words with a place among them: "Lahore Axles", "Dakar Textile Workshop", "Fermes du Saloum"."""
    if article.reading.language not in ("en", "fr", "es", "nl") or article.categories(sentence) & TRAVELS:
        return
    places = [place for place in article.places_in(sentence) if place.kind in ("name", "place", "town")]
    for match in LONG.finditer(article.reading.text, sentence.start, sentence.end):
        start, end = match.span()
        lead = LEAD.match(article.reading.text, start, end)
        start = lead.end() if lead else start
        first = article.reading.text[start:end].split()[0]
        if first.casefold() in _small_words(article.reading.language):
            start += len(first) + 1
        taken = any(m.start < end and start < m.end for m in article.mentions if m.start < sentence.end)
        inside = [place for place in places if start <= place.start and place.end <= end]
        if inside and not taken and " " in article.reading.text[start:end] and not any(_fills(p, start, end) for p in inside):
            yield [(start, end)]


def _fills(place: Place, start: int, end: int) -> bool:
    return (place.start, place.end) == (start, end)


def _pairs(article: Article, sentence: Sentence) -> Iterator[list[Stretch]]:
    text = article.reading.text
    if article.reading.language == "ja":
        pair = JAPANESE_PAIR.match(text, sentence.start, sentence.end)
        if pair:
            yield _names(pair)
        yield from (_names(match) for match in JAPANESE_WITH.finditer(text, sentence.start, sentence.end))
    if article.reading.language in (*DENSE, "he"):
        return
    yield from (_names(match) for match in _with_one(article, sentence))
    for pattern in (BETWEEN, JOINED, FOUNDED):
        yield from (_names(match) for match in pattern.finditer(text, sentence.start, sentence.end))
    head = HEAD.match(text, sentence.start, sentence.end)
    if head:
        yield _names(head)
    share = SHARE_OF.match(text, sentence.start, sentence.end) if article.categories(sentence) & SHARED else None
    if share:
        yield _names(share)


def _with_one(article: Article, sentence: Sentence) -> Iterator[re.Match[str]]:
    """A name after "with" that a word for talks or papers stands before, or that is said to be from abroad."""
    told = ("context.talks", "context.another", "weak.cooperation", "kinds.")
    cues = [cue for cue in article.reading.cues_in(sentence) if cue.value.startswith(told)]
    abroad = [place for place in article.places_in(sentence) if place.kind == "adjective"]
    for match in WITH.finditer(article.reading.text, sentence.start, sentence.end):
        name = match.start(match.lastindex or 1)
        at_head = match.start() == sentence.start
        if (
            at_head
            or any(WITH_LENGTH <= match.start() - c.end <= 2 for c in cues)
            or any(match.start() < p.start < name for p in abroad)
        ):
            yield match


def _beside(article: Article, sentence: Sentence, mentions: list[Named]) -> Iterator[list[Stretch]]:
    text, language = article.reading.text, article.reading.language
    if language == "he":
        return
    first, last = mentions[0], mentions[-1]
    after, before = BESIDE.get(language, (AFTER, BEFORE))
    right = after.match(text, last.end, min(sentence.end, last.end + REACH))
    if right:
        yield _names(right)
    begin = max(sentence.start, first.start - REACH)
    # a string of its own, so that ^ is where the sentence begins
    left = before.search(text[begin : first.start]) if begin == sentence.start or language not in DENSE else None
    if left:
        yield [(begin + start, begin + end) for start, end in _names(left)]
    if language == "ja":
        yield from (_names(match) for match in JAPANESE_WITH.finditer(text, sentence.start, sentence.end))
    if language not in DENSE:
        yield from (_names(match) for match in WITH.finditer(text, sentence.start, sentence.end))
        categories = article.categories(sentence)
        patterns = (SUBJECT, SHARE_SUBJECT) if categories & SHARED else (SUBJECT,)
        subject = next((m for pattern in patterns if (m := pattern.match(text, sentence.start, first.start))), None)
        if subject:
            yield _names(subject)
        shares = [cue.end for cue in article.cues_in(sentence) if cue.value == "context.fraction" and cue.start >= last.end]
        shares += [match.end() - 3 for match in SHARE.finditer(article.reading.folded, last.end, sentence.end)]
        if shares:
            yield from (_names(match) for match in SHARED_HOUSE.finditer(text, min(shares), sentence.end))
        if "context.testing" in categories and categories & {"context.since", "status.active"}:
            yield from (_names(match) for match in AT.finditer(text, last.end, sentence.end))
        relative = RELATIVE_SUBJECT.search(text[begin : first.start])
        if relative:
            yield [(begin + start, begin + end) for start, end in _names(relative)]


def _names(match: re.Match[str]) -> list[Stretch]:
    return [_bare(match, number) for number, group in enumerate(match.groups(), 1) if group]


def _bare(match: re.Match[str], number: int) -> Stretch:
    """Where a name stands without the day or the home before it: "On Saturday Halifax", "Bilbao's Tecnalab"."""
    lead = LEAD.match(match.string, *match.span(number))
    return (lead.end() if lead else match.start(number)), match.end(number)


def _is_ordinary(name: str) -> bool:
    """Whether an English name of several words ends with what is no body, or is one word that the language also writes small."""
    vocabulary = words_for("en")
    last = name.split()[-1].casefold()
    if " " in name:
        return last in vocabulary.matters
    return last in vocabulary.ordinary


def _may_be_a_party(article: Article, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a name is no person, place, day, common word or organisation that is known already."""
    text, language = article.reading.text, article.reading.language
    name = text[start:end]
    if (
        name in COMMON
        or name.split()[0].casefold() in _small_words(language)
        or (language == "en" and _is_ordinary(name))
        or name.casefold() in _small_words(language)
        or name.casefold() in _offices(language)
        or any(first < end and start < last for first, last, _ in article.people_in(sentence))
        or any(noun.start < end and start < noun.end for noun in article.meant_in(sentence))
    ):
        return False
    if any(place.start <= start < place.end and end <= place.end for place in article.places_in(sentence)):
        return False
    if any(date.start <= start < date.end for date in article.dates_in(sentence)):
        return False
    if INDEFINITE.match(name) or _is_where(article, sentence, start) or _only_says_which(article, start, end):
        return False
    bare = " " not in name and text[max(0, start - 1)] not in '«„“"'
    if language in DENSE and NO_NAME.search(name):
        return False
    if bare and (name in _heads(language) or (language == "ru" and not _is_russian_house(article, sentence, start, end))):
        return False
    if bare and language == "de" and not (_unlike_a_noun(name) or _sounds_foreign(name) or _alone_after_of(article, start, end)):
        return False
    if bare and start == sentence.start and f" {name.lower()} " in article.reading.text:
        return False
    cues = article.reading.cues_in(sentence)
    if any(_is_a_thing(cue, start, end) for cue in cues):
        return False
    if language in DENSE and any(cue.start == start and cue.value.startswith(("status.", "context.")) for cue in cues):
        return False
    return not any(name in fact.name or fact.name in name for fact in article.organisations)


def _is_where(article: Article, sentence: Sentence, start: int) -> bool:
    """Whether the word before a name makes a place of it: "entre le campus du Sart Tilman et …"."""
    return SITE.search(article.reading.folded, max(sentence.start, start - 24), start) is not None


def _only_says_which(article: Article, start: int, end: int) -> bool:
    """Whether one word before a noun for a firm and its name only tells where from: "het Kaapse bedrijf Fynbos"."""
    word = re.match(r"\s([a-zà-ÿ-]{3,20})\s[A-ZÀ-Þ]", article.reading.text[end : end + 26])
    alone = " " not in article.reading.text[start:end]
    return alone and word is not None and words_for(article.reading.language).introducer(word[1]) is not None


def _alone_after_of(article: Article, start: int, end: int) -> bool:
    """Whether a German word stands without an article between "of" and "and": "das Projekt von Bosch und der Universität"."""
    text = article.reading.text
    between = text[max(0, start - 10) : start].endswith((" von ", " zwischen ")) and text[end : end + 5] == " und "
    return between and not NOUN_ENDING.search(text[start:end])


def _is_russian_house(article: Article, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a bare Russian word is the second of two that do something, and no surname: "Росатом и Узатом подписали"."""
    text = article.reading.text
    if not CYRILLIC.search(text, start, end):
        return True
    second = any(text[m.end : start] == " и " and m.start == sentence.start for m in article.named_in(sentence))
    return second and end - start > 4 and not SURNAME.search(text[start:end]) and RUSSIAN_VERB.match(text, end) is not None


def _sounds_foreign(name: str) -> bool:
    """Whether a word ends as German nouns hardly do: "Hidroelectrica", "Voltara"."""
    return len(name) > 5 and name[-1] in "aoiyux" and not name.endswith(("ei", "eau", "au", "eu"))


def _unlike_a_noun(name: str) -> bool:
    """Whether a German word is no common noun: "HTL", "ZetaPlan"."""
    return any(letter.isupper() for letter in name[1:]) and "-" not in name


def _is_a_thing(cue: Hit[str], start: int, end: int) -> bool:
    """Whether a name is a cue word, or ends with what parties have or do together."""
    if cue.value in THINGS and start < cue.end and cue.start < end <= cue.end:
        return True
    return cue.start <= start and end <= cue.end
