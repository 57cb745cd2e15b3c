"""Which thing two parties own, run, share or found: "the laboratory of X and Y"."""

from __future__ import annotations

import re
from itertools import pairwise

from portal.extraction.lexicon.grammar import DENSE, either, leading, small_words
from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import OWNED_KINDS, Article, Named

HEAD_REACH = 40
LINK_REACH = 70
WITH = re.compile(rf"\s{leading('with')}(?:[^\s.,;:]{{1,20}}\s){{0,4}}\S{{0,2}}$")
STAGES = frozenset({"status.proposed", "status.ended", "status.suspended", "status.signed"})
"""Between two parties and a thing these make it theirs: "X and Y are weighing a fund"."""
OWNER_REACH = 40
"""So far after "laboratory" the first of its two owners is named: "the laboratory that X shares with Y"."""
DEED_REACH, PASSIVE_REACH = 70, 140
BY = re.compile(rf"^[^.;:]*\b{leading('by')}(?:[\w’'-]+,?\s){{0,4}}$")
"""Between a thing and those who made it: "was opened on Monday by its two owners, "."""
OF_BOTH = re.compile(rf"\s{leading('of')}{leading('the')}?")
"""Between a thing and the first of its two owners: "the factory of"."""
WITH_NEXT = re.compile(
    rf"(?:\s{leading('for', 'of', 'about', 'in')}[^\s.,;:]{{1,20}}(?:\s[^\s.,;:]{{1,20}}){{0,3}})?\s{leading('together')}?{leading('with')}"
)
"""Between a thing and the other who has it, at most with what it is for: "laboratory for soils with"."""
LINK = re.compile(
    rf"[,\s]*(?:[\w’'-]+,?\s){{0,6}}?{leading('and', 'with', 'between')}(?:[\w’'-]+[\s’']){{0,4}}\S{{0,2}}$"
    rf"|^\s?{either(small_words('and', languages=DENSE))}\s?$|ו-?$"
)
"""What stands between two owners: a word for "and" or "with", and few others."""
BRACKETS = re.compile(r"\s?\([^()]{1,40}\)")
"""A short form or a seat between two names: "the Centre (CTF) and"."""
RELATIVE = re.compile(rf",?\s?{leading('that')}[^.;:,]{{0,30}}$")
"""Between "the company" and the two who founded it."""
RELATIVE_WITH = re.compile(
    rf"^,?\s?{leading('that', 'they')}[^.;:,]{{0,40}}\b{leading('with')}(?:\w{{2,3}}\s|{leading('the')})?$"
)
"""Between "the factory" and the other party: "that it had with"."""
FOUNDING = ("context.founding", "context.running")


def owned(article: Article, sentence: Sentence) -> str | None:
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
        run = _run_with(article, sentence, first, second, [*verbs, *active])
        if run or not linked(article, first, second):
            if run:
                return run
            continue
        made = _made_by(article, sentence, first, [*verbs, *active]) or _of_both(article, sentence, first)
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


def _run_with(article: Article, sentence: Sentence, first: Named, second: Named, verbs: list[Hit[str]]) -> str | None:
    """The kind of a thing that the first is told to make or run with the second: "X will set up a laboratory with Y"."""
    text = article.reading.folded
    for noun in article.things_in(sentence):
        inside = first.end <= noun.start and noun.end < second.start and noun.value in OWNED_KINDS
        if inside and WITH_NEXT.match(text, noun.end) and any(first.end <= verb.start < noun.start for verb in verbs):
            return noun.value
    return None


def _of_both(article: Article, sentence: Sentence, first: Named) -> str | None:
    """The kind of a thing "of" two, of whom this is the first: "the laboratory of X and Y"."""
    text = article.reading.folded
    return next((n.value for n in article.things_in(sentence) if OF_BOTH.fullmatch(text, n.end, first.start)), None)


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


def linked(article: Article, first: Named, second: Named) -> bool:
    """Whether two names are joined by "and" or "with"."""
    between = BRACKETS.sub("", article.reading.folded[first.end : second.start])
    return len(between) <= LINK_REACH and bool(LINK.search(between))
