"""How well articles are read: by what reviewers have decided, and by reading the kept test articles again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.extraction.extract import VERSION
from portal.extraction.sandbox import Sandbox
from portal.extraction.types import ExtractionError
from portal.imports.gold import gold_of
from portal.imports.models import GoldArticle, GoldRun, Item, Suggestion
from portal.imports.scoring import MEASURES, Measure, Score, score

log = logging.getLogger(__name__)

TRIES = 3
MOST_REMARKS = 200
"""Articles whose faults a scoring keeps; more nobody reads."""
_KINDS = {"countries": "country", "sectors": "sector", "organisations": "organisation", "people": "person"}


class NotReviewed(Exception):
    """The item's answers are not there yet; the message is a full sentence."""


# --- the gold set


def keep(item: Item, *, user: AbstractBaseUser, added: Mapping[str, list[str]]) -> GoldArticle:
    """Keeps what was decided on an applied item as the answers of a test article; again, to replace them.

    `added` is what the reading had missed, see `GoldArticle.added`. Raises NotReviewed for an item that is not applied.
    """
    if item.state != Item.State.APPLIED or item.document is None:
        raise NotReviewed(_("Only an article that has been reviewed and applied can be kept as a test article."))
    values = {
        "name": item.document.name,
        "gold": gold_of(item, added),
        "added": {k: v for k, v in added.items() if v},
        "kept_by": user,
    }
    return GoldArticle.objects.update_or_create(document=item.document, defaults=values)[0]


def request(user: AbstractBaseUser) -> None:
    """Orders a scoring of the test articles, unless one is ordered already. Ring the bell afterwards."""
    try:
        with transaction.atomic():
            GoldRun.objects.create(requested_by=user)
    except IntegrityError:
        log.info("A scoring of the test articles waits already")


def is_waiting() -> bool:
    """Whether a scoring is ordered and not done."""
    return GoldRun.objects.filter(state=GoldRun.State.WAITING).exists()


def work() -> None:
    """Does what is ordered. What is cut short is done again, three times at most."""
    run = GoldRun.objects.filter(state=GoldRun.State.WAITING).first()
    if run is None:
        return
    with transaction.atomic():
        # Counted and committed before the work, so that what kills its worker is given up.
        if not GoldRun.objects.select_for_update(skip_locked=True).filter(pk=run.pk, state=GoldRun.State.WAITING).exists():
            return
        GoldRun.objects.filter(pk=run.pk).update(attempts=F("attempts") + 1)
    with transaction.atomic():
        waiting = GoldRun.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=GoldRun.State.WAITING)
        held = waiting.filter(pk=run.pk).first()
        if held is None:
            return
        if held.attempts > TRIES:
            held.state = GoldRun.State.FAILED
        else:
            _score(held)
        held.finished_at = timezone.now()
        held.save()


def _score(run: GoldRun) -> None:
    whole = Score()
    with Sandbox() as sandbox:
        for article in GoldArticle.objects.select_related("document").iterator(chunk_size=20):
            found = _read(sandbox, article)
            run.articles += 1
            run.unread += found is None
            scored = score(article.gold, found or {})
            whole.add(scored)
            if scored.remarks and len(run.remarks) < MOST_REMARKS:
                run.remarks.append([article.name, scored.remarks])
    run.state, run.version = GoldRun.State.DONE, VERSION
    run.measures = {name: [m.found, m.wrong, m.missed] for name, m in whole.measures.items()}


def _read(sandbox: Sandbox, article: GoldArticle) -> dict[str, object] | None:
    try:
        return sandbox.read(bytes(article.document.content), article.document.name).as_json()
    except ExtractionError as error:
        log.warning("Test article %s could not be read: %s", article.pk, error)
        return None


def measures_of(run: GoldRun) -> dict[str, Measure]:
    """The stored measures of a scoring, in the order of a report: the database keeps none."""
    return {name: Measure(*run.measures[name]) for name in MEASURES if name in run.measures}


# --- what reviewers have decided


def review_measures(found_by: tuple[str, ...]) -> dict[str, Measure]:
    """By kind of suggestion: accepted counts as found, rejected as wrong, changed as both wrong and missed.

    Of applied articles only; what nobody decided on is left out, what a person added to a test article counts as missed
    (by the rules).
    """
    rows = (
        Suggestion.objects.filter(item__state=Item.State.APPLIED, found_by__in=found_by)
        .exclude(state=Suggestion.State.OPEN)
        .order_by()
        .values_list("kind", "state")
        .annotate(n=Count("pk"))
    )
    found = dict.fromkeys(Suggestion.Kind.values, Measure())
    for kind, state, number in rows:
        found[kind] += _counted(state, number)
    if Suggestion.FoundBy.RULES in found_by:
        for added in GoldArticle.objects.values_list("added", flat=True):
            for name, values in added.items():
                found[_KINDS[name]] += Measure(missed=len(values))
    return {kind: measure for kind, measure in found.items() if measure != Measure()}


def _counted(state: str, number: int) -> Measure:
    if state == Suggestion.State.ACCEPTED:
        return Measure(found=number)
    return Measure(wrong=number, missed=number if state == Suggestion.State.EDITED else 0)


def as_rows(measures: Mapping[str, Measure]) -> list[dict[str, Any]]:
    """For a table: name, counts, and rates as numbers from 0 to 1 or None."""
    return [
        {
            "name": name,
            "precision": m.precision,
            "recall": m.recall,
            "f1": m.f1,
            "found": m.found,
            "wrong": m.wrong,
            "missed": m.missed,
        }
        for name, m in measures.items()
    ]
