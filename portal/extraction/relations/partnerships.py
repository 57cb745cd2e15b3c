"""Who works with whom, in which form, and how far it has come."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.act_dates import days_told
from portal.extraction.relations.article import Article
from portal.extraction.relations.both import of_two_towns
from portal.extraction.relations.clauses import Clause, clauses
from portal.extraction.relations.kinds import CONTENT, kind_of
from portal.extraction.relations.meant import complete_parties, founded_by_it, own_house, owners_before, taking_part, thing_before
from portal.extraction.relations.parties import CREATED, named_parties
from portal.extraction.relations.slots import suppose_parties
from portal.extraction.relations.status import FINAL, INSTRUMENTS, ends_not, is_doubted, only_denied, status_of
from portal.extraction.relations.subjects import subject_before, thing_after
from portal.extraction.relations.towns import other_town
from portal.extraction.relations.voices import voice
from portal.extraction.relations.wishes import who_wishes, wished_for
from portal.extraction.types import PartnershipFact, Span

MOST_PARTIES = 6
UNSURE = ("project", "programme", "joint-venture")
PROFILE = re.compile(r"(?:About|Über|À propos d[eu]s?|Sobre|Over|О компании|Об?)\s[^.:]{2,60}:\s|(?:关于|關於)[^。：]{2,20}：")
SIGNED_IT = re.compile(r"\bsign(?:s|ed)?\s(?:it|them|this|that|one)\b", re.IGNORECASE)
ASKED = frozenset({"context.sought", "context.wish"})
"""What somebody looks for or wants, nobody has yet agreed to."""
QUOTE = re.compile(r"[:,]\s?[“\"«„「]")
LONG_CUE = 14
"""A cue so long says by itself that the work is a joint one: "exchange programme"."""


@dataclass(slots=True)
class Claim:
    """One statement of the text about a partnership, before statements about the same one are joined."""

    kind: str
    status: str
    parties: tuple[str, ...]
    sentences: list[Sentence]
    own: bool
    sought: tuple[str, ...] = ()
    confidence: float = 0.6
    supposed: bool = False
    """Whether no word of the sentence says how far it has come."""
    told: bool = True
    """Whether a word of the sentence says what it is; else ordinary words show it."""


def find_partnerships(article: Article) -> tuple[PartnershipFact, ...]:
    """The partnerships that the article states, in the order of the text."""
    suppose_parties(article)
    claims: list[Claim] = []
    for number, sentence in enumerate(article.body):
        for clause in clauses(article, sentence):
            claim = _wish(article, number, clause.sentence) or _claim(article, number, clause, claims)
            if claim is not None:
                claims.append(claim)
    if not claims:
        claims += _from_title(article)
    return tuple(_fact(article, claim) for claim in _joined(claims))


def _claim(article: Article, number: int, clause: Clause, before: list[Claim]) -> Claim | None:
    sentence = clause.sentence
    categories = article.categories(sentence)
    if "context.passing" in categories and ("context.both" in categories or not article.passing(sentence)):
        categories -= {"context.passing"}
    acts = categories & {"status.signed", "status.expired", "status.ended", "status.suspended", "status.renewed"}
    named = named_parties(article, sentence)
    named.parties = [*clause.subject, *(name for name in named.parties if name not in clause.subject)]
    house = own_house(article, sentence, named.parties)
    kinds = article.kinds_in(sentence)
    if _tells_of_none(article, sentence, named.parties, kinds, categories, acts):
        return None
    subject = house or subject_before(article, number, sentence, named.parties)
    if subject:
        named.parties.append(subject)
    named.parties += [] if named.parties or kinds else owners_before(article, number, sentence)
    partners = named.parties if len(named.parties) > 1 else taking_part(article, number) or named.parties
    kind = named.kind or _told_kind(article, number, sentence, partners, kinds)
    last = next((claim for claim in reversed(before) if len(claim.parties) > 1), None)
    if kind in (None, "cooperation") and _another_twin(article, number, sentence, named.parties, last):
        kind, named.parties = "twinning", []
    kind = _kind_of_the_last(article, sentence, kind, named.parties, kinds, last)
    said = article.quoted(sentence) or _only_said(article, sentence, kinds)
    if kind is None or (len(named.parties) < 2 and said and not _tells_of_both(article, sentence, kind, last)):
        return None
    parties = complete_parties(
        article, number, sentence, named, kind, last.parties if last else (), last is not None and last.kind == kind
    )
    if len(parties) < 2:
        return None
    own = len(named.parties) > 1 or (kind == "twinning" and any(name in article.text(sentence) for name in parties))
    status = _how_far(article, number, sentence, kind, kinds, own=own)
    over = status in FINAL and not acts
    if last and not over and _added(article, sentence, kind, parties, last, own=own, told=bool(kinds)):
        return None
    sure = own or kind not in UNSURE or _joint(article, sentence, kind, kinds)
    if not sure and not (status == "proposed" and last and kinds and _right_after(article, number, last)):
        return None
    if ("context.attended" in categories and not acts) or (
        not own and last and categories & {"context.under", "context.attended"} and not (kind in CREATED and status == "proposed")
    ):
        return None
    if kind == "cooperation" and not kinds:
        kind = thing_after(article, number) or ("project" if _done_together(article, sentence) else kind)
    kind = _kind_in_the_end(article, sentence, kind, status, kinds, parties, last)
    theirs = "context.both" in categories and any(hit.value == kind and kind in CREATED for hit in kinds)
    untold = not any(c.startswith("status.") for c in categories) and not is_doubted(article, sentence)
    vague = not own and not theirs and (untold or only_denied(article, sentence) or ends_not(article, sentence))
    if vague or (kind == "cooperation" and ((not own and status == "active") or _domestic(article, parties))):
        return None
    return Claim(
        kind=kind,
        status=status,
        parties=tuple(parties[:MOST_PARTIES]),
        sentences=[sentence],
        own=own,
        sought=tuple(named.sought),
        confidence=0.8 if own and kinds else 0.55,
        supposed=status == "active" and not any(c.startswith("status.") for c in categories),
        told=bool(kinds),
    )


def _how_far(article: Article, number: int, sentence: Sentence, kind: str, kinds: list[Hit[str]], *, own: bool) -> str:
    """The status; that "both sides will work together" is only proposed as long as nothing was agreed."""
    status = status_of(article, number, sentence, kind, kinds)
    hoped = status == "signed" and kind == "cooperation" and not own and "status.signed" not in article.categories(sentence)
    return "proposed" if hoped else status


def _wish(article: Article, number: int, sentence: Sentence) -> Claim | None:
    """That one house would like to work with others, who are sought and no parties."""
    wished = wished_for(article, sentence)
    house = who_wishes(article, number, sentence, wished) if wished else None
    if house is None:
        return None
    return Claim("cooperation", "proposed", (house,), [sentence], own=True, sought=tuple(wished), confidence=0.6)


def _tells_of_none(
    article: Article, sentence: Sentence, named: list[str], kinds: list[Hit[str]], categories: set[str], acts: set[str]
) -> bool:
    """Whether a sentence only recalls or compares, tells of rivals or of somebody's career, or is no statement at all."""
    recalled = "context.passing" in categories and (len(named) < 2 or not (acts or "status.active" in categories))
    recalled = recalled and not {"context.another", "context.talks"} <= categories
    rivals = ("context.against" in categories and not acts) or "context.refused" in categories
    career = "context.career" in categories and not kinds
    return recalled or rivals or career or (not named and sentence.kind == "heading") or _is_profile(article, sentence)


