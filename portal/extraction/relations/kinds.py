"""Which kind of partnership a sentence tells of."""

from __future__ import annotations

import re
from itertools import pairwise

from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named

ORDER = (
    "memorandum", "letter-of-intent", "twinning", "joint-venture", "joint-fund", "joint-centre", "agreement", "alliance", "programme", "project",
    "cooperation",
)  # fmt: skip
"""Which kind a sentence means when it shows several: the instrument that was signed, then what it creates."""
CONTENT = ("joint-venture", "joint-fund", "joint-centre", "programme", "project")
STATED = frozenset({"context.strong", "status.proposed", "status.expired", "status.ended", "status.suspended"})
STAGES = frozenset({"status.proposed", "status.ended", "status.suspended", "status.signed"})
"""Between two parties and a thing these make it theirs: "X and Y are weighing a fund"."""
TRAVELS = frozenset({"events.delegation-visit", "events.trade-mission", "course.travel"})
OWNER_REACH = 40
"""So far after "laboratory" the first of its two owners is named: "the laboratory that X shares with Y"."""
DENSE = ("zh", "ja", "ko")
DEED_REACH, PASSIVE_REACH = 70, 140
BY = re.compile(r"^[^.;:]*\b(?:by|von|par|por|door)\s(?:[\w’'-]+,?\s){0,4}$")
"""Between a thing and those who made it: "was opened on Monday by its two owners, "."""
HEAD_REACH = 40
LINK_REACH = 70
WITH = re.compile(r"\s(?:with|mit|avec|con|met|с|со)\s(?:[^\s.,;:]{1,20}\s){0,4}\S{0,2}$")
LINK = re.compile(
    r"[,\s]*(?:[\w’'-]+,?\s){0,6}?(?:and|und|et|y|e|en|и|with|mit|avec|con|com|met|с|со|עם|between)\s(?:[\w’'-]+[\s’']){0,4}\S{0,2}$"
    r"|^\s?(?:與|与|和|同|及|と|や|와|과|하고)\s?$|ו-?$|(?:לבין|בין)\s$"
)
"""What stands between two owners: a word for "and" or "with", and few others."""
BRACKETS = re.compile(r"\s?\([^()]{1,40}\)")
"""A short form or a seat between two names: "the Centre (CTF) and"."""
SHARE = re.compile(
    r"\b\d{1,3}(?:[.,]\d+)?\s?(?:%|per ?cent|prozent|pour cent|por ciento|procent|процент\w*)\s(?:of|der|des|von|de|du|del|van)\b"
)
"""A share told in figures: "30 per cent of"."""
SHARE_REACH = 24
"""So far after a share the house stands that it is a share of."""
POSSESSIVE = re.compile(r"['’]s?\s\w")
"""After a name: it is a share of something that the house has."""
RELATIVE = re.compile(r",?\s?(?:that|which|die|das|den|que|qu['’]|dat|котор\w+|ש)\b[^.;:,]{0,30}$")
"""Between "the company" and the two who founded it."""
RELATIVE_WITH = re.compile(
    r"^,?\s?(?:that|which|it|they|die|das|den|que|qu['’]|dat|котор\w+)\b[^.;:,]{0,40}\b(?:with|mit|avec|con|met|с|со)\s(?:\w{2,3}\s|l['’])?$"
)
"""Between "the factory" and the other party: "that it had with"."""
FOUNDING = ("context.founding", "context.running")


def kind_of(article: Article, sentence: Sentence, named: list[str], kinds: list[Hit[str]]) -> str | None:
    """The kind, by the words that show one; where two parties are named, also by what they do together."""
    categories = article.categories(sentence)
    found = [hit.value for hit in kinds]
    chosen = next((kind for kind in ORDER if kind in found and not (kind == "alliance" and len(named) < 3)), None)
    if chosen == "agreement" and "status.signed" not in categories:
        chosen = next((kind for kind in CONTENT if kind in found), chosen)
    if chosen is None and "alliance" in found and {"context.both", "context.running"} <= categories:
        return "project"
    if chosen not in (None, "cooperation") or (len(named) < 2 and not (named and "context.talks" in categories)):
        return chosen
    stopped = "status.suspended" in categories and len(named) > 1 and _side_by_side(article, sentence)
    other = "cooperation" if "alliance" in found else "project" if stopped else None
    return _by_deeds(article, sentence, categories) or chosen or other


