"""Mentions of the same organisation or person made one, under the best name that the text has."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from portal.extraction.lexicon.grammar import leading
from portal.extraction.matching import Matcher, fold
from portal.extraction.names.mentions import Marks, OrganisationMention, PersonMention
from portal.extraction.places import Place
from portal.extraction.reading import Reading
from portal.extraction.types import KnownName, OrganisationFact, PersonFact

ARTICLES = re.compile(f"^{leading('the')}", re.IGNORECASE)
FORM = re.compile(
    r"[\s,]+(?:ltd|limited|llc|inc|corp|plc|gmbh|ag|bv|b\.v|nv|n\.v|as|ab|a/s|oy|sa|s\.a|sas|sl|s\.l|spa|srl|co|kg|se)\.?$"
)
FIRM_AFTER_LATIN = re.compile(r"(?<=[a-z0-9])\s?(?:公司|社|사)$")
SEATS = re.compile(f"^{leading('city_of')}")
OFFICES = (
    (re.compile("市役所$"), "市"),
    (re.compile("県庁$"), "県"),
    (re.compile("(?<=[区市省县州])(?:人民政府|政府|管委会|管理委员会)$"), ""),
    (re.compile("(?:광역|특별|특별자치)?시(?:청)?$"), "시"),
    (re.compile("도청$"), "도"),
)
"""A city or region and the office that acts for it are one party."""
INITIALS = re.compile(r"[A-ZА-ЯЁÀ-Þ]{3,7}")
CENTURY, NEAR = 400, 34
SEATED = re.compile(
    r"\s?(?:\([^()]{0,12}\) )?\(?(?:(?:of|in|from|aus|in|de|d'|du|à|van|uit|te|en|из|в|at|based in) )?(?:the |(?<=aus )de[mrn] |(?<=uit )(?:het|de) |(?<=de )la )?"
    r"|, (?:an?|the|une?|eine?|ein|een|het|la|le|el) "
    r"|[（(][^（）()]{0,26}(?:本社|本店|所在地|总部|總部|본사)[：:は]?\s?"
)
"""Between a name and the place after it: "in", a bracket, ", a"."""
HOME_BEFORE = re.compile(r"(?:-based)?(?:[ -][a-zа-яё-]+){0,3}[ ·：「„“«\"]{0,2}")
BASED = re.compile(
    r"-(?:based|owned|listed|registered) |['’]s |(?:'s|’s)? (?!with |from |and |that |said |into |also |when |while |after |have |will |were |under |this )[a-z-]{4,16} "
)
"""Between a town and the name after it: "Nairobi-based", "Bergen shipyard"."""
HYPHENED = re.compile(r"-(?:based|owned|listed|registered) |['’]s ")
"""The same where a small word after a town may be the verb of the sentence: "Uit Hengelo komt …"."""


@dataclass(slots=True)
class Entity:
    """One organisation or person with everything that names it."""

    name: str
    kind: str = "other"
    spans: list[tuple[int, int]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    reference: str | None = None
    country: str | None = None
    sure: bool = True

    def names(self) -> list[str]:
        return [self.name, *self.aliases]


@functools.lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """What two ways of writing one organisation share."""
    bare = ARTICLES.sub("", fold(name)).strip()
    bare = SEATS.sub("", bare) or bare
    for pattern, short in OFFICES:
        bare = pattern.sub(short, bare)
    bare = FIRM_AFTER_LATIN.sub("", FORM.sub("", bare))
    return re.sub(r"[\W_]+", " ", bare).strip()


def merge_organisations(mentions: list[OrganisationMention]) -> list[Entity]:
    """Entities in the order of their first mention; short forms and spellings joined to the fullest name."""
    entities: list[Entity] = []
    by_key: dict[str, Entity] = {}
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        entity = by_key.get(key_of(mention.name)) or _same_spelling(entities, mention.name)
        if entity is None:
            entity = Entity(mention.name, mention.kind, sure=mention.sure)
            entities.append(entity)
        by_key[key_of(mention.name)] = entity
        _add(entity, mention)
        for alias in mention.aliases:
            other = by_key.get(key_of(alias))
            if other is not None and other is not entity:
                absorb(entity, other)
                entities.remove(other)
            by_key[key_of(alias)] = entity
            for known_key, owner in list(by_key.items()):
                if owner is other:
                    by_key[known_key] = entity
    return _join_short_forms(_join_initials(entities))


def _join_initials(entities: list[Entity]) -> list[Entity]:
    """ "БПИ" joins "Белорусский политехнический институт" when no other name has these initials."""
    kept = list(entities)
    for short in entities:
        if not INITIALS.fullmatch(short.name):
            continue
        owners = [e for e in kept if e is not short and short.name.upper() in _initials(e.name)]
        if len(owners) == 1:
            absorb(owners[0], short)
            kept.remove(short)
    return kept


def _initials(name: str) -> set[str]:
    """The first letters of a name's words, with and without its small words."""
    parts = [part for part in re.split(r"[\s-]+", name) if part and part[0].isalpha()]
    if len(parts) < 3:
        return set()
    telling = [part for part in parts if part[0].isupper() or len(part) > 4]
    return {"".join(p[0] for p in parts).upper(), "".join(p[0] for p in telling).upper()}


