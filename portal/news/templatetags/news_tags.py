"""What templates of the public site ask about articles: those about a record, and those that prove a fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.db.models import F, QuerySet
from django.utils.translation import gettext

from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.facts import FIELDS, WHOLE_RECORD, fact_label, facts_of
from partnerships.locales import bracketed
from partnerships.models import Evidence
from partnerships.models.places import country_names
from partnerships.models.records import Record
from partnerships.proofs import disputed
from partnerships.views.related import SHOWN, Beside
from portal.news.languages import public_articles, with_own_page
from portal.news.models import NewsPage

register = template.Library()


@dataclass(frozen=True, slots=True)
class Proof:
    """One sentence behind a fact, and where it stands."""

    evidence: Evidence
    article: NewsPage | None
    facts: tuple[str, ...] = ()
    """The facts that it proves, in words; that it speaks for the whole record when it proves none of them alone."""
    others: tuple[Proof, ...] = ()
    """Further sources that say it in the same words."""
    says: str = ""
    """The value that it gives, in words."""

    @property
    def source(self) -> str:
        """Who says so, in words: the article, the document, the address or the editors' note."""
        evidence, article = self.evidence, self.article
        if article:
            return str(article.shown_title)
        if evidence.document:
            return evidence.document.name or gettext("a document of the register")
        return evidence.note or urlsplit(evidence.url).netloc or gettext("a file of the office")

    @property
    def language(self) -> str:
        return self.article.text_language if self.article else ""


@dataclass(frozen=True, slots=True)
class Proofs:
    """Every proof of a record."""

    by_fact: dict[str, list[Proof]] = field(default_factory=dict)
    """By the code of the fact: "status", "party:12"."""
    all: list[Proof] = field(default_factory=list)
    """Each sentence once, though it may prove several facts and stand in several sources."""

    @property
    def quoted(self) -> int:
        """How many of them are words of a source; the others say who said so, or where."""
        return sum(bool(proof.evidence.quote) for proof in self.all)


@register.simple_tag
def proofs_of(record: Record) -> Proofs:
    """The evidence of a record, joined to the published articles that it was read from: two queries."""
    if not record.pk:
        return Proofs()
    evidence = list(record.evidence.select_related("document").defer("document__content", "document__text"))
    documents = {proof.document_id for proof in evidence if proof.document_id}
    articles = {page.document_id: page for page in _public_articles().filter(document__in=documents)} if documents else {}
    labels = facts_of(record, for_visitors=True)
    if "state" in labels:
        # The office tells the state of an event from the status of a partnership; visitors read one word for both.
        labels["state"] = gettext("Status")
    proofs = Proofs()
    sentences: dict[tuple[object, ...], list[Evidence]] = {}
    told: set[tuple[object, ...]] = set()
    for one in evidence:
        # Lines break where they may.
        words = " ".join(one.quote.split())
        # What one source says of a fact in the same words several times is told once.
        said = (one.field, words, *_source(one), one.value, one.edited)
        if said not in told:
            told.add(said)
            proofs.by_fact.setdefault(one.field, []).append(
                Proof(one, articles.get(one.document_id), says=_value_in_words(record, one))
            )
        sentences.setdefault((words,) if words else _source(one), []).append(one)
    for same in sentences.values():
        # What still holds stands for the sentence, as it is only called outdated where all of it is; then what can be read here.
        shown = min(same, key=lambda one: (one.edited, one.document_id not in articles))
        single = [one for one in same if one.field != WHOLE_RECORD]
        facts = dict.fromkeys(_fact(labels, one, shown) for one in single or same)
        others = {_source(one): one for one in reversed(same) if _source(one) != _source(shown)}
        further = tuple(Proof(one, articles.get(one.document_id)) for one in reversed(others.values()))
        proofs.all.append(Proof(shown, articles.get(shown.document_id), tuple(facts), further))
    return proofs


def _value_in_words(record: Record, evidence: Evidence) -> str:
    """The value that evidence gives as the page would tell it: a date, a status, a country."""
    value: str = evidence.value
    try:
        return IncompleteDate.parse(value).label
    except IncompleteDateError:
        if evidence.field not in FIELDS[record.record_type]:
            return value
    if evidence.field == "country":
        return country_names().get(value, value)
    field: Any = record._meta.get_field(evidence.field)
    return str(dict(getattr(field, "flatchoices", ())).get(value, value))


def _source(evidence: Evidence) -> tuple[object, ...]:
    return evidence.document_id, evidence.url, evidence.note


def _fact(labels: dict[str, str], one: Evidence, shown: Evidence) -> str:
    label = fact_label(labels, one.field)
    return f"{label} {bracketed(gettext('changed since'))}" if one.edited and not shown.edited else label


@register.simple_tag
def proofs_for(proofs: Proofs, *facts: str) -> list[Proof]:
    """The proofs of one fact, which may go by several codes."""
    return [proof for fact in facts for proof in proofs.by_fact.get(fact, ())]


@register.filter
def are_disputed(proofs: list[Proof]) -> bool:
    """Whether the sources of one fact give different values."""
    return disputed(proof.evidence for proof in proofs)


@register.simple_tag
def key_of(kind: str, key: object) -> str:
    """The code of a fact that is a row: "party:12"."""
    return f"{kind}:{key}"


@register.simple_tag
def articles_about(record: Record) -> Beside:
    """The published articles that are linked to a record, the newest first; all of them, or of an organisation the first."""
    if not record.pk:
        return Beside()
    links = f"{record.record_type}_links__{record.record_type}"
    found = _public_articles().filter(**{links: record}).distinct()
    newest = found.order_by(F("published_on").desc(nulls_last=True), "-first_published_at").prefetch_related(
        "country_links__country"
    )
    shown = tuple(newest[:SHOWN] if record.record_type == "organisation" else newest)
    return Beside(shown, found.count())


def _public_articles() -> QuerySet[NewsPage]:
    return with_own_page(public_articles()).defer("body")
