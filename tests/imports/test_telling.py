"""What is told of an item is kept as it was meant, and said in the language of whoever reads it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from partnerships.people.needle import Needle
from partnerships.people.removing import find
from portal.imports import columns, containers, services
from portal.imports.models import Batch, Item
from portal.imports.telling import Sentence, Told, ntold, together, told
from tests.imports.conftest import ARTICLE, finish_work, only_item
from tests.imports.readings import item_of, reading

Bring = Callable[..., Batch]
pytestmark = pytest.mark.django_db
SAME = told("The same as “%(name)s” in this import.") % {"name": "a.txt"}


def test_sentences_are_said_in_the_active_language() -> None:
    words = SAME + ntold("%(n)d unreadable character was removed.", "%(n)d unreadable characters were removed.", 3)
    assert str(words) == "The same as “a.txt” in this import. 3 unreadable characters were removed."
    with translation.override("nl"):
        assert str(words) == "Hetzelfde als “a.txt” in deze import. 3 onleesbare tekens zijn verwijderd."
    assert Told.of(json.loads(json.dumps(words.as_json()))) == words
    assert together([words, SAME]) == words


def test_a_value_may_be_told_too_and_a_plain_text_stays_what_it_is() -> None:
    words = told("%(who)s has changed it since.") % {"who": told("Somebody")}
    assert Told.of(words.as_json()) == words
    with translation.override("nl"):
        assert str(words).startswith("Iemand")
        assert str(Told.of("100 % of it")) == "100 % of it"
    assert not Told.of("")


@pytest.mark.parametrize("values", [(), (("n", 3),), (("name", Told()),)])
def test_what_does_not_fit_its_values_breaks_no_page(values: Any) -> None:
    assert str(Told((Sentence("%(name)d and %(more)s and 100 %", values),)))


def test_it_can_be_kept_whatever_a_name_holds(bring: Bring) -> None:
    item = only_item(bring(ARTICLE))
    item.message = told("The same as “%(name)s” in this import.") % {"name": "a\0b\ud800c"} + Told.of("d\0e")
    item.save()
    item.refresh_from_db()
    assert str(item.message) == "The same as “a\ufffdb?c” in this import. d\ufffde"


def language_of(user: User, code: str) -> None:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": code})


def test_two_people_read_one_item_in_two_languages(client: Client, publisher: User, bring: Bring) -> None:
    with translation.override("ru"):
        # Whatever language the worker has.
        batch = bring(ARTICLE, ARTICLE, b"%PDF-nothing")
    again, broken = batch.items.order_by("position")[1:]
    assert (str(again.message), str(broken.message)) == (
        "The same as “0.txt” in this import.",
        "This PDF is damaged or locked with a password and cannot be read.",
    )
    client.force_login(publisher)
    url = reverse("imports:batch", args=[batch.uuid])
    assert "The same as “0.txt” in this import." in client.get(url).content.decode()
    language_of(publisher, "nl")
    page = client.get(url).content.decode()
    assert "Hetzelfde als “0.txt” in deze import." in page
    assert "Deze PDF is beschadigd" in page


def test_where_a_document_stands_in_its_file_too(client: Client, publisher: User) -> None:
    table = f'title,text\nTartu signs,"{ARTICLE}"\n,"{ARTICLE} Again."\n'.encode()
    with translation.override("ru"):
        batch = services.start([containers.Unopened("news.csv", io.BytesIO(table))], title="Spring")
        finish_work()
    client.force_login(publisher)
    language_of(publisher, "nl")
    page = client.get(reverse("imports:batch", args=[batch.uuid])).content.decode()
    assert "Tartu signs · rij 2" in page
    assert ">rij 3<" in page
    assert [item.document.name for item in batch.items.all()] == ["Tartu signs.html", "news.csv 3.html"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('[{"title": "One"', "een komma of een sluithaak ontbreekt"),
        ('[{"title": "One', "een aanhalingsteken is niet gesloten"),
        ('[{"title" "One"}]', "een dubbele punt ontbreekt na een naam"),
        ('[{"title": }]', "een waarde ontbreekt"),
        ("[{title: 1}]", "een naam tussen dubbele aanhalingstekens ontbreekt"),
        ('[{"title": "\\x"}]', "een backslash staat voor iets wat JSON niet kent"),
        ('[{"title": "a\nb"}]', "een regeleinde of een ander stuurteken staat in een tekst"),
    ],
)
def test_what_is_wrong_with_json_too(data: str, words: str) -> None:
    (source,) = containers.open_stream(io.BytesIO(data.encode()), "news.json")
    with translation.override("nl"):
        assert words in str(source.message)


def test_a_column_without_a_heading_has_the_same_name_for_everybody() -> None:
    table = b"title,,text\nOne,Two,Three\n"
    with translation.override("ru"):
        sample = columns.sample(io.BytesIO(table), "news.csv")
    assert sample
    assert sample.headings == ("title", "B", "text")


def test_questions_and_matches_too(client: Client, publisher: User) -> None:
    item = item_of(reading())
    item.reading = {**(item.reading or {}), "questions": [_question()]}
    item.save()
    named = item.suggestions.filter(kind="organisation").first()
    named.match = {"state": "same", "candidates": [], "reason": told("As decided before.").as_json()}
    named.save()
    client.force_login(publisher)
    language_of(publisher, "nl")
    page = client.get(reverse("imports:item", args=[item.uuid])).content.decode()
    assert "Wanneer is dit gepubliceerd? In de tekst staat “yesterday”" in page
    with translation.override("nl"):
        assert str(told("As decided before.")) in page


def _question() -> dict[str, Any]:
    text = told("When was this published? The text says “%(words)s”, which counts from that day.") % {"words": "yesterday"}
    return {"about": "published", "text": text.as_json(), "choices": [], "hint": [], "spans": []}


def test_a_removal_request_finds_a_name_in_what_was_told(bring: Bring) -> None:
    item = only_item(bring(ARTICLE))
    item.message = told("Set aside by %(who)s.") % {"who": "Mari Tamm"}
    item.save()
    needle = Needle("Mari Tamm")
    for place, found in find(needle):
        if place.code == "item":
            for one in found:
                place.remove(one, needle)
    item.refresh_from_db()
    assert str(item.message) == "Set aside by [name removed]."


def test_it_finds_one_in_the_title_and_the_files_of_an_import(importer: User) -> None:
    needle = Needle("Mari Tamm")
    file = containers.Unopened("Mari Tamm.zip", io.BytesIO(b"words"))
    batch = services.prepare([(file, False)], title="From Mari Tamm", user=importer)
    for place, found in find(needle):
        for one in found:
            place.remove(one, needle)
    batch.refresh_from_db()
    assert (batch.title, batch.uploads.get().name) == ("From [name removed]", "[name removed].zip")


def test_in_the_database_it_is_a_list_of_sentences(bring: Bring) -> None:
    bring(ARTICLE, ARTICLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT message FROM imports_item ORDER BY position")
        kept = [json.loads(message) for (message,) in cursor.fetchall()]
    assert kept == [[], [["The same as “%(name)s” in this import.", {"name": [["%(name)s", {"name": "0.txt"}]]}]]]
    assert Item.objects.filter(message=[]).count() == 1
