"""The word lists of a language in the shape in which the reader of names asks for them."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from portal.extraction import lexicon
from portal.extraction.lexicon import words
from portal.extraction.matching import Hit, Matcher
from portal.extraction.reading import Reading

HEAD_ORDER = (
    "university",
    "technopark",
    "foundation",
    "association",
    "investor",
    "research-institute",
    "public-authority",
    "media",
    "company",
    "other",
)
"""When two head nouns end at the same place, the earlier kind is meant."""
LATIN = frozenset({"en", "de", "fr", "es", "nl"})
LONG_HEAD = 7
"""From how many letters on a head noun of another language tells an organisation."""
COMPOUNDING = frozenset({"de", "nl"})
FRONT = re.compile(r"-[^\W\d_]")
LONGEST_WORD = 40
CLOSING = "closing"
"""A trade that tells a firm only at the end of its name."""
GOES_ON = re.compile(r" [A-ZÀ-Þ][a-zà-ÿ]")
NOTHING = re.compile(r"(?!)")
DOTTED = frozenset(
    {
        "st",
        "ltd",
        "inc",
        "corp",
        "co",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "assoc",
        "ing",
        "hon",
        "rev",
        "no",
        "dhr",
        "mevr",
        "mw",
        "drs",
        "ir",
        "sra",
        "sr",
        "d",
        "dña",
        *"mag dipl univ assist asst doc mgr inż hab arq lic mtra mtro cllr capt col gen lt sgt maj adv smt eng engr arch dott dra md mohd mst".split(),
    }
)


class Vocabulary:
    """Names' word lists of one language."""

    def __init__(self, language: str) -> None:
        organisations, people = _tables(language)
        self.language = language
        self.stop = frozenset(w.casefold() for w in people["stop"]) | frozenset(organisations["article"])
        self.possessives = frozenset(organisations.get("possessives", ()))
        self.geographic = frozenset(organisations.get("geographic", ()))
        self.articles = frozenset(organisations["article"]) | {"i"}
        self.connectors = frozenset(organisations["connectors"]) | frozenset(organisations["coordinators"])
        self.coordinators = frozenset(organisations["coordinators"])
        self.linking = self.connectors - self.coordinators
        self.particles = frozenset(people["particles"])
        self.generic = frozenset(w.casefold() for w in organisations["generic"])
        self.lower_generic = frozenset(w for w in organisations["generic"] if language in ("fr", "es")) | frozenset(
            organisations.get("inner", ())
        )
        self.small_adjectives = lexicon.small_adjectives(language)
        heads = organisations["heads"]
        self.lower_heads = frozenset(h for phrases in heads.values() for h in phrases if h[0].islower()) | frozenset(
            organisations.get("lower_heads", ())
        )
        closing, opening = lexicon.trades() if language != "de" else (frozenset[str](), frozenset[str]())
        self.trades = closing | opening
        self.heads: Matcher[str] = Matcher(
            [(form, kind) for kind in HEAD_ORDER for phrase in heads.get(kind, ()) for form in _forms(phrase, language)]
            + [(word, CLOSING) for word in sorted(closing)]
            + [(word, "company") for word in sorted(opening)]
        )
        self.acts = frozenset(organisations.get("acts", ()))
        self.days = frozenset(organisations.get("days", ()))
        self.staff = frozenset(organisations.get("staff", ()))
        self.sites = frozenset(organisations.get("sites", ())) | self.geographic
        self.sides = {word: frozenset(verbs) for word, verbs in organisations.get("sides", {}).items()}
        self.partnering = frozenset(organisations.get("partnering", ()))
        self.belonging = frozenset(organisations.get("belonging", ()))
        self.deeds = frozenset(organisations.get("deeds", ()))
        self.common = _common(language)
        self.matters = frozenset(organisations.get("matters", ()))
        self.ordinary = self.common | self.matters
        self.auxiliaries = frozenset(organisations.get("auxiliaries", ()))
        self.endings = frozenset(organisations.get("endings", ()))
        self.leading = frozenset(organisations.get("leading", ()))
        self.parts = frozenset(organisations.get("parts", ()))
        self.things = frozenset(organisations.get("things", ()))
        self.makers: Matcher[str] = Matcher((phrase, "maker") for phrase in organisations.get("makers", ()))
        self.agents: Matcher[str] = Matcher((phrase, "agent") for phrase in organisations.get("agents", ()))
        self.labels = frozenset(organisations.get("labels", ()))
        self.at_heads = frozenset(p.casefold() for p in heads.get("university", ()) if "*" not in p)
        self.houses = frozenset(organisations.get("houses", ()))
        self.own_heads = frozenset(organisations.get("own_heads", ()))
        self.forms = frozenset(organisations["forms"]) | frozenset(f.rstrip(".") for f in organisations["forms"] if len(f) > 3)
        self.colleges = frozenset(organisations.get("colleges", ()))
        self.acronym_stop = frozenset(organisations["stop"]["acronyms"])
        self.name_stop = frozenset(n.casefold() for n in organisations["stop"]["names"])
        self.introducers = {w.casefold(): kind for kind, ws in organisations["introducers"].items() for w in ws}
        self.tails = tuple((w, kind) for w, kind in self.introducers.items() if len(w) > 4)
        self.appositives: Matcher[str] = Matcher((w, kind) for kind, ws in organisations["appositives"].items() for w in ws)
        self.titles = frozenset(t.casefold().rstrip(".") for t in people["titles"])
        self.roles: Matcher[str] = Matcher((role, "role") for role in people["roles"])
        self.speech_forms = frozenset(people["speech"]) - {"who"}
        self.speech: Matcher[str] = Matcher((verb, "speech") for verb in people["speech"])
        self.bodies = (
            re.compile(r"\b(?:" + "|".join(_with_adjective(b, language) for b in organisations["bodies"]) + r")\s?(?=[A-ZÀ-Þ])")
            if organisations.get("bodies")
            else NOTHING
        )
        several = "|".join(organisations.get("several", ()))
        self.several = re.compile(rf"\b(?:{several})(?: |(?<=['’]))(?=[A-ZÀ-Þ])") if several else NOTHING
        plural = organisations.get("plural", {})
        self.one_of = {several: (one, kind) for kind, words_of in plural.items() for several, one in words_of.items()}
        """What one of several is called, and its kind: "University of" for "universities of"."""
        self.plural = re.compile(rf"(?i:\b(?:{'|'.join(self.one_of)})) (?=[A-ZÀ-Þ])") if self.one_of else NOTHING
        lands = "|".join(organisations.get("lands_after", ()))
        self.lands = re.compile(rf"(?<=\w) (?:{lands})\b") if lands else NOTHING
        self.ministries = (
            re.compile(r"\b(?:" + "|".join(organisations["ministries"]) + r")(?:['’ ]|$)")
            if organisations.get("ministries")
            else NOTHING
        )
        self.cues = lexicon.cues(language)
        self.joint = lexicon.joint_cues(language)
        self.given = lexicon.given_names(language)
        self.known = lexicon.known_organisations(language)

    def introducer(self, word: str) -> str | None:
        """The kind of organisation that a word before a name shows; German and Dutch compounds by their tail."""
        kind = self.introducers.get(word)
        if kind is None and self.language in COMPOUNDING:
            bare = word.removesuffix("in") if self.language == "de" else word
            if self.language == "de" and word.endswith("s") and word[:-1] in self.introducers:
                return self.introducers[word[:-1]]
            kind = next((k for tail, k in self.tails if bare.endswith(tail) and len(bare) > len(tail) + 2), None)
        return kind

    def head_hits(self, reading: Reading, start: int, end: int) -> list[Hit[str]]:
        """Head nouns of organisations within a stretch."""
        hits, starts = heads_of(reading, self.language)
        return [hit for hit in hits[bisect_left(starts, start) : bisect_left(starts, end)] if hit.end <= end]

    def has_head(self, reading: Reading, start: int, end: int) -> bool:
        return bool(self.head_hits(reading, start, end))


