"""The records that an article's text names: offered beside its editor, linked with its form, refused for good."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from wagtail.rich_text import RichText

from partnerships.models import Event, Organisation, Partnership, Party, Place
from portal.extraction.types import ExtractionError
from portal.imports import offers
from portal.imports.models import NotLinked
from portal.imports.offers import offers_for, refuse
from portal.news.models import NewsIndexPage, NewsOrganisation, NewsPage
from tests.partnerships.admin.forms import Form

TEXT = (
    "<p>On 14 May 2024 Tsinghua University and the University of Turku signed a memorandum of understanding in Turku. "
    "The rector of Tsinghua University said that both will work on cold-water research.</p>"
)


@pytest.fixture
def tsinghua(db: None) -> Organisation:
    return Organisation.objects.create(name="Tsinghua University", kind="university", country=Place.objects.get(code="CN"))


@pytest.fixture
def turku(db: None) -> Organisation:
    return Organisation.objects.create(name="University of Turku", kind="university", country=Place.objects.get(code="FI"))


@pytest.fixture
def article(tsinghua: Organisation, turku: Organisation) -> NewsPage:
    call_command("create_site", languages=["en"], verbosity=0)
    page = NewsPage(title="Two universities sign", slug="two", original_language="en", body=[("paragraph", RichText(TEXT))])
    page.live = False
    NewsIndexPage.objects.get(locale__language_code="en").add_child(instance=page)
    page.save_revision()
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(get_user_model().objects.create(username="chief", is_superuser=True))
    return client


def editor(client: Client, article: NewsPage) -> Form:
    """The form of the article's editor; its blocks are drawn by a script, so it is sent without any."""
    return Form(client, f"/admin/pages/{article.pk}/edit/", form_id="page-edit-form").set(**{"body-count": 0})


def named(article: NewsPage) -> dict[str, bool]:
    """What is offered, and whether it is linked."""
    return {str(offer.record): offer.is_linked for offer in offers_for(article)}


def test_what_the_text_names_is_offered(article: NewsPage, chief: Client) -> None:
    Organisation.objects.create(name="University of Oslo")
    assert named(article) == {"Tsinghua University": False, "University of Turku": False}
    page = chief.get(f"/admin/imports/articles/{article.pk}/offers/").content.decode()
    assert "This text names <strong><bdi>Tsinghua University</bdi></strong>." in page
    assert "On 14 May 2024 Tsinghua University" in page or "Tsinghua University" in page


def test_a_partnership_of_those_named_is_offered(article: NewsPage, tsinghua: Organisation, turku: Organisation) -> None:
    known = Partnership(title="Cold water", kind="memorandum")
    known.parties = [Party(organisation=tsinghua), Party(organisation=turku)]
    known.save()
    assert "Cold water" in named(article)


def test_it_is_the_newest_saved_text_that_counts(article: NewsPage) -> None:
    assert "Tsinghua University" in named(article)
    newer = article.get_latest_revision_as_object()
    newer.body = [("paragraph", RichText("<p>Only the University of Turku is named here.</p>"))]
    newer.save_revision()
    assert set(named(NewsPage.objects.get(pk=article.pk))) == {"University of Turku"}


def test_what_is_linked_is_shown_as_such(article: NewsPage, turku: Organisation) -> None:
    newer = article.get_latest_revision_as_object()
    newer.organisation_links = [NewsOrganisation(organisation=turku)]
    newer.save_revision()
    assert named(NewsPage.objects.get(pk=article.pk)) == {"Tsinghua University": False, "University of Turku": True}


def test_not_this_is_remembered(article: NewsPage, chief: Client, tsinghua: Organisation) -> None:
    url = f"/admin/imports/articles/{article.pk}/offers/refuse/"
    assert chief.post(url, {"record": f"organisation:{tsinghua.pk}"}).status_code == 204
    assert chief.post(url, {"record": f"organisation:{tsinghua.pk}"}).status_code == 204
    assert NotLinked.objects.count() == 1
    assert set(named(article)) == {"University of Turku"}
    for nonsense in ("", "user:1", "organisation:x", "organisation:-1", "organisation:99999999999999999999"):
        assert chief.post(url, {"record": nonsense}).status_code == 404


@pytest.mark.parametrize("live", [False, True])
def test_what_is_ticked_is_linked_with_the_form_once(
    article: NewsPage, chief: Client, tsinghua: Organisation, live: bool
) -> None:
    if live:
        article.save_revision().publish()
    form = editor(chief, article)
    ticked = f"organisation:{tsinghua.pk}:Tsinghua University and: the University of Turku"
    form.set(title="Typed in the meantime", link_to=ticked)
    assert form.press().status_code == 302
    newest = NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object()
    link = newest.organisation_links.get()
    assert (newest.title, link.organisation, link.quote) == (
        "Typed in the meantime",
        tsinghua,
        "Tsinghua University and: the University of Turku",
    )
    # The box is still ticked when the page saves by itself, and the editor has chosen the same by hand.
    form = editor(chief, article).set(link_to=ticked)
    assert form.press("action-publish").status_code == 302
    assert NewsPage.objects.get(pk=article.pk).organisation_links.count() == 1


def test_a_box_that_stays_ticked_doubles_nothing(article: NewsPage, chief: Client, tsinghua: Organisation) -> None:
    ticked = f"organisation:{tsinghua.pk}:Tsinghua"
    opened = editor(chief, article).set(link_to=ticked)
    quiet = chief.post(opened.url, dict(opened.data.lists()), headers={"Accept": "application/json"}).json()
    assert quiet["success"]
    # The page knows nothing of the row that was made, and its editor now chooses the same record by hand.
    opened.set(overwrite_revision_id=quiet["revision_id"]).add_row(
        "organisation_links", organisation=tsinghua.pk, quote="by hand"
    )
    assert opened.press("action-publish").status_code == 302
    assert NewsPage.objects.get(pk=article.pk).organisation_links.count() == 1


@pytest.mark.parametrize(
    "nonsense", ["", "organisation", "organisation:", "organisation:0", "user:1:x", "organisation:٣:x", "country:1:x"]
)
def test_nonsense_links_nothing(article: NewsPage, chief: Client, nonsense: str) -> None:
    form = editor(chief, article).set(link_to=nonsense)
    assert form.press().status_code == 302
    assert not NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object().organisation_links.count()


def test_a_text_that_cannot_be_read_hinders_nothing(article: NewsPage, chief: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ExtractionError("Reading this document took longer than 10 seconds.")

    monkeypatch.setattr(offers.Sandbox, "read", fail)
    answer = chief.get(f"/admin/imports/articles/{article.pk}/offers/")
    assert answer.status_code == 200
    assert "took longer than 10 seconds" in answer.content.decode()


def test_only_who_may_edit_the_article_sees_it(article: NewsPage, client: Client) -> None:
    url = f"/admin/imports/articles/{article.pk}/offers/"
    assert client.get(url).status_code == 302
    user = get_user_model().objects.create(username="guest")
    client.force_login(user)
    assert client.get(url).status_code == 302
    assert not Event.objects.exists()


def test_the_editor_has_the_panel(article: NewsPage, chief: Client) -> None:
    page = chief.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert f'data-offers="/admin/imports/articles/{article.pk}/offers/"' in page
    assert "imports/offers.js" in page


def test_refusing_twice_is_one_refusal(article: NewsPage, tsinghua: Organisation) -> None:
    for _time in range(2):
        refuse(article, "organisation", tsinghua.pk, None)
    assert NotLinked.objects.count() == 1
