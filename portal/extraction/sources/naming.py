"""What can be the name of a house, and where a document has it."""

from __future__ import annotations

import re
from functools import cache

from portal.extraction import lexicon
from portal.extraction.dates import find_dates
from portal.extraction.layout import words
from portal.extraction.stated import Stated
from portal.extraction.types import Span
from portal.extraction.zones.blocks import Block
from portal.extraction.zones.labels import ADDRESS
from portal.extraction.zones.outline import Outline
from portal.extraction.zones.phrases import EAST_ASIAN, EDGE, start_word, whole_phrase
from portal.extraction.zones.publishers import is_firm, names_body, names_desk, names_office, names_publisher, names_section

LONGEST_LINE = 300
"""Characters of a line of an imprint."""
TOP = 6
"""Blocks over an article among which its paper says whose it is."""
GENERAL = frozenset(
    "office corporate communication communications public relations press media affairs department division unit team and & of the international service services".split()
)
"""Words of an office that any house may have."""
PAIRS = (("(", ")"), ("«", "»"), ("“", "”"), ("„", "“"), ("「", "」"), ("《", "》"), ("（", "）"))
LONGEST = 14
"""Words of the name of a house."""
NUMBER = re.compile(r"(?<![\w/])\d{1,3}\s?/\s?(?:19|20)\d\d(?!\d)|#\s?\d+")
"""Of an issue: `3/2022`, `#48`."""
QUOTED = re.compile(r"[«“„\"《]([^»”“\"》]{3,80})[»”“\"》]")
PERIODICAL = re.compile(
    r"(?:the |le |la |die |das |el )?(?:quotidien|hebdomadaire|mensuel|journal|daily|weekly|monthly|newspaper|tageszeitung|"
    r"wochenzeitung|diario|semanario|peri[oó]dico|dagblad|weekblad|maandblad|газета|ежедневн|еженедельн)",
    re.IGNORECASE,
)
"""What a paper is, behind its name: `LE FLEUVE – Quotidien de Saint-Louis`."""
UNITS = re.compile(r"(?<=[\u3040-\u9fff])[ \u3000]\S{1,12}(?:部|課|係|室|局|機構|処|处|科)(?:[ \u3000].*)?$")
"""Behind the name of a house: its department."""
STREET = re.compile(r"\bP\.?\s?O\.?\s?Box\b|(?<!\d)\d{4,6}\s\w|\w\s\d{1,4}(?!\d)|\b(?:г\.|ул\.|пр\.)\s", re.IGNORECASE)
"""The street, the box or the postcode of an address."""
HEAD_CUT = re.compile(r"\s+(?:[-–—|·]|//)\s+")
"""Between a paper's name and its slogan or section in its first line."""


def stated_in(outline: Outline, name: str, block: Block) -> Stated:
    """A name with where a block has it: nowhere when the document writes it otherwise (broken over lines, other blanks)."""
    at = outline.document.text.find(name, block.start, block.end)
    return Stated(name, (Span(at, at + len(name), name),) if at >= 0 else ())


def trimmed(name: str) -> str:
    """A name without marks around it; one of a pair whose other half is within it stays."""
    bare = name.strip(EDGE)
    closing = next((b for a, b in PAIRS if a in bare and b not in bare and f"{bare}{b}" in name), "")
    opening = next((a for a, b in PAIRS if b in bare and a not in bare and f"{a}{bare}" in name), "")
    return opening + bare + closing


def clean_name(value: str) -> str:
    """A name as one line, without the full stop of its line."""
    value = " ".join(value.split())
    if value.endswith(".") and value.count(".") == 1:
        value = value[:-1]
    return value


def undated(value: str, language: str | None) -> str:
    """A credit without the date beside it: `The Daily, 3 May 2021`, `The Daily (3 May 2021)`, `3 May 2021 The Daily`."""
    last = len(value.rstrip(" .)）]年г"))
    for code in dict.fromkeys((language, "en")):
        for mention in find_dates(value, language=code):
            if mention.full and mention.start <= 1 and mention.end < last - 3:
                return value[mention.end :].lstrip(" ,;)）|–—-/，、")
            if mention.full and mention.end >= last - 3 and mention.start > 2:
                return value[: mention.start].rstrip(" ,;(（|–—-/，、")
    return value


def without_slogan(text: str) -> str:
    """The name in the first line of a paper, without its slogan and its kind: "«Заря», районная газета"."""
    quoted = QUOTED.match(text) or (PERIODICAL.match(text) and QUOTED.search(text))
    if quoted:
        return quoted[1]
    first, *rest = HEAD_CUT.split(text)
    return first if rest and rest[0][:1].islower() and first[:1].isupper() else text


def blocks_over(outline: Outline) -> list[tuple[int, Block]]:
    """The short blocks over the article that are not its title."""
    end = min(outline.body[0] if outline.body else len(outline.blocks), outline.first + TOP)
    over = [(i, outline.blocks[i]) for i in range(outline.first, end) if i not in outline.title]
    return [(i, block) for i, block in over if len(block.text) < 160]


