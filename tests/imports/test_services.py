"""Batches and items on their way: nothing is lost, nothing is done twice, and each state is true."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F

from partnerships.models import Document, Organisation, Place
from portal.extraction.types import Extraction
from portal.imports import claims, matching, reading, services, suggestions, tasks
from portal.imports.containers import Source
from portal.imports.models import Batch, Item, Suggestion
from portal.imports.telling import told
from portal.news.models import NewsPage
from tests.imports.conftest import ARTICLE, finish_work, numbered, only_item

pytestmark = pytest.mark.django_db
Bring = Callable[..., Batch]


def test_an_article_is_read_and_waits_for_review(bring: Bring) -> None:
    batch = bring(ARTICLE)
    item = only_item(batch)
    assert (batch.state, item.state, str(item.message)) == (Batch.State.FINISHED, Item.State.READY, "")
    values = dict(item.suggestions.values_list("kind", "value"))
    assert values["title"] == "University of Tartu and Hokkaido University sign memorandum"
    assert values["published"] == "2021-03-12"
    assert set(item.suggestions.filter(kind="country").values_list("value__code", flat=True)) == {"EE", "JP"}
    for suggestion in item.suggestions.all():
        for span in suggestion.spans:
            assert item.document.text[span["start"] : span["end"]] == span["quote"]
    assert "share" in {zone[0] for zone in item.reading["zones"]}


def test_start_stores_everything_before_it_returns(bring: Bring) -> None:
    batch = bring(ARTICLE, numbered(1), work=False)
    assert batch.state == Batch.State.RUNNING
    assert services.counts(batch) == {"waiting": 2}
    assert bytes(batch.items.first().document.content) == ARTICLE.encode()


def test_refused_entries_are_items_with_their_reason(bring: Bring) -> None:
    batch = bring(Source("a.jpg", message=told("Not read."), skipped=True), Source("b.txt", message=told("Too big.")))
    assert [(item.state, str(item.message)) for item in batch.items.all()] == [("skipped", "Not read."), ("failed", "Too big.")]
    assert batch.state == Batch.State.FINISHED


def test_an_import_of_nothing_is_refused(site: None) -> None:
    with pytest.raises(ValueError, match="at least one"):
        services.start([], title="x")


def test_who_may_not_publish_cannot_ask_for_it(importer: User) -> None:
    with pytest.raises(PermissionDenied):
        services.start([Source("a.txt", b"words")], title="x", user=importer, publish=True)
    assert not Batch.objects.exists()
    assert not Document.objects.exists()


# --- duplicates


def test_the_same_bytes_again_are_recognised_and_linked(bring: Bring) -> None:
    first = only_item(bring(ARTICLE, title="Spring"))
    again = only_item(bring(ARTICLE))
    assert (again.state, again.duplicate_of, str(again.message)) == ("duplicate", first, "Already imported in “Spring”.")
    assert not again.suggestions.exists()
    assert Document.objects.count() == 1


def test_the_same_bytes_twice_in_one_import(bring: Bring) -> None:
    batch = bring(ARTICLE, ARTICLE)
    assert [(item.state, str(item.message)) for item in batch.items.all()] == [
        ("ready", ""),
        ("duplicate", "The same as “0.txt” in this import."),
    ]


def test_a_failed_document_can_be_brought_again(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    break_reading(monkeypatch)
    assert only_item(bring(ARTICLE)).state == Item.State.FAILED
    monkeypatch.undo()
    assert only_item(bring(ARTICLE)).state == Item.State.READY


# --- trouble


class Broken:
    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, data: bytes, name: str, known: object) -> Extraction:
        raise RuntimeError(self.text)


def break_reading(monkeypatch: pytest.MonkeyPatch, text: str = "boom") -> None:
    monkeypatch.setattr(reading, "_sandbox", lambda: Broken(text))
    monkeypatch.setattr(claims, "REST", datetime.timedelta(0))


def test_our_own_error_is_tried_three_times_and_then_told_apart(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    break_reading(monkeypatch)
    batch = bring(ARTICLE)
    item = only_item(batch)
    assert (item.state, item.attempts, batch.state) == (Item.State.FAILED, 3, Batch.State.FINISHED)
    assert "unexpected error" in str(item.message)
    assert "RuntimeError: boom" in item.traceback


def test_an_item_that_kills_its_worker_is_given_up(bring: Bring) -> None:
    batch = bring(ARTICLE, numbered(1), work=False)
    # Three workers have taken it up and died: only the counts that they committed are left.
    batch.items.filter(position=0).update(attempts=3)
    finish_work()
    assert list(batch.items.values_list("state", flat=True)) == ["failed", "ready"]
    assert "stopped the worker 3 times" in str(batch.items.first().message)


def test_a_claim_lasts_a_moment_and_costs_no_try(bring: Bring) -> None:
    batch = bring(ARTICLE, work=False)
    claimed = claims.claim(Item.State.WAITING)
    item = only_item(batch)
    assert (claimed, item.attempts, item.claimed_at is not None) == ([item], 0, True)
    assert not claims.claim(Item.State.WAITING)
    expire_claims()
    assert claims.claim(Item.State.WAITING) == claimed
    # Who claimed it first is too late to begin with it; who has it now begins once.
    assert [claims.begin(claimed), len(claims.begin([only_item(batch)]))] == [[], 1]
    assert only_item(batch).attempts == 1


def expire_claims() -> None:
    Item.objects.update(claimed_at=F("claimed_at") - claims.REST * 2)


class Killed(BaseException):
    """Stands for the end of the process: nothing in the code may catch it."""


def test_only_what_was_begun_with_pays_for_a_kill(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read and read ahead have lost a try, what was claimed with them none; then the workers are killed no more."""
    batch = bring(*map(numbered, range(4)), work=False)

    def kill(*args: Any) -> None:
        raise Killed

    tries = []
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read", kill)
        for _kill in range(3):
            with pytest.raises(Killed):
                services.process()
            expire_claims()
            tries.append(list(batch.items.values_list("attempts", flat=True)))
    assert tries == [[1, 1, 0, 0], [2, 1, 0, 0], [3, 1, 0, 0]]
    finish_work()
    assert list(batch.items.values_list("state", flat=True)) == ["failed", "ready", "ready", "ready"]


