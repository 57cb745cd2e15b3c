"""The desk in the admin, as a person with and without rights meets it; every button works without scripts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from lxml import html

from partnerships.models import Organisation
from portal.imports import review, unpacking
from portal.imports.models import Batch, Item, Suggestion
from portal.news.models import NewsPage
from tests.imports.conftest import ARTICLE, finish_work, numbered, only_item
from tests.imports.readings import item_of, reading

pytestmark = pytest.mark.django_db
Bring = Callable[..., Batch]


@pytest.fixture
def desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def start(client: Client, **data: Any) -> Any:
    return client.post(reverse("imports:start"), data, follow=True)


def text_of(response: Any) -> str:
    return response.content.decode()


# --- bringing


def test_several_files_and_a_pasted_text_are_one_import(desk: Client) -> None:
    files = [SimpleUploadedFile(f"{n}.txt", numbered(n).encode()) for n in range(2)]
    response = start(desk, documents=files, text=ARTICLE, title="Spring news")
    batch = Batch.objects.get()
    assert response.redirect_chain[-1][0] == reverse("imports:batch", args=[batch.uuid])
    assert [str(item) for item in batch.items.all()] == [
        "0.txt",
        "1.txt",
        "Home > News > Cooperation",
    ]
    assert "0 of 3" in text_of(response)
    assert "every 2s" in text_of(response)
    assert "You may leave this page" in text_of(response)
    finish_work()
    response = desk.get(reverse("imports:batch", args=[batch.uuid]))
    assert "3 of 3" in text_of(response)
    assert "Nothing of it is in the register" in text_of(response)
    assert "every 2s" not in text_of(response)


def test_a_zip_is_opened(desk: Client) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", ARTICLE)
        archive.writestr("logo.png", b"png")
    start(desk, documents=[SimpleUploadedFile("news.zip", buffer.getvalue())])
    batch = Batch.objects.get()
    assert batch.title == "news.zip"
    assert "“news.zip”" in text_of(desk.get(reverse("imports:batch", args=[batch.uuid])))
    assert unpacking.work()
    assert [(str(item), item.state) for item in batch.items.all()] == [("a.txt", "waiting"), ("logo.png", "skipped")]


def test_nothing_is_a_message(desk: Client) -> None:
    response = start(desk, text=" \n ")
    assert "Choose at least one file, or paste a text." in text_of(response)
    assert not Batch.objects.exists()


# --- who may


def test_the_role_of_an_importing_admin_is_enough(client: Client, django_user_model: type[User]) -> None:
    call_command("create_site", languages=["en"], verbosity=0)
    user = django_user_model.objects.create_user("rita", password="x")
    user.groups.add(Group.objects.get(name="Importing admins"))
    client.force_login(user)
    assert 'name="publish"' in text_of(client.get(reverse("imports:start")))
    item = item_of(reading())
    client.post(reverse("imports:apply", args=[item.uuid]), {"version": 0, "publish": "1"})
    assert NewsPage.objects.live().exists()


@pytest.mark.parametrize("name", ["imports:index", "imports:start"])
def test_the_desk_is_closed_to_strangers(client: Client, site: None, django_user_model: type[User], name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
    user = django_user_model.objects.create_user("nobody", password="x")
    client.force_login(user)
    assert client.get(reverse(name)).status_code in (302, 403)


def test_only_who_may_publish_is_offered_it(client: Client, importer: User) -> None:
    client.force_login(importer)
    assert 'name="publish"' not in text_of(client.get(reverse("imports:start")))
    item = item_of(reading())
    assert "Apply and publish" not in text_of(client.get(reverse("imports:item", args=[item.uuid])))
    response = client.post(reverse("imports:apply", args=[item.uuid]), {"version": 0, "publish": "1"}, follow=True)
    assert "you do not have permission" in text_of(response)
    assert not NewsPage.objects.exists()
    start(client, text=ARTICLE, publish="on")
    assert not Batch.objects.latest("pk").publish


# --- reviewing


def test_the_review_page_shows_text_marks_and_suggestions(desk: Client) -> None:
    item = item_of(reading())
    page = text_of(desk.get(reverse("imports:item", args=[item.uuid])))
    title = item.suggestions.get(kind="title")
    assert f'<mark id="text-{title.pk}"' in page
    assert f'href="#text-{title.pk}"' in page
    assert '<s title="Navigation" data-zone="0">Home &gt; News</s>' in page
    assert "Memorandum · Signed · 10 March 2021" in page
    assert "10 March 2021</a></mark>" in page
    assert "Sure" in page


def test_accept_reject_and_decide_again(desk: Client, publisher: User) -> None:
    item = item_of(reading())
    country = item.suggestions.filter(kind="country").first()
    url = reverse("imports:decide", args=[item.uuid, country.pk])
    desk.post(url, {"decision": "accept", "version": 0})
    country.refresh_from_db()
    assert (country.state, country.decided_by) == (Suggestion.State.ACCEPTED, publisher)
    desk.post(url, {"decision": "reopen", "version": 1})
    desk.post(url, {"decision": "reject", "version": 2})
    country.refresh_from_db()
    assert country.state == Suggestion.State.REJECTED


EDITS: dict[str, tuple[dict[str, Any], Any]] = {
    "title": ({"value": "New title"}, "New title"),
    "published": ({"value": "2020-01-02"}, "2020-01-02"),
    "language": ({"value": "ru"}, "ru"),
    "topics": ({"value": "One, Two ,"}, ["One", "Two"]),
    "body": ({"value": "One\r\n\r\n\r\n\r\nTwo"}, "One\n\nTwo"),
    "country": ({"code": "BE"}, {"code": "BE"}),
    "sector": ({"code": "energy"}, {"code": "energy"}),
    "person": (
        {"name": "Mari Tamm", "role": "", "organisation": "UT"},
        {"name": "Mari Tamm", "role": None, "organisation": "UT"},
    ),
}


@pytest.mark.parametrize("kind", EDITS)
def test_each_kind_has_its_form(desk: Client, kind: str) -> None:
    posted, stored = EDITS[kind]
    item = item_of(reading())
    suggestion = item.suggestions.filter(kind=kind).first()
    page = text_of(desk.get(reverse("imports:item", args=[item.uuid]), {"edit": suggestion.pk}))
    assert "Save and accept" in page
    edit(desk, suggestion, posted)
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.edited_value) == (Suggestion.State.EDITED, stored)
    assert suggestion.value != stored


def edit(client: Client, suggestion: Suggestion, fields: dict[str, Any], version: int = 0) -> Any:
    url = reverse("imports:decide", args=[suggestion.item.uuid, suggestion.pk])
    prefixed = {f"s{suggestion.pk}-{name}": value for name, value in fields.items()}
    return client.post(url, {"decision": "edit", "version": version, **prefixed})


def test_a_partnership_is_corrected(desk: Client) -> None:
    suggestion = item_of(reading()).suggestions.get(kind="partnership")
    fields = {
        "kind": "agreement",
        "status": "active",
        "parties": "University of Tartu\n\nHokkaido University\nCity of Tartu",
        "sought": "",
        "date": "2021-03",
        "sectors": ["energy"],
    }
    edit(desk, suggestion, fields)
    suggestion.refresh_from_db()
    assert suggestion.edited_value["parties"] == ["University of Tartu", "Hokkaido University", "City of Tartu"]
    assert (suggestion.edited_value["date"], suggestion.edited_value["sectors"]) == ("2021-03", ["energy"])


def test_a_wrong_value_comes_back_with_its_reason(desk: Client) -> None:
    suggestion = item_of(reading()).suggestions.get(kind="partnership")
    fields = {"kind": "agreement", "status": "nonsense", "parties": "One", "date": "the 45th"}
    page = text_of(edit(desk, suggestion, fields))
    assert "two parties or more" in page
    assert "is not a date" in page
    suggestion.refresh_from_db()
    assert suggestion.state == Suggestion.State.OPEN


def test_an_event_is_corrected(desk: Client) -> None:
    suggestion = item_of(reading()).suggestions.get(kind="event")
    page = text_of(desk.get(reverse("imports:item", args=[suggestion.item.uuid]), {"edit": suggestion.pk}))
    assert "Sapporo (JP) 2021-03-10" in page
    fields = {
        "kind": "delegation-visit",
        "start": "--07-09",
        "end": "",
        "legs": "Sapporo (JP) 2021-03-10\nTartu (EE) 2021-03-12/2021-03-13\nSomewhere",
        "countries": ["JP", "EE"],
        "participants": "Mari Tamm = lead\nCity of Tartu",
    }
    edit(desk, suggestion, fields)
    suggestion.refresh_from_db()
    legs = suggestion.edited_value["legs"]
    assert [(leg["place"], leg["country"], leg["start"], leg["end"]) for leg in legs] == [
        ("Sapporo", "JP", "2021-03-10", None),
        ("Tartu", "EE", "2021-03-12", "2021-03-13"),
        ("Somewhere", None, None, None),
    ]
    assert legs[0]["hosts"] == ["Hokkaido University"]
    assert suggestion.edited_value["participants"] == [["Mari Tamm", "lead"], ["City of Tartu", "attendee"]]


def test_an_organisation_is_one_of_the_register_or_new(desk: Client) -> None:
    one, _two = (Organisation.objects.create(name="University of Tartu") for _n in range(2))
    suggestion = item_of(reading()).suggestions.filter(kind="organisation").first()
    page = text_of(desk.get(reverse("imports:item", args=[suggestion.item.uuid]), {"edit": suggestion.pk}))
    assert "It is: University of Tartu" in page
    edit(desk, suggestion, {"name": "University of Tartu", "kind": "university", "country": "EE", "use": str(one.uuid)})
    suggestion.refresh_from_db()
    assert suggestion.edited_value["use"] == str(one.uuid)


def test_all_that_is_sure_then_publish(desk: Client) -> None:
    item = item_of(reading())
    desk.post(reverse("imports:accept_sure", args=[item.uuid]), {"version": 0})
    item.refresh_from_db()
    response = desk.post(reverse("imports:apply", args=[item.uuid]), {"version": item.version, "publish": "1"}, follow=True)
    assert "is published: 5 records made" in text_of(response)
    assert NewsPage.objects.live().get().country_links.count() == 2


def test_a_double_click_on_apply_makes_one_article(desk: Client) -> None:
    item = item_of(reading())
    for _click in range(2):
        response = desk.post(reverse("imports:apply", args=[item.uuid]), {"version": 0}, follow=True)
    assert NewsPage.objects.count() == 1
    assert "has been applied already" in text_of(response)


def test_two_reviewers_do_not_overwrite_each_other(desk: Client, importer: User) -> None:
    item = item_of(reading())
    title = item.suggestions.get(kind="title")
    review.decide(title, state=Suggestion.State.EDITED, version=0, user=importer, value="Ina's title")
    response = edit_follow(desk, title, "Pia's title")
    assert "ina was quicker" in text_of(response)
    title.refresh_from_db()
    assert title.edited_value == "Ina's title"
    response = desk.post(reverse("imports:apply", args=[item.uuid]), {"version": 0}, follow=True)
    assert "A colleague has decided" in text_of(response)
    assert not NewsPage.objects.exists()


def edit_follow(client: Client, suggestion: Suggestion, value: str) -> Any:
    url = reverse("imports:decide", args=[suggestion.item.uuid, suggestion.pk])
    return client.post(url, {"decision": "edit", "version": 0, f"s{suggestion.pk}-value": value}, follow=True)


def test_an_article_of_no_use_is_set_aside(desk: Client) -> None:
    item = item_of(reading())
    desk.post(reverse("imports:set_aside", args=[item.uuid]), {"version": 0})
    item.refresh_from_db()
    assert (item.state, str(item.message)) == (Item.State.SKIPPED, "Set aside by pia.")


@pytest.mark.parametrize(
    ("decision", "version"),
    [("accept", ""), ("edit", "x"), ("accept", "-1"), ("edit", "9" * 30), ("accept", "\0"), ("nonsense", "0"), ("\0", "0")],
)
def test_a_forged_decision_changes_nothing(desk: Client, decision: str, version: str) -> None:
    suggestion = item_of(reading()).suggestions.get(kind="title")
    url = reverse("imports:decide", args=[suggestion.item.uuid, suggestion.pk])
    data = {"decision": decision, "version": version, f"s{suggestion.pk}-value": "x\0y", "reason": "\0"}
    assert desk.post(url, data).status_code in (200, 302)
    suggestion.refresh_from_db()
    assert suggestion.state == Suggestion.State.OPEN


# --- a batch


def test_cancel_and_retry(desk: Client, bring: Bring) -> None:
    batch = bring(ARTICLE, work=False)
    desk.post(reverse("imports:cancel", args=[batch.uuid]))
    assert only_item(batch).state == Item.State.CANCELLED
    desk.post(reverse("imports:retry", args=[batch.uuid]), {"item": only_item(batch).pk})
    assert only_item(batch).state == Item.State.WAITING


@pytest.mark.parametrize("data", [{"item": "x"}, {"item": "9" * 40}, {"item": "\0"}])
def test_a_forged_retry_is_harmless(desk: Client, bring: Bring, data: dict[str, str]) -> None:
    batch = bring(ARTICLE)
    response = desk.post(reverse("imports:retry", args=[batch.uuid]), data, follow=True)
    assert "nothing to read again" in text_of(response)


def test_articles_are_listed_by_their_titles(desk: Client, publisher: User) -> None:
    item = item_of(reading())
    Item.objects.create(batch=item.batch, position=1, name="logo.png", state="skipped")
    item_of(reading(), "Tartu and Sapporo sign · row 7", item.batch)
    url = reverse("imports:batch", args=[item.batch.uuid])

    def listed() -> list[str]:
        return [
            " ".join(name.text_content().split()) for name in html.fromstring(desk.get(url).content).find_class("desk-item__name")
        ]

    row = "Tartu and Sapporo sign row 7"
    assert listed() == ["Tartu and Sapporo sign tartu.txt", "logo.png", row]
    page = html.fromstring(desk.get(reverse("imports:item", args=[item.uuid])).content)
    assert "Tartu and Sapporo sign" in page.findtext(".//title")
    assert page.get_element_by_id("text-title").text_content() == "Text as it came tartu.txt"
    title = item.suggestions.get(kind="title")
    review.decide(title, state="edited", version=0, user=publisher, value="Signed at last")
    assert listed() == ["Signed at last tartu.txt", "logo.png", row]
    title.refresh_from_db()
    review.decide(title, state="rejected", version=title.version, user=publisher)
    assert listed() == ["tartu.txt", "logo.png", row]


def test_pages_and_states_of_a_batch(desk: Client, bring: Bring) -> None:
    batch = bring(ARTICLE)
    url = reverse("imports:batch", args=[batch.uuid])
    for query in ("?p=999999", "?p=x", "?state=ready", "?state=%00", "?state=nonsense"):
        assert desk.get(url + query).status_code == 200
    assert desk.get(reverse("imports:index") + "?p=999999").status_code == 200


def test_the_import_is_in_the_menu_of_those_who_may(desk: Client) -> None:
    assert reverse("imports:index") in text_of(desk.get(reverse("wagtailadmin_home")))


def test_queries_do_not_grow_with_the_items(desk: Client, bring: Bring, django_assert_max_num_queries: Any) -> None:
    batch = bring(*(numbered(n) for n in range(12)), work=False)
    with django_assert_max_num_queries(20):
        desk.get(reverse("imports:batch", args=[batch.uuid]))


def test_queries_do_not_grow_with_the_suggestions(desk: Client, django_assert_max_num_queries: Any) -> None:
    item = item_of(reading())
    with django_assert_max_num_queries(30):
        desk.get(reverse("imports:item", args=[item.uuid]))
