"""The site in five languages: one page, five addresses, the same filters and numbers."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from lxml import html
from wagtail.models import Locale

from partnerships.models.facetrow import FacetRow
from portal.news.models import HomePage, NewsIndexPage, NewsPage
from tests.site.small_register import SmallRegister, make_register

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LISTS = ["partnerships", "events", "organisations", "opportunities", "news"]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _site(django_db_setup: None, django_db_blocker):  # type: ignore[no-untyped-def]
    """One site for the whole module: five trees of pages take a second to make."""
    from django.db import transaction

    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        try:
            yield make_register(*LANGUAGES)
        finally:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
            connection.close()


@pytest.fixture
def site(_site: SmallRegister, db: None) -> SmallRegister:
    return _site


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A request leaves its language to the thread, where the next one sets its own; a test has no next one."""
    yield
    translation.deactivate()


def address_of(site: SmallRegister) -> str:
    with translation.override("en"):
        return str(site.memorandum.get_absolute_url())


def prefix(code: str) -> str:
    return "" if code == "en" else f"/{code}"


def page(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.fromstring(response.content.decode())


def hreflang(document: html.HtmlElement) -> dict[str, str]:
    links = document.xpath("//head/link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): re.sub(r"^https?://[^/]+", "", link.get("href")) for link in links}


def switcher(document: html.HtmlElement) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in document.xpath("//footer//a[@hreflang]")}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_page_is_there_in_each_language(client: Client, site: SmallRegister, code: str) -> None:
    tag = "zh-hans" if code == "zh-hans" else code
    for path in ["", *(f"{name}/" for name in LISTS), "countries/", "countries/JP/", "sectors/", "search/"]:
        document = page(client, f"{prefix(code)}/{path}")
        assert document.get("lang") == tag
        assert document.get("dir") == ("rtl" if code == "he" else "ltr")


def test_an_unknown_language_is_not_found(client: Client, site: SmallRegister) -> None:
    for address in ("/en/", "/fr/", "/fr/partnerships/", "/zh-cn/", "/nl/fr/", "/nl/nothing-here/"):
        assert client.get(address).status_code == 404, address


def test_the_browser_does_not_choose(client: Client, site: SmallRegister) -> None:
    response = client.get("/partnerships/", headers={"accept-language": "nl"})
    assert response.headers["Content-Language"] == "en"
    assert "accept-language" not in response.headers.get("Vary", "").lower()


def test_switching_keeps_the_filters(client: Client, site: SmallRegister) -> None:
    document = page(client, "/partnerships/?country=JP&sector=&year=2024")
    found = switcher(document)
    assert set(found) == {"nl", "ru", "zh-Hans", "he"}
    assert found["nl"] == "/nl/partnerships/?country=JP&year=2024"
    assert "country=JP" in switcher(page(client, found["he"]))["en"]


@pytest.mark.parametrize("kind", ["home", "list", "record", "country", "article"])
def test_each_alternate_names_the_others(client: Client, site: SmallRegister, kind: str) -> None:
    address = {
        "home": "/",
        "list": "/partnerships/?country=JP",
        "record": address_of(site),
        "country": "/countries/JP/",
        "article": "/news/",
    }[kind]
    first = hreflang(page(client, address))
    assert set(first) == {"en", "nl", "ru", "zh-Hans", "he", "x-default"}
    assert first["x-default"] == first["en"] == address
    for other in set(first.values()):
        assert hreflang(page(client, other)) == first


def test_lists_hold_the_same_in_all_languages(client: Client, site: SmallRegister) -> None:
    for name in LISTS:
        totals = {code: client.get(f"{prefix(code)}/{name}/").context["listing"].total for code in LANGUAGES}
        assert len(set(totals.values())) == 1, totals


def test_lists_take_six_queries_in_dutch_too(client: Client, site: SmallRegister) -> None:
    for name in LISTS:
        client.get(f"/nl/{name}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/nl/{name}/")
        assert len(asked) <= 6, (name, [query["sql"] for query in asked])


def test_links_stay_in_the_language(client: Client, site: SmallRegister) -> None:
    document = page(client, f"/nl{address_of(site)}")
    ours = {"/static", "/admin", "/id/", "/media", "/documents"}
    links = {urlsplit(link).path for link in document.xpath("//main//a/@href") if link.startswith("/")}
    assert links
    assert not {link for link in links if not link.startswith("/nl/") and not any(link.startswith(one) for one in ours)}


def test_an_article_is_read_below_the_readers_own_list(client: Client, site: SmallRegister) -> None:
    article = site.article
    address = f"/nl/news/{article.slug}/"
    listed = page(client, "/nl/news/")
    assert listed.xpath(f"//a[@href='{address}']")
    document = page(client, address)
    assert document.get("lang") == "nl"
    assert document.xpath("//link[@rel='canonical']/@href")[0].endswith(f"/news/{article.slug}/")
    assert "/nl/" not in document.xpath("//link[@rel='canonical']/@href")[0]
    assert hreflang(document) == {}
    assert switcher(document)["en"] == f"/news/{article.slug}/"


def test_a_translated_article_counts_once(client: Client, site: SmallRegister) -> None:
    before = FacetRow.objects.filter(record_type="news").count()
    translation = site.article.copy_for_translation(Locale.objects.get(language_code="nl"))
    translation.title = "Haven tekent een memorandum"
    translation.slug = "haven-tekent"
    translation.save_revision().publish()
    assert FacetRow.objects.filter(record_type="news").count() == before
    totals = {code: client.get(f"{prefix(code)}/news/").context["listing"].total for code in LANGUAGES}
    assert set(totals.values()) == {before}
    assert page(client, "/nl/news/").xpath("//a[@href='/nl/news/haven-tekent/']")
    assert client.get("/nl/news/?q=Haven+tekent").context["listing"].total == 1
    # The address of the original in that language leads to the translation.
    assert client.get(f"/nl/news/{site.article.slug}/")["Location"] == "/nl/news/haven-tekent/"
    links = hreflang(page(client, "/nl/news/haven-tekent/"))
    assert links == {
        "en": f"/news/{site.article.slug}/",
        "nl": "/nl/news/haven-tekent/",
        "x-default": f"/news/{site.article.slug}/",
    }
    # Where the original is withdrawn, the translation stands for the article.
    NewsPage.objects.get(pk=site.article.pk).unpublish()
    assert FacetRow.objects.filter(record_type="news").count() == before
    call_command("verify_facets", verbosity=0)


def test_what_editors_make_of_the_pages_stays(client: Client, site: SmallRegister) -> None:
    index = NewsIndexPage.objects.get(locale__language_code="nl")
    index.title = "Berichten"
    index.save_revision().publish()
    call_command("create_site", verbosity=0)
    assert HomePage.objects.count() == len(LANGUAGES)
    assert NewsIndexPage.objects.get(locale__language_code="nl").title == "Berichten"
    assert "Berichten" in client.get("/nl/").content.decode()