def _kind_of_the_last(
    article: Article, sentence: Sentence, kind: str | None, named: list[str], kinds: list[Hit[str]], last: Claim | None
) -> str | None:
    """The kind of a sentence that goes on from the claim before, whose parties are added to those that it names."""
    if last is None or kind == "twinning":
        return kind
    if not kinds and "status.signed" in article.categories(sentence) and SIGNED_IT.search(article.text(sentence)):
        return last.kind
    if (kind == last.kind or (not kinds and kind in (None, "cooperation"))) and _another_one(article, sentence, last):
        kind = last.kind
        named += _first_partner(article, named, last)
    if not named:
        kind = kind or _first_step(article, sentence)
        named += _goes_without_saying(article, sentence, kind, last)
    return kind


def _only_said(article: Article, sentence: Sentence, kinds: list[Hit[str]]) -> bool:
    """Whether it is only in somebody's words that a sentence speaks of a partnership: said the mayor: "This bond opens doors."."""
    opened = QUOTE.search(article.reading.text, sentence.start, sentence.end)
    return opened is not None and bool(kinds) and all(opened.end() <= hit.start for hit in kinds)


def _tells_of_both(article: Article, sentence: Sentence, kind: str, last: Claim | None) -> bool:
    """Whether somebody of one of the last two says what both plan: "A joint laboratory is in the minds of both parties"."""
    categories = article.categories(sentence)
    plan = kind in CREATED and {"context.both", "status.proposed"} <= categories
    return plan and last is not None and voice(article, sentence) in last.parties