def _same_spelling(entities: list[Entity], name: str) -> Entity | None:
    wanted = key_of(name)
    if len(wanted) < 8:
        return None
    for entity in entities[:CENTURY]:
        for other in entity.names():
            known = key_of(other)
            if abs(len(known) - len(wanted)) <= 3 and len(known) > 7 and SequenceMatcher(None, known, wanted).ratio() >= 0.93:
                return entity
    return None


def _add(entity: Entity, mention: OrganisationMention) -> None:
    entity.spans.append((mention.start, mention.end))
    entity.sure = entity.sure or mention.sure
    if entity.kind == "other" or (mention.sure and mention.kind != "other" and entity.kind == "company"):
        entity.kind = mention.kind
    for alias in mention.aliases:
        if alias not in entity.aliases and alias != entity.name:
            entity.aliases.append(alias)


def absorb(entity: Entity, other: Entity) -> None:
    """Make one entity also what names another."""
    entity.spans += other.spans
    entity.kind = other.kind if entity.kind == "other" else entity.kind
    entity.aliases += [name for name in other.names() if name not in entity.names()]
    entity.reference = entity.reference or other.reference
    entity.country = entity.country or other.country
    entity.sure = entity.sure or other.sure


def _join_short_forms(entities: list[Entity]) -> list[Entity]:
    """ "Asanteman" joins "Asanteman Biologics Ltd" when no other name begins so and the kinds do not speak against it."""
    kept = list(entities)
    for short in sorted(entities, key=lambda e: len(e.name)):
        words = key_of(short.name).split()
        if not words or len(words) > 2 or short.reference:
            continue
        longer = [e for e in kept if e is not short and _extends(e, words)]
        vague = short.kind in ("other", "company") or not short.sure
        if len(longer) == 1 and (vague or short.kind == longer[0].kind):
            absorb(longer[0], short)
            kept.remove(short)
    return kept


def _extends(entity: Entity, words: list[str]) -> bool:
    for name in entity.names():
        long = key_of(name).split()
        if len(long) > len(words) and (long[: len(words)] == words or (long[-len(words) :] == words and len(words) > 1)):
            return True
    return False


def later_mentions(reading: Reading, entities: list[Entity], places: tuple[Place, ...], stop: frozenset[str]) -> None:
    """Add the places where an organisation is named by a short form: its bracketed letters or its first word."""
    owners: dict[str, list[Entity]] = defaultdict(list)
    place_forms = {fold(reading.text[place.start : place.end]) for place in places}
    for entity in entities:
        for name in entity.names():
            owners[fold(name)].append(entity)
        for tail in _tails(entity.name):
            owners[tail].append(entity)
        first = entity.name.split()[0].strip('«»"“”')
        distinctive = len(first) > 3 and fold(first) not in place_forms and fold(first) not in stop and first[0].isupper()
        if distinctive and len(entity.name.split()) > 1:
            owners[fold(first)].append(entity)
    unique = {form: found[0] for form, found in owners.items() if len({id(e) for e in found}) == 1}
    taken = Marks(len(reading.text), (span for entity in entities for span in entity.spans))
    for hit in Matcher((form, form) for form in unique).find(reading.folded):
        if reading.text[hit.start].islower() and not unique[hit.value].name[0].islower():
            continue
        if not taken.touch(hit.start, hit.end):
            taken.mark(hit.start, hit.end)
            unique[hit.value].spans.append((hit.start, hit.end))


def _tails(name: str) -> list[str]:
    """The last words of a long name, by which a text goes on to call it: "the Development Board"."""
    words = name.split()
    return [
        fold(" ".join(words[-size:]))
        for size in (2, 3)
        if len(words) > size and words[-size][0].isupper() and words[-1][0].isupper()
    ]


