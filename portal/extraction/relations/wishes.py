"""Whom somebody would like to work with: sought, not a partner. "The company would like to work with Bosch"."""

from __future__ import annotations

import re
from itertools import pairwise

from portal.extraction.lexicon.grammar import DENSE, either, leading, small_words
from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named

REACH = 90
"""So far at most the name stands from the word for the wish."""
ALSO_REACH = 40
WITH = re.compile(rf"\b{leading('with')}(?:[\w’'-]+\s){{0,4}}\S{{0,2}}$")
"""Before the one who is wished for, at most with what it is: "with the German maker "."""
WITH_ZH = re.compile(rf"{either(small_words('with', languages=('zh',)))}[^，。；、]{{0,8}}$")
WITH_BEHIND = {"ja": re.compile(r"[」』]?と(?:も|の(?!間))?"), "ko": re.compile(r"(?:와|과)(?:의|도)?\s")}
AND = re.compile(
    rf"(?:\s?[,、，]|,?\s{leading('and', 'or')}|\s?{either(small_words('and', languages=DENSE))})\s?(?:[\w’'-]+\s){{0,2}}\S{{0,2}}"
)
"""Between two who are wished for."""
BREAK = re.compile(r"[;；。]|[.!?]\s")
SURE = frozenset(
    {"context.talks", "context.both", "context.since", "context.negation", "status.ended", "status.suspended", "status.expired"}
)
"""Beside one of these more is told than a wish."""


def wished_for(article: Article, sentence: Sentence) -> list[str]:
    """The organisations that one house only wishes to work with; none where two wish it, or more than plain cooperation is told."""
    categories = article.categories(sentence)
    if "context.wish" not in categories or categories & SURE or sentence.kind == "heading":
        return []
    kinds = {hit.value for hit in article.kinds_in(sentence)}
    if kinds - {"cooperation"} or not (kinds or "weak.cooperation" in categories) or article.nouns_in(sentence):
        return []
    wishes = [cue for cue in article.cues_in(sentence) if cue.value == "context.wish"]
    mentions = article.meant_in(sentence)
    first = next((n for n, mention in enumerate(mentions) if _is_wished(article, sentence, mention, wishes)), None)
    if first is None or _agreed_before(article, sentence, mentions[first]):
        return []
    found = [mentions[first]]
    for before, mention in pairwise(mentions[first:]):
        if mention.start - before.end > ALSO_REACH or not AND.fullmatch(article.reading.folded, before.end, mention.start):
            break
        found.append(mention)
    names = [article.organisations[mention.number].name for mention in found]
    others = {article.organisations[mention.number].name for mention in mentions} - set(names)
    return list(dict.fromkeys(names)) if len(others) < 2 else []


def _agreed_before(article: Article, sentence: Sentence, wished: Named) -> bool:
    """Whether a sentence has told of a signature before it comes to the one who is wished for."""
    last = sentence.end if article.reading.language in WITH_BEHIND else wished.start
    return any(cue.value in ("status.signed", "status.renewed") and cue.start < last for cue in article.cues_in(sentence))


def _is_wished(article: Article, sentence: Sentence, mention: Named, wishes: list[Hit[str]]) -> bool:
    text, language = article.reading.folded, article.reading.language
    if language in WITH_BEHIND:
        near = [cue for cue in wishes if 0 <= cue.start - mention.end <= REACH]
        tied = WITH_BEHIND[language].match(text, mention.end)
        return tied is not None and bool(near) and not any(0 <= m.start - tied.end() <= 1 for m in article.meant_in(sentence))
    before = text[max(sentence.start, mention.start - REACH) : mention.start]
    if not (WITH_ZH if language == "zh" else WITH).search(before):
        return False
    near = [cue for cue in wishes if cue.end <= mention.start and mention.start - cue.end <= REACH]
    return any(not BREAK.search(text, cue.end, mention.start) for cue in near)


def who_wishes(article: Article, number: int, sentence: Sentence, sought: list[str]) -> str | None:
    """Who has the wish: the other house of the sentence, else the first of the sentence before, else whom the article is about."""
    names = [article.organisations[mention.number].name for mention in article.named_in(sentence)]
    inside = [name for name in names if name not in sought]
    if inside:
        return inside[0]
    before = article.body[number - 1] if 0 < number < len(article.body) else None
    if before is not None and before.part == sentence.part:
        told = [article.organisations[mention.number].name for mention in article.named_in(before)]
        if first := next((name for name in told if name not in sought), None):
            return first
    meant = [article.organisations[n].name for n in (*(m.number for m in article.meant_in(sentence)), *article.main)]
    return next((name for name in meant if name not in sought), None)