def _right_after(article: Article, number: int, last: Claim) -> bool:
    """Whether a sentence that names nobody follows the last claim at once: "A pilot project is planned for next season"."""
    at_once = 0 < number < len(article.body) and last.sentences[-1].part == article.body[number].part
    return at_once and last.sentences[-1].end > article.body[number - 1].start and not article.named_in(article.body[number])


def _another_one(article: Article, sentence: Sentence, last: Claim) -> bool:
    """Whether a sentence tells of a second thing of the kind told before: "an earlier one with X was terminated"."""
    near = sentence.part == last.sentences[-1].part
    return near and "context.another" in article.categories(sentence)


def _another_twin(article: Article, number: int, sentence: Sentence, named: list[str], last: Claim | None) -> bool:
    """Whether a sentence goes on from one twin to another: "The bond with Daman was ended"."""
    other = other_town(article, sentence)
    stated = any(category.startswith("status.") for category in article.categories(sentence))
    if other is None or not stated or not set(named) <= {other[0]} or (last and other[0] in last.parties):
        return False
    before = [each for each in article.body[max(0, number - 4) : number] if each.part == sentence.part]
    return any(hit.value == "twinning" for each in before for hit in article.kinds_in(each))


def _first_partner(article: Article, named: list[str], last: Claim) -> list[str]:
    """Who has the second thing with the only house that its sentence names: the first of the first thing, if of another country."""
    countries = {fact.name: fact.country for fact in article.organisations}
    if len(named) != 1 or named[0] in last.parties:
        return []
    abroad = [name for name in last.parties if countries.get(name) != countries.get(named[0]) or countries.get(name) is None]
    return sorted(abroad or last.parties, key=article.reading.text.find)[:1]


def _done_together(article: Article, sentence: Sentence) -> bool:
    """Whether two houses do something particular together, which is more than that they work together."""
    text = article.reading.text
    if any(" " in text[cue.start : cue.end] for cue in article.reading.cues_in(sentence) if cue.value == "weak.cooperation"):
        return False  # "make common cause" is to work together
    return article.has_joint_mark(sentence) and not article.categories(sentence) & {"kinds.cooperation", "context.running"}


def _told_kind(article: Article, number: int, sentence: Sentence, partners: list[str], kinds: list[Hit[str]]) -> str | None:
    """The kind that a sentence shows, or the thing before it shows: "A station has opened. It is run jointly by X and Y"."""
    kind = kind_of(article, sentence, partners, kinds)
    if kind in INSTRUMENTS and len(partners) > 1 and (founded := founded_by_it(article, number, sentence)):
        return founded
    if not kinds and partners and owners_before(article, number, sentence) == partners:
        return article.things_in(sentence)[0].value
    if kind in (None, "cooperation", "project") and not kinds and len(partners) > 1:
        return thing_before(article, number, sentence, plain=kind != "project") or kind
    return kind


