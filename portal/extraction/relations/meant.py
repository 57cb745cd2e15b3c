"""The parties that a sentence means without naming them: "both sides", a city, an adjective, those of the sentences before."""

from __future__ import annotations

import re
from itertools import pairwise

from portal.extraction.lexicon.grammar import DENSE, SPACED, either, leading, small_words
from portal.extraction.places import Place
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.both import bodies_of_towns, both_of_a_kind, of_others, of_states, of_towns
from portal.extraction.relations.kinds import CONTENT
from portal.extraction.relations.parties import Parties, is_venue, named_parties
from portal.extraction.relations.status import INSTRUMENTS, PRONOUN, following
from portal.extraction.relations.towns import twin_towns
from portal.extraction.relations.voices import voice

LOOK_BACK = 4
SHORT_HEAD = 110
"""So short a sentence before may say what the next one tells of: "A letter of intent is no bus. That of X and Y has expired"."""
ACTS = frozenset({"status.expired", "status.ended", "status.suspended", "status.signed", "status.renewed", "context.talks"})
PLACES_AND = re.compile(r"[州市省县]?[和与同と](?:[\w]{2,8})?|(?:시|주)?(?:와|과) ?(?:[\w]{2,8} )?")
"""Between two places that act together, the country of the second included."""
OF = re.compile("[州市省县縣県区區도시주]?[의の的]")
"""After a place: its, "砂拉越州的伙伴"."""
INNER = re.compile(r"[a-zà-ÿ]\s[A-ZÀ-Þ][\w-]+\s$")
"""A capital word right before a place: it is a part of a longer name."""
WITH = re.compile(rf"\b{leading('with')}(?:\w{{1,3}}\s|{leading('the')})?$|{either(small_words('with', languages=('zh',)))}$")
WITH_IT = re.compile(r"との|과의|와의")
"""After a name: with it."""
UNNAMED = re.compile(
    rf"[^.,;:]{{0,30}}\s{leading('with')}{leading('a', 'some', 'unnamed')}(?!view\b|budget\b|value\b)"
    r"(?!(?:\w+\s){0,2}(?:both|two)\b)"
)
"""The other party is told, but not by name: "a scheme with a college in Oslo"."""
UNNAMED_BEFORE = re.compile(
    r"の(?:企業|会社|大学|研究所|団体|業者)と|[与與和同]\w{0,8}[一某][所家个個座]|한 (?:회사|대학|기업|업체)(?:와|과)"
)
UNKNOWN = re.compile(
    rf"\b{either(small_words('papers'))}\b[^.,;:]{{0,12}}\s{leading('with')}(?!both|each|the (?:two|partner|same))"
    r"|\bbetween (?:the )?[a-z]"
)
"""The other party is told, but not as an organisation that the article names."""
SIDE = re.compile(rf"\s{either(small_words('side'))}\b|{either(small_words('side', languages=DENSE))}")
BETWEEN = re.compile(rf"(?:\b{leading('between', 'and', 'with')}|{either(small_words('and', languages=DENSE))}\s?)$")
THEIR = re.compile(leading("their"))
"""What begins a sentence about what two have."""
ITS_FOUNDING = re.compile(either(small_words("its_founding", languages=(*SPACED, *DENSE))))
HEAD_OF = re.compile(rf"\b{either(small_words('town_heads'))}\s{leading('of')}?{leading('the')}?$")
"""Before a town: who signs for it."""


def complete_parties(
    article: Article, number: int, sentence: Sentence, named: Parties, kind: str, last: tuple[str, ...], same: bool
) -> list[str]:
    """The parties of a claim: the named ones, else those meant by "both sides", a city, an adjective, or the sentences before.

    `last` are the parties of the claim before, `same` says whether that was of the same kind.
    """
    parties = list(named.parties)
    stranger = len(parties) < 2 and _with_somebody(article, sentence, kind)
    if stranger:
        return parties
    if len(parties) < 2:
        parties += [name for name in _by_place(article, sentence, kind) if name not in parties]
    if len(parties) >= 2:
        return parties
    if kind == "twinning" and all(_is_town(article, name) for name in parties):
        towns = twin_towns(article, number, sentence, last if same else ())
        if towns:
            return towns
    if kind == "twinning" and not parties and (of_towns(article, sentence) or not any(_is_authority(article, n) for n in last)):
        return _towns_before(article, number)
    if sentence.part in article.items:
        return parties or _recent(article, number)
    meant = _meant_parties(article, number, sentence, parties, kind, last, same=same)
    return [] if kind == "twinning" and _are_firms(article, meant) else meant


