"""The parties of a partnership: those that a sentence names, and those that it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named

FUNDER_REACH = 80
SOUGHT_REACH = 160
LOOK_BACK = 4
LOCATIVE = re.compile(
    r"(?:\b(?:at|in|inside|on the premises of|near|within|an der|an dem|am|im|in der|beim|bei der|bij|in het|à|au|aux|dans|au sein de|chez|en|na|на базе"
    r"|на площадке|в)\s(?:the |la |le |l['’]|der |dem |de |het |el |los )?|在|于|にある|で|에서 )$"
)
UNKNOWN = re.compile(
    r"\b(?:contract|agreement|memorandum|partnership|pact|deal|scheme|programme|vertrag|vereinbarung|accord|contrat|partenariat|acuerdo|convenio"
    r"|overeenkomst|договор\w*|соглашени\w*|меморандум\w*)\b[^.,;:]{0,12}\s(?:with|mit|avec|con|met|с|со)\s(?!both|each|the (?:two|partner|same))"
    r"|\bbetween (?:the )?[a-z]"
)
"""The other party is told, but not as an organisation that the article names."""
TELLS = re.compile(
    r"[.;]|\b(?:that|said|says|dass|sagte?|que|qu['’]|dit|déclar\w+|dijo|dat|zegt|zei|что|сказал\w*|сообщил\w*|signed|met)\b"
)
SIDE = re.compile(r"\s(?:sides?|seite|zijde|kant|партн|сторон|parte|partie|côté|partners?|partner)\b|方|側|측")
BETWEEN = re.compile(
    r"(?:\b(?:between|and|with|entre|zwischen|und|tussen|en|y|et|между|и|с|mit|avec|con|met) |與|与|和|と|와 |과 )$"
)


@dataclass(slots=True)
class Parties:
    """What a sentence names: parties, and organisations that are only sought."""

    parties: list[str] = field(default_factory=list)
    sought: list[str] = field(default_factory=list)


def named_parties(article: Article, sentence: Sentence) -> Parties:
    """Organisations of a sentence that act in it; funders, venues, homes of speakers and sought partners are left out."""
    cues = article.reading.cues_in(sentence)
    funders = [cue for cue in cues if cue.value == "context.funder"]
    seeking = [cue for cue in cues if cue.value in ("context.sought", "opportunities.partner-search")]
    signed = any(cue.value == "status.signed" for cue in cues)
    text = article.reading.folded
    result = Parties()
    products = [hit for hit in article.kinds_in(sentence) if hit.value in ("joint-centre", "joint-fund", "alliance")]
    left_out: set[int] = set()
    for mention in article.meant_in(sentence):
        fact = article.organisations[mention.number]
        if mention.number in left_out or any(mention.start <= hit.start and hit.end <= mention.end for hit in products):
            left_out.add(mention.number)
            continue
        if _attributive(article, mention):
            continue
        if fact.kind == "media" or any(
            0 <= mention.start - cue.end <= FUNDER_REACH and not re.search("[,;.]", text[cue.end : mention.start])
            for cue in funders
        ):
            left_out.add(mention.number)
            continue
        if any(cue.end <= mention.start and mention.start - cue.end < SOUGHT_REACH for cue in seeking) and not signed:
            result.sought.append(fact.name)
        elif not signed and (
            _speaks(article, sentence, mention)
            or _is_venue(article, text[max(sentence.start, mention.start - 24) : mention.start])
        ):
            left_out.add(mention.number)
        elif fact.name not in result.parties:
            result.parties.append(fact.name)
    return result


def _is_venue(article: Article, before: str) -> bool:
    """Whether the words before a name make it a place; Dutch "en" is "and"."""
    found = LOCATIVE.search(before)
    return found is not None and not (article.reading.language == "nl" and found.group().strip() == "en")


def _attributive(article: Article, mention: Named) -> bool:
    """Whether a Japanese or Chinese name only says whose or where the next one is: 福岡市の支援施設「…」."""
    text = article.reading.text
    if text[mention.end : mention.end + 1] not in ("の", "的"):
        return False
    return any(0 < other.start - mention.end <= 14 for other in article.mentions)


def _speaks(article: Article, sentence: Sentence, mention: Named) -> bool:
    """Whether the organisation is only the home of a person who is named right before it."""
    for start, end in article.people_spans:
        if sentence.start <= start and end <= mention.start and mention.start - end < 70:
            between = article.reading.text[end : mention.start]
            return not TELLS.search(between)
    return False


def complete_parties(
    article: Article, number: int, sentence: Sentence, named: Parties, kind: str, last: tuple[str, ...]
) -> list[str]:
    """The parties of a claim: the named ones, else those meant by "both sides", a city, an adjective, or the sentences before."""
    parties = list(named.parties)
    narrator = article.narrator
    if len(parties) == 1 and narrator and narrator not in parties and speaks_of_itself(article, sentence):
        return [*parties, narrator]
    if len(parties) < 2:
        parties += [name for name in _by_place(article, sentence) if name not in parties]
    if len(parties) >= 2:
        return parties
    categories = article.reading.categories(sentence)
    recent = _recent(article, number)
    for pair in (recent, list(last)):
        if pair and "context.both" in categories:
            return pair
        if pair and parties and parties[0] in pair:
            return pair
    if UNKNOWN.search(article.reading.folded, sentence.start, sentence.end) and (
        not parties or "between" in _text(article, sentence)
    ):
        return parties
    if parties:
        if kind == "cooperation":
            return parties
        other = _counterpart(article, parties[0], recent)
        return [*parties, other] if other else parties
    if recent:
        return recent
    if last and _is_main(article, last):
        return list(last)
    return article.dominant if len(article.dominant) > 1 and kind != "cooperation" else []


def _text(article: Article, sentence: Sentence) -> str:
    return article.reading.folded[sentence.start : sentence.end]


def speaks_of_itself(article: Article, sentence: Sentence) -> bool:
    """Whether the writer's own house acts: "our contract with X", 当社は."""
    if article.quoted(sentence):
        return False
    return any(cue.value == "context.own" for cue in article.reading.cues_in(sentence))


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


def _by_place(article: Article, sentence: Sentence) -> list[str]:
    names: list[str] = []
    reading = article.reading
    for place in article.places_in(sentence):
        name = None
        if place.kind in ("adjective", "name") and SIDE.match(reading.folded, place.end):
            number = article.main_of(place.country)
            name = article.organisations[number].name if number is not None else None
        elif place.kind in ("place", "town"):
            number = article.resolve(place)
            if number is not None:
                name = article.organisations[number].name
            elif BETWEEN.search(reading.folded[max(0, place.start - 10) : place.start]) and _acts(
                article, place.start, place.end
            ):
                name = reading.text[place.start : place.end]
        if name and name not in names:
            names.append(name)
    return names


def _acts(article: Article, start: int, end: int) -> bool:
    around = article.reading.folded[max(0, start - 40) : start] + article.reading.folded[end : end + 30]
    return bool(re.search(r"\b(?:between|partnership|agreement|sign|twin|zwischen|entre|tussen|между)", around))


def _counterpart(article: Article, party: str, recent: list[str]) -> str | None:
    """Whom one named party deals with: another of the paragraph, else the main organisation of another country."""
    country = {fact.name: fact.country for fact in article.organisations}
    main = [*recent, *article.dominant]
    foreign = [name for name in main if name != party and country.get(name) != country.get(party)]
    others = foreign or [name for name in main if name != party]
    return others[0] if others else None