def _by_deeds(article: Article, sentence: Sentence, categories: set[str]) -> str | None:
    """The kind that ordinary words show of two parties: "bought 30 per cent of", "build a ferry together"."""
    weak = {category[5:] for category in categories if category.startswith("weak.")}
    if not _listed(article, sentence):
        weak.discard("alliance")
    if "status.signed" not in categories:
        weak.discard("agreement")
    if {"context.sending", "context.learners"} <= categories:
        weak.add("programme")
    if _shares_in_a_house(article, sentence):
        weak.add("joint-venture")
    chosen = next((kind for kind in ORDER if kind in weak and kind != "cooperation"), None) or _owned(article, sentence)
    if chosen:
        return chosen
    if tries_out(article, sentence):
        return "project"
    plain = article.plain_kind(sentence)
    if plain is not None and categories & STATED:
        return plain
    if "cooperation" in weak:
        lasting = "context.since" in categories and article.has_joint_mark(sentence) and "kinds.cooperation" not in categories
        return plain or ("project" if lasting or "context.making" in categories else "cooperation")
    if article.has_joint_mark(sentence) and any(category.startswith("status.") for category in categories):
        return plain or "project"
    if categories & {"status.active", "context.future"} and _make_together(article, sentence):
        return "project"
    if "context.talks" in categories or ("context.strong" in categories and categories & STATED):
        return plain or "cooperation"
    return None


def _side_by_side(article: Article, sentence: Sentence) -> bool:
    """Whether two names of a sentence are joined by "and" or "with"."""
    return any(linked(article, first, second) for first, second in pairwise(article.named_in(sentence)))


def tries_out(article: Article, sentence: Sentence) -> bool:
    """Whether one of just two houses tries something out with or at the other: "has been testing its planner at X since May"."""
    categories = article.categories(sentence)
    if "context.testing" not in categories or not categories & {"status.active", "context.since"} or categories & TRAVELS:
        return False
    named = {mention.number for mention in article.meant_in(sentence)}
    return len(named) == 2 and not any(article.organisations[number].kind == "media" for number in named)


