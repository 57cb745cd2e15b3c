"""Who works with whom, in which form, and how far it has come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named
from portal.extraction.types import PartnershipFact, Span

INSTRUMENTS = ("memorandum", "letter-of-intent", "agreement")
ORDER = (
    "memorandum", "letter-of-intent", "twinning", "joint-venture", "joint-fund", "joint-centre", "agreement", "alliance", "programme", "project",
    "cooperation",
)  # fmt: skip
"""Which kind a sentence means when it shows several: the instrument that was signed, then what it creates."""
FINAL = ("suspended", "expired", "ended")
MOST_PARTIES = 6
FUNDER_REACH = 32


@dataclass(slots=True)
class Claim:
    """One statement of the text about a partnership, before statements about the same one are joined."""

    kind: str
    status: str
    parties: tuple[str, ...]
    sentences: list[Sentence]
    sought: tuple[str, ...] = ()
    date: str | None = None
    confidence: float = 0.6
    spans: list[tuple[int, int]] = field(default_factory=list)


def find_partnerships(article: Article) -> tuple[PartnershipFact, ...]:
    """The partnerships that the article states, in the order of the text."""
    claims: list[Claim] = []
    for number, sentence in enumerate(article.body):
        claim = _claim(article, number, sentence, claims)
        if claim is not None:
            claims.append(claim)
    if not any(len(claim.parties) > 1 for claim in claims):
        claims += _from_title(article)
    return tuple(_fact(article, claim) for claim in _joined(claims) if len(claim.parties) > 1)


def _claim(article: Article, number: int, sentence: Sentence, before: list[Claim]) -> Claim | None:
    kinds = article.kinds_in(sentence)
    categories = article.reading.categories(sentence)
    if "context.passing" in categories and not categories & {"status.signed", "status.expired", "status.ended"}:
        return None
    named, sought = _parties(article, sentence)
    kind = _kind(kinds, categories, len(named))
    if kind is None:
        return None
    parties = _complete(article, sentence, named, categories, before)
    if len(parties) < 2:
        return None
    status = _status(article, number, sentence, kind, kinds)
    if status is None:
        return None
    own = len(named) > 1
    return Claim(
        kind=kind,
        status=status,
        parties=tuple(parties[:MOST_PARTIES]),
        sentences=[sentence],
        sought=tuple(sought),
        date=_date(article, sentence) if status == "signed" else None,
        confidence=0.8 if own and kinds else 0.55,
    )


def _parties(article: Article, sentence: Sentence) -> tuple[list[str], list[str]]:
    """(parties, sought) as named in a sentence."""
    text, reading = article.reading.folded, article.reading
    cues = reading.cues_in(sentence)
    funders = [cue for cue in cues if cue.value == "context.funder"]
    seeking = [cue for cue in cues if cue.value in ("context.sought", "opportunities.partner-search")]
    signed = any(cue.value == "status.signed" for cue in cues)
    parties: list[str] = []
    sought: list[str] = []
    for mention in article.named_in(sentence):
        fact = article.organisations[mention.number]
        if any(
            0 <= mention.start - cue.end <= FUNDER_REACH and not re.search("[,;.]", text[cue.end : mention.start])
            for cue in funders
        ):
            continue
        if any(cue.end <= mention.start and mention.start - cue.end < 160 for cue in seeking) and not signed:
            sought.append(fact.name)
            continue
        if not signed and _speaks(article, sentence, mention):
            continue
        if fact.kind == "media":
            continue
        if fact.name not in parties:
            parties.append(fact.name)
    return parties, sought


def _speaks(article: Article, sentence: Sentence, mention: Named) -> bool:
    """Whether the organisation is only the home of somebody who is quoted."""
    reading = article.reading
    for person in article.people:
        for span in person.evidence:
            end = reading.position(span.end - 1) + 1
            if sentence.start <= end <= mention.start and mention.start - end < 70:
                between = reading.text[end : mention.start]
                return (
                    "." not in between
                    and article.organisations[mention.number].name not in (article.text(sentence)[: end - sentence.start])
                )
    return False


def _kind(kinds: list[Hit[str]], categories: set[str], parties: int) -> str | None:
    found = {hit.value for hit in kinds}
    for kind in ORDER:
        if kind in found:
            if kind == "alliance" and parties < 3 and len(found) > 1:
                continue
            return kind
    return "cooperation" if parties > 1 and "status.signed" in categories and "context.strong" in categories else None


def _complete(article: Article, sentence: Sentence, named: list[str], categories: set[str], before: list[Claim]) -> list[str]:
    """The parties, with those that the sentence means by "both sides", a city or an adjective."""
    parties = list(named)
    if len(parties) < 2:
        parties += [name for name in _by_place(article, sentence) if name not in parties]
    if len(parties) >= 2:
        return parties
    last = next((claim.parties for claim in reversed(before) if not parties or parties[0] in claim.parties), None)
    if "context.both" in categories and last:
        return list(last)
    if len(parties) == 1 and last and parties[0] in last:
        return list(last)
    main = [article.organisations[number].name for number in article.main[:4]]
    if len(parties) == 1:
        other = _counterpart(article, parties[0], main)
        return [*parties, other] if other else parties
    if last:
        return list(last)
    return []


def _by_place(article: Article, sentence: Sentence) -> list[str]:
    names = []
    for place in article.places_in(sentence):
        number = article.resolve(place) if place.kind != "adjective" and place.kind != "name" else None
        after = article.reading.folded[place.end : place.end + 12]
        if (
            number is None
            and place.kind == "adjective"
            and re.match(r"\s(?:side|seite|zijde|kant|партн|сторон|parte|partie|côté)", after)
        ):
            number = article.main_of(place.country)
        if number is not None and article.organisations[number].name not in names:
            names.append(article.organisations[number].name)
        elif (
            place.kind in ("place", "town")
            and re.search(
                r"\b(?:between|and|with|entre|zwischen|und|tussen|en|y|et|между|и|с) $",
                article.reading.folded[max(0, place.start - 9) : place.start],
            )
            and number is None
        ):
            written = article.reading.text[place.start : place.end]
            if written not in names and _acts(article, place.start, place.end):
                names.append(written)
    return names


def _acts(article: Article, start: int, end: int) -> bool:
    around = article.reading.folded[max(0, start - 40) : start] + article.reading.folded[end : end + 30]
    return bool(re.search(r"\b(?:between|partnership|agreement|sign|twin)", around))


def _counterpart(article: Article, party: str, main: list[str]) -> str | None:
    country = {fact.name: fact.country for fact in article.organisations}
    foreign = [name for name in main if name != party and country.get(name) != country.get(party)]
    return (foreign or [name for name in main if name != party] or [None])[0]


def _status(article: Article, number: int, sentence: Sentence, kind: str, kinds: list[Hit[str]]) -> str | None:
    cues = [cue for cue in article.reading.cues_in(sentence) if cue.value.startswith("status.")]
    anchor = next((hit for hit in kinds if hit.value == kind), None)
    position = anchor.start if anchor else sentence.start
    found: dict[str, int] = {}
    for cue in cues:
        status = cue.value[7:]
        if cue.start >= (anchor.start if anchor else -1) and cue.end <= (anchor.end if anchor else -1):
            continue
        distance = min(abs(cue.start - position), abs(cue.end - position))
        found[status] = min(found.get(status, 10_000), distance)
    if _undecided(article, number):
        return "proposed"
    if not found:
        return {"cooperation": "active"}.get(kind, "signed" if kind in INSTRUMENTS else None)
    final = [status for status in FINAL if status in found]
    if "renewed" in found and "expired" not in found and "ended" not in found:
        return "signed"
    if final:
        return min(final, key=lambda status: found[status])
    if kind in INSTRUMENTS or kind == "twinning":
        return _instrument_status(found)
    if "proposed" in found and ("active" not in found or found["proposed"] < found["active"] + 40):
        return "proposed" if found.get("signed", 999) > found["proposed"] - 12 or "signed" not in found else "signed"
    return min(found, key=lambda status: found[status]) if found else None


def _instrument_status(found: dict[str, int]) -> str:
    if "signed" in found and ("proposed" not in found or found["signed"] <= found["proposed"]):
        return "signed"
    if "proposed" in found:
        return "proposed"
    return "active" if "active" in found else "signed"


def _undecided(article: Article, number: int) -> bool:
    """Whether the next sentence takes it back: "Nothing is decided."."""
    if number + 1 >= len(article.body) or article.body[number + 1].part != article.body[number].part:
        return False
    following = article.body[number + 1]
    categories = article.reading.categories(following)
    return following.end - following.start < 60 and "context.undecided" in categories


def _date(article: Article, sentence: Sentence) -> str | None:
    dates = [mention for mention in article.dates_in(sentence) if mention.end_value is None]
    return dates[0].value if len(dates) == 1 else None


def _from_title(article: Article) -> list[Claim]:
    """When no sentence says enough: the kind that the title or the lead shows, between the two main organisations."""
    if len(article.main) < 2:
        return []
    pair = tuple(article.organisations[number].name for number in article.main[:2])
    for sentence in article.reading.sentences:
        if sentence.kind != "title" and sentence.body != article.reading.lead:
            continue
        kinds = article.kinds_in(sentence)
        kind = _kind(kinds, set(), 2)
        status = _status(article, len(article.body), sentence, kind, kinds) if kind else None
        if kind and status:
            return [Claim(kind, status, pair, [sentence], confidence=0.4)]
    return []


def _joined(claims: list[Claim]) -> list[Claim]:
    """One claim for each pair, kind and course: a later mention of the same agreement adds its words."""
    joined: list[Claim] = []
    for claim in claims:
        same = next(
            (
                c
                for c in joined
                if c.kind == claim.kind and len(set(c.parties) & set(claim.parties)) > 1 and _compatible(c, claim)
            ),
            None,
        )
        if same is None:
            joined.append(claim)
            continue
        same.sentences += claim.sentences
        same.parties += tuple(name for name in claim.parties if name not in same.parties and len(claim.parties) > 2)
        same.date = same.date or claim.date
    return joined


def _compatible(first: Claim, second: Claim) -> bool:
    return first.status == second.status or not {first.status, second.status} & set(FINAL)


def _fact(article: Article, claim: Claim) -> PartnershipFact:
    spans: tuple[Span, ...] = tuple(article.reading.span(s.start, s.end) for s in claim.sentences)
    return PartnershipFact(
        kind=claim.kind,
        status=claim.status,
        parties=claim.parties,
        evidence=spans,
        sought=tuple(name for name in claim.sought if name not in claim.parties),
        date=claim.date,
        confidence=claim.confidence,
    )
