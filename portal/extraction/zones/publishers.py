"""Which lines are the name of a publisher (a paper, an agency, an office, a firm) or of one of its sections."""

from __future__ import annotations

import re
from functools import cache

from portal.extraction import lexicon
from portal.extraction.layout import words
from portal.extraction.matching import Matcher, fold, is_hebrew
from portal.extraction.reading import LANGUAGES
from portal.extraction.zones.phrases import EDGE

EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
WITHOUT_BLANKS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
FIRM = re.compile(
    r"(?:株式会社|有限会社|合同会社|(?:一般|公益)(?:社団|財団)法人|(?:地方)?独立行政法人|国立大学法人|学校法人|医療法人|社会福祉法人|特定非営利活動法人|NPO法人|㈜)"
    r"[ \u3000]?[^\s。、，]{1,20}"
    r"|(?:주식회사|사단법인|재단법인|\((?:주|사|재)\)|㈜) ?[^\s.,]{1,20}|(?:ООО|АО|ПАО|ОАО|ЗАО|ФГБУ|ФГБОУ ВО|ГБУ|АНО) [«\"„]?[^.,]{1,40}"
    r"|[^\s。、，]{2,20}(?:株式会社|有限公司|股份公司|集团)|[^\s]{2,14} ?주식회사"
    r"|[A-ZÀ-Þ][\w&.'’-]*(?: [A-ZÀ-Þ&][\w&.'’-]*){0,4},? (?:GmbH|AG|Ltd\.?|Limited|Inc\.?|LLC|PLC|plc|Oy|Oyj|AB|ASA?|A/S|ApS|B\.?V\.?|N\.?V\.?|SAS?|SARL|S\.A\.|S\.L\.|S\.p\.A\.|S\.r\.l\.|SE|KG)"
)
STATION = re.compile(
    r"([^\W\d_][^,\n]{2,40}?),?\s(?:\d{2,3}[.,]\d\s?(?:FM|MHz)|FM\s\d{2,3}[.,]\d)|(?=R[aá]dio)([^\W\d_][^,\n]{2,40}?)\s\d{2,3}[.,]\d\b"
)
"""A station and its frequency."""
NAMED = re.compile(r"(?:The|De|Het|Der|Die|Das|Le|La|Les|El|Los|Las)\s|L['’]")
"""With which papers begin their names, and posts do not."""
COMPOUNDS = "zeitung|nachrichten|anzeiger|blatt|kurier|bote|bode|courant|krant|koerier|nieuws|bladet|tidning|tidende|avisen|sanomat|posten"
"""Tails of the names of papers."""
HOUSES = "ministerium|universität|hochschule|verband|kammer|institut|agentur|stiftung|gesellschaft|zentrum|akademie|klinikum|verein|behörde|verwaltung"
"""Tails of the words for institutions."""


@cache
def _publishers() -> re.Pattern[str]:
    every = words("labels", "publisher")
    spaced = "|".join(re.escape(w) for w in every if not WITHOUT_BLANKS.match(w))
    tails = "|".join(re.escape(w) for w in every if WITHOUT_BLANKS.match(w))
    return re.compile(
        rf"(?<!\w)(?:{spaced})(?!\w)|(?:{tails})$|(?<=\w\s)news$|\w{{3}}(?:{COMPOUNDS})$|\w{{3}}(?:{HOUSES})(?!\w)", re.IGNORECASE
    )


def names_publisher(text: str) -> bool:
    """Whether a line has a word that papers, agencies, offices and universities have in their names."""
    line = text[:120].strip()
    found = _publishers().search(line)
    # Hebrew names begin with it: "five questions to the head of the port's office" is none.
    return found is not None and (not is_hebrew(found[0][0]) or line.count(" ", 0, found.start()) <= 1)


def is_firm(text: str) -> bool:
    """Whether a line is nothing but the name of a firm with its legal form: 株式会社ミナモト精機, "Lumivesi Oy"."""
    return bool(FIRM.fullmatch(text.strip()))


def is_station(text: str) -> bool:
    """Whether a line begins with a station and its frequency."""
    return bool(STATION.match(text))


@cache
def _offices() -> re.Pattern[str]:
    every = words("labels", "office")
    return re.compile("|".join(re.escape(w) if EAST_ASIAN.search(w) else rf"(?<!\w){re.escape(w)}" for w in every), re.IGNORECASE)


@cache
def _bodies() -> Matcher[str]:
    found = (lexicon.words(code).get("organisations", {}).get("heads", {}) for code in LANGUAGES)
    return Matcher((word, kind) for heads in found for kind, every in heads.items() for word in every)


def names_body(text: str) -> bool:
    """Whether a name has a word that makes an organisation of it, in any of the languages, and more than that."""
    folded = fold(text)
    return len(folded) < 120 and any(hit.end - hit.start < len(folded.strip()) for hit in _bodies().find(folded))


@cache
def _posts() -> Matcher[None]:
    found = (lexicon.words(code).get("people", {}).get("roles", ()) for code in LANGUAGES)
    return Matcher((word, None) for roles in found for word in roles)


def names_post(text: str) -> bool:
    """Whether words hold the post of a person, in any of the languages: "Chief Reporter"; "The Leader" is a paper."""
    return len(text) < 120 and not NAMED.match(text) and any(True for _hit in _posts().find(fold(text)))


def names_agency(text: str) -> bool:
    """Whether words are nothing but the name of a news agency."""
    bare = text.casefold().strip(EDGE)
    every = words("labels", "agency_word")
    return bare in words("labels", "agency") or (len(bare) < 50 and any(_is_part(word, bare) for word in every))


def _is_part(word: str, text: str) -> bool:
    at = text.find(word)
    whole = at <= 0 or bool(EAST_ASIAN.search(word)) or not text[at - 1].isalnum() or " " not in word
    return at >= 0 and whole and text != word


def names_office(text: str) -> bool:
    """Whether a name is that of an office that writes press releases."""
    return bool(_offices().search(text[:120]))


def names_desk(text: str) -> bool:
    """Whether words are nothing but the desk of a house: "Communications", "Press office"."""
    bare = " ".join(text.casefold().split()).strip(EDGE)
    return bare in words("labels", "office") or bare in words("labels", "desk")


def names_section(text: str) -> bool:
    """Whether a line is nothing but the name of a section: "Business", 【国際】."""
    return len(text) < 40 and text.casefold().strip(EDGE) in _sections()


@cache
def _sections() -> frozenset[str]:
    return frozenset(words("labels", "section"))