@dataclass(frozen=True, eq=False, slots=True)
class _Same:
    """A key that is equal to itself only, so that a register of many names is not compared name by name."""

    items: tuple[KnownName, ...]

    def __hash__(self) -> int:
        return id(self.items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.items is self.items


@functools.lru_cache(maxsize=2)
def _known_organisations(known: _Same) -> Matcher[KnownName]:
    return Matcher((item.name, item) for item in known.items if item.kind == "organisation")


def add_known(reading: Reading, entities: list[Entity], known: tuple[KnownName, ...]) -> None:
    """Let the register's names claim what the text calls so, and add those that the rules did not see."""
    by_key = {key_of(name): entity for entity in entities for name in entity.names()}
    taken = Marks(len(reading.text), (span for entity in entities for span in entity.spans))
    for hit in _known_organisations(_Same(known)).find(reading.folded):
        item = hit.value
        if not reading.text[hit.start].isupper() and reading.text[hit.start].lower() != reading.text[hit.start].upper():
            continue
        entity = by_key.get(key_of(item.name))
        if entity is None:
            if taken.touch(hit.start, hit.end):
                continue
            entity = Entity(item.name, item.organisation_kind or "other", country=item.country, reference=item.reference)
            entities.append(entity)
            by_key[key_of(item.name)] = entity
        entity.reference = item.reference
        entity.kind = item.organisation_kind or entity.kind
        entity.country = item.country or entity.country
        entity.sure = True
        if (hit.start, hit.end) not in entity.spans:
            entity.spans.append((hit.start, hit.end))


def organisation_facts(reading: Reading, entities: list[Entity], places: tuple[Place, ...]) -> tuple[OrganisationFact, ...]:
    """Facts in the order of the text, each with every place that names it and its country where the text shows it."""
    facts = []
    for entity in sorted(entities, key=lambda e: min(e.spans)):
        spans = sorted(set(entity.spans))
        country = entity.country or country_of(reading, spans, places)
        facts.append(
            OrganisationFact(
                name=entity.name,
                evidence=tuple(reading.span(start, end) for start, end in spans),
                aliases=tuple(entity.aliases),
                reference=entity.reference,
                kind=entity.kind,
                country=country,
            )
        )
    return tuple(facts)


def country_of(reading: Reading, spans: list[tuple[int, int]], places: tuple[Place, ...]) -> str | None:
    """The country that a place within a name or right beside it shows, else None; `spans` are where the name stands."""
    for start, end in spans:
        inside = [p.country for p in places if start <= p.start and p.end <= end]
        if inside:
            return inside[-1]
    for start, end in spans:
        for place in places:
            if place.start >= end and place.start - end < NEAR and SEATED.fullmatch(reading.text[end : place.start]):
                return place.country
            if place.end > start or start - place.end >= NEAR:
                continue
            before = reading.text[place.end : start]
            if HOME_BEFORE.fullmatch(before) and place.kind == "adjective":
                return place.country
            based = BASED if reading.language == "en" else HYPHENED
            if place.kind != "adjective" and (
                based.fullmatch(before) or (before in ("", "の", "・", "的") and reading.language in ("zh", "ja"))
            ):
                return place.country
    return None


def merge_people(reading: Reading, mentions: list[PersonMention], known: tuple[KnownName, ...]) -> tuple[PersonFact, ...]:
    """Facts in the order of the text; "Vekselberg" joins "Viktor Vekselberg"."""
    groups: list[tuple[str, list[PersonMention]]] = []
    for mention in sorted(mentions, key=lambda m: (-len(m.name.split()), m.start)):
        tokens = set(fold(mention.name).split())
        group = next((g for g in groups if tokens <= set(fold(g[0]).split()) or fold(g[0]) == fold(mention.name)), None)
        if group is None:
            groups.append((mention.name, [mention]))
        else:
            group[1].append(mention)
    references = {fold(item.name): item.reference for item in known if item.kind == "person"}
    facts = []
    for name, found in sorted(groups, key=lambda g: min(m.start for m in g[1])):
        spans = sorted({(m.start, m.end) for m in found})
        with_role = next((m for m in sorted(found, key=lambda m: m.start) if m.role), None)
        with_home = next((m for m in sorted(found, key=lambda m: m.start) if m.organisation), None)
        facts.append(
            PersonFact(
                name=name,
                evidence=tuple(reading.span(start, end) for start, end in spans),
                reference=references.get(fold(name)),
                role=with_role.role if with_role else None,
                organisation=with_home.organisation if with_home else None,
            )
        )
    return tuple(facts)
