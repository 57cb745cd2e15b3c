"""Organisations that texts name and the register does not have."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from partnerships.models import Organisation
from portal.imports import unknown
from portal.imports.matching import match_organisations
from portal.imports.models import Batch, Item, Suggestion
from portal.imports.unknown import find_unknown, unknown_organisations

pytestmark = pytest.mark.django_db


def mention(name: str, state: str = "open", **values: object) -> Suggestion:
    batch = Batch.objects.create(title="Import")
    item = Item.objects.create(batch=batch, position=0, name=f"{name}.txt", state="applied")
    value = {"name": name, "aliases": [], "kind": "university", "country": "NO"}
    return Suggestion.objects.create(item=item, position=0, kind="organisation", value=value, state=state, **values)


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("root"))
    return client


def names() -> list[tuple[str, int]]:
    return [(one.name, one.times) for one in unknown_organisations()]


def test_names_are_counted_by_their_key() -> None:
    Organisation.objects.create(name="Known Ltd")
    for name, state in (
        ("Lindvik AS", "open"),
        ("LINDVIK", "rejected"),
        ("Known", "open"),
        ("Taken", "accepted"),
        ("Rare", "open"),
    ):
        mention(name, state)
    assert names() == [("LINDVIK", 2), ("Rare", 1)]
    assert list(find_unknown("lindvik").articles.values()) == ["LINDVIK.txt", "Lindvik AS.txt"]


def test_what_a_person_makes_of_them(root: Client) -> None:
    url = reverse("imports:unknown")
    for name in ("One", "Two", "Three"):
        mention(name)
    page = root.get(url).content.decode()
    assert "named in 1 article" in page
    root.post(url, {"key": "one", "do": "make"})
    made = Organisation.objects.get()
    assert (made.name, made.kind, made.country.code, made.live) == ("One", "university", "NO", False)
    root.post(url, {"key": "two", "do": "same", "organisation": made.pk})
    assert match_organisations([{"name": "TWO", "aliases": []}])[0].record == made
    root.post(url, {"key": "three", "do": "none"})
    mention("Three")
    assert names() == []
    with translation.override("nl"):
        assert Suggestion.objects.get(item__name=[["Three.txt"]], state="rejected").why == "Het is geen organisatie."


@pytest.mark.parametrize(
    ("part", "without", "index"),
    [("'no organisation'", "JOIN", "suggestion_no_organisation"), ("JOIN", "no such words", "suggestion_unknown")],
)
def test_names_are_found_by_their_index(part: str, without: str, index: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        unknown_organisations()
    wanted = next(query["sql"] for query in asked if part in query["sql"] and without not in query["sql"])
    with connection.cursor() as cursor:
        # Of a table with no rows any plan is as good.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {wanted}")
        assert index in str(cursor.fetchall())


def test_only_the_newest_mentions_are_looked_at(root: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unknown, "NEWEST", 3)
    for name in ("Oldest", "Three", "Two", "Three"):
        mention(name)
    assert names() == [("Three", 2), ("Two", 1)]
    root.post(reverse("imports:unknown"), {"key": "three", "do": "none"})
    assert Suggestion.objects.filter(state="rejected").count() == 2
    assert names() == [("Oldest", 1), ("Two", 1)]


@pytest.mark.parametrize(
    "data", [{}, {"key": "x", "do": "make"}, {"key": "one", "do": "same", "organisation": "x"}, {"key": "one", "do": "?"}]
)
def test_nonsense_changes_nothing(root: Client, data: dict[str, str]) -> None:
    mention("One")
    assert root.post(reverse("imports:unknown"), data).status_code == 302
    assert names() == [("One", 1)]
    assert not Organisation.objects.exists()
