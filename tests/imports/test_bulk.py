"""All that is sure accepted at once: what the preview says, what the workers then do, and what a person may ask for."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from lxml import html

from portal.imports import bulk, locks, looking, orders, queue, review, services
from portal.imports.models import BulkAcceptance, BulkPreview, Item, Suggestion
from portal.imports.suggestions import is_sure, sure_condition
from portal.news.models import NewsPage
from tests.imports.conftest import finish_work
from tests.imports.readings import ready, unsure

pytestmark = pytest.mark.django_db
Then = BulkAcceptance.Then
EVERYTHING = queue.Wanted()


def state_of(item: Item) -> str:
    return Item.objects.get(pk=item.pk).state


def preview_of(items: QuerySet[Item], user: User, then: str) -> looking.Preview:
    return looking.preview(list(items.values_list("pk", flat=True)), user=user, then=then)


class Killed(BaseException):
    """The worker is gone."""


def kill(*args: Any, **options: Any) -> None:
    raise Killed


@pytest.mark.parametrize("seed", range(5))
def test_what_is_sure_is_the_same_in_the_database(site: None, seed: int) -> None:
    chosen = random.Random(seed)
    item = ready("a")
    item.suggestions.all().delete()
    matches = [None, {}, {"state": "same"}, {"state": "new"}, {"state": "probable"}, {"state": "ambiguous"}]
    for position in range(150):
        Suggestion.objects.create(
            item=item,
            position=position,
            kind=chosen.choice(Suggestion.Kind.values),
            value="",
            confidence=chosen.choice([0.0, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.9, 1.0]),
            match=chosen.choice(matches),
            found_by=chosen.choice(Suggestion.FoundBy.values),
        )
    expected = {s.pk for s in item.suggestions.all() if is_sure(s)}
    assert set(item.suggestions.filter(sure_condition()).values_list("pk", flat=True)) == expected != set()


def test_the_preview_says_what_the_order_then_does(importer: User, publisher: User) -> None:
    whole, doubtful, taken, alike = ready("whole"), unsure("doubtful"), ready("taken"), ready("alike")
    queue.give([taken.pk], importer)
    Item.objects.filter(pk=alike.pk).update(likeness=0.6)
    everything = queue.find(EVERYTHING, publisher)
    preview = preview_of(everything, publisher, Then.DRAFT)
    assert (preview.articles, preview.applied) == (2, 1)
    assert dict(preview.kinds)["partnership"] == 1
    assert [number for _reason, _words, number in preview.left] == [1, 1, 1]
    assert (preview.unsure, preview.held_by_one) == ([("partnership", 1)], 1)
    assert not Suggestion.objects.exclude(state="open").exists()

    job = bulk.order(everything, user=publisher, then=Then.DRAFT)
    assert not bulk.work(seconds=60)
    job.refresh_from_db()
    assert (len(job.articles), job.done, job.taken, job.state) == (4, 4, preview.articles, "done")
    assert {state_of(whole), state_of(doubtful)} == {Item.State.APPLYING}
    finish_work()
    assert [state_of(item) for item in (whole, doubtful, taken, alike)] == ["applied", "ready", "ready", "ready"]
    accepted = Suggestion.objects.filter(state="accepted", decided_by=publisher)
    assert accepted.count() == sum(number for _kind, number in preview.kinds)
    assert doubtful.suggestions.get(kind="partnership").state == "open"
    assert not Item.objects.exclude(bulk=None).exists()
    assert not NewsPage.objects.get().live


def test_what_has_no_text_stays_as_its_preview_says(publisher: User) -> None:
    item = ready("a", body="")
    assert not item.suggestions.filter(kind="body").exists()
    preview = preview_of(queue.find(EVERYTHING, publisher), publisher, Then.DRAFT)
    assert (preview.applied, [(reason, number) for reason, _words, number in preview.left]) == (0, [("untitled", 1)])
    bulk.order(queue.find(EVERYTHING, publisher), user=publisher, then=Then.DRAFT)
    finish_work()
    assert (state_of(item), NewsPage.objects.count()) == ("ready", 0)


def test_accepting_only_leaves_every_article_in_the_queue(publisher: User) -> None:
    item = ready("a")
    bulk.order(queue.find(EVERYTHING, publisher), user=publisher, then=Then.KEEP)
    finish_work()
    item.refresh_from_db()
    assert (item.state, item.batch.state) == ("ready", "finished")
    assert not item.suggestions.filter(state="open").exists()
    preview = preview_of(queue.find(EVERYTHING, publisher), publisher, Then.KEEP)
    assert preview.articles == 0


def test_what_was_published_in_bulk_is_taken_back_with_its_import(publisher: User) -> None:
    item = ready("a")
    bulk.order(queue.find(EVERYTHING, publisher), user=publisher, then=Then.PUBLISH)
    finish_work()
    assert NewsPage.objects.get().live
    services.take_back(item.batch, user=publisher)
    assert (state_of(item), NewsPage.objects.count()) == (Item.State.UNDONE, 0)


def test_only_who_may_publishes_in_bulk(client: Client, importer: User) -> None:
    item = ready("a")
    with pytest.raises(PermissionDenied):
        bulk.order(queue.find(EVERYTHING, importer), user=importer, then=Then.PUBLISH)
    client.force_login(importer)
    assert 'value="publish"' not in client.get(reverse("imports:accept_all")).content.decode()
    assert client.get(reverse("imports:accept_all"), {"then": "publish"}).status_code in (302, 403)
    assert client.post(reverse("imports:accept_all"), {"then": "publish"}).status_code in (302, 403)
    assert state_of(item) == Item.State.READY


def test_an_order_is_carried_out_some_articles_at_a_time(
    client: Client, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is cut short goes on where it was, what comes later is not touched, and the queue says how far it is."""
    items = [ready(f"{number}") for number in range(5)]
    monkeypatch.setattr(bulk, "TOGETHER", 2)
    job = bulk.order(queue.find(EVERYTHING, publisher), user=publisher, then=Then.KEEP)
    late = ready("late")
    assert services.is_waiting()

    assert orders.step(bulk._running(), locks.ACCEPTANCES, bulk._look_through)
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "judge", kill)
        with pytest.raises(Killed):
            bulk.work(seconds=60)
    client.force_login(publisher)
    assert "2 of 5 articles were looked through" in client.get(reverse("imports:queue")).content.decode()
    assert sorted(map(state_of, items)) == ["applying"] * 2 + ["ready"] * 3
    assert not bulk.work(seconds=60)
    assert [*map(state_of, items), state_of(late)] == ["applying"] * 5 + ["ready"]
    job.refresh_from_db()
    assert (job.done, job.taken, job.attempts, job.state) == (5, 5, 0, "done")
    finish_work()
    assert [*map(state_of, items)] == ["ready"] * 5
    assert not late.suggestions.exclude(state="open").exists()


