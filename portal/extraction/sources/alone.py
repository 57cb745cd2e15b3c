"""A house without what its line says besides: the day, the issue, the edition, what kind of paper it is, its desk, its street."""

from __future__ import annotations

import re
from functools import cache

from portal.extraction.date_patterns import grammar_for
from portal.extraction.dates import find_dates
from portal.extraction.layout import words
from portal.extraction.sources.lines import ISSUE_ONLY, PAGE, is_place
from portal.extraction.sources.naming import QUOTED, bare_house, is_name, trimmed
from portal.extraction.zones.phrases import EAST_ASIAN, EDGE, start_word, whole_phrase
from portal.extraction.zones.publishers import is_firm, names_body, names_desk, names_office, names_publisher, names_section

APART = re.compile(r"\s+::\s+|\s+/\s+|\s*[|｜·•]\s*|\s{3,}|\t")
"""Between columns and links: no name goes over it."""
JOINT = re.compile(
    r"(?P<weak>\s?[,，]\s+|[;；]\s*|、|(?<=\w{3})(?<!pág)(?<!blz)(?<!стр)\.\s+(?=[^\W\d_]))|\s+(?:[-–—]|//)\s+|\u3000"
)
"""Between a house and what its line adds; a weak one stands within names too: "Ministry of Trade, Industry and Energy"."""
BRACKETED = re.compile(r"\s*[(（\[]([^()（）\[\]]{2,60})[)）\]]\s*$")
ARTICLE = re.compile(r"^(?:(?:the|la|le|les|el|los|las|de|het|der|die|das)\s|l['’])(?=[^\W\da-zà-ÿ])")
"""Before a name that another word stood before."""
LICENCE = re.compile(r"\s*[\u4e00-\u9fff]?ICP[备備证證].*$")
"""The permit that a Chinese site shows behind its owner."""
YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
LONGEST = 200
SEASON = 2
"""Words of "Spring 2021"."""
LEAD = 4
"""Characters that may stand before a day: "den ", "le "."""
LONGEST_STREET = 4
"""Words of a street."""


def alone(name: str, language: str | None) -> str:
    """The house that a line names, without what stands around it; the line itself where nothing is left."""
    if len(name) > LONGEST:
        return name
    bare = LICENCE.sub("", name)
    if appears := _appearing().search(bare):
        bare = bare[: appears.start()]
    for column in APART.split(bare):
        if column.strip(EDGE) and not says_else(column, language):
            bare = column
            break
    bare = _without_sides(bare, language)
    if (closed := BRACKETED.search(bare)) and (says_else(closed[1], language) or is_place(closed[1], language)):
        bare = bare[: closed.start()]
    bare = _without_desk_behind(bare_house(ARTICLE.sub("", _unled(bare))))
    return bare if is_name(bare) else name


def _without_sides(line: str, language: str | None) -> str:
    """A line without the parts before and behind its house that are no names."""
    joints = list(JOINT.finditer(line))
    starts = [0, *(j.end() for j in joints)]
    ends = [*(j.start() for j in joints), len(line)]
    first, last = 0, len(starts) - 1
    while first < last and says_else(line[starts[first] : ends[first]], language):
        first += 1
    for index in range(first + 1, len(starts)):
        part = line[starts[index] : ends[index]]
        # Names have commas too, and "Trade" is a section of papers: "Ministry of Industry, Trade and Tourism".
        within = bool(joints[index - 1]["weak"]) and not any(c.isdigit() for c in part) and not _is_aside(part, language)
        told = says_else(part, language) or ends_as_kind(part)
        if (told and not within) or tells_paper(part) or _is_street(part):
            last = index - 1
            break
    while last > first and _is_seat(line[starts[first] : ends[first]], line[starts[last] : ends[last]], language):
        last -= 1
    return trimmed(line[starts[first] : ends[last]])


def _without_desk_behind(name: str) -> str:
    """An institution without its desk or its letter in small letters: "Leeds City Council newsroom"."""
    head, _, last = name.rpartition(" ")
    extra = last.islower() and any(last in words("labels", kind) for kind in ("genre", "desk", "office"))
    return head if extra and " " in head and (names_body(head) or is_firm(head)) else name


def _unled(name: str) -> str:
    """A house without what it issues: "Mitteilung der Hafenverwaltung Kiel"."""
    found = None if start_word(name, "labels", "office") else _issues().match(name)
    rest = name[found.end() :] if found else ""
    return (
        rest
        if len(rest.split()) > 1 and is_name(rest) and (names_body(rest) or names_office(rest) or names_publisher(rest))
        else name
    )