@functools.lru_cache(maxsize=4)
def heads_of(reading: Reading, language: str) -> tuple[list[Hit[str]], list[int]]:
    """Every head noun of the article with a capital first letter, or in small letters where the list has it so."""
    vocabulary = vocabulary_of(language)
    hits = []
    for hit in vocabulary.heads.find(reading.folded):
        begin = word_start(reading.text, hit.start)
        if language in COMPOUNDING and FRONT.match(reading.text, hit.end):
            continue
        if hit.value == CLOSING:
            if reading.text[begin].isupper() and not GOES_ON.match(reading.text, hit.end):
                hits.append(Hit(begin, hit.end, "company"))
        elif not reading.text[begin].islower() or reading.text[hit.start : hit.end] in vocabulary.lower_heads:
            hits.append(Hit(begin, hit.end, hit.value))
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    return hits, [hit.start for hit in hits]


def word_start(text: str, position: int) -> int:
    """Where the word begins that a phrase is the tail of: "Zentrumsleiter", "Waterstofbond"."""
    begin = position
    while begin > 0 and position - begin < LONGEST_WORD and text[begin - 1].isalpha():
        begin -= 1
    return begin


@functools.cache
def vocabulary_of(language: str) -> Vocabulary:
    return Vocabulary(language)


@functools.cache
def list_matcher(language: str, table: str, name: str) -> Matcher[str]:
    """Finds the phrases of one list of a language; the value is the kind where the list has kinds, else the phrase."""
    lists = words(language)[table]
    for part in name.split("."):
        lists = lists[part]
    if language == "zh":
        lists = _simple(lists)
    if isinstance(lists, dict):
        order = [kind for kind in HEAD_ORDER if kind in lists] + [kind for kind in lists if kind not in HEAD_ORDER]
        return Matcher((phrase, kind) for kind in order for phrase in lists[kind])
    return Matcher((phrase, phrase) for phrase in lists)


