"""What templates of the public site ask about articles: those about a record, and those that prove a fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.utils.translation import gettext

from partnerships.models import Evidence
from partnerships.models.records import Record
from portal.news.models import NewsPage

register = template.Library()


@dataclass(frozen=True, slots=True)
class Proof:
    """One sentence behind a fact, and where it stands."""

    evidence: Evidence
    article: NewsPage | None

    @property
    def source(self) -> str:
        """Who says so, in words: the article, the document, the address or the editors' note."""
        evidence, article = self.evidence, self.article
        if article:
            return article.title
        if evidence.document:
            return evidence.document.name or gettext("a document of the register")
        return evidence.note or urlsplit(evidence.url).netloc

    @property
    def language(self) -> str:
        return self.article.original_language if self.article else ""


@dataclass(frozen=True, slots=True)
class Proofs:
    """Every proof of a record, by the fact that it proves."""

    by_fact: dict[str, list[Proof]] = field(default_factory=dict)

    @property
    def all(self) -> list[Proof]:
        """Each sentence once, though it may prove several facts."""
        found: dict[tuple[object, ...], Proof] = {}
        for proof in (proof for proofs in self.by_fact.values() for proof in proofs):
            evidence = proof.evidence
            found.setdefault((evidence.document_id, evidence.url, evidence.note, evidence.quote), proof)
        return list(found.values())


@register.simple_tag
def proofs_of(record: Record) -> Proofs:
    """The evidence of a record, joined to the published articles that it was read from: two queries."""
    if not record.pk:
        return Proofs()
    evidence = list(record.evidence.select_related("document").defer("document__content", "document__text"))
    documents = {proof.document_id for proof in evidence if proof.document_id}
    articles = {page.document_id: page for page in _public_articles().filter(document__in=documents)} if documents else {}
    proofs = Proofs()
    for one in evidence:
        proofs.by_fact.setdefault(one.field, []).append(Proof(one, articles.get(one.document_id)))
    return proofs


@register.simple_tag
def proofs_for(proofs: Proofs, fact: str, key: object = None) -> list[Proof]:
    """The proofs of one fact: "status", or with a key "party:12"."""
    return proofs.by_fact.get(fact if key is None else f"{fact}:{key}", [])


@register.simple_tag
def articles_about(record: Record) -> list[NewsPage]:
    """The published articles that are linked to a record, the newest first."""
    if not record.pk:
        return []
    links = f"{record.record_type}_links__{record.record_type}"
    return list(_public_articles().filter(**{links: record}).order_by("-published_on", "-first_published_at").distinct())


def _public_articles():
    return NewsPage.objects.live().public().defer("body")


@register.filter
def direction(language: str) -> str:
    """ "rtl" or "ltr" for the code of a language; "auto" when it is not known."""
    if not language:
        return "auto"
    return "rtl" if language in settings.LANGUAGES_BIDI else "ltr"