def _kind_in_the_end(
    article: Article, sentence: Sentence, kind: str, status: str, kinds: list[Hit[str]], parties: list[str], last: Claim | None
) -> str:
    """What towns have is twinning; an agreement that is only planned, or is known already, is called by what it is to create."""
    if kind == "cooperation" and of_two_towns(article, sentence, parties):
        return "twinning"
    planned = next((content for content in CONTENT if any(hit.value == content for hit in kinds)), None)
    known = (
        last is not None
        and last.kind == kind
        and kind in INSTRUMENTS
        and last.status != "proposed"
        and set(parties) <= set(last.parties)
    )
    return planned if planned and (kind == "agreement" or known) and status == "proposed" else kind


def _first_step(article: Article, sentence: Sentence) -> str | None:
    """The kind of what an agreement begins with: "The first step is a course for engineers"."""
    told = "context.step" in article.categories(sentence)
    return next((noun.value for noun in article.nouns_in(sentence)), None) if told else None


def _goes_without_saying(article: Article, sentence: Sentence, kind: str | None, last: Claim) -> list[str]:
    """The parties of the claim before, where a sentence tells the first step of their work or "we" of one of them expect a company."""
    categories = article.categories(sentence)
    ours = kind in CREATED and "context.we" in categories and voice(article, sentence) in last.parties
    return list(last.parties) if ours or (kind and "context.step" in categories and not article.kinds_in(sentence)) else []