def is_name(text: str) -> bool:
    """Whether words can be the name of a house: short, with a capital where the script has them, no figure, no section."""
    bare = text.strip(EDGE)
    return (
        2 < len(bare) < 90
        and len(bare.split()) <= LONGEST
        and not re.search(r"\d|[:：]\s|\s[>›»|→]\s", bare)
        and not is_platform(bare)
        and not bare[0].islower()
        and not ADDRESS.search(bare)
        and not names_section(bare)
        and not whole_phrase(bare)
        and bare.split(" :")[0].casefold() not in words("labels", "contact")
    )


def is_person(text: str) -> bool:
    """Whether words are a person's: few, a given name first, none of a house."""
    written = text.strip(EDGE).split()
    housed = names_publisher(text) or names_office(text) or is_firm(text) or names_body(text)
    named = bool(written) and (
        written[0].split("-")[0] in lexicon.given_names() or (len(written) == 2 and len(written[1].strip(".")) == 1)
    )
    return named and len(written) <= 3 and not housed


def is_platform(text: str) -> bool:
    """Whether words are the name of a platform, a program, or what a site is called that nobody has named: "LinkedIn", "My Site"."""
    return text.casefold().strip(EDGE) in _unnamed()


@cache
def _unnamed() -> frozenset[str]:
    return frozenset(word.strip(EDGE) for kind in ("platform", "placeholder") for word in words("labels", kind))


def is_service(text: str) -> bool:
    """Whether a line begins with what others did for the text: "Printed by", "Layout:"; one word counts only before a colon."""
    word = start_word(text, "labels", "service")
    return bool(word) and (" " in word or text[len(word) :].lstrip()[:1] in tuple(":："))


def desk_of(name: str) -> str:
    """The house in the name of a sender that adds its desk: `X Park Communications`, `Communicatie X`; "" without a desk."""
    folded = name.casefold()
    for word in words("labels", "desk"):
        if folded.endswith((" " + word, "," + word)):
            return name[: -len(word)].rstrip(" ,-–|")
        if folded.startswith((word + " ", word + ",")):
            return name[len(word) :].lstrip(" ,-–|")
    return ""


def is_unnamed(office: str) -> bool:
    """Whether an office says nothing of its house: "Corporate Communication Office"."""
    first, *others = office.split() or [""]
    small = first[:1].isupper() and names_office(office) and not any(word[:1].isupper() for word in others)
    return small or all(word.casefold() in GENERAL or names_desk(word) for word in office.split())


def without_desk(name: str) -> str:
    """A house without the desk beside it: "Technion – Spokesperson"."""
    parts = HEAD_CUT.split(name) if HEAD_CUT.search(name) else re.split(r",\s|\s/\s", name, maxsplit=1)
    if len(parts) == 2 and (names_desk(parts[1]) or parts[1].casefold() in words("labels", "genre")):
        return parts[0]
    unit = UNITS.search(name)
    return name[: unit.start()] if unit else name


def without_issue(name: str) -> str:
    """A paper without the number of its issue: `Rundschau 3/2022`."""
    return NUMBER.sub("", name).strip(" ,;-–|·") or name


def bare_house(name: str) -> str:
    """A house without the number of an issue, its desk, and the words that say what the text is: "News release City of Perth"."""
    bare = without_desk(without_issue(name))
    for section, kind in (("lines", "notice"), ("labels", "genre")):
        start = start_word(bare, section, kind)
        rest = bare[len(start) :].strip(EDGE) if start else ""
        if " " in rest and is_name(rest) and not rest[:1].islower():
            bare = rest
    folded = bare.casefold()
    end = next(
        (w for w in words("labels", "genre") if (" " in w or not w.isascii()) and folded.endswith((f" {w}", f"\u3000{w}"))), ""
    )
    rest = trimmed(bare[: -len(end)]) if end else ""
    return rest if (" " in rest or not rest.isascii() or rest.isupper()) and is_name(rest) else bare


def owner_of(site: str) -> str:
    """The house whose site bears a name: "Official website of the City of Perth", 今治市公式サイト; the name itself where it says no more."""
    start = start_word(site, "labels", "site_of")
    if start and is_name(owner := site[len(start) :].strip(EDGE)):
        return owner
    end = next((word for word in words("labels", "site_of") if EAST_ASIAN.match(word) and site.endswith(word)), "")
    return site[: -len(end)].strip(EDGE) or site if end else site


def first_own(outline: Outline) -> int:
    """The index of the first line that is not about how the text is read or where it stands: "View in browser", a menu."""
    roles = ("subscribe", "notice", "navigation", "share", "separator")
    return next((i for i, b in enumerate(outline.blocks[:TOP]) if b.role not in roles or b.prose), 0)


def is_house(text: str) -> bool:
    """Whether a line is nothing but the name of a paper, an office, an institution or a firm."""
    return is_name(text) and (names_publisher(text) or names_office(text) or is_firm(text))
