"""Feeds on a schedule: what is new comes once, and a feed that cannot be had says why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client as Browser
from django.urls import reverse

from portal.imports import subscriptions
from portal.imports.fetching import Client, Fetched, NotFetched
from portal.imports.models import Batch, FeedSubscription
from portal.imports.telling import told
from tests.imports.conftest import ARTICLE
from tests.imports.hostile import rss

pytestmark = pytest.mark.django_db


def item(number: int) -> str:
    return f"<item><title>Tartu signs no. {number}</title><guid>urn:{number}</guid><description>{ARTICLE.split(chr(10))[6]}</description></item>"


@dataclass(frozen=True, slots=True)
class Stub(Client):
    """Gives what it was told to, and remembers what it was asked."""

    answers: list[Fetched | NotFetched] = field(default_factory=list)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        self.asked.append((url, etag, last_modified))
        answer = self.answers.pop(0)
        if isinstance(answer, NotFetched):
            raise answer
        return answer


def feed(*numbers: int) -> Fetched:
    return Fetched("https://example.org/feed", rss(*map(item, numbers)), "application/rss+xml", '"one"', "yesterday")


@pytest.fixture
def subscription(site: None) -> FeedSubscription:
    return FeedSubscription.objects.create(title="Tartu News", url="https://example.org/feed")


def test_only_what_is_new_is_imported(subscription: FeedSubscription) -> None:
    client = Stub(answers=[feed(1, 2), feed(1, 2, 3), feed(3), Fetched("", not_modified=True)])
    batches = [subscriptions.poll(subscription, client) for _visit in range(4)]
    assert [batch and batch.items.count() for batch in batches] == [2, 1, None, None]
    assert client.asked[0][1:] == ("", "")
    assert client.asked[3][1:] == ('"one"', "yesterday")
    subscription.refresh_from_db()
    assert str(subscription.message) == "Nothing new."
    assert subscription.checked_at


def test_a_feed_is_looked_at_when_its_time_has_come(subscription: FeedSubscription) -> None:
    FeedSubscription.objects.create(title="Off", url="https://example.org/off", is_active=False)
    client = Stub(answers=[feed(1)])
    assert subscriptions.poll_due(client) == 1
    assert subscriptions.poll_due(client) == 0
    assert Batch.objects.get().title == "Tartu News"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (NotFetched(told("The server answered 404.")), "404"),
        (Fetched("", b"/etc/passwd"), "damaged"),
        (Fetched("", rss()), "no entries"),
    ],
)
def test_a_feed_that_cannot_be_had_says_why_and_is_tried_again(subscription: FeedSubscription, answer, words: str) -> None:
    assert subscriptions.poll(subscription, Stub(answers=[answer])) is None
    subscription.refresh_from_db()
    assert words in str(subscription.message)
    assert not Batch.objects.exists()


def test_a_feed_that_breaks_us_holds_up_no_other(subscription: FeedSubscription, monkeypatch: pytest.MonkeyPatch) -> None:
    other = FeedSubscription.objects.create(title="Other", url="https://example.org/other")
    really = subscriptions.services.start

    def start(sources: Any, **options: Any) -> Any:
        return 1 / 0 if options["title"] == "Tartu News" else really(sources, **options)

    monkeypatch.setattr(subscriptions.services, "start", start)
    assert subscriptions.poll_due(Stub(answers=[feed(1), feed(2)])) == 2
    for one in (subscription, other):
        one.refresh_from_db()
    assert (str(subscription.message)[:19], subscription.etag) == ("An unexpected error", "")
    assert str(other.message) == "1 new entry."


def test_nothing_is_fetched_where_the_operator_does_not_allow_it(subscription: FeedSubscription) -> None:
    subscriptions.poll_due()
    subscription.refresh_from_db()
    assert "fetches nothing from the network" in str(subscription.message)


def test_the_form_says_whose_imports_the_entries_become(
    client: Browser, admin_user: User, subscription: FeedSubscription, django_user_model: type[User]
) -> None:
    client.force_login(admin_user)
    assert "becomes imports of admin." in client.get(reverse("feeds:add")).content.decode()
    for owner, words in ((django_user_model.objects.create_user("ina"), "imports of ina."), (None, "belong to nobody.")):
        subscription.user = owner
        subscription.save()
        assert words in client.get(reverse("feeds:edit", args=[subscription.pk])).content.decode()