def _meant_parties(
    article: Article, number: int, sentence: Sentence, parties: list[str], kind: str, last: tuple[str, ...], *, same: bool
) -> list[str]:
    """The parties where a sentence names one or none: by "both sides", the next sentence, the place of a name, those before."""
    categories = article.categories(sentence)
    recent = _recent(article, number)
    if "context.both" in categories and (of_states(article, sentence) or of_others(article, sentence, recent or list(last))):
        return []
    if "context.both" in categories and kind != "twinning" and of_towns(article, sentence):
        return bodies_of_towns(article, sentence) or _towns_before(article, number)
    told = _told_parties(article, number, sentence, recent, last)
    if told and parties and parties[0] not in told and _with_a_name(article, sentence):
        return [*told, *parties]
    if told or (parties and "context.earlier" in categories):
        return told or parties
    if not parties and same and last:
        return list(last)
    for pair in (recent, list(last)):
        if pair and parties and parties[0] in pair:
            return parties if kind == "twinning" and _elsewhere(article, sentence, pair) else pair
    if UNKNOWN.search(article.reading.folded, sentence.start, sentence.end) and (
        not parties or "between" in _text(article, sentence)
    ):
        return parties
    if parties:
        other = _counterpart(article, parties[0], recent) if kind != "cooperation" and _with_a_name(article, sentence) else None
        return [*parties, other] if other else parties
    if recent:
        return recent
    if last and _is_main(article, last):
        return list(last)
    return article.dominant if len(article.dominant) > 1 and kind != "cooperation" else []


def _elsewhere(article: Article, sentence: Sentence, pair: list[str]) -> bool:
    """Whether a sentence names countries, none of them those of the two of whom the text spoke: "X has sister ports in Brazil"."""
    homes = {fact.country for fact in article.organisations if fact.name in pair}
    named = {place.country for place in article.places_in(sentence) if place.kind == "name"}
    return bool(named) and not named & homes


def _told_parties(article: Article, number: int, sentence: Sentence, recent: list[str], last: tuple[str, ...]) -> list[str]:
    """The parties that "both" or the next sentence tell of."""
    if "context.both" in article.categories(sentence):
        both = both_of_a_kind(article, sentence) or recent or _hosts_and_guests(article, number) or list(last)
        if both:
            return both
    return taking_part(article, number)


def _hosts_and_guests(article: Article, number: int) -> list[str]:
    """The house that the article is about and the only one that the sentence before names: "The delegation called on X. Both …"."""
    if number < 1 or not article.main or article.body[number - 1].part != article.body[number].part:
        return []
    protagonist = article.writer or article.organisations[article.main[0]].name
    told = [article.organisations[mention.number].name for mention in article.meant_in(article.body[number - 1])]
    named = [name for name in told if name not in protagonist and protagonist not in name]
    return [protagonist, named[0]] if len(set(named)) == 1 and (protagonist not in told or len(told) > 1) else []


def _with_a_name(article: Article, sentence: Sentence) -> bool:
    """Whether the one name of a sentence stands after "with"."""
    mention = next(iter(article.named_in(sentence)), None)
    return mention is not None and bool(
        WITH.search(article.reading.folded, max(sentence.start, mention.start - 12), mention.start)
        or WITH_IT.match(article.reading.text, mention.end)
    )


def _with_somebody(article: Article, sentence: Sentence, kind: str) -> bool:
    """Whether the other party of what the sentence tells is a stranger: "the partnership with a station in French Guiana"."""
    hits = [
        cue.end for cue in article.reading.cues_in(sentence) if cue.value in (f"kinds.{kind}", f"weak.{kind}", "context.talks")
    ]
    hits += [hit.end for hit in article.kinds_in(sentence) if hit.value == kind]
    if article.reading.language in ("ja", "zh", "ko"):
        return bool(UNNAMED_BEFORE.search(article.reading.folded, sentence.start, sentence.end))
    return any(UNNAMED.match(article.reading.folded, end, sentence.end) for end in hits)


def taking_part(article: Article, number: int) -> list[str]:
    """The parties that the next sentence lists: "Partners are X and Y.", "Beteiligt sind …", "X and Y have talked of it for years."."""
    after = following(article, number) if number < len(article.body) else None
    if after is None:
        return []
    if "context.involved" not in article.categories(after) and not _talk_of_it(article, article.body[number], after):
        return []
    found = named_parties(article, after).parties
    leading = named_parties(article, article.body[number]).parties if len(found) > 1 else []
    return [*leading, *(name for name in found if name not in leading)] if len(leading) < 2 and len(found) > 1 else []


