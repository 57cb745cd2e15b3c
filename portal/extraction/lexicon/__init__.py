"""The knowledge by which articles are read, kept as data files that anyone can extend; README.md says how.

Everything is read once, when it is first asked for, and kept.
"""

from __future__ import annotations

import csv
import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.extraction.matching import Hit, Matcher, NameMatcher, capitalised, fold, is_cjk, is_hangul, is_hebrew

HERE = Path(__file__).parent
CUE_TABLES = ("kinds", "status", "events", "opportunities", "context", "course", "weak")
SCRIPT_COLUMNS = ("ru", "zh", "ja", "ko", "he")
LOWER_ADJECTIVES = frozenset({"ru", "fr", "es", "de", "nl"})
"""Languages that write adjectives of places with a small letter, or do so often enough."""

TOWN_ADJECTIVES = {"de": frozenset({"DE", "AT", "CH", "LI", "LU"}), "nl": frozenset({"NL", "BE"})}
"""In which countries' smaller towns a language has adjectives."""


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """One way of writing a place. kind: name, adjective, place (region or well-known city), town, institution (which shows a
    country but is no place)."""

    country: str
    kind: str
    thousands: int = 0
    exact: bool = False
    """An abbreviation that counts in capitals only."""
    capital: bool = True
    """Whether it counts with a capital first letter only."""


@functools.cache
def words(language: str) -> dict[str, Any]:
    """The word lists of one language: words/LANGUAGE.toml."""
    with (HERE / "words" / f"{language}.toml").open("rb") as source:
        return tomllib.load(source)


def simplified(text: str, language: str) -> str:
    """Chinese text in the simplified characters of the word lists, as long as before; other languages unchanged."""
    return text.translate(_simplified()) if language == "zh" else text


@functools.cache
def _simplified() -> dict[int, str]:
    lines = (HERE / "traditional.txt").read_text(encoding="utf-8").splitlines()
    return {ord(pair[0]): pair[1] for line in lines if not line.startswith("#") for pair in line.split()}


@functools.cache
def cues(language: str) -> Matcher[str]:
    """Finds cue words; the value is "kinds.memorandum", "status.signed", "context.passing" and so on."""
    tables = words(language)
    return Matcher(
        (phrase, f"{table}.{name}")
        for table in CUE_TABLES
        for name, phrases in tables.get(table, {}).items()
        for phrase in phrases
    )


@functools.cache
def joint_cues(language: str) -> Matcher[str]:
    """Finds the marks of joint work ("marks") and the nouns that they turn into a partnership of a kind."""
    return Matcher((phrase, name) for name, phrases in words(language)["joint"].items() for phrase in phrases)


@functools.cache
def offer_cues(language: str) -> Matcher[str]:
    """Finds the words by which something is sought or offered, and the things: "seeking.verbs", "offering.soft-landing", …"""
    tables = words(language)
    return Matcher(
        (phrase, f"{table}.{name}")
        for table in ("seeking", "offering")
        for name, phrases in tables[table].items()
        for phrase in phrases
    )


NO_SECTOR = "none"
"""The row of phrases that show no sector although a cue word is in them: "business climate"."""


@functools.cache
def sector_cues(language: str) -> Matcher[tuple[str, bool]]:
    """Finds cue words of sectors; the value is the sector's code and whether the word shows it alone."""
    return Matcher(
        (phrase, (row["code"], column == "cues"))
        for row in _rows(f"sectors/{language}.tsv")
        for column in ("cues", "weak")
        for phrase in _split(row[column])
    )


@functools.cache
def ambiguous() -> dict[str, Any]:
    """Guards against names with several meanings: ambiguous.toml."""
    with (HERE / "ambiguous.toml").open("rb") as source:
        return tomllib.load(source)


@functools.cache
def compounds() -> dict[str, Any]:
    """Countries in compounds: compounds.toml."""
    with (HERE / "compounds.toml").open("rb") as source:
        return tomllib.load(source)


@functools.cache
def asides(language: str) -> Matcher[str]:
    """Finds words beside which a place is only mentioned: asides.toml."""
    with (HERE / "asides.toml").open("rb") as source:
        return Matcher((phrase, "aside") for phrase in tomllib.load(source)[language])


@functools.cache
def states() -> dict[str, str]:
    """The country of each abbreviation of a state that is written after a town: "Ont." """
    return {short: country for country, shorts in ambiguous()["states"].items() for short in shorts}


@functools.cache
def masks() -> Matcher[str]:
    """Finds stretches that name no country although a name stands in them."""
    return Matcher((phrase, "mask") for phrase in ambiguous()["masks"])


@functools.cache
def doubtful_words() -> frozenset[str]:
    return frozenset(fold(word) for word in ambiguous()["words"])