def test_only_a_claim_of_ones_own_can_be_begun(bring: Bring) -> None:
    """Claimed by many workers that all die before they begin: no try is lost, and a cancelled item is not begun."""
    batch = bring(*map(numbered, range(4)), work=False)
    for _worker in range(claims.TRIES + 1):
        claimed = claims.claim(Item.State.WAITING)
        assert len(claimed) == 4
        expire_claims()
    assert set(batch.items.values_list("attempts", flat=True)) == {0}
    claimed = claims.claim(Item.State.WAITING)
    services.cancel(batch)
    assert claims.begin(claimed) == []


def test_what_was_tried_before_is_claimed_alone(bring: Bring) -> None:
    batch = bring(*map(numbered, range(5)), work=False)
    batch.items.filter(position=1).update(attempts=1)
    taken = [[item.position for item in claims.claim(Item.State.WAITING)] for _claim in range(2)]
    assert taken == [[0, 2, 3, 4], [1]]


def test_what_waits_unheard_is_noticed(bring: Bring) -> None:
    assert not services.is_waiting()
    bring(ARTICLE, work=False)
    assert services.is_waiting()
    claims.claim(Item.State.WAITING)
    assert not services.is_waiting()


def test_a_failed_item_is_read_again_on_request(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    break_reading(monkeypatch)
    batch = bring(ARTICLE)
    monkeypatch.undo()
    assert services.retry(batch) == 1
    batch.refresh_from_db()
    assert batch.state == Batch.State.RUNNING
    finish_work()
    batch.refresh_from_db()
    assert (batch.state, only_item(batch).state) == (Batch.State.FINISHED, Item.State.READY)


def test_cancelling_stops_what_waits_and_keeps_what_is_read(bring: Bring) -> None:
    batch = bring(ARTICLE)
    batch = services.start([Source("b.txt", numbered(1).encode())], title="Second")
    assert services.cancel(batch) == 1
    finish_work()
    batch.refresh_from_db()
    assert (batch.state, only_item(batch).state) == (Batch.State.CANCELLED, Item.State.CANCELLED)
    assert services.retry(batch) == 1
    finish_work()
    assert only_item(batch).state == Item.State.READY


# --- publishing by itself


def test_a_trusted_source_is_published_without_review(bring: Bring, publisher: User) -> None:
    batch = bring(ARTICLE, user=publisher, publish=True)
    item = only_item(batch)
    assert (item.state, batch.state) == (Item.State.APPLIED, Batch.State.FINISHED)
    assert item.page.live
    assert set(item.page.country_links.values_list("country__code", flat=True)) == {"EE", "JP"}


def test_too_little_is_not_published_by_itself(bring: Bring) -> None:
    weather = "A fine day\n\n" + "It was warm, and the children played outside until the evening came. " * 4
    item = only_item(bring(weather, publish=True))
    assert item.state == Item.State.READY
    assert item.message
    assert not NewsPage.objects.exists()


def test_without_a_place_for_it_the_article_waits_and_says_why(bring: Bring) -> None:
    from portal.news.models import NewsIndexPage

    NewsIndexPage.objects.get(locale__language_code="en").delete()
    batch = bring(ARTICLE, publish=True)
    item = only_item(batch)
    assert (item.state, batch.state) == (Item.State.READY, Batch.State.FINISHED)
    assert "list of news" in str(item.message)


def test_an_apply_that_keeps_failing_is_handed_to_a_person(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(services.drafting, "apply_together", fail)
    monkeypatch.setattr(claims, "REST", datetime.timedelta(0))
    item = only_item(bring(ARTICLE, publish=True))
    assert (item.state, item.attempts) == (Item.State.READY, 3)
    assert "RuntimeError" in item.traceback


def test_one_that_cannot_be_applied_holds_up_no_other(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    make_page = services.drafting._Article._make_page

    def fail(article: Any, *args: Any) -> Any:
        if article.item.position == 2:
            raise RuntimeError("no")
        return make_page(article, *args)

    monkeypatch.setattr(services.drafting._Article, "_make_page", fail)
    monkeypatch.setattr(claims, "REST", datetime.timedelta(0))
    batch = bring(*map(numbered, range(5)), publish=True)
    assert list(batch.items.values_list("state", flat=True)) == ["applied", "applied", "ready", "applied", "applied"]
    assert NewsPage.objects.live().count() == 4
    assert "RuntimeError" in batch.items.get(position=2).traceback
    assert not batch.items.exclude(position=2).exclude(traceback="").exists()


def test_known_names_are_read_again_only_when_the_register_changed(bring: Bring, django_assert_max_num_queries: Any) -> None:
    before = matching.read_known_names()
    Organisation.objects.create(name="Hokkaido University")
    after = matching.read_known_names()
    assert [name.name for name in after if name not in before] == ["Hokkaido University"]
    with django_assert_max_num_queries(2):
        assert matching.read_known_names() is after


def test_a_name_of_several_organisations_is_known_as_nobodys(bring: Bring) -> None:
    for code in ("US", "CA"):
        Organisation.objects.create(name="Springfield University", country=Place.objects.get(code=code))
    known = [name for name in matching.read_known_names() if name.name == "Springfield University"]
    assert {(name.reference, name.country) for name in known} == {("", None)}
    batch = bring("Contest\n\nSpringfield University signed a memorandum with Hokkaido University on 10 March 2021.\n")
    found = Suggestion.objects.get(item__batch=batch, kind="organisation", value__name="Springfield University")
    assert found.match["state"] == "ambiguous"


# --- the doorbell


def test_a_dead_broker_is_no_error(
    bring: Bring, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def refuse(**options: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(tasks.work, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        bring(ARTICLE, work=False)
        tasks.ring()
    assert len(callbacks) == 1


def test_the_sweep_rings_for_what_waits_and_closes_what_is_done(
    bring: Bring, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung = []
    monkeypatch.setattr(tasks, "_swept_at", float("-inf"))
    monkeypatch.setattr(tasks.work, "apply_async", lambda **options: rung.append(options))
    batch = bring(ARTICLE, work=False)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
        # One that has waited with many others in the queue is worth nothing more.
        tasks.sweep()
    assert len(rung) == tasks.CALLS
    monkeypatch.setattr(tasks, "SWEPT_SECONDS", 0)
    batch.items.update(state=Item.State.READY)
    tasks.sweep()
    batch.refresh_from_db()
    assert batch.state == Batch.State.FINISHED


@pytest.mark.parametrize(
    ("kind", "confidence", "match", "sure"),
    [
        ("country", 0.5, None, True),
        ("country", 0.49, None, False),
        ("partnership", 0.6, "new", False),
        ("partnership", 0.8, "new", True),
        ("organisation", 0.95, "same", True),
        ("organisation", 0.95, "probable", False),
        ("organisation", 0.95, "ambiguous", False),
    ],
)
def test_what_is_sure(kind: str, confidence: float, match: str | None, sure: bool) -> None:
    suggestion = Suggestion(kind=kind, confidence=confidence, match={"state": match} if match else None)
    assert suggestions.is_sure(suggestion) == sure


def test_a_reader_that_cannot_start_is_the_administrators_matter_and_can_be_retried(
    bring: Bring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("sys.executable", str(tmp_path / "none"))
        broken.setattr(reading, "_sandboxes", [])
        batch = bring(ARTICLE, work=False)
        for _try in range(claims.TRIES + 1):
            Item.objects.update(claimed_at=None)
            finish_work()
    item = only_item(batch)
    assert item.state == Item.State.FAILED
    assert str(item.message).startswith(
        "Nothing is wrong with the document: The reader of documents cannot be started: [Errno 2]"
    )
    assert "ReaderUnavailable" in item.traceback
    assert services.retry(batch) == 1
    finish_work()
    item.refresh_from_db()
    assert (item.state, str(item.message)) == (Item.State.READY, "")