@cache
def _issues() -> re.Pattern[str]:
    what = sorted(
        {w for kind in ("genre", "desk") for w in words("labels", kind)} | set(words("lines", "notice")), key=len, reverse=True
    )
    kinds = "|".join(re.escape(w) for w in what if not EAST_ASIAN.match(w))
    whose = "|".join(rf"{re.escape(word)}(?:\s|(?<=['’]))" for word in words("labels", "issued_by"))
    return re.compile(
        rf"(?:(?:the|die|la|le|el|de|het)\s)?(?:{kinds})\s(?-i:{whose})(?:(?:the|la|le|los|las|el|de|het)\s|l['’])?",
        re.IGNORECASE,
    )


def says_else(part: str, language: str | None) -> bool:
    """Whether a part of a line is no name: a day, a number, a page, a section, a desk, the kind of the text, its edition."""
    bare = part.strip(EDGE)
    folded = bare.casefold()
    if not any(c.isalpha() for c in bare) or PAGE.fullmatch(bare) or ISSUE_ONLY.search(bare):
        return True
    if names_section(bare) or whole_phrase(bare) or folded in words("labels", "genre") or _is_notice(bare):
        return True
    return _is_aside(bare, language) or _is_dated_kind(bare, language)


def _is_dated_kind(part: str, language: str | None) -> bool:
    """Whether words say what a text is and of when: "Newsletter March 2021"."""
    first, _, rest = part.partition(" ")
    return first.casefold() in words("labels", "genre") and any(
        m.start <= LEAD and m.end >= len(rest) - 2
        for code in dict.fromkeys((language, "en"))
        for m in find_dates(rest, language=code)
    )


def ends_as_kind(part: str) -> bool:
    """Whether what follows a house is a kind of text or an edition with more words: "Members' newsletter"."""
    kinds = tuple(f" {word}" for kind in ("edition", "genre") for word in words("labels", kind))
    return part.strip(EDGE).casefold().endswith(kinds) and not names_body(part)


def _is_aside(part: str, language: str | None) -> bool:
    """Whether a part of a line is a day, a year, an edition, a desk: what no name has between commas."""
    bare = part.strip(EDGE)
    if names_desk(bare) or start_word(bare, "labels", "edition") == bare.casefold():
        return True
    if YEAR.search(bare) and (start_word(bare, "labels", "since") or len(bare.split()) <= SEASON):
        return True
    codes = tuple(dict.fromkeys((language, "en")))
    if any(grammar_for(code).weekday_after.fullmatch(bare) for code in codes):
        return True
    return any(m.start <= LEAD and m.end >= len(bare) - 2 for code in codes for m in find_dates(bare, language=code))


def _is_notice(text: str) -> bool:
    """Whether words are stock words of a notice, one or two: "PRESS RELEASE *** FOR IMMEDIATE USE"."""
    first = start_word(text, "lines", "notice")
    rest = text[len(first) :].strip(EDGE)
    return bool(first) and (not rest or start_word(rest, "lines", "notice") == rest.casefold())


def tells_paper(part: str) -> bool:
    """Whether words say what a paper is: "quotidien régional", "Unabhängige Zeitung für Kiel"."""
    bare = part.strip(EDGE)
    return (bool(_papers().search(bare)) and not QUOTED.search(bare)) or bool(YEAR.search(bare) and _since().search(bare))


@cache
def _papers() -> re.Pattern[str]:
    every = "|".join(re.escape(w) for w in words("labels", "paper"))
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE)


@cache
def _appearing() -> re.Pattern[str]:
    every = "|".join(re.escape(w) for w in words("labels", "appears"))
    return re.compile(rf"(?<=\w)[,;]?\s(?:{every})(?!\w)", re.IGNORECASE)


@cache
def _since() -> re.Pattern[str]:
    every = "|".join(re.escape(w) for w in words("labels", "since"))
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE)


def _is_street(part: str) -> bool:
    """Whether a part of a line is of an address: it has a figure, or begins or ends with the word for a street."""
    bare = part.strip(EDGE)
    return any(c.isdigit() for c in bare) or (len(bare.split()) <= LONGEST_STREET and bool(_streets().search(bare.casefold())))


@cache
def _streets() -> re.Pattern[str]:
    every = "|".join(map(re.escape, words("labels", "street")))
    return re.compile(rf"^(?:{every})\s|(?:(?<!\w)|(?<=\w\w\w))(?:{every})$")


def _is_seat(house: str, part: str, language: str | None) -> bool:
    """Whether a house is followed by the town or the country where it sits; "University of California, Berkeley" is a name."""
    *named, last = house.split() or [""]
    return bool(named) and is_place(part.strip(EDGE), language) and not is_place(last, language)
