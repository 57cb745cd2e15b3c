"""What pages tell programs: structured data, cards for links, the way to feeds; and the sitemaps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from lxml import etree
from wagtail.models import PageViewRestriction

from partnerships.models import Event, Leg, Organisation, OrganisationIdentifier
from partnerships.sitemaps import LanguageSitemap
from partnerships.structured import as_script
from partnerships.templatetags.head_tags import open_graph_locale
from portal.news.models import NewsIndexPage
from tests.site.reading import page
from tests.site.schema_org import faults
from tests.site.small_register import SmallRegister, place

HOST = "http://localhost:8000"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def graph(client: Client, address: str) -> dict[str, Any]:
    """The nodes of a page by type; they are without fault."""
    (script,) = page(client, address).cssselect("script[type='application/ld+json']")
    document = json.loads(script.text)
    assert document["@context"] == "https://schema.org"
    assert list(faults(document["@graph"])) == []
    return {node["@type"]: node for node in document["@graph"]}


def meta(client: Client, address: str) -> dict[str, str]:
    found = page(client, address).cssselect("meta[property], meta[name]")
    return {one.get("property") or one.get("name"): one.get("content") for one in found}


def test_a_partnership_is_a_project_with_its_members(client: Client, register: SmallRegister) -> None:
    node = graph(client, register.memorandum.get_absolute_url())["Project"]
    assert node["@id"] == f"{HOST}/id/partnership/{register.memorandum.uuid}"
    assert [role["member"]["name"] for role in node["member"]] == ["Harbour of Turku", "Port of Otaru"]
    assert {(role["roleName"], role["startDate"]) for role in node["member"]} == {("Signatory", "2024-05-14")}
    assert node["disambiguatingDescription"] == "Memorandum, signed 14 May 2024"
    assert "dissolutionDate" not in node
    assert "Unannounced" not in json.dumps(node)


def test_an_event_holds_its_legs_and_inner_events_and_no_person(client: Client, register: SmallRegister) -> None:
    inner = Event(title="Signing", state="cancelled", starts="2024-05-14", part_of=register.visit)
    inner.save()
    node = graph(client, register.visit.get_absolute_url())["Event"]
    assert [(part["name"], part["startDate"]) for part in node["subEvent"]] == [
        ("Port delegation to Hokkaido: Otaru, Japan", "2024-05-12"),
        ("Port delegation to Hokkaido: Sapporo, Japan", "2024-05-15"),
        ("Signing", "2024-05-14"),
    ]
    assert node["subEvent"][2]["eventStatus"] == "https://schema.org/EventCancelled"
    assert (node["startDate"], node["endDate"]) == ("2024-05-12", "2024-05-15")
    assert [one["name"] for one in node["organizer"]] == ["Port of Otaru"]
    assert "Aino" not in json.dumps(node)
    assert graph(client, inner.get_absolute_url())["Event"]["superEvent"]["name"] == register.visit.title


def test_an_event_that_moved_says_when_it_was_to_be(client: Client, register: SmallRegister) -> None:
    event = Event(title="Forum", kind="webinar", state="planned", starts="2031-02-03")
    event.legs = [Leg(country=place("NO"))]
    event.save()
    address = event.get_absolute_url()
    assert graph(client, address)["Event"]["eventStatus"] == "https://schema.org/EventScheduled"
    event = Event.objects.get(pk=event.pk)
    event.starts = "2031-05-03"
    event.save()
    node = graph(client, address)["Event"]
    assert (node["eventStatus"], node["previousStartDate"]) == ("https://schema.org/EventRescheduled", "2031-02-03")
    assert node["location"] == {"@type": "VirtualLocation", "url": f"http://testserver{address}"}
    for state, word in (("postponed", "EventPostponed"), ("cancelled", "EventCancelled")):
        Event.objects.filter(pk=event.pk).update(state=state, starts="XXXX-02-03")
        node = graph(client, address)["Event"]
        assert node["eventStatus"] == f"https://schema.org/{word}"
        assert "startDate" not in node


def test_an_organisation_is_the_same_as_its_numbers_elsewhere(client: Client, register: SmallRegister) -> None:
    values = {"ror": "05vghhr25", "wikidata": "Q1234", "lei": "529900T8BM49AURSDO55"}
    for scheme, value in values.items():
        OrganisationIdentifier.objects.create(organisation=register.turku, scheme=scheme, value=value)
    node = graph(client, register.turku.get_absolute_url())["GovernmentOrganization"]
    assert node["sameAs"][:2] == ["https://ror.org/05vghhr25", "https://www.wikidata.org/wiki/Q1234"]
    assert node["leiCode"] == values["lei"]
    assert (node["alternateName"], node["url"]) == (["Turun satama"], "https://example.org/turku")
    assert node["address"] == {"@type": "PostalAddress", "addressLocality": "Turku", "addressCountry": "FI"}


def test_an_article_tells_its_source_its_dates_and_its_language(client: Client, register: SmallRegister) -> None:
    node = graph(client, register.article.get_url())["NewsArticle"]
    assert (node["datePublished"], node["inLanguage"]) == ("2024-05-15", "en")
    assert node["publisher"]["url"] == "http://testserver/"
    assert (node["author"]["name"], node["isBasedOn"]) == ("Baltic Shipping Letter", "https://example.org/letter/1")
    assert {one["name"] for one in node["about"]} == {str(register.memorandum), str(register.visit), str(register.turku)}
    assert graph(client, register.hebrew.get_url())["NewsArticle"]["headline"] == register.hebrew.title


def test_every_page_says_where_it_stands(client: Client, register: SmallRegister) -> None:
    trails = {
        "/partnerships/": ["/partnerships/"],
        register.memorandum.get_absolute_url(): ["/partnerships/", register.memorandum.get_absolute_url()],
        register.call.get_absolute_url(): ["/opportunities/", register.call.get_absolute_url()],
        register.article.get_url(): ["/news/", register.article.get_url()],
        "/countries/": ["/countries/"],
        "/countries/JP/": ["/countries/", "/countries/JP/"],
        "/sectors/maritime/": ["/sectors/", "/sectors/maritime/"],
    }
    for address, trail in trails.items():
        steps = graph(client, address)["BreadcrumbList"]["itemListElement"]
        assert [step["item"] for step in steps] == [f"http://testserver{path}" for path in ["/", *trail]]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    site = graph(client, "/")["WebSite"]
    assert site["potentialAction"]["target"]["urlTemplate"] == "http://testserver/search/?q={search_term_string}"


def test_no_text_of_a_record_breaks_out_of_its_element(client: Client, register: SmallRegister) -> None:
    evil = "</script><script>alert(1)</script><!-- \u2028 & ]]>"
    Organisation.objects.filter(pk=register.turku.pk).update(summary=evil)
    assert graph(client, register.turku.get_absolute_url())["GovernmentOrganization"]["description"] == evil
    assert not set("<>&\u2028") & set(str(as_script([{"name": evil}])).removeprefix('<script type="application/ld+json">')[:-9])


def test_a_link_to_a_page_has_a_card(client: Client, register: SmallRegister) -> None:
    address = register.memorandum.get_absolute_url()
    card = meta(client, f"{address}?utm=1")
    assert card["og:title"] == str(register.memorandum)
    assert card["og:url"] == f"http://testserver{address}"
    assert (card["og:type"], card["og:locale"], card["twitter:card"]) == ("article", "en_GB", "summary")
    assert card["og:image"] == "http://testserver/static/site/card.png"
    assert card["og:description"].startswith("The two ports share")
    # What nobody has summed up is told by what it is, not by its title again.
    for record, words in (
        (register.visit, "Delegation visit · Held · 12–15 May 2024 · Japan"),
        (register.turku, "Public authority · Finland"),
        (register.call, "Soft landing · Open · 1 March 2031, 12:00 (UTC) · Finland"),
    ):
        told = meta(client, record.get_absolute_url())
        assert {told[name].replace("\u2009", " ") for name in ("description", "og:description")} == {words}
    assert card["article:modified_time"] == register.memorandum.updated_at.isoformat(timespec="seconds")
    assert meta(client, register.article.get_url())["article:published_time"] == "2024-05-15"
    assert meta(client, "/partnerships/?country=JP&status=signed")["og:title"] == "Partnerships: Japan, Signed"
    for address in ("/", register.article.get_url(), "/countries/JP/", "/events/"):
        (canonical,) = page(client, f"{address}?utm=1").cssselect("link[rel=canonical]")
        assert canonical.get("href") == f"http://testserver{address}"
    with override_settings(LANGUAGE_CODE="he"):
        assert meta(client, "/partnerships/")["og:locale"] == "he_IL"
    assert [open_graph_locale(code) for code in ("nl", "ru", "zh-hans", "he")] == ["nl_NL", "ru_RU", "zh_CN", "he_IL"]


def test_what_is_no_public_page_has_no_card(client: Client, register: SmallRegister) -> None:
    response = client.get("/nothing-here/")
    assert b"og:" not in response.content
    assert b"ld+json" not in response.content


def test_lists_lead_to_their_feeds_with_the_filters_in_force(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/events/?status=held&country=jp&nonsense=1")
    feeds = {one.get("type"): one.get("href") for one in tree.cssselect("link[rel=alternate]")}
    assert feeds == {
        "application/atom+xml": "/events/feed.atom?country=JP&status=held",
        "application/feed+json": "/events/feed.json?country=JP&status=held",
        "text/calendar": "/events/calendar.ics?country=JP&status=held",
    }
    assert [one.get("href") for one in tree.cssselect(".subscribe a")] == list(feeds.values())
    for address in feeds.values():
        assert client.get(address).status_code == 200


def sitemap(client: Client, address: str) -> dict[str, str | None]:
    """Last changes by address."""
    root = etree.fromstring(client.get(address).content)
    return {one.findtext("s:loc", namespaces=SITEMAP): one.findtext("s:lastmod", namespaces=SITEMAP) for one in root}


def test_sitemaps_hold_every_public_page_once_by_its_own_address(client: Client, register: SmallRegister) -> None:
    index = sitemap(client, "/sitemap.xml")
    names = ("pages", "partnership", "event", "organisation", "opportunity", "pictures", "country", "sector", "news")
    assert list(index) == [f"http://testserver/sitemap-{name}.xml" for name in names]
    found: list[str] = []
    for address in index:
        found += sitemap(client, address.removeprefix("http://testserver"))
    assert len(found) == len(set(found))
    for address in (
        register.memorandum.get_absolute_url(),
        register.article.get_url(),
        "/",
        "/events/",
        "/countries/JP/",
        "/numbers/",
    ):
        assert f"http://testserver{address}" in found
    assert not [address for address in found if "announced" in address]
    for address in found:
        tree = page(client, address.removeprefix("http://testserver"))
        assert [one.get("href") for one in tree.cssselect("link[rel=canonical]")] == [address]
        assert not tree.cssselect("meta[name=robots]"), address


def test_sitemaps_say_when_a_page_changed(client: Client, register: SmallRegister) -> None:
    address = f"http://testserver{register.memorandum.get_absolute_url()}"
    assert sitemap(client, "/sitemap-partnership.xml")[address] == register.memorandum.updated_at.date().isoformat()
    last = sitemap(client, "/sitemap.xml")["http://testserver/sitemap-partnership.xml"]
    assert last
    assert last[:10] == register.memorandum.updated_at.date().isoformat()


def test_sitemaps_leave_out_what_not_everybody_may_see(client: Client, register: SmallRegister) -> None:
    PageViewRestriction.objects.create(page=NewsIndexPage.objects.get(locale__language_code="en"), restriction_type="login")
    assert sitemap(client, "/sitemap-news.xml") == {}
    assert "http://testserver/news/" not in sitemap(client, "/sitemap-pages.xml")


def test_a_long_sitemap_is_parted(client: Client, register: SmallRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LanguageSitemap.limit * len(settings.LANGUAGES) <= 50_000
    monkeypatch.setattr(LanguageSitemap, "limit", 5)
    parts = [address for address in sitemap(client, "/sitemap.xml") if "partnership" in address]
    assert parts == [f"http://testserver/sitemap-partnership.xml{part}" for part in ("", "?p=2", "?p=3")]
    found = [list(sitemap(client, part.removeprefix("http://testserver"))) for part in parts]
    assert [len(part) for part in found] == [5, 5, 4]
    assert client.get("/sitemap-nothing.xml").status_code == 404
