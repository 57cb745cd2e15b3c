"""The clauses of a sentence that tells of more than one partnership."""

from __future__ import annotations

import re
from dataclasses import replace

from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article

BREAK = re.compile(
    r",\s(?=(?:and|but|while|whereas|und|aber|während|doch|et|mais|tandis que|alors que|y|pero|mientras|e|ma|mentre|en|maar|terwijl|а|и|но"
    r"|тогда как)\s)|[，；]|(?<=が)、|(?<=[고며만])[, ]\s?"
)


def clauses(article: Article, sentence: Sentence) -> list[Sentence]:
    """The sentence, or its clauses when each tells of a partnership of its own: another kind, another state, its own parties."""
    if len({hit.value for hit in article.kinds_in(sentence)}) < 2:
        return [sentence]
    for cut in BREAK.finditer(article.reading.text, sentence.start, sentence.end):
        left, right = replace(sentence, end=cut.start()), replace(sentence, start=cut.end())
        if _whole(article, left) and _whole(article, right) and _kinds(article, left) != _kinds(article, right):
            return [left, *clauses(article, right)]
    return [sentence]


def _kinds(article: Article, clause: Sentence) -> set[str]:
    return {hit.value for hit in article.kinds_in(clause)}


def _whole(article: Article, clause: Sentence) -> bool:
    """Whether a clause says of which parties it tells, what they have, and how far it has come."""
    categories = article.categories(clause)
    parties = len({mention.number for mention in article.meant_in(clause)}) > 1 or "context.both" in categories
    return parties and any(c.startswith("status.") for c in categories) and bool(_kinds(article, clause))
