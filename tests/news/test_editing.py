"""An article in the editor: its links to the register, and the list of all articles."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, streamfield

from partnerships.models import Organisation, Partnership, Party, Place, Sector
from portal.news.models import NewsCountry, NewsIndexPage, NewsPage
from tests.partnerships.admin.forms import Form, cells, titles


@pytest.fixture
def newsroom(db: None) -> NewsIndexPage:
    call_command("create_site", languages=["en"], verbosity=0)
    return NewsIndexPage.objects.get(locale__language_code="en")


@pytest.fixture
def chief(client: Client, newsroom: NewsIndexPage) -> Client:
    client.force_login(get_user_model().objects.create(username="chief", is_superuser=True))
    return client


@pytest.fixture
def pier(db: None) -> Partnership:
    found = Partnership(title="Ice-free pier")
    found.parties = [Party(organisation=Organisation.objects.create(name="Port of Lindvik"))]
    found.save()
    return found


def test_an_article_is_written_linked_and_published(chief: Client, newsroom: NewsIndexPage, pier: Partnership) -> None:
    port = Organisation.objects.get()
    form = Form(chief, f"/admin/pages/add/news/newspage/{newsroom.pk}/", form_id="page-edit-form")
    form.set(title="A pier without ice", slug="pier", source="Lindvik Courier", published_on="2023-02-01", original_language="nb")
    form.set(
        **nested_form_data(
            {"body": streamfield([("heading", "The pier"), ("quote", {"text": "At last.", "speaker": "A. Nilsen"})])}
        )
    )
    form.add_row("partnership_links", partnership=pier.pk, quote="the pier")
    form.add_row("organisation_links", organisation=port.pk, quote="")
    form.add_row("country_links", country=Place.objects.get(code="NO").pk, quote="")
    form.add_row("sector_links", sector=Sector.objects.get(code="maritime").pk, quote="")
    assert form.press("action-publish").status_code == 302
    page = NewsPage.objects.get()
    assert page.live
    assert page.partnership_links.get().partnership == pier
    assert [block.block_type for block in page.body] == ["heading", "quote"]
    assert "A pier without ice" in chief.get("/news/?country=NO").content.decode()


def test_the_same_link_twice_is_refused(chief: Client, newsroom: NewsIndexPage, pier: Partnership) -> None:
    form = Form(chief, f"/admin/pages/add/news/newspage/{newsroom.pk}/", form_id="page-edit-form").set(
        title="Twice", slug="twice"
    )
    form.set(**{"body-count": 0})
    form.add_row("partnership_links", partnership=pier.pk, quote="").add_row(
        "partnership_links", partnership=pier.pk, quote="again"
    )
    answer = form.press()
    assert "Two rows have the same partnership: remove one of them." in answer.content.decode()
    assert not NewsPage.objects.exists()


def test_what_an_article_links_is_not_deleted(chief: Client, newsroom: NewsIndexPage) -> None:
    page = NewsPage(title="About Norway")
    page.country_links = [NewsCountry(country=Place.objects.get(code="NO"))]
    newsroom.add_child(instance=page)
    norway = Place.objects.get(code="NO")
    chief.post(f"/admin/register/countries/delete/{norway.pk}/")
    assert Place.objects.filter(code="NO").exists()


def test_every_article_is_in_one_list(chief: Client, newsroom: NewsIndexPage) -> None:
    for title, source, code in (("North", "Courier", "NO"), ("South", "Herald", "IT")):
        page = NewsPage(title=title, source=source, original_language="en", body=[("paragraph", RichText("<p>x</p>"))])
        page.country_links = [NewsCountry(country=Place.objects.get(code=code))]
        newsroom.add_child(instance=page)
    assert {"Courier", "English"} <= set(cells(chief.get("/admin/articles/?source=cour"))[0])
    assert [title.split()[0] for title in titles(chief.get("/admin/articles/?country=IT"))] == ["South"]
    assert "News" in chief.get("/admin/").content.decode()
