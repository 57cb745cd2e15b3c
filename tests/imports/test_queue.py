"""The queue of reviews: its order, filters and counts, and who has which article."""

from __future__ import annotations

import random
import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from portal.imports import queue, review
from portal.imports.models import Batch, Item
from tests.imports.conftest import person
from tests.imports.readings import ready, unsure

pytestmark = pytest.mark.django_db
EVERYTHING = queue.Wanted()


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


def test_languages_are_named_in_the_reader_s_own(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    item = ready("a")
    UserProfile.objects.create(user=publisher, preferred_language="nl")
    for url in (reverse("imports:queue"), reverse("imports:item", args=[item.uuid])):
        page = client.get(url).content.decode()
        ours = page[page.index('<div class="nice-padding') :]
        assert "Engels" in ours
        assert "English" not in ours, ours[ours.index("English") - 200 :][:400]