def _talk_of_it(article: Article, sentence: Sentence, after: Sentence) -> bool:
    """Whether a sentence tells of a thing without parties, and the next only of two who talk, of nothing else."""
    kinds = {hit.value for hit in article.kinds_in(sentence)}
    if not kinds & set(CONTENT) or kinds & set(INSTRUMENTS) or article.named_in(sentence) or article.kinds_in(after):
        return False
    talk = article.categories(after) & {"status.proposed", "context.talks"}
    return bool(talk) and "context.both" not in article.categories(sentence) and len(article.named_in(after)) > 1


def thing_before(article: Article, number: int, sentence: Sentence, *, plain: bool = True) -> str | None:
    """The kind of the thing or paper that the sentence before tells of, where this one says whose it is.

    "A station has opened. It is run jointly by X and Y", "The plan of a school is open. X and Y cannot agree on a site",
    "The treaty is worth little. It had been signed by X and Y". Without `plain` only a paper.
    """
    before = article.body[number - 1] if 0 < number < len(article.body) else None
    if before is None or before.part != sentence.part:
        return None
    categories = article.categories(sentence)
    spoken_of = PRONOUN.match(article.text(sentence))
    if spoken_of and "status.signed" in categories:
        paper = next((hit.value for hit in article.kinds_in(before) if hit.value in INSTRUMENTS), None)
        if paper:
            return paper
    if not plain:
        return None
    runs = spoken_of and categories & {"context.running", "context.founding"}
    talk = categories & {"status.proposed", "context.talks"} and not article.named_in(before)
    leads = "context.leading" in categories and not article.named_in(before)
    told = before.end - before.start < SHORT_HEAD and not article.named_in(before) and categories & ACTS
    if not runs and not talk and not leads and not told:
        return None
    if told and not (runs or talk or leads):
        return next((hit.value for hit in article.kinds_in(before) if hit.value != "cooperation"), None)
    things = {hit.value for hit in (*article.things_in(before), *article.kinds_in(before))}
    return next((kind for kind in CONTENT if kind in things), article.plain_kind(before))


def founded_by_it(article: Article, number: int, sentence: Sentence) -> str | None:
    """The kind of what the sentence before tells and this one's paper founds: "The agreement on its establishment was signed by"."""
    before = article.body[number - 1] if 0 < number < len(article.body) else None
    if before is None or before.part != sentence.part or not ITS_FOUNDING.search(_text(article, sentence)):
        return None
    return next((hit.value for hit in article.kinds_in(before) if hit.value in CONTENT), None)


def owners_before(article: Article, number: int, sentence: Sentence) -> list[str]:
    """The two houses of the sentence before that have what this one begins with: "Their packing house stands idle"."""
    before = article.body[number - 1] if 0 < number < len(article.body) else None
    if before is None or before.part != sentence.part or not THEIR.match(article.reading.folded, sentence.start):
        return []
    two = list(dict.fromkeys(article.organisations[mention.number].name for mention in article.named_in(before)))
    stated = any(category.startswith("status.") for category in article.categories(sentence))
    return two if len(two) == 2 and stated and article.things_in(sentence) else []


def _text(article: Article, sentence: Sentence) -> str:
    return article.reading.folded[sentence.start : sentence.end]


def own_house(article: Article, sentence: Sentence, named: list[str]) -> str | None:
    """The writer's or the speaker's own house where it is the other party of the only one that a sentence names."""
    house = voice(article, sentence) or article.narrator
    if len(named) != 1 or house is None or house in named or _with_somebody(article, sentence, "agreement"):
        return None
    says_with = sentence.kind == "speech" and _with_a_name(article, sentence)
    return house if says_with or _speaks_of_itself(article, sentence) else None


def _speaks_of_itself(article: Article, sentence: Sentence) -> bool:
    """Whether the house acts: "our contract with X", 当社は."""
    said = voice(article, sentence) is not None
    if article.quoted(sentence) and not said:
        return False
    answers = article.interview and _with_a_name(article, sentence)
    wanted = {"context.own", "context.we"} if said or answers else {"context.own"}
    return any(cue.value in wanted for cue in article.reading.cues_in(sentence))


def _recent(article: Article, number: int) -> list[str]:
    """The parties of the nearest sentence before, in the same paragraph, that names two or more."""
    part = article.body[number].part if number < len(article.body) else -1
    for back in range(1, LOOK_BACK):
        if number - back < 0 or article.body[number - back].part != part:
            break
        found = named_parties(article, article.body[number - back]).parties
        if len(found) > 1:
            return found[:3]
    return []