def _simple(lists: Any) -> Any:
    """Chinese phrases in simplified characters, as the text is compared."""
    if isinstance(lists, dict):
        return {kind: _simple(phrases) for kind, phrases in lists.items()}
    return [lexicon.simplified(phrase, "zh") for phrase in lists]


@functools.cache
def known_names() -> Matcher[str]:
    """Finds the organisations that the whole world knows; the value is the name as it is written."""
    return Matcher((form, form) for form in lexicon.known_organisations())


def _tables(language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The lists of names; languages of the Latin script also know English ones, since names of bodies often are English."""
    own = words(language)
    if language not in LATIN:
        return own["organisations"], own["people"]
    heads = _united(own["organisations"]["heads"], _foreign_heads(language))
    if language == "en":
        return own["organisations"] | {"heads": heads}, own["people"]
    english = words("en")
    organisations = own["organisations"] | {
        "heads": _united(english["organisations"]["heads"], heads),
        "generic": [*english["organisations"]["generic"], *own["organisations"]["generic"]],
        "forms": [*english["organisations"]["forms"], *own["organisations"]["forms"]],
        "colleges": english["organisations"]["colleges"],
        "stop": _united(english["organisations"]["stop"], own["organisations"]["stop"]),
    }
    people = own["people"] | {
        "titles": [*english["people"]["titles"], *own["people"]["titles"]],
        "roles": [*own["people"]["roles"], "CEO", "CTO", "Chief Executive", "Managing Director"],
    }
    return organisations, people


@functools.cache
def _common(language: str) -> frozenset[str]:
    """Words that the lists of a language write small, so that a capital at the beginning of a sentence makes no name of them."""
    lists: list[Any] = [words(language)]
    found: set[str] = set()
    while lists:
        item = lists.pop()
        if isinstance(item, str):
            found.update(re.findall(r"[^\W\d_]{3,}", item) if item.islower() else ())
        else:
            lists += item.values() if isinstance(item, dict) else item
    return frozenset(found)


def _with_adjective(body: str, language: str) -> str:
    """The pattern of a body in small letters with an adjective after its noun: "región italiana del Piamonte"."""
    if language not in ("fr", "es"):
        return body
    noun, of, rest = body.partition(" d")
    if not of:
        return body
    rest = re.sub(r"^e$", r"el?", rest) if language == "es" else rest.replace("e'", "eu'’")
    return rf"{noun}(?: [a-zà-ÿ]{{4,14}})? d{rest}"


def _foreign_heads(language: str) -> dict[str, list[str]]:
    """Long head nouns of the other languages of the Latin script: a Dutch text names an "Administración"."""
    found: dict[str, list[str]] = {kind: [] for kind in HEAD_ORDER}
    common = frozenset(w.casefold() for w in words(language)["people"]["stop"])
    for other in LATIN - {language, "en"}:
        for kind, phrases in words(other)["organisations"]["heads"].items():
            long = (p for p in phrases if len(p) >= LONG_HEAD and "*" not in p and p.casefold() not in common)
            found.setdefault(kind, []).extend(p for p in long if kind not in ("media", "other"))
    return found


def _forms(phrase: str, language: str) -> list[str]:
    """The forms of a head noun: German ones also in the genitive, "Instituts"."""
    if language != "de" or phrase.endswith(("*", "s", "g", "t-", "ft", "ät", "e", "ei")) or " " in phrase:
        return [phrase]
    return [phrase, f"{phrase}s", f"{phrase}es"]


def _united(first: dict[str, list[str]], second: dict[str, list[str]]) -> dict[str, list[str]]:
    return {key: [*first.get(key, ()), *second.get(key, ())] for key in {**first, **second}}


def hits_between(matcher: Matcher[str], reading: Reading, start: int, end: int) -> Iterator[Hit[str]]:
    """Hits of a matcher within a stretch, with offsets of the running text."""
    for hit in matcher.find(reading.folded[start:end]):
        yield Hit(hit.start + start, hit.end + start, hit.value)
