"""What an article offers or asks for: desks, internships, money, partners, technology, open calls."""

from __future__ import annotations

from portal.extraction.matching import Hit
from portal.extraction.relations.article import Article
from portal.extraction.types import OpportunityFact


def find_opportunities(article: Article) -> tuple[OpportunityFact, ...]:
    """One fact for each kind of opportunity, with every stretch of the text that shows it."""
    found: dict[str, list[Hit[str]]] = {}
    for sentence in article.body:
        for cue in article.reading.cues_in(sentence):
            if cue.value.startswith("opportunities."):
                found.setdefault(cue.value[14:], []).append(cue)
    return tuple(
        OpportunityFact(
            kind, tuple(article.reading.span(hit.start, hit.end) for hit in hits), round(min(0.9, 0.5 + 0.1 * len(hits)), 2)
        )
        for kind, hits in sorted(found.items(), key=lambda item: item[1][0].start)
    )
