"""The parties of a partnership that a sentence names; `meant` finds those that it does not name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.extraction.lexicon import joint_cues
from portal.extraction.lexicon.grammar import either, leading, small_words
from portal.extraction.matching import fold
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named
from portal.extraction.relations.kinds import SHARE, tries_out
from portal.extraction.relations.owning import linked

PUBLIC = ("public-authority", "other")
CREATED = ("joint-venture", "joint-centre", "joint-fund")
FUNDER_REACH = 80
SOUGHT_REACH = 160
VISIT_REACH = 16
LOCATIVE = re.compile(rf"(?:\b{leading('located')}{leading('the')}?|在|于|にある|で|에서 )$")
INSIDE = re.compile(r"(?:in|im|à|au|aux|en|в|在)\b")
"""Prepositions that make a place of a name even where something is signed."""
AT = re.compile(rf"\b{leading('at_house')}{leading('the')}?$")
"""Prepositions of a house where others met."""
TOPIC_PLACE = re.compile("では|에서는|에서")
AFTER_PLACE = re.compile(r"(?:内|市内|本社)?(?:で(?!す|し|は|あ|き)|において|における|にて)|에서")
INDEFINITE = re.compile(rf"(?:^|\s){leading('a')}$")
SEAT = re.compile("[：:]|本社|所在|本部|代表|based in|headquarter|sitz|siège|sede|본사|总部")
SEATED = re.compile(rf"\s{leading('in', 'of', 'from', 'located')}[A-ZÀ-Þ][\w-]+(?=,)")
"""After a house: where it is."""
MADE_BY = re.compile(rf"^,\s[^,;.]{{3,40}}\s{leading('by')}(?:[\w’'-]+\s){{0,2}}$")
"""Between a thing and those who made it: ", launched in 2022 by"."""
CHILD = re.compile(rf"(?:['’]s)?[ -]{leading('child')}")
"""Between a house and one that came from it."""
TELLS = re.compile(
    rf"[.;]|\b{either(small_words('tells'))}\b"
    r"|[，、。]|(?:透露|表示|介绍|介紹|指出|称|稱|说|說)|(?:은|는|이|가) |(?:は|が)、?"
)
RELATIVE = re.compile(rf",\s(?:{leading('the', 'a')}(?:[\w-]+\s){{1,3}})?{leading('that', 'who')}", re.IGNORECASE)


@dataclass(slots=True)
class Parties:
    """What a sentence names: parties, and organisations that are only sought."""

    parties: list[str] = field(default_factory=list)
    sought: list[str] = field(default_factory=list)
    kind: str | None = None
    """The kind, where the sentence tells of a named thing that the parties founded or own."""


def named_parties(article: Article, sentence: Sentence) -> Parties:
    """Organisations of a sentence that act in it; funders, venues, homes of speakers and sought partners are left out."""
    cues = article.cues_in(sentence)
    funders = [cue for cue in cues if cue.value == "context.funder"]
    seeking = [cue for cue in cues if cue.value in ("context.sought", "opportunities.partner-search")]
    signed = any(cue.value == "status.signed" for cue in cues)
    text = article.reading.folded
    result = Parties()
    products = [
        hit for hit in article.kinds_in(sentence) if hit.value in ("joint-centre", "joint-fund", "joint-venture", "alliance")
    ]
    left_out: set[int] = set()
    mentions = article.meant_in(sentence)
    founded = _founded(article, sentence, mentions)
    if founded is not None:
        left_out.add(mentions[0].number)
        result.kind = founded
    among_their_like = {article.organisations[mention.number].kind for mention in mentions} == {"media"}
    for mention in mentions:
        fact = article.organisations[mention.number]
        made = _made_by_them(article, sentence, mention)
        result.kind = made or result.kind
        if made or mention.number in left_out or any(mention.start <= hit.start and hit.end <= mention.end for hit in products):
            left_out.add(mention.number)
            continue
        if _only_visited(article, sentence, mention) or _is_campus(article, mention):
            left_out.add(mention.number)
            continue
        if _in_brackets(article, sentence, mention) or _attributive(article, mention) or _only_the_parent(article, mention):
            continue
        if _only_the_home(article, sentence, mention, mentions) or any(
            cue.value == "context.lost" and 0 <= cue.start - mention.end <= 2 for cue in cues
        ):
            continue
        if (fact.kind == "media" and not among_their_like) or any(
            0 <= mention.start - cue.end <= FUNDER_REACH and not re.search("[,;.]", text[cue.end : mention.start])
            for cue in funders
        ):
            left_out.add(mention.number)
            continue
        if not signed and any(
            cue.end <= mention.start
            and mention.start - cue.end < SOUGHT_REACH
            and ":" not in text[cue.end : mention.start]
            and not any(c.value == "kinds.cooperation" and cue.end <= c.start < mention.start for c in cues)
            for cue in seeking
        ):
            result.sought.append(fact.name)
        elif (
            (not signed and speaks(article, sentence, mention))
            or _where_others_met(article, sentence, mention, mentions, result.parties)
            or is_venue(article, sentence, mention.start, mention.end, signed=signed, public=fact.kind in PUBLIC)
        ):
            left_out.add(mention.number)
        elif fact.name not in result.parties:
            result.parties.append(fact.name)
    return result


def _where_others_met(article: Article, sentence: Sentence, mention: Named, mentions: list[Named], before: list[str]) -> bool:
    """Whether a house beside two parties is only where they were: "signed … at the Guggenheim Museum", 「佐賀市では…」."""
    fact = article.organisations[mention.number]
    if len({other.number for other in mentions} - {mention.number}) < 2:
        return False
    if article.reading.language in ("ja", "ko"):
        return fact.kind in PUBLIC and bool(TOPIC_PLACE.match(article.reading.folded, mention.end))
    told = article.reading.folded[max(sentence.start, mention.start - 24) : mention.start]
    return len(set(before) - {fact.name}) > 1 and bool(AT.search(told))


def _founded(article: Article, sentence: Sentence, mentions: list[Named]) -> str | None:
    """The kind of the thing that a sentence names first when two parties behind it made it: "Aqua North, which X and Y founded"."""
    others = [mention for mention in mentions if mention.number != mentions[0].number]
    if len({mention.number for mention in others}) < 2:
        return None
    thing, first, second = mentions[0], *others[:2]
    text = article.reading.text
    if _is_their_network(article, sentence, thing):
        return "alliance"
    seat = SEATED.match(text, thing.end)
    after = seat.end() if seat else thing.end
    if not linked(article, first, second) or not re.match(r"[,(（、，]", text[after : after + 1]):
        return None
    hits = [hit for hit in article.kinds_in(sentence) if hit.value in CREATED and thing.end <= hit.start < first.start]
    if hits:
        return hits[0].value
    relative = RELATIVE.match(text, after) or MADE_BY.search(article.reading.folded[after : first.start])
    end = min(sentence.end, second.end + 30) if relative else first.start
    told = ("context.founding", "context.running") if relative else ("context.founding",)
    if not any(cue.value in told and thing.end <= cue.start < end for cue in article.cues_in(sentence)):
        return None
    kind = article.organisations[thing.number].kind
    # The tail of a name says what it is, or the word before it: "водородный центр", "the accelerator Bounty".
    name = fold(article.organisations[thing.number].name)
    tails = [hit.value for hit in joint_cues(article.reading.language).find(name) if hit.end == len(name)]
    tails += [hit.value for hit in article.joint if thing.start - hit.end == 1 and hit.start >= sentence.start]
    called = next((value for value in ("programme", "joint-fund", "joint-centre") if value in tails), None)
    if called:
        return called
    return "joint-venture" if kind in ("company", "startup", "other") else "joint-centre"


def _is_their_network(article: Article, sentence: Sentence, thing: Named) -> bool:
    """Whether the first name is that of a network whose members follow: "The network BLUESEA, which brings together X, Y and Z"."""
    before = any(hit.value == "alliance" and 0 <= thing.start - hit.end <= 2 for hit in article.kinds_in(sentence))
    nouns = joint_cues(article.reading.language).find(article.reading.folded[max(sentence.start, thing.start - 14) : thing.start])
    behind = [cue for cue in article.cues_in(sentence) if cue.value == "context.involved" and cue.start >= thing.end]
    return bool(behind) and (before or any(hit.value == "alliance" for hit in nouns))


def _made_by_them(article: Article, sentence: Sentence, mention: Named) -> str | None:
    """The kind of a thing that two parties before it make: 甲与乙共建的“联合实验室”, "X and Y run a test laboratory for ships"."""
    text = article.reading.text
    fact = article.organisations[mention.number]
    if article.reading.language in ("zh", "ja", "ko"):
        before = text[max(sentence.start, mention.start - 3) : mention.start].rstrip("“「『《 ")
        end = mention.start - 3 + len(before)
        cues = article.reading.cues_in(sentence) if before else []
        made = any(cue.value == "context.founding" and 0 <= end - cue.end <= 1 for cue in cues)
    else:
        started = [m for m in article.named_in(sentence) if m.end < mention.start]
        made = (
            len(started) > 1
            and fact.kind in ("research-institute", "technopark", "other")
            and INDEFINITE.search(text, max(sentence.start, mention.start - 8), mention.start) is not None
        )
    if not made:
        return None
    return "joint-venture" if article.organisations[mention.number].kind in ("company", "startup") else "joint-centre"


def is_venue(article: Article, sentence: Sentence, start: int, end: int, *, signed: bool, public: bool = True) -> bool:
    """Whether the words around a name make it a place: "in the town hall of", 市で. Dutch "en" is "and"; "a stake in X" is none."""
    text = article.reading.folded
    if public and AFTER_PLACE.match(text, end):
        return True
    found = LOCATIVE.search(text[max(sentence.start, start - 24) : start])
    if found is None or (article.reading.language == "nl" and found.group().startswith("en ")):
        return False
    if signed and not INSIDE.match(found.group()):
        return False
    if {"context.sending", "context.learners"} <= article.categories(sentence) or tries_out(article, sentence):
        return False
    where = max(sentence.start, start - 24) + found.start()
    if any(where < share.end() <= start for share in SHARE.finditer(text, max(sentence.start, start - 40), start)):
        return False
    if any(cue.value == "context.staff" and 0 <= where - cue.end <= 1 for cue in article.reading.cues_in(sentence)):
        return False
    return not any(
        cue.value in ("kinds.joint-venture", "weak.joint-venture", "weak.cooperation", "weak.programme")
        and cue.start <= start
        and start - cue.end <= 10
        for cue in article.reading.cues_in(sentence)
        if cue.end > start - 24
    )


def _attributive(article: Article, mention: Named) -> bool:
    """Whether a Japanese or Chinese name only says whose or where the next one is: 福岡市の支援施設「…」."""
    text = article.reading.text
    if text[mention.end : mention.end + 1] not in ("の", "的"):
        return False
    near = (other.start for other in article.mentions if 0 < other.start - mention.end <= 14)
    return any(not re.search("[はが、，]", text[mention.end : start]) for start in near)


def _only_the_parent(article: Article, mention: Named) -> bool:
    """Whether a name only says from which house the next one comes: "the ETH spin-off AgroSense"."""
    child = CHILD.match(article.reading.folded, mention.end)
    return child is not None and any(0 <= other.start - child.end() <= 1 for other in article.mentions)


def _is_campus(article: Article, mention: Named) -> bool:
    """Whether a name is that of grounds on which something stands: "ITS 캠퍼스에", "בקמפוס שדה בוקר"."""
    text = article.reading.text
    korean = text[mention.start : mention.end].endswith("캠퍼스") and text[mention.end : mention.end + 1] == "에"
    hebrew = text.startswith("קמפוס", mention.start) and text[max(0, mention.start - 1) : mention.start] == "ב"
    return korean or hebrew


def _in_brackets(article: Article, sentence: Sentence, mention: Named) -> bool:
    """Whether a name only says where another one sits: （本社：大阪府東大阪市）."""
    before = article.reading.text[max(sentence.start, mention.start - 60) : mention.start]
    opened = max(before.rfind("（"), before.rfind("("))
    return opened > max(before.rfind("）"), before.rfind(")")) and bool(SEAT.search(before, opened))


def _only_the_home(article: Article, sentence: Sentence, mention: Named, mentions: list[Named]) -> bool:
    """Whether a name only says where the next or the one before belongs: "a resident of X"."""
    homes = [cue for cue in article.reading.cues_in(sentence) if cue.value == "context.home" and cue.end <= mention.start]
    if not homes or re.search(r"[,;.，、]", article.reading.text[homes[-1].end : mention.start]):
        return False
    return not any(homes[-1].end <= other.start < mention.start for other in mentions)


def _only_visited(article: Article, sentence: Sentence, mention: Named) -> bool:
    """Whether a sentence that has told of a partnership only adds a visit: "… and toured the works of X"."""
    visit = next(
        (
            cue.start
            for cue in article.reading.cues_in(sentence)
            if cue.value == "events.delegation-visit"
            and 0 <= mention.start - cue.end <= VISIT_REACH
            and not re.search("[,;，；]", article.reading.text[cue.end : mention.start])
        ),
        None,
    )
    return visit is not None and any(hit.end <= visit for hit in article.kinds_in(sentence))


def speaks(article: Article, sentence: Sentence, mention: Named) -> bool:
    """Whether the organisation is only the home of a person who is named right before it, or right behind it."""
    for start, end in article.people_spans:
        if 0 < start - mention.end <= 2 and end <= sentence.end and not article.reading.text[mention.end : start].strip():
            return True
        if sentence.start <= start and end <= mention.start and mention.start - end < 70:
            between = article.reading.text[end : mention.start]
            return not TELLS.search(between)
    return False