def _shares_in_a_house(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence tells of a share of a party: "a third of Turkana Grid"."""
    ends = [cue.end for cue in article.cues_in(sentence) if cue.value == "context.fraction"]
    ends += [match.end() for match in SHARE.finditer(article.reading.folded, sentence.start, sentence.end)]
    text = article.reading.text
    return any(
        -1 <= mention.start - end <= SHARE_REACH
        and not re.search("[.;:,]", text[end : mention.start])
        and not POSSESSIVE.match(text, mention.end)
        for mention in (article.meant_in(sentence) if ends else ())
        for end in ends
    )


def _make_together(article: Article, sentence: Sentence) -> bool:
    """Whether two parties make or study something: "X and Y keep measuring the lake", "X will build with Y six boats"."""
    names = article.named_in(sentence)[:2]
    if len(names) < 2:
        return False
    first, second = names
    cues = article.cues_in(sentence)
    making = [cue for cue in cues if cue.value == "context.making"]
    if first.start - sentence.start > HEAD_REACH and not any(0 <= first.start - cue.end <= 4 for cue in making):
        return False
    if WITH.search(article.reading.folded[first.end : second.start]):
        return any(first.end <= cue.start < second.start for cue in making)
    if not linked(article, first, second):
        return False
    talk = {"kinds.cooperation", "status.proposed"}
    lasting = any(cue.value == "context.since" for cue in cues) and not any(cue.value in talk for cue in cues)
    before = any(0 <= first.start - cue.end <= 4 for cue in making)
    return lasting or before or any(0 <= cue.start - second.end <= HEAD_REACH for cue in making)


def _owned(article: Article, sentence: Sentence) -> str | None:
    """The kind of a thing that two parties own, run or share: "the laboratory of X and Y", "X and Y opened a school"."""
    names = article.named_in(sentence)
    if len(names) < 2:
        return None
    nouns = article.nouns_in(sentence)
    verbs = [cue for cue in article.cues_in(sentence) if cue.value == "context.running"]
    stages = [cue for cue in article.cues_in(sentence) if cue.value in STAGES]
    active = [cue for cue in article.cues_in(sentence) if cue.value in ("status.active", "status.signed", "context.founding")]
    house = _founded_house(article, sentence, names)
    if house:
        return house
    categories = article.categories(sentence)
    dense = article.reading.language in DENSE and any(category.startswith("status.") for category in categories)
    for first, second in pairwise(names):
        if not linked(article, first, second):
            continue
        made = _made_by(article, sentence, first, [*verbs, *active])
        if made:
            return made
        for noun in nouns:
            if 0 <= first.start - noun.end <= OWNER_REACH and not re.search(
                r"[.;:，。]|,\W*$", article.reading.text[noun.end : first.start]
            ):
                return noun.value
            between = article.reading.text[second.end : noun.start]
            done = dense or any(second.end <= verb.start and verb.end <= noun.start for verb in (*verbs, *stages))
            if done and 0 < noun.start - second.end <= DEED_REACH and not re.search(r"[.;:，。]", between):
                return noun.value
            if noun.end <= first.start and any(0 <= verb.start - second.end <= 4 for verb in verbs):
                return noun.value
            opened = WITH.search(article.reading.folded[first.end : second.start]) and any(
                first.end <= verb.start < second.start for verb in verbs
            )
            if opened and 0 < noun.start - second.end <= DEED_REACH and not re.search(r"[.;:，。]", between):
                return noun.value
    return None


def _made_by(article: Article, sentence: Sentence, first: Named, verbs: list[Hit[str]]) -> str | None:
    """The kind of a thing that is told to be made by two, of whom this is the first: "a silo was opened by its two owners, X and Y"."""
    for noun in article.things_in(sentence):
        near = noun.end <= first.start <= noun.end + PASSIVE_REACH
        told = near and any(noun.end <= verb.start < first.start for verb in verbs)
        if told and BY.search(article.reading.folded[noun.end : first.start]):
            return noun.value
    return None


def _founded_house(article: Article, sentence: Sentence, names: list[Named]) -> str | None:
    """The kind of a thing before a relative clause in which two parties found it: "the company that X and Y set up"."""
    told = [cue for cue in article.cues_in(sentence) if cue.value in FOUNDING]
    things = article.things_in(sentence)
    text = article.reading.folded
    for first, second in pairwise(names):
        shared = [noun for noun in things if first.end <= noun.start and noun.end <= second.start]
        if shared and RELATIVE_WITH.search(text[shared[-1].end : second.start]):
            return shared[-1].value
        if not linked(article, first, second):
            continue
        for noun in things:
            relative = RELATIVE.search(article.reading.folded[noun.end : first.start]) if noun.end <= first.start else None
            if relative and any(noun.end <= cue.start <= second.end + HEAD_REACH for cue in told):
                return noun.value
    return None


def _listed(article: Article, sentence: Sentence) -> bool:
    """Whether three names follow one another in a list."""
    names = article.named_in(sentence)
    gaps = [article.reading.text[a.end : b.start] for a, b in pairwise(names)]
    commas = [bool(re.match(r"\s?[,、，]", gap)) and len(gap) < LINK_REACH for gap in gaps]
    return any(comma and (linked(article, *names[n + 1 : n + 3]) or commas[n + 1]) for n, comma in enumerate(commas[:-1]))


def linked(article: Article, first: Named, second: Named) -> bool:
    """Whether two names are joined by "and" or "with"."""
    between = BRACKETS.sub("", article.reading.folded[first.end : second.start])
    return len(between) <= LINK_REACH and bool(LINK.search(between))
