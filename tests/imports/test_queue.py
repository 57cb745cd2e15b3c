"""The queue of reviews: its order and filters, who has what, all that is sure at once, and boilerplate put back."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.imports import bulk, claims, locks, orders, queue, restoring, review, services, standing
from portal.imports.models import Batch, BulkAcceptance, Change, Item, Suggestion
from portal.imports.suggestions import is_sure, sure_condition
from portal.news.models import NewsPage
from tests.imports.conftest import ARTICLE, finish_work, numbered, person
from tests.imports.readings import TEXT, item_of, reading

pytestmark = pytest.mark.django_db
Bring = Callable[..., Batch]
Then = BulkAcceptance.Then
EVERYTHING = queue.Wanted()


def ready(name: str, batch: Batch | None = None, **changes: Any) -> Item:
    """An item in the queue, as a worker leaves it."""
    item = item_of(reading(**changes), name, batch)
    standing.enter(item, list(item.suggestions.all()))
    item.save()
    return item


def unsure(name: str) -> Item:
    """One of whose partnership the words leave a doubt."""
    item = ready(name)
    item.suggestions.filter(kind="partnership").update(confidence=0.5)
    standing.enter(item, list(item.suggestions.all()))
    item.save()
    return item


def state_of(item: Item) -> str:
    return Item.objects.get(pk=item.pk).state


# --- order, filters, counts


def test_the_most_certain_come_first_then_the_most_valuable(importer: User) -> None:
    nothing = ready(
        "nothing", partnerships=(), events=(), opportunities=(), organisations=(), people=(), countries=(), sectors=()
    )
    doubtful, small, whole = unsure("doubtful"), ready("small", partnerships=(), events=()), ready("whole")
    assert list(queue.find(EVERYTHING, importer)) == [whole, small, doubtful, nothing]


def test_the_place_stays_while_people_decide_and_the_filters_follow(importer: User) -> None:
    item = ready("a")
    rank = item.rank
    country = item.suggestions.filter(kind="country", value__code="JP").get()
    review.decide(country, state="rejected", version=0, user=importer)
    item.refresh_from_db()
    assert (item.countries, item.rank) == (["EE"], rank)
    review.decide(country, state="edited", version=1, user=importer, value={"code": "CN"})
    item.refresh_from_db()
    assert item.countries == ["CN", "EE"]


def test_each_filter_narrows_and_its_count_is_exact(importer: User, publisher: User) -> None:
    """Against the plain definition, on rows of every kind."""
    chosen = random.Random(4)
    batches = [Batch.objects.create(title=name, state="finished") for name in "ab"]
    items = []
    for position in range(60):
        batch, holder = chosen.choice(batches), chosen.choice([None, importer, publisher])
        similar, decided = chosen.choice([None, 0.5]), chosen.choice(["", "different"])
        items.append(
            Item(
                batch=batch,
                position=position,
                name=str(position),
                state=chosen.choice(["ready", "ready", "failed"]),
                language=chosen.choice(["nl", "ru"]),
                countries=chosen.sample(["NL", "RU", "CN"], chosen.randrange(3)),
                open_questions=chosen.randrange(3),
                assigned_to=holder,
                likeness=similar,
                likeness_decision=decided if similar else "",
            )
        )
    Item.objects.bulk_create(items)

    def number(**wanted: Any) -> int:
        return sum(_fits(item, importer, **wanted) for item in items)

    for wanted in (
        {},
        {"language": "nl"},
        {"country": "CN", "who": "nobody"},
        {"batch": batches[0].pk, "asks": True},
        {"alike": True, "who": "others"},
        {"state": "failed", "who": "me", "asks": True, "alike": True},
    ):
        counts = queue.count(queue.Wanted(**wanted), importer)
        assert counts.total == number(**wanted) == queue.find(queue.Wanted(**wanted), importer).count()
        assert counts.asks == number(**wanted | {"asks": True})
        assert counts.alike == number(**wanted | {"alike": True})
        assert counts.who == {who or "any": number(**wanted | {"who": who}) for who in ("me", "nobody", "others", "")}
        assert dict(counts.languages) == _without_zero({code: number(**wanted | {"language": code}) for code in ("nl", "ru")})
        assert dict(counts.countries) == _without_zero(
            {code: number(**wanted | {"country": code}) for code in ("NL", "RU", "CN")}
        )
        assert {pk: n for pk, _title, n in counts.batches} == _without_zero(
            {batch.pk: number(**wanted | {"batch": batch.pk}) for batch in batches}
        )


def _without_zero(numbers: dict[Any, int]) -> dict[Any, int]:
    return {key: number for key, number in numbers.items() if number}


def _fits(item: Item, user: User, **wanted: Any) -> bool:
    holder = {"me": item.assigned_to == user, "nobody": item.assigned_to is None, "": True}
    holder["others"] = not holder["me"] and not holder["nobody"]
    return (
        item.state == wanted.get("state", "ready")
        and item.batch_id == (wanted.get("batch") or item.batch_id)
        and item.language == (wanted.get("language") or item.language)
        and (not wanted.get("country") or wanted["country"] in item.countries)
        and holder[wanted.get("who", "")]
        and (not wanted.get("asks") or item.open_questions > 0)
        and (not wanted.get("alike") or item.resembles)
    )


def test_the_page_of_the_queue(client: Client, publisher: User, django_assert_max_num_queries: Any) -> None:
    client.force_login(publisher)
    assert "Nothing waits for a review" in client.get(reverse("imports:queue")).content.decode()
    first = ready("a.txt")
    for number in range(60):
        ready(f"{number}.txt", first.batch)
    client.get(reverse("imports:queue"), {"country": "JP"})
    with django_assert_max_num_queries(20):
        page = client.get(reverse("imports:queue"), {"country": "JP"}).content.decode()
    assert "Japan (61)" in page
    assert "Page 1 of 2" in page
    for query in (
        "?p=9",
        "?batch=x",
        "?language=%00",
        "?who=x&state=x&country=%27",
        "?batch=99999999999999999999",
        "?country=XX",
    ):
        assert client.get(reverse("imports:queue") + query).status_code == 200


def test_strangers_see_no_queue(client: Client, site: None, django_user_model: type[User]) -> None:
    client.force_login(django_user_model.objects.create_user("eva"))
    for name in ("queue", "accept_all"):
        assert client.get(reverse(f"imports:{name}")).status_code in (302, 403)
    assert client.post(reverse("imports:next")).status_code in (302, 403)


# --- who has which


def test_two_people_who_take_the_next_get_two_articles(importer: User, publisher: User) -> None:
    first, second = ready("a"), ready("b")
    mine, theirs = queue.take_next(EVERYTHING, importer), queue.take_next(EVERYTHING, publisher)
    assert {mine, theirs} == {first, second}
    assert queue.take_next(EVERYTHING, importer) == mine
    assert queue.take_next(EVERYTHING, importer, after=mine) is None


def test_the_next_goes_down_the_queue_and_begins_again_at_its_top(importer: User) -> None:
    a, b, c = (ready(name) for name in "abc")
    order = [a]
    for _step in range(3):
        order.append(queue.take_next(EVERYTHING, importer, after=order[-1]))
    assert order == [a, b, c, a]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_each_get_an_article_of_their_own(importer: User) -> None:
    for number in range(8):
        ready(str(number))
    people = [person(f"p{number}") for number in range(8)]
    got: list[Any] = []

    def take(user: User) -> None:
        got.append(queue.take_next(EVERYTHING, user))
        close_old_connections()

    threads = [threading.Thread(target=take, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [item.pk for item in got if item]
    assert len(found) == len(set(found)) >= 1
    assert Item.objects.exclude(assigned_to=None).count() == len(found)


def test_ticked_articles_are_taken_given_and_released(client: Client, importer: User, publisher: User) -> None:
    client.force_login(publisher)
    ours, theirs = ready("a"), ready("b")
    queue.give([theirs.pk], importer)
    url, both = reverse("imports:assign") + "?country=JP", [ours.pk, theirs.pk]
    response = client.post(url, {"what": "take", "item": both}, follow=True)
    assert response.redirect_chain[-1][0].endswith("/queue/?country=JP")
    assert "1 article is yours now. Those that somebody has already" in response.content.decode()
    client.post(url, {"what": "give", "item": both, "person": importer.pk})
    assert set(Item.objects.values_list("assigned_to", flat=True)) == {importer.pk}
    client.post(url, {"what": "release", "item": both})
    assert set(Item.objects.values_list("assigned_to", flat=True)) == {None}
    for data in ({"what": "give", "item": both, "person": "x"}, {"what": "take"}, {"what": "give", "item": ["\0", "9" * 30]}):
        assert client.post(url, data, follow=True).status_code == 200
    assert set(Item.objects.values_list("assigned_to", flat=True)) == {None}


def test_taking_over_names_who_was_quicker(client: Client, importer: User, publisher: User) -> None:
    client.force_login(publisher)
    item = ready("a")
    queue.take([item.pk], importer)
    response = client.post(reverse("imports:hand_over", args=[item.uuid]), {"what": "take", "holder": ""}, follow=True)
    assert "ina has taken this article meanwhile." in response.content.decode()
    client.post(reverse("imports:hand_over", args=[item.uuid]), {"what": "take", "holder": importer.pk})
    item.refresh_from_db()
    assert item.assigned_to == publisher


def test_next_keeps_to_what_was_filtered(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    other = ready("other", countries=())
    first, second = ready("a"), ready("b")
    client.get(reverse("imports:queue"), {"country": "JP"})
    response = client.post(reverse("imports:next") + "?country=JP")
    assert str(first.uuid) in response.url
    response = client.post(reverse("imports:next_after", args=[first.uuid]))
    assert str(second.uuid) in response.url
    queue.give([first.pk], person("eva"))
    response = client.post(reverse("imports:next_after", args=[second.uuid]), follow=True)
    assert "nothing more to review here" in response.content.decode()
    other.refresh_from_db()
    assert other.assigned_to is None


# --- all that is sure at once


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
    preview = bulk.preview(everything, user=publisher, then=Then.DRAFT)
    assert (preview.articles, preview.applied) == (2, 1)
    assert dict(preview.kinds)["partnership"] == 1
    assert [number for _reason, number in preview.left] == [1, 1, 1]
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


def test_accepting_only_leaves_every_article_in_the_queue(publisher: User) -> None:
    item = ready("a")
    bulk.order(queue.find(EVERYTHING, publisher), user=publisher, then=Then.KEEP)
    finish_work()
    item.refresh_from_db()
    assert (item.state, item.batch.state) == ("ready", "finished")
    assert not item.suggestions.filter(state="open").exists()
    preview = bulk.preview(queue.find(EVERYTHING, publisher), user=publisher, then=Then.KEEP)
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

    class Killed(BaseException):
        pass

    def kill(*args: Any, **options: Any) -> None:
        raise Killed

    assert orders.step(bulk._running(), locks.ACCEPTANCES, bulk._look_through)
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "_judge", kill)
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

    monkeypatch.setattr(bulk, "_judge", fail)
    assert not bulk.work(seconds=60)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "An unexpected error: boom")
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


# --- pause and resume


def test_a_paused_import_waits_and_others_do_not(bring: Bring) -> None:
    paused, other = bring(ARTICLE, work=False), bring(numbered(7), work=False)
    assert services.pause(paused)
    finish_work()
    assert services.counts(paused) == {"waiting": 1}
    assert services.counts(other) == {"ready": 1}
    assert not services.is_waiting()
    paused.refresh_from_db()
    assert paused.state == Batch.State.PAUSED
    assert services.resume(paused)
    finish_work()
    paused.refresh_from_db()
    assert (services.counts(paused), paused.state) == ({"ready": 1}, Batch.State.FINISHED)


def test_what_is_paused_costs_those_who_look_for_work_nothing(bring: Bring) -> None:
    """Neither a claim nor the sweep reads a row of it, however many there are."""
    paused = Batch.objects.create(title="Paused", state=Batch.State.PAUSED)
    Item.objects.bulk_create(Item(batch=paused, position=n, name=str(n)) for n in range(2000))
    bring(ARTICLE, work=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE imports_item, imports_batch")
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert services.is_waiting()
        assert len(claims.claim(Item.State.WAITING)) == 1
        assert not claims.claim(Item.State.WAITING)
    asked = [query["sql"] for query in found if "imports_item" in query["sql"] and query["sql"].startswith(("SELECT", "\nWITH"))]
    assert len(asked) >= 5
    assert sum(map(rows_read, asked)) < 40


def rows_read(query: str) -> float:
    """How many rows of tables and indexes PostgreSQL reads for a query, those that it reads in vain among them."""

    def count(node: dict[str, Any]) -> float:
        read = (
            (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] if "Relation Name" in node else 0
        )
        return read + sum(map(count, node.get("Plans", ())))

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + query)
        return count(cursor.fetchone()[0][0]["Plan"])


def test_what_is_not_running_is_not_paused_and_a_paused_one_is_cancelled(bring: Bring) -> None:
    done, batch = bring(ARTICLE), bring(numbered(8), work=False)
    assert not services.pause(done)
    assert not services.resume(batch)
    services.pause(batch)
    assert services.cancel(batch) == 1
    batch.refresh_from_db()
    assert batch.state == Batch.State.CANCELLED


def test_retrying_in_a_paused_import_waits_too(bring: Bring) -> None:
    batch = bring(ARTICLE, work=False)
    services.pause(batch)
    batch.items.update(state="failed")
    assert services.retry(batch) == 1
    batch.refresh_from_db()
    assert batch.state == Batch.State.PAUSED


def test_pause_and_resume_by_buttons(client: Client, publisher: User, bring: Bring) -> None:
    client.force_login(publisher)
    batch = bring(ARTICLE, work=False)
    page = client.post(reverse("imports:pause", args=[batch.uuid]), follow=True).content.decode()
    assert "The import is paused." in page
    assert "Resume" in page
    page = client.post(reverse("imports:resume", args=[batch.uuid]), follow=True).content.decode()
    assert "The import goes on." in page
    assert client.get(reverse("imports:pause", args=[batch.uuid])).status_code == 405


# --- boilerplate


def test_boilerplate_is_put_into_the_text_and_taken_out_again(publisher: User) -> None:
    item = ready("a")
    body = item.suggestions.get(kind="body")
    start = TEXT.index("Share this page")
    restoring.restore(item, start, version=0, user=publisher)
    body.refresh_from_db()
    assert (body.state, body.edited_value) == ("edited", f"{body.value}\n\nShare this page")
    item.refresh_from_db()
    assert ["paragraph", start, start + len("Share this page")] in item.reading["zones"]
    with pytest.raises(review.Conflict):
        restoring.restore(item, start, version=item.version, user=publisher)
    restoring.strike(item, start, version=item.version, user=publisher)
    body.refresh_from_db()
    item.refresh_from_db()
    assert (body.state, body.edited_value) == ("open", None)
    assert ["share", start, start + len("Share this page")] in item.reading["zones"]


def test_what_stands_before_the_article_comes_first_and_own_words_stay(publisher: User) -> None:
    item = ready("a")
    body = item.suggestions.get(kind="body")
    own = body.value.replace("An open call", "An open and free call")
    review.decide(body, state="edited", version=0, user=publisher, value=own)
    item.refresh_from_db()
    restoring.restore(item, TEXT.index("Home > News"), version=item.version, user=publisher)
    body.refresh_from_db()
    assert body.edited_value == f"Home > News\n\n{own}"


def test_restored_by_a_button_it_is_in_the_article(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    item = ready("a")
    start = TEXT.index("Share this page")
    page = client.post(
        reverse("imports:boilerplate", args=[item.uuid]), {"restore": start, "version": 0}, follow=True
    ).content.decode()
    assert "Leave out again" in page
    for data in ({"restore": "x"}, {"strike": "\0"}, {}, {"restore": "999999", "version": 1}):
        assert client.post(reverse("imports:boilerplate", args=[item.uuid]), data, follow=True).status_code == 200
    item.refresh_from_db()
    services.apply(item, user=publisher, version=item.version)
    assert "Share this page" in str(NewsPage.objects.get().body)


# --- what applying did


def test_the_summary_names_all_that_was_made_linked_and_left_out(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    item = ready("a")
    review.accept_sure(item, version=0, user=publisher)
    person_said = item.suggestions.get(kind="person")
    review.decide(person_said, state="rejected", version=1, user=publisher, reason="Only mentioned in passing")
    tokyo = item.suggestions.filter(kind="organisation").last()
    review.decide(tokyo, state="rejected", version=1, user=publisher)
    item.refresh_from_db()
    services.apply(item, user=publisher, version=item.version)
    for url in (reverse("imports:item", args=[item.uuid]), reverse("imports:summary", args=[item.batch.uuid])):
        page = client.get(url).content.decode()
        for label in Change.objects.values_list("label", flat=True):
            assert label in page
        assert "Rejected: Only mentioned in passing" in page
        assert "It needs two parties that are accepted." in page
    assert client.get(reverse("imports:summary", args=[item.batch.uuid]) + "?what=x&p=9&left=x").status_code == 200
    services.take_back(item.batch, user=publisher)
    assert "taken back" in client.get(reverse("imports:summary", args=[item.batch.uuid])).content.decode()