def _is_main(article: Article, parties: tuple[str, ...]) -> bool:
    main = {article.organisations[n].name for n in article.main[:3]}
    return len(main & set(parties)) > 1


def _by_place(article: Article, sentence: Sentence, kind: str) -> list[str]:
    names: list[str] = []
    reading = article.reading
    towns = [place for place in article.places_in(sentence) if place.kind in ("place", "town")]
    for place in article.places_in(sentence):
        name = None
        if place.kind in ("adjective", "name") and SIDE.match(reading.folded, place.end):
            number = article.main_of(place.country)
            name = article.organisations[number].name if number is not None else None
        elif place in towns:
            number = article.resolve(place)
            before = reading.folded[max(sentence.start, place.start - 24) : place.start]
            if is_venue(article, sentence, place.start, place.end, signed=False) or OF.match(reading.text, place.end):
                continue
            if number is not None:
                fact = article.organisations[number]
                part = INNER.search(reading.text, max(sentence.start, place.start - 24), place.start) is not None
                name = fact.name if fact.kind == "public-authority" or not part else None
            elif len(towns) > 1 and (kind == "twinning" or _found_together(article, sentence, towns)):
                covered = any(m.start <= place.start < m.end for m in article.named_in(sentence))
                name = None if covered else reading.text[place.start : place.end]
            elif _signs_for(article, sentence, before) or (
                BETWEEN.search(before[-10:]) and _acts(article, place.start, place.end)
            ):
                name = reading.text[place.start : place.end]
        if name and name not in names:
            names.append(name)
    return names


def _signs_for(article: Article, sentence: Sentence, before: str) -> bool:
    """Whether the head of a town signs: "the mayor of Aqaba and the president of the port signed"."""
    return "status.signed" in article.categories(sentence) and HEAD_OF.search(before) is not None


def _found_together(article: Article, sentence: Sentence, towns: list[Place]) -> bool:
    """Whether two places found or run something: 杨凌和费尔干纳州合办的示范园."""
    text = article.reading.text
    if article.reading.language not in ("zh", "ja", "ko"):
        return False
    joined = any(PLACES_AND.fullmatch(text, a.end, b.start) for a, b in pairwise(towns))
    starts = [cue.start for cue in article.reading.cues_in(sentence) if cue.value in ("context.founding", "context.running")]
    return joined and any(0 <= start - towns[1].end <= 12 for start in starts)


def _are_firms(article: Article, names: list[str]) -> bool:
    """Whether all of these are companies, which have no twins."""
    kinds = {fact.kind for fact in article.organisations if fact.name in names}
    return bool(kinds) and kinds <= {"company", "startup"}


def _is_town(article: Article, name: str) -> bool:
    return not any(fact.name == name and fact.kind != "public-authority" for fact in article.organisations)


def _is_authority(article: Article, name: str) -> bool:
    return any(fact.name == name and fact.kind in ("public-authority", "university", "other") for fact in article.organisations)


def _towns_before(article: Article, number: int) -> list[str]:
    """The two towns that the title or the lead names, else those of the sentences before: "the twinning itself" is theirs."""
    early = [s for s in article.reading.sentences if s.kind == "title" or s.body == article.reading.lead]
    for sentence in early:
        bodies = [article.organisations[m.number] for m in article.named_in(sentence)]
        names = list(dict.fromkeys(fact.name for fact in bodies if fact.kind in ("public-authority", "other")))
        if len(names) == 2 and len({fact.country for fact in bodies if fact.name in names}) == 2:
            return names
    for sentence in [*early, *article.body[max(0, number - 6) : number][::-1]]:
        towns = [place for place in article.places_in(sentence) if place.kind in ("place", "town")]
        names = list(dict.fromkeys(article.reading.text[place.start : place.end] for place in towns))
        if len(names) == 2:
            return names
    return []


def _acts(article: Article, start: int, end: int) -> bool:
    around = article.reading.folded[max(0, start - 40) : start] + article.reading.folded[end : end + 30]
    return bool(re.search(rf"\b(?:{leading('between')}|partnership|agreement|sign|twin)", around))


def _counterpart(article: Article, party: str, recent: list[str]) -> str | None:
    """Whom one named party deals with: another of the paragraph, else the main organisation of another country."""
    country = {fact.name: fact.country for fact in article.organisations}
    main = [*recent, *article.dominant]
    foreign = [name for name in main if name != party and country.get(name) != country.get(party)]
    others = foreign or [name for name in main if name != party]
    return others[0] if others else None
