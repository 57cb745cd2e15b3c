"""What all public pages have in common."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.template import loader
from django.test import Client, override_settings
from lxml import html

from tests.site.small_register import SmallRegister

ADDRESSES = ("/", "/partnerships/", "/events/", "/organisations/", "/opportunities/", "/news/", "/nothing-here/")


def every_address(register: SmallRegister) -> list[str]:
    records = (register.memorandum, register.visit, register.turku, register.call)
    return [*ADDRESSES, *(record.get_absolute_url() for record in records), register.article.get_url(), register.hebrew.get_url()]


def test_the_front_page_leads_into_everything(client: Client, register: SmallRegister) -> None:
    tree = html.fromstring(client.get("/").content.decode())
    links = {link.get("href") for link in tree.cssselect("main a")}
    assert {"/partnerships/?country=JP", "/partnerships/?sector=mobility", register.memorandum.get_absolute_url()} <= links
    assert {register.visit.get_absolute_url(), register.article.get_url(), "/events/", "/news/"} <= links
    figures = {figure.get("href"): " ".join(figure.text_content().split()) for figure in tree.cssselect(".figures a")}
    assert figures["/partnerships/"] == "14 partnerships"
    form, choose = tree.cssselect("main form")
    assert (form.get("action"), form.get("method")) == ("/search/", "get")
    assert {button.get("formaction") for button in form.cssselect("button[formaction]")} == {
        "/partnerships/",
        "/events/",
        "/organisations/",
        "/opportunities/",
        "/news/",
    }
    assert (choose.get("action"), choose.get("method")) == ("/partnerships/", "get")
    assert [field.get("name") for field in choose.cssselect("select")] == ["country", "sector", "since"]
    assert client.get("/partnerships/?country=JP&sector=&since=2024", follow=True).context["listing"].total == 1


def test_every_page_keeps_to_the_strict_policy(client: Client, register: SmallRegister) -> None:
    for address in every_address(register):
        response = client.get(address)
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        body = response.content.decode()
        tree = html.fromstring(body)
        # A block of data runs nothing: browsers do not ask the policy about it.
        assert not tree.xpath("//*[@style] | //style | //script[not(@src)][not(@type='application/ld+json')]"), address
        assert not tree.xpath("//@*[starts-with(name(), 'on')]"), address
        for source in tree.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src"):
            assert source.startswith("/"), (address, source)


def test_every_page_has_one_heading_a_title_and_unique_ids(client: Client, register: SmallRegister) -> None:
    for address in every_address(register):
        tree = html.fromstring(client.get(address).content.decode())
        assert len(tree.cssselect("h1")) == 1, address
        assert tree.cssselect("title")[0].text_content().strip().endswith("Liaison"), address
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), address
        assert tree.cssselect("a.skip")[0].get("href") == "#main"
        assert tree.cssselect("main#main")
        assert not re.search(r"\{[{%#]", tree.text_content()), address


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl"), ("zh-hans", "ltr")])
def test_language_and_direction_are_marked(client: Client, register: SmallRegister, language: str, direction: str) -> None:
    with override_settings(LANGUAGE_CODE=language):
        tree = html.fromstring(client.get("/partnerships/").content.decode())
    assert (tree.get("lang"), tree.get("dir")) == (language, direction)


def test_the_menu_says_where_we_are(client: Client, register: SmallRegister) -> None:
    tree = html.fromstring(client.get(register.memorandum.get_absolute_url()).content.decode())
    (current,) = tree.cssselect(".menu [aria-current]")
    assert (current.text_content(), current.get("aria-current")) == ("Partnerships", "true")
    crumbs = [crumb.text_content() for crumb in tree.cssselect(".breadcrumbs a")]
    assert crumbs == ["Home", "Partnerships"]


def test_who_is_lost_can_search(client: Client, register: SmallRegister) -> None:
    response = client.get("/partnerships/nothing-here/")
    assert response.status_code == 404
    (form,) = html.fromstring(response.content.decode()).cssselect("main form")
    assert (form.get("action"), form.cssselect("input")[0].get("name")) == ("/search/", "q")


def test_robots_are_shown_the_way(client: Client, db: None) -> None:
    body = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in body
    assert "Sitemap: http://testserver/sitemap.xml" in body


def test_the_pages_for_faults_stand_without_a_request() -> None:
    for name, words in (("500.html", "on our side"), ("400.html", "could not be read")):
        assert words in loader.get_template(name).render()


def test_editors_see_how_to_edit_and_visitors_do_not(client: Client, admin_client: Client, register: SmallRegister) -> None:
    assert b"wagtail-userbar" not in client.get("/partnerships/").content
    assert b"<wagtail-userbar" in admin_client.get("/partnerships/").content
    record = register.memorandum
    assert b"Edit this record" not in client.get(record.get_absolute_url()).content
    tree = html.fromstring(admin_client.get(record.get_absolute_url()).content.decode())
    assert admin_client.get(tree.cssselect(".edit a")[0].get("href")).status_code == 200


def test_weight(client: Client) -> None:
    """Compressed, the site's style stays under 30 KB, and so do all its scripts together."""

    def size(name: str) -> int:
        with open(finders.find(name), "rb") as file:
            return len(gzip.compress(file.read(), 9))

    assert size("site/site.css") < 30_000
    assert size("site/lists.js") + size("django_htmx/htmx-2.min.js") < 30_000
