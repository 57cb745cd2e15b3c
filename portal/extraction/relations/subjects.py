"""Who a sentence speaks of without a name: "It is also negotiating with X", "Talks with X go on"."""

from __future__ import annotations

import re

from portal.extraction.lexicon.grammar import DENSE, either, leading, small_words
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.types import OrganisationFact

SHE_OR_IT = re.compile(rf"(?:\w{{3,12}},?\s)?{either(small_words('its', 'they', 'also'))}\b|{leading('the')}{leading('with')}")
WITH_FIRST = re.compile(rf"(?:\w{{3,10}}\s)?{leading('with')}")
"""What begins a sentence about what the one before speaks of and the only house named: "Mit der Schule wird verhandelt"."""
"""What begins a sentence whose subject the one before names."""
THEY_NEXT = re.compile(rf",?\s(?:{leading('they')}|[a-zß-ÿ]{{3,14}}\s{leading('they', languages=('de', 'nl'))})")
"""After a name at the head of a sentence: "Together with X they want to", "Samen met X maakt het"."""
WITH_AFTER = re.compile(r"と(?:は|も)|(?:과|와)(?:는|도) ")
"""After a name: with it, beside what the sentence before tells of another."""
RIGHT_WITH = re.compile(rf"\s{leading('with')}(?:\w{{1,3}}\s|{leading('the')})?(?:[\w'’-]+\s){{0,2}}")
"""Between what two have and the one of them that is named: "A service contract with France's"."""
STAGED = frozenset({"context.talks", "status.proposed", "status.signed", "status.ended", "status.suspended", "status.expired"})
MATTERS = ("context.talks", "context.testing", "context.another")
HEAD = 2
"""After so few words of a sentence a word says what the sentence is about: "Talks with …", "Die enge Zusammenarbeit mit …"."""
NEAR_NAME, LOOK_BACK = 24, 3
NEAR_VERB = 5
"""So near before a name a verb says that one turns to it: "It has approached the X"."""
WITH = re.compile(rf"\b{leading('with')}(?:\w{{1,3}}\s|{leading('the')})?(?:[\w'’-]+\s){{0,3}}$|עם \S{{0,12}}\s?$")
"""Before a name: with it, and at most three words that say what it is."""


SHARE_OF = re.compile(r"\b(?:stake|shares?|half|part|third|quarter|interest|holding)\s(?:in|of)\s(?:the\s)?$")
"""Before a name: it is a share of it."""


BY = re.compile(rf"\b{leading('by_noun')}(?:\w{{1,3}}\s|{leading('the')})?(?:[\w'’-]+\s){{0,3}}$")
"""Before a name that takes a house over: "talks about a takeover by the Finnish group"."""


def subject_before(article: Article, number: int, sentence: Sentence, named: list[str]) -> str | None:
    """The house that the sentence before speaks of, where this one goes on about it and tells only whom it deals with."""
    mentions = {m.number: m for m in reversed(article.meant_in(sentence))}
    if len(named) != 1 or len(mentions) != 1 or not 0 < number < len(article.body):
        return None
    mention = next(iter(mentions.values()))
    begin = max(sentence.start, mention.start - 48)
    after = WITH_AFTER.match(article.reading.text, mention.end)
    before = article.reading.folded[begin : mention.start]
    turns_to = any(c.value == "context.talks" and 0 < mention.start - c.end <= NEAR_VERB for c in article.cues_in(sentence))
    taken_over = BY.search(before) and any(hit.value == "joint-venture" for hit in article.kinds_in(sentence))
    if not after and not turns_to and not taken_over and not WITH.search(before) and not SHARE_OF.search(before):
        return None
    of_it = (
        SHE_OR_IT.match(article.reading.folded, sentence.start)
        or THEY_NEXT.match(article.reading.folded, mention.end)
        or (STAGED & article.categories(sentence) and WITH_FIRST.match(article.reading.folded, sentence.start, mention.start))
    )
    its_matter = _begins_with_its_matter(article, sentence, mention.start) or (
        taken_over and _begins_with_talks(article, sentence)
    )
    if not (after or of_it or its_matter):
        return None
    earlier = [s for s in reversed(article.body[max(0, number - LOOK_BACK) : number]) if s.part == sentence.part]
    told = next((facts for s in earlier if (facts := _others_in(article, s, mention.number))), [])
    if after and not told and article.main:
        told = [article.organisations[article.main[0]]]
    home = article.organisations[mention.number].country
    acts = told[:1] and told[0].country is None and (of_it or len(told) > 1)  # Of two the first is who acts.
    others = [told[0].name] if acts else [fact.name for fact in told if fact.name != named[0] and fact.country != home]
    return others[0] if others and named[0] not in {fact.name for fact in told} else None


def _others_in(article: Article, sentence: Sentence, number: int) -> list[OrganisationFact]:
    return [article.organisations[m.number] for m in article.meant_in(sentence) if m.number != number]


def _begins_with_its_matter(article: Article, sentence: Sentence, name: int) -> bool:
    """Whether a word for talks or for a partnership stands at the head of a sentence and right before "with X"."""
    cues = article.reading.cues_in(sentence)
    matters = [(c.start, c.end) for c in cues if c.value in MATTERS or c.value.startswith("kinds.")]
    matters += [(hit.start, hit.end) for hit in (*article.kinds_in(sentence), *article.nouns_in(sentence))]
    text = article.reading.text
    return any(
        (len(text[sentence.start : start].split()) <= HEAD and 0 <= name - end <= NEAR_NAME)
        or RIGHT_WITH.fullmatch(text, end, name)
        for start, end in matters
    )


def _begins_with_talks(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence begins with a word for talks."""
    talks = [cue.start for cue in article.reading.cues_in(sentence) if cue.value == "context.talks"]
    return any(len(article.reading.text[sentence.start : start].split()) <= HEAD for start in talks)


def thing_after(article: Article, number: int) -> str | None:
    """The kind that the next sentence calls what two houses do: "They will look into it together. The study takes two years"."""
    if not 0 <= number < len(article.body) - 1 or article.body[number + 1].part != article.body[number].part:
        return None
    after = article.body[number + 1]
    begins = DEFINITE.match(article.reading.folded, after.start)
    if begins is None:
        return None
    return next((noun.value for noun in article.nouns_in(after) if 0 <= noun.start - begins.end() <= 1), None)


DEFINITE = re.compile(rf"{leading('the', 'its')}|{either(small_words('the', languages=DENSE))}")
