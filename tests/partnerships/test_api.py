"""The public API, asked over HTTP as others ask it."""

from __future__ import annotations

import re

import pytest
from wagtail.models import Page

from partnerships.models import (
    Document,
    Event,
    EventPartnership,
    Evidence,
    Leg,
    Opportunity,
    Organisation,
    OrganisationName,
    Participation,
    Partnership,
    Party,
    Place,
    Sector,
    Sought,
)
from portal.news.models import HomePage, NewsCountry, NewsIndexPage, NewsPage, NewsPartnership

pytestmark = pytest.mark.django_db

UNKNOWN = "0d6a1bd2-7c2e-4a43-9d6b-5a7f3c9e1b20"


@pytest.fixture
def lund() -> Partnership:
    lund = Organisation.objects.create(name="Lund University", country=Place.objects.get(code="SE"), kind="university")
    draft = Organisation.objects.create(name="Secret Partner", country=Place.objects.get(code="JP"), live=False)
    OrganisationName.objects.create(organisation=lund, name="Lunds universitet", language="sv")
    record = Partnership(title="Lund water", kind="memorandum", status="active", signed="2019-04", summary="On water.")
    record.parties = [Party(organisation=lund, role="lead"), Party(organisation=draft)]
    record.sought = [Sought(description="A pump maker", country=Place.objects.get(code="KE"))]
    record.sectors = Sector.objects.filter(code="energy-storage")
    record.save()
    document = Document.objects.create(sha256="0" * 64, content=b"secret bytes", size=12, name="lund.txt", text="whole text")
    Evidence.objects.create(record=record, field="status", document=document, start=0, end=5, quote="It is running.")
    return record


def test_a_list_has_count_results_and_facets(client, lund):
    answer = client.get(
        "/api/v1/partnerships?country=SE&sector=energy&kind=memorandum&year=2019&q=lund&page=1&page_size=5"
    ).json()
    assert answer["count"] == 1
    assert answer["facets"]["country"] == [{"value": "SE", "label": "Sweden", "count": 1, "selected": True}]
    assert list(answer["facets"]) == ["country", "sector", "kind", "status", "year", "organisation"]
    (result,) = answer["results"]
    assert result["id"] == str(lund.uuid)
    assert result["url"].startswith("http://testserver/")
    assert (result["type"], result["title"], result["kind"], result["status"]) == (
        "partnership",
        "Lund water",
        "memorandum",
        "active",
    )
    assert result["dates"] == {"signed": "2019-04", "starts": None, "ends": None}
    assert result["countries"] == [{"code": "SE", "label": "Sweden"}]
    assert [sector["code"] for sector in result["sectors"]] == ["energy-storage"]
    assert [(party["name"], party["role"]) for party in result["parties"]] == [("Lund University", "lead")]
    assert result["sought"] == [{"description": "A pump maker", "country": {"code": "KE", "label": "Kenya"}}]
    (proof,) = result["evidence"]
    assert (proof["field"], proof["quote"], proof["document"]["name"]) == ("status", "It is running.", "lund.txt")


def test_what_is_not_public_is_nowhere(client, lund):
    text = client.get("/api/v1/partnerships").content.decode() + client.get("/api/v1/organisations").content.decode()
    assert "Secret" not in text
    assert "secret bytes" not in text
    assert "whole text" not in text
    lund.unpublish()
    assert client.get("/api/v1/partnerships").json()["count"] == 0
    assert client.get(f"/api/v1/partnerships/{lund.uuid}").status_code == 404


