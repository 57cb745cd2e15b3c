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

from portal.extraction.lexicon.russian import inflected
from portal.extraction.matching import Matcher, NameMatcher, capitalised, fold, is_cjk, is_hangul, is_hebrew

HERE = Path(__file__).parent
CUE_TABLES = ("kinds", "status", "events", "opportunities", "context", "course", "weak")
MASK, ASIDE = "mask", "aside"
SCRIPT_COLUMNS = ("ru", "zh", "ja", "ko", "he")
LOWER_ADJECTIVES = frozenset({"ru", "fr", "es", "de", "nl"})
"""Languages that write adjectives of places with a small letter, or do so often enough."""

TOWN_ADJECTIVES = {"de": frozenset({"DE", "AT", "CH", "LI", "LU"}), "nl": frozenset({"NL", "BE"})}
"""In which countries' smaller towns a language has adjectives."""

ADJECTIVE_FROM = 100
"""Thousands of people from which a foreign town of the list has a Russian adjective: those of smaller ones are other words."""
RUSSIAN_ADJECTIVES = frozenset({"RU", "UA", "BY", "KZ", "KG", "UZ", "MD", "AM", "AZ", "GE", "LV", "LT", "EE"})
"""Countries whose smaller towns have one, too."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """What a stretch of text may mean, and what follows from that; the same forms are one object.

    countries: in the order of their codes; is_small: only towns that alone show no country; is_alike: what holds of how the
    first form is written holds of all.
    """

    forms: tuple[PlaceForm, ...]
    kind: str
    countries: tuple[str, ...]
    is_small: bool
    is_alike: bool


SMALL_TOWN = 300
"""Thousands of people; the name of a smaller town alone does not make a country."""


@functools.cache
def meanings(forms: tuple[PlaceForm, ...]) -> Meanings:
    """The object for one or more forms; the first one tells the kind."""
    first = forms[0]
    return Meanings(
        forms,
        first.kind,
        tuple(sorted({form.country for form in forms})),
        all(form.kind == "town" and form.thousands < SMALL_TOWN for form in forms),
        len({(form.exact, form.capital, form.kind in ("adjective", "town") and form.kind) for form in forms}) == 1,
    )


@functools.cache
def _together(first: Meanings, second: Meanings) -> Meanings:
    """Both; a town that is known as a place of its country already is told once."""
    known = {form.country for form in first.forms if form.kind in ("place", "town")}
    return meanings((*first.forms, *(form for form in second.forms if form.kind != "town" or form.country not in known)))


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
    """Finds cue words; the value is "kinds.memorandum", "status.signed", "context.passing" and so on.

    Besides MASK, a stretch that names no country although a name stands in it, and ASIDE, words beside which a place is only
    mentioned (asides.toml).
    """
    tables = words(language)
    found = [
        (phrase, f"{table}.{name}")
        for table in CUE_TABLES
        for name, phrases in tables.get(table, {}).items()
        for phrase in phrases
    ]
    with (HERE / "asides.toml").open("rb") as source:
        found += [(phrase, ASIDE) for phrase in tomllib.load(source)[language]]
    return Matcher([*found, *((simplified(phrase, language), MASK) for phrase in ambiguous()["masks"])])


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
def states() -> dict[str, str]:
    """The country of each abbreviation of a state that is written after a town: "Ont." """
    return {short: country for country, shorts in ambiguous()["states"].items() for short in shorts}


@functools.cache
def doubtful_words() -> frozenset[str]:
    return frozenset(fold(word) for word in ambiguous()["words"])


@functools.cache
def plain_words(language: str, table: str) -> frozenset[str]:
    """Ordinary words of a language that are names elsewhere, of `places`, `given_names` or `organisations`: plain_words.toml."""
    with (HERE / "plain_words.toml").open("rb") as source:
        return frozenset(tomllib.load(source)[table].get(language, ()))


@functools.cache
def given_names(language: str | None = None) -> frozenset[str]:
    """Given names of all cultures, as written; without the ordinary words of a language."""
    if language is None:
        lines = (HERE / "given_names.txt").read_text(encoding="utf-8").splitlines()
        return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
    plain = plain_words(language, "given_names")
    return given_names() - plain if plain else given_names()


@functools.cache
def known_organisations(language: str | None = None) -> dict[str, str]:
    """Kinds of organisations that the whole world knows by a name that does not tell what they are: known.tsv.

    Without those that are ordinary words of a language.
    """
    plain = plain_words(language, "organisations") if language else ()
    return {form: row["kind"] for row in _rows("known.tsv") for form in row["forms"].split("|") if form not in plain}


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
    """Finds places as one language writes them, Chinese ones in either script, and towns under the Latin names that all share."""

    def __init__(self, names: NameMatcher[PlaceForm], language: str) -> None:
        self._names = names
        self._language = language
        self._meanings: list[Meanings | None] = [meanings(forms) for forms in names.values()]
        for word in map(fold, plain_words(language, "places")):
            for start, end, number in names.spans(word):
                meant = self._meanings[number]
                if meant and meant.kind != "name" and (start, end) == (0, len(word)):
                    self._meanings[number] = None

    def find_in(self, text: str, plain: str) -> list[tuple[int, int, Meanings]]:
        """Start, end and meanings of every place in a text, overlapping ones too, in order of start, the longest first.

        `plain` is the text folded and simplified. Names count only where they have a capital.
        """
        return self._told(self._names.spans(plain, capitalised(text)))

    def find(self, folded: str) -> list[tuple[int, int, Meanings]]:
        """As `find_in`, as if each word of the folded text had a capital."""
        return self._told(self._names.spans(simplified(folded, self._language)))

    def _told(self, spans: list[tuple[int, int, int]]) -> list[tuple[int, int, Meanings]]:
        told: list[tuple[int, int, Meanings]] = []
        before = (0, 0)
        for start, end, number in spans:
            meant = self._meanings[number]
            if meant is None:
                continue
            if before == (start, end):
                meant = _together(told.pop()[2], meant)
            told.append((start, end, meant))
            before = (start, end)
        return told


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
    odd = [(form, place) for form, place in _latin_towns() if not form[0].isalpha()]
    own = ((simplified(form, language), place) for form, place in [*phrases, *_towns(language, known), *odd])
    return PlaceMatcher(NameMatcher(own, _needs_capital, _shared_towns()), language)


def _needs_capital(form: PlaceForm) -> bool:
    return form.capital


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
                found += [(case, _town(row["country"], size, capital)) for case, capital in inflected(form, language)]
            else:
                found += _place(form, row["country"], language)
    return found


def _place(form: str, country: str, language: str) -> list[tuple[str, PlaceForm]]:
    """A region or well-known city, or its adjective in small letters, with the forms that the language makes of it."""
    if form[0].islower():
        return [(form, _form(form, country, "adjective", language))]
    cases = inflected(form, language)[1:]
    return [
        (form, _form(form, country, "place", language)),
        *_of_the_town(form, country, language),
        *((case, _form(case, country, "place" if capital else "adjective", language)) for case, capital in cases),
    ]


@functools.cache
def _shared_towns() -> NameMatcher[PlaceForm]:
    """Cities under Latin names that begin with a letter: all languages look them up in one place."""
    return NameMatcher([(form, place) for form, place in _latin_towns() if form[0].isalpha()], _needs_capital)


@functools.cache
def _latin_towns() -> list[tuple[str, PlaceForm]]:
    """Cities of the list under their Latin names, with and without accents."""
    found = []
    for row in _rows("cities.tsv"):
        for form in dict.fromkeys((row["name"], _without_accents(row["name"]))):
            if fold(form) not in _never() and len(form) > 1:
                found.append((form, _town(row["country"], int(row["thousands"]), True)))
    return found


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
                cases = inflected(form, language)
                if size < ADJECTIVE_FROM and row["country"] not in RUSSIAN_ADJECTIVES:
                    cases = [(case, capital) for case, capital in cases if capital]
                found += [(case, _town(row["country"], size, capital)) for case, capital in cases]
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
