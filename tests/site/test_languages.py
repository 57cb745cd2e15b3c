"""The site in five languages: one page, five addresses, the same filters and numbers."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation
from lxml import etree, html
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from partnerships import interest, reminders
from partnerships.edtf import IncompleteDate
from partnerships.interest import answering, noticing
from partnerships.models import Digest, Partnership, Reminder
from partnerships.models.facetrow import FacetRow
from partnerships.models.opportunities import InterestNotice
from partnerships.names import alphabet_key
from partnerships.sitemaps import LanguageSitemap, PageSitemap, sitemaps
from partnerships.templatetags.register_tags import day_month
from portal.news.models import HomePage, NewsIndexPage, NewsPage
from tests.site.reading import page, queries, text
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
    document = page(client, "/partnerships/?country=JP&year=2024")
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


@pytest.mark.parametrize("code", LANGUAGES)
def test_lists_take_six_queries_in_each_language(client: Client, site: SmallRegister, code: str) -> None:
    counts = {name: queries(client, f"{prefix(code)}/{name}/") for name in LISTS}
    assert max(counts.values()) <= 6, counts


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


def translation_of(site: SmallRegister, code: str) -> NewsPage:
    page = site.article.copy_for_translation(Locale.objects.get(language_code=code))
    page.title, page.slug = "Haven tekent een memorandum", "haven-tekent"
    page.save_revision().publish()
    return page


def test_a_translated_article_counts_once(client: Client, site: SmallRegister) -> None:
    before = FacetRow.objects.filter(record_type="news").count()
    translation_of(site, "nl")
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


SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SECTIONS = tuple(sitemaps)


def sitemap(client: Client, section: str) -> dict[str, dict[str, str]]:
    """The alternates by address; no address stands there twice."""
    root = etree.fromstring(client.get(f"/sitemap-{section}.xml").content)
    found = {}
    for url in root:
        address = url.findtext("s:loc", namespaces=SITEMAP).removeprefix("http://testserver")
        assert address not in found
        links = url.iterfind("x:link", namespaces=SITEMAP)
        found[address] = {link.get("hreflang"): link.get("href").removeprefix("http://testserver") for link in links}
    return found


def test_sitemaps_hold_each_page_in_each_language(client: Client, site: SmallRegister) -> None:
    translation_of(site, "nl")
    found = {section: sitemap(client, section) for section in SECTIONS}
    for section, expected in (
        ("pages", "/partnerships/"),
        ("partnership", address_of(site)),
        ("country", "/countries/JP/"),
        ("sector", "/sectors/maritime/"),
    ):
        assert {f"{prefix(code)}{expected}" for code in LANGUAGES} <= set(found[section]), section
        counts = {code: sum(address.startswith(f"/{code}/") for address in found[section]) for code in LANGUAGES[1:]}
        assert set(counts.values()) == {len(found[section]) / len(LANGUAGES)}, section
    articles = found["news"]
    assert articles["/nl/news/haven-tekent/"]["en"] == f"/news/{site.article.slug}/"
    assert f"/nl/news/{site.article.slug}/" not in articles
    assert articles[site.hebrew.url] == {}
    # What it says is what the page says of itself.
    for pages in found.values():
        for address in [*list(pages)[:2], *list(pages)[-2:]]:
            document = page(client, address)
            assert hreflang(document) == pages[address], address
            assert document.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{address}"]


def test_sitemaps_take_as_many_queries_at_any_size(client: Client, site: SmallRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    translation_of(site, "nl")
    whole = {section: queries(client, f"/sitemap-{section}.xml") for section in SECTIONS}
    assert max(whole.values()) <= 6, whole
    monkeypatch.setattr(LanguageSitemap, "limit", 1)
    monkeypatch.setattr(PageSitemap, "limit", 1)
    assert {section: queries(client, f"/sitemap-{section}.xml") for section in SECTIONS} == whole


def test_records_and_articles_take_no_more_queries_in_another_language(client: Client, site: SmallRegister) -> None:
    for address in (address_of(site), f"/news/{site.article.slug}/", "/countries/JP/"):
        own = queries(client, address)
        # The way to a text of another tree and whether it is translated.
        few = own + (6 if address.startswith("/news/") else 1)
        assert {code: count for code in LANGUAGES[1:] if (count := queries(client, f"/{code}{address}")) > few} == {}, (
            address,
            own,
        )


def test_labels_and_values_are_joined_as_the_language_does_it(client: Client, site: SmallRegister) -> None:
    document = page(client, "/zh-hans/partnerships/?country=JP&status=signed")
    assert [" ".join(one.text_content().split()) for one in document.cssselect(".chip bdi")] == ["日本", "已签署"]
    assert "国家或地区：日本" in text(document, ".chips")
    assert "：日本、已签署" in text(document, "title")
    assert "Harbour of Turku" in text(document)
    organisation = page(client, f"/zh-hans{address_of(site)}").cssselect(".party-facts")[0].text_content()
    assert organisation.endswith("Turku（芬兰）")
    with translation.override("zh-hans"):
        event = site.visit.get_absolute_url()
    assert "Port of Otaru （日本）" in text(page(client, event), "[aria-labelledby=present]")
    assert "日本（1）" in text(page(client, "/zh-hans/"), "#choose-country").replace(" ", "")


@pytest.mark.parametrize(
    "labels",
    [
        ["Éire", "Estland", "Österreich", "Zweden"],
        ["Ёж", "Ель", "Жердь", "Ирландия", "Йемен", "Чехия", "Япония"],
        ["אוסטריה", "בלגיה", "ג׳יבוטי", "גרמניה", "יפן", "צרפת", "תאילנד"],
        ["德国", "荷兰", "日本", "中国"],
    ],
)
def test_labels_stand_in_the_order_of_their_own_alphabet(labels: list[str]) -> None:
    backwards = labels[::-1]
    assert sorted(backwards, key=alphabet_key) == labels


def test_ranges_run_in_the_direction_of_the_page(client: Client, site: SmallRegister) -> None:
    """From right to left in Hebrew: those of days do, so those of numbers are not turned round."""
    document = page(client, "/he/style/")
    assert document.cssselect(".legend")[0].text_content().startswith("1–3")
    assert not document.cssselect(".legend [dir]")


def test_the_admin_is_in_the_languages_that_the_project_has(client: Client, site: SmallRegister) -> None:
    client.force_login(User.objects.create_superuser("noa", "noa@example.org", "x"))
    form = page(client, "/admin/account/")
    offered = {option.get("value") for option in form.cssselect("select[name$=preferred_language] option")} - {""}
    assert offered == set(LANGUAGES)


def test_a_month_alone_is_in_the_language_of_the_reader() -> None:
    """Whichever language asked before: the names of months must not stay from one reader to the next."""
    words = {"he": "אפר׳", "nl": "apr", "en": "Apr", "zh-hans": "4月", "ru": "апр."}
    for code in (*words, *reversed(words)):
        with translation.override(code):
            assert day_month(IncompleteDate.parse("2019-04")) == words[code]


def test_visitors_and_colleagues_are_written_to_in_their_language(client: Client, site: SmallRegister) -> None:
    contact = User.objects.create_user("noa", email="noa@example.org")
    UserProfile.objects.create(user=contact, preferred_language="he")
    site.call.takes_interest, site.call.contact = True, contact
    site.call.save()
    with translation.override("en"):
        below = site.call.get_absolute_url().removeprefix("/")
    form = page(client, f"/nl/{below}")
    assert "Uw naam" in form.text_content()
    assert form.cssselect("form.form")[0].get("action").startswith(f"/nl/{below}")
    assert page(client, f"/nl/{below}interest/thanks/").get("lang") == "nl"
    values = {"name": "Jan", "email": "jan@example.org", "organisation": "", "country": None, "message": "Goed idee"}
    with translation.override("nl"):
        row = interest.receive(site.call, uuid4(), values, "x" * 64)
    assert row.language == "nl"
    row.answer, row.answered_by = "Kom langs", contact
    mail = answering.answer_mail(row)
    assert mail.subject.startswith("Uw bericht over")
    assert f"{settings.SITE_URL}/nl/{below}" in mail.body
    notice = noticing.notice_mail(InterestNotice.objects.get(interest=row))
    assert re.search("[\u05d0-\u05ea]{3}", notice.subject)
    Partnership.objects.filter(pk=site.memorandum.pk).update(owner=contact, decide_by=date(2024, 6, 1), language="en")
    record = Partnership.objects.get(pk=site.memorandum.pk)
    reminder = Reminder(partnership=record, decide_by=record.decide_by)
    digest = reminders.digest_mail(Digest(pk=1, recipient=contact, day=date(2024, 5, 1)), [reminder], date(2024, 5, 1))
    assert re.search("[\u05d0-\u05ea]{3}", digest.subject)
    assert record.title in digest.body


def test_a_briefing_is_in_the_language_of_its_address(client: Client, site: SmallRegister) -> None:
    with translation.override("en"):
        below = site.turku.get_absolute_url()
    texts = {code: page(client, f"{prefix(code)}{below}briefing/").xpath("string(//h2)") for code in LANGUAGES}
    assert len(set(texts.values())) == len(LANGUAGES), texts