def test_every_kind_of_record_by_its_identifier(client, lund):
    event = Event(title="Signing", kind="signing", starts="XXXX-07-09")
    event.legs = [Leg(place="Lund", country=Place.objects.get(code="SE"))]
    event.participations = [Participation(organisation=Organisation.objects.get(kind="university"), role="host")]
    event.event_partnerships = [EventPartnership(partnership=lund, relation="signed")]
    event.save()
    offer = Opportunity.objects.create(title="Desks", kind="soft-landing", offered_by=Organisation.objects.get(kind="university"))
    shown = client.get(f"/api/v1/events/{event.uuid}").json()
    assert shown["dates"] == {"starts": "XXXX-07-09", "ends": None}
    assert shown["legs"] == [{"place": "Lund", "country": {"code": "SE", "label": "Sweden"}, "starts": None, "ends": None}]
    assert [(link["type"], link["id"], link["relation"]) for link in shown["links"]] == [
        ("partnership", str(lund.uuid), "signed")
    ]
    assert client.get(f"/api/v1/partnerships/{lund.uuid}").json()["links"][0]["id"] == str(event.uuid)
    assert client.get(f"/api/v1/opportunities/{offer.uuid}").json()["offered_by"]["name"] == "Lund University"
    (organisation,) = client.get("/api/v1/organisations").json()["results"]
    assert organisation["names"][0]["name"] == "Lunds universitet"
    assert client.get(f"/api/v1/organisations/{organisation['id']}").json() == organisation


def test_news_are_linked_both_ways(client, lund):
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="home-of-tests"))
    index = home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    page = NewsPage(title="Water flows", published_on="2019-04-26", topics="water, Sweden", source="The Courier")
    page.country_links = [NewsCountry(country=Place.objects.get(code="SE"))]
    page.partnership_links = [NewsPartnership(partnership=lund, quote="Lund signed")]
    index.add_child(instance=page)
    answer = client.get("/api/v1/news?country=SE").json()
    assert answer["count"] == 1
    (result,) = answer["results"]
    assert (result["type"], result["dates"], result["topics"]) == ("news", {"published": "2019-04-26"}, ["water", "Sweden"])
    assert [(link["title"], link["quote"]) for link in result["links"]] == [("Lund water", "Lund signed")]
    assert client.get(f"/api/v1/news/{page.uuid}").json() == result
    assert [link["title"] for link in client.get(f"/api/v1/partnerships/{lund.uuid}").json()["links"]] == ["Water flows"]
    NewsPage.objects.get(pk=page.pk).unpublish()
    assert client.get("/api/v1/news").json()["count"] == 0
    assert client.get(f"/api/v1/partnerships/{lund.uuid}").json()["links"] == []


@pytest.mark.parametrize("plural", ["partnerships", "events", "organisations", "opportunities", "news"])
@pytest.mark.parametrize(
    "query",
    [
        "country=%00",
        "country=%ff&q=%ff&page_size=%00",
        "page=99999999999999999999&page_size=99999999999999999999",
        "page_size=0&page=0",
        "page_size=-3&page=x",
        "q=" + "(" * 500,
        "q=%ED%A0%80",
        "organisation=%00&year=%00&kind=%00&status=%00&sector=%00&sort=%00",
        "&".join("country=XX" for _ in range(10_000)),
    ],
)
def test_bad_parameters_give_a_list(client, lund, plural, query):
    response = client.get(f"/api/v1/{plural}?{query}")
    assert response.status_code == 200
    assert response.json()["page"] == 1


def test_the_size_of_a_page_has_a_limit(client):
    for number in range(130):
        Organisation.objects.create(name=f"Body {number}")
    assert len(client.get("/api/v1/organisations?page_size=1000").json()["results"]) == 100
    assert len(client.get("/api/v1/organisations?page_size=3&page=44").json()["results"]) == 1


@pytest.mark.parametrize("path", [f"partnerships/{UNKNOWN}", "partnerships/x", "nothing", f"news/{UNKNOWN}"])
def test_unknown_addresses_are_not_found_or_named_wrong(client, path):
    assert client.get(f"/api/v1/{path}", follow=True).status_code in (404, 422)


def test_a_full_page_takes_few_queries(client, lund, django_assert_max_num_queries):
    client.get("/api/v1/partnerships")
    with django_assert_max_num_queries(11):
        client.get("/api/v1/partnerships")


def test_the_documentation_loads_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs").content.decode()
    assert "swagger" in page
    assert re.findall(r"(?:src|href)=[\"'](?!/)[^\"']+", page) == []
    schema = client.get("/api/v1/openapi.json").json()
    names = [parameter["name"] for parameter in schema["paths"]["/api/v1/partnerships"]["get"]["parameters"]]
    assert names == [
        "country",
        "sector",
        "kind",
        "status",
        "year",
        "organisation",
        "organisation_q",
        "since",
        "country_all",
        "q",
        "sort",
        "page",
        "page_size",
    ]