@functools.cache
def given_names() -> frozenset[str]:
    """Given names of all cultures, as written."""
    lines = (HERE / "given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


@functools.cache
def known_organisations() -> dict[str, str]:
    """Kinds of organisations that the whole world knows by a name that does not tell what they are: known.tsv."""
    return {form: row["kind"] for row in _rows("known.tsv") for form in row["forms"].split("|")}


@functools.cache
def trades() -> tuple[frozenset[str], frozenset[str]]:
    """Words of trade with which the names of firms end, and those with which they also begin: trades.toml."""
    with (HERE / "trades.toml").open("rb") as source:
        lists = tomllib.load(source)
    return frozenset(fold(word) for word in lists["closing"]), frozenset(fold(word) for word in lists["opening"])


@functools.cache
def person_titles(language: str) -> frozenset[str]:
    """What stands before a surname: "Ms", as written and with a capital, with and without a point."""
    titles = (title.rstrip(".") for title in words(language)["people"]["titles"])
    return frozenset(form for title in titles for form in (title, title[:1].upper() + title[1:])) | frozenset(
        f"{title.rstrip('.')}." for title in words(language)["people"]["titles"]
    )


@functools.cache
def small_adjectives(language: str) -> frozenset[str]:
    """Adjectives of countries and places that French and Spanish write with a small letter within names."""
    if language not in ("fr", "es"):
        return frozenset()
    countries = (form for row in _rows(f"countries/{language}.tsv") for form in _split(row["adjectives"]))
    regions = (form for row in _rows("places.tsv") for form in _split(row["forms"]))
    return frozenset(form for form in (*countries, *regions) if form[0].islower() and "*" not in form)


class PlaceMatcher:
    """Finds places as one language writes them, and towns under the Latin names that all languages share."""

    def __init__(self, own: NameMatcher[PlaceForm]) -> None:
        self._own = own

    def find_in(self, text: str, folded: str) -> list[Hit[PlaceForm]]:
        """Every place in a text, overlapping ones too, in order of start, the longest first; names only where they have a capital."""
        words = capitalised(text)
        return self._joined(self._own.find_at(folded, words), _latin_towns().find_at(folded, words))

    def find(self, folded: str) -> list[Hit[PlaceForm]]:
        """As `find_in`, as if each word of the folded text had a capital."""
        return self._joined(self._own.find(folded), _latin_towns().find(folded))

    def _joined(self, own: list[Hit[PlaceForm]], towns: list[Hit[PlaceForm]]) -> list[Hit[PlaceForm]]:
        if not towns:
            return own
        known = {(hit.start, hit.end, hit.value.country) for hit in own if hit.value.kind in ("place", "town")}
        own = own + [town for town in towns if (town.start, town.end, town.value.country) not in known]
        own.sort(key=lambda hit: (hit.start, -hit.end))
        return own


@functools.cache
def places(language: str) -> PlaceMatcher:
    """Finds countries, their adjectives, regions and cities as one language writes them."""
    phrases: list[tuple[str, PlaceForm]] = []
    for row in _rows(f"countries/{language}.tsv"):
        phrases += [(form, _form(form, row["code"], "name", language)) for form in _split(row["names"])]
        phrases += [(form, _form(form, row["code"], "adjective", language)) for form in _split(row["adjectives"])]
    named = {(fold(form.strip("*")), place.country) for form, place in phrases}
    regions = [(form, place) for form, place in _regions(language) if (fold(form.strip("*")), place.country) not in named]
    phrases += regions
    for row in _rows("institutions.tsv"):
        phrases += [
            (f, _form(f, row["country"], "institution", language)) for f in _split(row["forms"]) if _readable(f, language)
        ]
    known = {(fold(form), place.country) for form, place in regions if place.kind == "place"}
    return PlaceMatcher(_names([*phrases, *_towns(language, known)]))


def _names(phrases: list[tuple[str, PlaceForm]]) -> NameMatcher[PlaceForm]:
    return NameMatcher(phrases, lambda form: form.capital)


def _regions(language: str) -> list[tuple[str, PlaceForm]]:
    """Regions and well-known cities; states and counties under the Latin names that languages of that script share."""
    found: list[tuple[str, PlaceForm]] = []
    files = ("places.tsv",) if language in SCRIPT_COLUMNS else ("places.tsv", "regions.tsv")
    for row in (row for name in files for row in _rows(name)):
        for form in _split(row["forms"]):
            if _readable(form, language):
                found += _place(form, row["country"], language)
    for row in _rows(f"places/{language}.tsv"):
        for form in _split(row["forms"]):
            if row["thousands"]:
                size = int(row["thousands"])
                found += [(case, _town(row["country"], size, capital)) for case, capital in _inflected(form, language)]
            else:
                found += _place(form, row["country"], language)
    return found


def _place(form: str, country: str, language: str) -> list[tuple[str, PlaceForm]]:
    """A region or well-known city, or its adjective in small letters, with the forms that the language makes of it."""
    if form[0].islower():
        return [(form, _form(form, country, "adjective", language))]
    cases = _inflected(form, language)[1:]
    return [
        (form, _form(form, country, "place", language)),
        *_of_the_town(form, country, language),
        *((case, _form(case, country, "place" if capital else "adjective", language)) for case, capital in cases),
    ]


@functools.cache
def _latin_towns() -> NameMatcher[PlaceForm]:
    """Cities of the list under their Latin names, with and without accents."""
    found = []
    for row in _rows("cities.tsv"):
        for form in dict.fromkeys((row["name"], _without_accents(row["name"]))):
            if fold(form) not in _never() and len(form) > 1:
                found.append((form, _town(row["country"], int(row["thousands"]), True)))
    return _names(found)


def _towns(language: str, known: set[tuple[str, str]]) -> list[tuple[str, PlaceForm]]:
    """Cities of the list by size as one language alone writes them, without those that are known already."""
    found: list[tuple[str, PlaceForm]] = []
    for row in _rows("cities.tsv") if language in SCRIPT_COLUMNS or language in TOWN_ADJECTIVES else ():
        forms = _split(row[language]) if language in SCRIPT_COLUMNS else []
        if language == "ja" and row["country"] == "JP" and not row["ja"]:
            forms += [f"{form}市" for form in _split(row["zh"])]
        for form in forms:
            if (fold(form), row["country"]) not in known and fold(form) not in _never() and len(form) > 1:
                size = int(row["thousands"])
                found += [(written, _town(row["country"], size, closed)) for written, closed in _inflected(form, language)]
        if row["country"] in TOWN_ADJECTIVES.get(language, ()):
            found += _of_the_town(row["name"], row["country"], language)
    return found


@functools.cache
def _never() -> frozenset[str]:
    return frozenset(fold(name) for name in ambiguous()["never"])


def _without_accents(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


@functools.cache
def _town(country: str, thousands: int, capital: bool) -> PlaceForm:
    """One object for all towns of a country and size: there are very many."""
    return PlaceForm(country, "town", thousands, capital=capital)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))


