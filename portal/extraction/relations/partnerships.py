"""Who works with whom, in which form, and how far it has come."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.extraction.matching import Hit, longest
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.parties import Parties, complete_parties, named_parties
from portal.extraction.types import PartnershipFact, Span

INSTRUMENTS = ("memorandum", "letter-of-intent", "agreement")
ORDER = (
    "memorandum", "letter-of-intent", "twinning", "joint-venture", "joint-fund", "joint-centre", "agreement", "alliance", "programme", "project",
    "cooperation",
)  # fmt: skip
"""Which kind a sentence means when it shows several: the instrument that was signed, then what it creates."""
CONTENT = ("joint-venture", "joint-fund", "joint-centre", "programme", "project")
FINAL = ("suspended", "expired", "ended")
MOST_PARTIES = 6
SHORT = 90
STATED = frozenset({"context.strong", "status.proposed", "status.expired", "status.ended", "status.suspended"})
FINAL_REACH = 80
"""A word for an end outweighs one for a beginning that stands so much nearer: "the centre that X opened in 2017 stops work"."""
NEGATES = 12
CLOSE = 25
"""Within so many characters a cue speaks of the word beside it, not of the whole sentence."""


@dataclass(slots=True)
class Claim:
    """One statement of the text about a partnership, before statements about the same one are joined."""

    kind: str
    status: str
    parties: tuple[str, ...]
    sentences: list[Sentence]
    own: bool
    sought: tuple[str, ...] = ()
    date: str | None = None
    confidence: float = 0.6


def find_partnerships(article: Article) -> tuple[PartnershipFact, ...]:
    """The partnerships that the article states, in the order of the text."""
    claims: list[Claim] = []
    for number, sentence in enumerate(article.body):
        claim = _claim(article, number, sentence, claims)
        if claim is not None:
            claims.append(claim)
    if not claims:
        claims += _from_title(article)
    return tuple(_fact(article, claim) for claim in _joined(claims))


def _claim(article: Article, number: int, sentence: Sentence, before: list[Claim]) -> Claim | None:
    categories = article.reading.categories(sentence)
    acts = categories & {"status.signed", "status.expired", "status.ended", "status.suspended", "status.renewed"}
    named = named_parties(article, sentence)
    if "context.passing" in categories and not acts and ("status.active" not in categories or len(named.parties) < 2):
        return None
    kinds = article.kinds_in(sentence)
    if not named.parties and sentence.kind == "heading":
        return None
    if "context.passing" in categories and len(named.parties) < 2:
        return None
    kind = _kind(kinds, categories, named, article.plain_kind(sentence))
    if kind is None or (article.quoted(sentence) and len(named.parties) < 2):
        return None
    last = before[-1] if before else None
    parties = complete_parties(article, number, sentence, named, kind, last.parties if last else ())
    if len(parties) < 2:
        return None
    own = len(named.parties) > 1
    if (
        not own
        and kind in ("agreement", "cooperation")
        and last
        and set(parties) <= set(last.parties)
        and _refers(article, sentence, last)
    ):
        last.sentences.append(sentence)
        return None
    status = _status(article, number, sentence, kind, kinds)
    planned = next((content for content in CONTENT if any(hit.value == content for hit in kinds)), None)
    if kind == "agreement" and status == "proposed" and planned:
        kind = planned
    vague = not own and not any(c.startswith("status.") for c in categories)
    if vague or (kind == "cooperation" and ((not own and status == "active") or _domestic(article, parties))):
        return None
    return Claim(
        kind=kind,
        status=status,
        parties=tuple(parties[:MOST_PARTIES]),
        sentences=[sentence],
        own=own,
        sought=tuple(named.sought),
        date=_date(article, sentence) if status == "signed" else None,
        confidence=0.8 if own and kinds else 0.55,
    )


def _domestic(article: Article, parties: list[str]) -> bool:
    """Whether all parties are of one country: their cooperation needs no telling."""
    countries = {fact.country for fact in article.organisations if fact.name in parties}
    return len(countries) == 1 and None not in countries


def _refers(article: Article, sentence: Sentence, last: Claim) -> bool:
    """Whether a sentence goes on about the last claim instead of telling of an end or a new plan."""
    categories = article.reading.categories(sentence)
    return not categories & {"status.expired", "status.ended", "status.suspended"} and not (
        "status.proposed" in categories and last.status != "proposed" and "status.signed" not in categories
    )


def _kind(kinds: list[Hit[str]], categories: set[str], named: Parties, plain: str | None = None) -> str | None:
    """`plain` is the kind that a noun without a mark of joint work would show, where two parties are named."""
    found = [hit.value for hit in kinds]
    chosen = next(
        (kind for kind in ORDER if kind in found and not (kind == "alliance" and len(named.parties) < 3)),
        None,
    )
    if chosen == "agreement" and "status.signed" not in categories:
        chosen = next((kind for kind in CONTENT if kind in found), chosen)
    if chosen is None and len(named.parties) > 1:
        if plain is not None and categories & STATED:
            return plain
        if "context.strong" in categories and categories & STATED:
            return "cooperation"
    return chosen


def _status(article: Article, number: int, sentence: Sentence, kind: str, kinds: list[Hit[str]]) -> str:
    anchor = next((hit for hit in kinds if hit.value == kind), None)
    if _undecided(article, number):
        return "proposed"
    followed = _followed(article, number)
    if followed:
        return followed
    found = _status_cues(article, sentence, anchor)
    if not found:
        return "signed" if kind in INSTRUMENTS else "active"
    final = [status for status in FINAL if status in found]
    if "renewed" in found and not {"expired", "ended"} & set(found):
        return "signed" if kind in INSTRUMENTS or kind == "twinning" else "active"
    if "renewed" in found and "signed" in found:
        return "signed"
    if final and (kind in INSTRUMENTS or min(found[s] for s in final) <= min(found.values()) + FINAL_REACH):
        return min(final, key=lambda status: found[status])
    if kind in INSTRUMENTS or kind == "twinning":
        return _instrument_status(found)
    if "signed" in found and any(hit.value in INSTRUMENTS for hit in kinds) and found.get("proposed", 999) > CLOSE:
        return "signed"
    if "proposed" in found and found["proposed"] < found.get("active", 999) + 40:
        return "signed" if found.get("signed", 999) <= found["proposed"] - 12 else "proposed"
    return min(found, key=lambda status: found[status])


def _status_cues(article: Article, sentence: Sentence, anchor: Hit[str] | None) -> dict[str, int]:
    """How far the nearest cue of each status stands from the word of the kind; a cue within a longer one does not count."""
    cues = longest(cue for cue in article.reading.cues_in(sentence) if cue.value.startswith("status."))
    negations = [cue for cue in article.reading.cues_in(sentence) if cue.value == "context.negation"]
    found: dict[str, int] = {}
    for cue in cues:
        negated = any(0 <= cue.start - n.end <= NEGATES or 0 <= n.start - cue.end <= 2 for n in negations)
        if negated and cue.value[7:] in FINAL and cue.value != "status.expired":
            continue
        if negated and cue.value in ("status.renewed", "status.active") and article.reading.text[cue.start : cue.end]:
            if cue.value == "status.renewed":
                found["expired"] = 0
            continue
        if anchor and anchor.start <= cue.start and cue.end <= anchor.end:
            continue
        position = anchor.start if anchor else sentence.start
        distance = min(abs(cue.start - position), abs(cue.end - position))
        found[cue.value[7:]] = min(found.get(cue.value[7:], 10_000), distance)
    return found


def _instrument_status(found: dict[str, int]) -> str:
    if "signed" in found and ("proposed" not in found or found["signed"] <= found["proposed"] + 20):
        return "signed"
    if "proposed" in found:
        return "proposed"
    return "active" if "active" in found else "signed"


def _next(article: Article, number: int) -> Sentence | None:
    if number + 1 >= len(article.body) or article.body[number + 1].part != article.body[number].part:
        return None
    return article.body[number + 1]


def _undecided(article: Article, number: int) -> bool:
    """Whether the sentence or the next, short one says that nothing is decided."""
    if number < len(article.body) and "context.undecided" in article.reading.categories(article.body[number]):
        return True
    following = _next(article, number)
    return (
        following is not None
        and following.end - following.start < SHORT
        and "context.undecided" in article.reading.categories(following)
    )


def _followed(article: Article, number: int) -> str | None:
    """The state that a short next sentence without parties gives: "It was delivered last week, so count that as started."."""
    following = _next(article, number)
    if following is None or following.end - following.start > SHORT or article.named_in(following) or article.kinds_in(following):
        return None
    if not re.match(r"(?:It|They|This|That|Das|Dies|Es|Il|Elle|Cela|Dit|Het|Esto|Это|Он|Она)\b", article.text(following)):
        return None
    states = [cue.value[7:] for cue in article.reading.cues_in(following) if cue.value.startswith("status.")]
    return next((state for state in ("suspended", "ended", "expired", "active") if state in states), None)


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
        kind = _kind(kinds, set(), Parties())
        status = _status(article, len(article.body), sentence, kind, kinds) if kind else None
        if kind and status:
            return [Claim(kind, status, pair, [sentence], own=False, confidence=0.4)]
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
        same.date = same.date or claim.date
    return [c for c in joined if not _weaker(c, joined)]


def _weaker(claim: Claim, claims: list[Claim]) -> bool:
    """Bare cooperation says nothing beside another claim of the same parties."""
    if claim.kind != "cooperation":
        return False
    return any(c is not claim and len(set(c.parties) & set(claim.parties)) > 1 and c.kind != "cooperation" for c in claims)


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