def test_an_order_that_cannot_be_carried_out_is_given_up_and_says_why(publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ready("a")
    job = bulk.order(queue.find(EVERYTHING, publisher), user=publisher, then=Then.KEEP)

    def fail(*args: Any) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(bulk, "judge", fail)
    assert not bulk.work(seconds=60)
    job.refresh_from_db()
    assert (job.state, str(job.message)) == ("failed", "An unexpected error: boom")
    assert not services.is_waiting()


def test_whoever_reviews_while_it_is_accepted_is_told(publisher: User) -> None:
    item = ready("a")
    bulk.order(queue.find(EVERYTHING, publisher), user=publisher, then=Then.KEEP)
    bulk.work(seconds=60)
    with pytest.raises(review.Conflict):
        review.decide(item.suggestions.first(), state="rejected", version=0, user=publisher)
    assert services.cancel(item.batch) == 1
    item.refresh_from_db()
    assert (item.state, item.bulk) == (Item.State.READY, None)


def test_in_the_admin_by_two_clicks(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    item = ready("a.txt")
    url = f"{reverse('imports:accept_all')}?batch={item.batch_id}"
    page = client.get(url, {"then": "draft", "batch": item.batch_id}).content.decode()
    assert "become drafts" in page
    assert "The University of Tartu (UT) and Hokkaido University signed a memorandum" in page
    response = client.post(url, {"then": "draft"}, follow=True)
    assert "1 article is looked through" in response.content.decode()
    finish_work()
    assert state_of(item) == Item.State.APPLIED


def test_what_keeps_articles_from_becoming_drafts_is_said(client: Client, publisher: User) -> None:
    unsure("a")
    item = unsure("b")
    item.suggestions.filter(kind="event").update(confidence=0.5)
    client.force_login(publisher)
    page = html.fromstring(client.get(reverse("imports:accept_all"), {"then": "draft"}).content)
    assert "None of these articles becomes a draft: what holds them stands below." in " ".join(page.text_content().split())
    (left,) = page.xpath("//section[@aria-labelledby='left-title']/ul/li")
    assert (
        left.text_content().split()
        == ("2 articles: Something in them is not sure. Partnership2Event1 In 1 of them one decision is enough.").split()
    )
    keep = client.get(reverse("imports:accept_all"), {"then": "keep"}).content.decode()
    assert "becomes a draft" not in keep


# --- a long queue, looked through by the workers


@pytest.fixture
def long_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "AT_ONCE", 2)
    monkeypatch.setattr(looking, "TOGETHER", 2)


@pytest.mark.usefixtures("long_queue")
def test_a_long_queue_is_looked_through_by_the_workers(
    client: Client, publisher: User, importer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page judges it, what is cut short goes on where it was, and what was found is what a short queue is told."""
    items = [ready("whole"), unsure("doubtful"), ready("taken"), ready("small", partnerships=()), ready("last", sectors=())]
    queue.give([items[2].pk], importer)
    everything = queue.find(EVERYTHING, publisher)
    expected = preview_of(everything, publisher, Then.DRAFT)
    client.force_login(publisher)
    url = reverse("imports:accept_all")
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "judge", kill)
        page = client.get(url, {"then": "draft"}).content.decode()
        assert "These are 5 articles" in page
        assert "Accept and make drafts" not in page
        page = client.post(url, {"then": "draft", "act": "look"}, follow=True).content.decode()
        assert "0 of 5" in page
    assert services.is_waiting()
    assert orders.step(looking._running(), locks.PREVIEWS, looking._count_more)
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "judge", kill)
        with pytest.raises(Killed):
            looking.work(seconds=60)
        assert "2 of 5" in client.get(url, {"then": "draft"}).content.decode()
    finish_work()
    assert looking.tell(BulkPreview.objects.get()) == expected
    assert expected.articles == 4
    assert {*map(state_of, items)} == {"ready"}
    assert not Suggestion.objects.exclude(state="open").exists()
    # Of something else it says nothing.
    assert "Accept and make drafts" in client.get(url, {"then": "draft"}).content.decode()
    for other in ({"then": "keep"}, {"then": "draft", "batch": items[0].batch_id, "country": "JP"}):
        assert "As it was at" not in client.get(url, other).content.decode()
    client.force_login(importer)
    assert "As it was at" not in client.get(url, {"then": "draft"}).content.decode()


@pytest.mark.usefixtures("long_queue")
def test_what_was_shown_is_accepted_and_nothing_else(client: Client, publisher: User) -> None:
    items = [ready(name) for name in "abc"]
    client.force_login(publisher)
    url = reverse("imports:accept_all")
    client.post(url, {"then": "keep", "act": "look"})
    finish_work()
    late, shown = ready("late"), BulkPreview.objects.get()
    page = client.post(url, {"then": "keep", "shown": shown.pk}, follow=True).content.decode()
    assert "3 articles are looked through" in page
    finish_work()
    assert set(Suggestion.objects.exclude(state="open").values_list("item", flat=True)) == {item.pk for item in items}
    assert late.suggestions.exclude(state="accepted").exists()
    # Asked again, the first answer is forgotten; after a day, so is the last.
    client.post(url, {"then": "draft", "act": "look"})
    job = BulkPreview.objects.get()
    assert (job.then, job.articles) == ("draft", [*shown.articles, late.pk])
    looking.forget()
    assert BulkPreview.objects.exists()
    BulkPreview.objects.update(asked_at=job.asked_at - datetime.timedelta(days=2))
    looking.forget()
    assert not BulkPreview.objects.exists()


@pytest.mark.usefixtures("long_queue")
def test_a_look_that_fails_says_so_and_one_who_may_not_publish_gets_none(client: Client, importer: User) -> None:
    for name in "abc":
        ready(name)
    client.force_login(importer)
    url = reverse("imports:accept_all")
    assert client.post(url, {"then": "publish", "act": "look"}).status_code in (302, 403)
    assert not BulkPreview.objects.exists()
    client.post(url, {"then": "keep", "act": "look"})
    BulkPreview.objects.update(state="failed", message="An unexpected error: boom")
    page = client.get(url).content.decode()
    assert "boom" in page
    assert "Show what that would do" in page
    for shown in ("\0", "9" * 30, BulkPreview.objects.get().pk + 1):
        assert client.post(url, {"then": "keep", "shown": shown}, follow=True).status_code == 200