def _split(cell: str) -> list[str]:
    return [form for form in cell.split("|") if form]


def _form(form: str, country: str, kind: str, language: str) -> PlaceForm:
    bare = form.strip("*")
    exact = bare.isupper() and len(bare) <= 5 and not is_cjk(bare[0])
    lower = bare[0].islower() or (kind == "adjective" and language in LOWER_ADJECTIVES and language != "de" and not exact)
    return PlaceForm(country, kind, exact=exact, capital=not lower)


def _readable(form: str, language: str) -> bool:
    """Whether a form of the common list belongs to the script of a language; Latin forms are read everywhere."""
    first = form.strip("*")[0]
    if is_cjk(first):
        return language in ("zh", "ja")
    if is_hangul(first):
        return language == "ko"
    if is_hebrew(first):
        return language == "he"
    if "\u0400" <= first <= "\u04ff":
        return language == "ru"
    return not first.islower() or language in LOWER_ADJECTIVES


def _of_the_town(name: str, country: str, language: str) -> list[tuple[str, PlaceForm]]:
    """Adjectives that German and Dutch make of a town: "Dornbirner", "Bremer", "Leuvense", "Antwerpse"."""
    if language not in TOWN_ADJECTIVES or not _LATIN.fullmatch(name):
        return []
    ending = {"de": "er", "nl": "se"}[language]
    stems = [name[:-2]] if name.endswith("en") else []
    stems.append(name[:-1] if language == "de" and name.endswith("e") else name)
    forms = [stem + ending for stem in stems if len(stem) > 3]
    return [(form, PlaceForm(country, "adjective")) for form in forms if fold(form) not in _unclear()]


@functools.cache
def _unclear() -> frozenset[str]:
    return doubtful_words() | {fold(given) for given in given_names()}


_LATIN = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[ .-]+[A-ZÀ-Þ]?[a-zß-ÿ]+)*")
_RUSSIAN = re.compile(r"[А-ЯЁ][а-яё-]+")


def _inflected(name: str, language: str) -> list[tuple[str, bool]]:
    """(form, whether it needs a capital) pairs of a city: Russian cases and the adjective in -ский."""
    if language != "ru" or not _RUSSIAN.fullmatch(name):
        return [(name, True)]
    stem, last = name[:-1], name[-1]
    if last in "аяь":
        endings = {"а": "аыеуио", "я": "яиею", "ь": "ьиюя"}[last]
        forms = [(stem + ending, True) for ending in endings] + (
            [(stem + ("ей" if stem[-1] in "жшщчц" else "ой"), True)] if last == "а" else [(stem + "ем", True)]
        )
    elif last in "бвгджзклмнпрстфхцчшщ":
        forms = [(name + ending, True) for ending in ("", "а", "у", "е", "ом")]
        stem = name
    else:
        return [(name, True)]
    adjectives = [(stem + tail, False) for tail in ("ск*", "инск*")[: 2 if last == "а" else 1]]
    return [*forms, *adjectives] if len(stem) > 3 and not stem.endswith("ск") else forms