def _is_profile(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence belongs to the lines about a house that stand below its press release: "About Nova: …"."""
    part = article.reading.parts[sentence.part]
    return bool(PROFILE.match(article.reading.text, part.start, part.end)) and part.kind != "title"


def _domestic(article: Article, parties: list[str]) -> bool:
    """Whether all parties are of one country: their cooperation needs no telling."""
    countries = {fact.country for fact in article.organisations if fact.name in parties}
    return len(countries) == 1 and None not in countries


def _added(article: Article, sentence: Sentence, kind: str, parties: list[str], last: Claim, *, own: bool, told: bool) -> bool:
    """Whether a sentence was only more about the claim before, to which it is then added."""
    if own and "context.involved" in article.categories(sentence) and set(parties) <= set(last.parties):
        last.sentences.append(sentence)
        return True
    if not _goes_on(article, sentence, kind, set(parties), last, own=own, told=told):
        return False
    last.sentences.append(sentence)
    if "context.negation" in article.categories(sentence) and not any(
        c.startswith("status.") for c in article.categories(sentence)
    ):
        return True
    if kind in INSTRUMENTS and (last.kind == "cooperation" or _only_shown(last) or _signed_for(article, sentence, last)):
        last.kind = kind
        if last.supposed and "status.signed" in article.categories(sentence):
            last.status = "signed"
    return True


def _goes_on(article: Article, sentence: Sentence, kind: str, parties: set[str], last: Claim, *, own: bool, told: bool) -> bool:
    """Whether a sentence only adds to the claim before: who signed the agreement, or more about it."""
    if not _refers(article, sentence, last):
        return False
    near = sentence.part == last.sentences[-1].part
    if kind == "cooperation" and not told and near and parties & set(last.parties):
        return "status.signed" in article.categories(sentence) and last.status == "signed"
    if not parties <= set(last.parties):
        return False
    if not own:
        planned = last.status == "proposed" and "status.proposed" in article.categories(sentence)
        return kind in ("agreement", "cooperation") or (kind in INSTRUMENTS and near and (planned or _only_shown(last)))
    starts = bool(
        re.match(
            r"(?:The|Das|Der|Die|L['’]|La|Le|El|De|Het|ה|该|同)?\s?$", article.text(sentence)[: _first_kind(article, sentence)]
        )
    )
    return kind in INSTRUMENTS and starts and near and last.status in ("signed", "active") and last.kind not in INSTRUMENTS


def _only_shown(last: Claim) -> bool:
    """Whether ordinary words alone showed the last claim, so that a paper named afterwards is what it is."""
    return last.kind == "project" and not last.told and (last.status == "signed" or last.supposed)


def _signed_for(article: Article, sentence: Sentence, last: Claim) -> bool:
    """Whether a paper is signed for what the last claim tells: a laboratory, a course, but no company."""
    signed = "status.signed" in article.categories(sentence) and (last.status == "signed" or last.supposed)
    return signed and last.kind in CONTENT and last.kind not in CREATED[:1]


def _first_kind(article: Article, sentence: Sentence) -> int:
    hits = article.kinds_in(sentence)
    return hits[0].start - sentence.start if hits else 0


def _joint(article: Article, sentence: Sentence, kind: str, kinds: list[Hit[str]]) -> bool:
    """Whether work of parties that the sentence does not name is said to be theirs: a joint one, of "both sides"."""
    if "context.both" in article.categories(sentence) or article.has_joint_mark(sentence):
        return True
    return kind == "programme" and any(hit.end - hit.start > LONG_CUE for hit in kinds)


def _refers(article: Article, sentence: Sentence, last: Claim) -> bool:
    """Whether a sentence goes on about the last claim instead of telling of an end or a new plan."""
    categories = article.categories(sentence)
    return not categories & {"status.expired", "status.ended", "status.suspended"} and not (
        "status.proposed" in categories and last.status != "proposed" and "status.signed" not in categories
    )


def _from_title(article: Article) -> list[Claim]:
    """When no sentence says enough: the kind that the title or the lead shows, between the two main organisations."""
    if len(article.main) < 2:
        return []
    pair = tuple(article.organisations[number].name for number in article.main[:2])
    for sentence in article.reading.sentences:
        if sentence.kind != "title" and sentence.body != article.reading.lead:
            continue
        kinds = article.kinds_in(sentence)
        categories = article.categories(sentence)
        told = any(c.startswith("status.") for c in categories)
        asked = any(c in ASKED or c.startswith("opportunities.") for c in categories)
        untold = not told or asked or "context.against" in categories or only_denied(article, sentence)
        kind = None if untold else kind_of(article, sentence, [], kinds)
        status = _how_far(article, len(article.body), sentence, kind, kinds, own=False) if kind else None
        if kind and status and not (kind == "cooperation" and status == "active"):
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
    return [c for c in joined if not _weaker(c, joined) and not _fulfilled(c, joined)]


def _fulfilled(claim: Claim, claims: list[Claim]) -> bool:
    """Whether a wish is told of those who have something together already."""
    wanted = {*claim.parties, *claim.sought}
    return len(claim.parties) == 1 and any(len(c.parties) > 1 and len(wanted & set(c.parties)) > 1 for c in claims)


def _weaker(claim: Claim, claims: list[Claim]) -> bool:
    """Bare cooperation says nothing beside another claim of the same parties."""
    if claim.kind != "cooperation":
        return False
    lasts = claim.own and claim.status == "active"
    return any(
        c is not claim
        and len(set(c.parties) & set(claim.parties)) > 1
        and c.kind != "cooperation"
        and not (lasts and c.status == "proposed")
        for c in claims
    )


def _compatible(first: Claim, second: Claim) -> bool:
    if first.status == second.status:
        return True
    return not {first.status, second.status} & set(FINAL) and second.status != "proposed"


def _fact(article: Article, claim: Claim) -> PartnershipFact:
    told = days_told(article, claim.sentences, claim.kind, claim.status)
    spans: tuple[Span, ...] = tuple(article.reading.span(s.start, s.end) for s in (*claim.sentences, *told.where))
    return PartnershipFact(
        kind=claim.kind,
        status=claim.status,
        parties=claim.parties,
        evidence=spans,
        sought=tuple(name for name in claim.sought if name not in claim.parties),
        date=told.date,
        ends=told.ends,
        confidence=claim.confidence,
    )
