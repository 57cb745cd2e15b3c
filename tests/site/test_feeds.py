"""Feeds and calendars of the lists, at the address of any filter."""

from __future__ import annotations

import datetime
import json
from typing import Any

import feedparser
import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from lxml import etree

from partnerships.feeds import calendars, feeds
from partnerships.listing import build_listing
from partnerships.models import Event, EventChange, Leg, Opportunity, Partnership
from partnerships.models.facetrow import refreshed_together
from portal.news.models import NewsPage
from tests.site.small_register import SmallRegister, place

KINDS = {
    "partnership": "partnerships",
    "event": "events",
    "organisation": "organisations",
    "opportunity": "opportunities",
    "news": "news",
}
HOST = "http://localhost:8000"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def atom(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    etree.fromstring(response.content)
    found = feedparser.parse(response.content)
    assert not found.bozo
    return found


def items(client: Client, address: str) -> list[Any]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def event(title: str, **values: Any) -> Event:
    found = Event(title=title, kind="forum", **values)
    found.save()
    return found


def test_a_feed_has_the_records_of_the_list_with_the_same_parameters(client: Client, register: SmallRegister) -> None:
    for query in ("", "country=JP", "country=FI&q=Turku", "country=JP&country=FI&country_all=1", "q=nowhere"):
        for record_type, name in KINDS.items():
            listing = build_listing(record_type, QueryDict(query), page_size=100)
            expected = set() if listing.corrected else {f"{HOST}/id/{record_type}/{record.uuid}" for record in listing.records}
            found = atom(client, f"/{name}/feed.atom?{query}")
            assert {entry.id for entry in found.entries} == expected, (query, name)
            document = json.loads(client.get(f"/{name}/feed.json?{query}").content)
            assert [item["id"] for item in document["items"]] == [entry.id for entry in found.entries]
            assert document["version"] == "https://jsonfeed.org/version/1.1"
            assert all(item["content_text"] and item["url"].startswith("http://testserver/") for item in document["items"])


def test_an_entry_keeps_its_id_and_moves_to_the_front_when_it_changes(client: Client, register: SmallRegister) -> None:
    before = atom(client, "/partnerships/feed.atom")
    last = before.entries[-1]
    record = Partnership.objects.get(uuid=last.id.rpartition("/")[2])
    record.title = "Renamed <b>& moved"
    record.save()
    after = atom(client, "/partnerships/feed.atom")
    assert after.entries[0].id == last.id
    assert after.entries[0].title == "Renamed &lt;b&gt;&amp; moved" or after.entries[0].title == record.title
    assert after.entries[0].updated == record.updated_at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    assert after.feed.updated == after.entries[0].updated
    assert after.entries[0].published == last.published


def test_a_draft_of_a_public_record_changes_no_feed(client: Client, register: SmallRegister) -> None:
    before = client.get("/partnerships/feed.atom").content
    record = register.memorandum
    record.title = "Secret"
    record.save_revision()
    assert client.get("/partnerships/feed.atom").content == before
    assert b"Not yet announced" not in before
    assert b"Unannounced" not in before


def test_feeds_mark_languages_and_credit_sources(client: Client, register: SmallRegister) -> None:
    document = json.loads(client.get("/news/feed.json").content)
    hebrew = next(item for item in document["items"] if item.get("language") == "he")
    assert hebrew["title"] == register.hebrew.title
    assert document["language"] == "en"
    root = etree.fromstring(client.get("/news/feed.atom").content)
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.get(xml) == "en"
    assert [entry.get(xml) for entry in root.findall("a:entry", ATOM) if entry.get(xml) == "he"]
    assert "Baltic Shipping Letter" in root.xpath("string()")
    assert feeds.language_tag("zh-hans") == "zh-Hans"


def test_letters_that_xml_cannot_hold_do_not_break_a_feed(client: Client, register: SmallRegister) -> None:
    Partnership.objects.filter(pk=register.memorandum.pk).update(summary="a\x0bb\x1f\ufffe")
    atom(client, "/partnerships/feed.atom")


def test_pages_of_a_feed_hold_each_record_once(client: Client, register: SmallRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "ENTRIES", 4)
    address, seen = "http://testserver/partnerships/feed.atom?status=ended", []
    while address:
        root = etree.fromstring(client.get(address.removeprefix("http://testserver")).content)
        assert len(root.findall("a:entry", ATOM)) <= 4
        seen += [entry.findtext("a:id", namespaces=ATOM) for entry in root.findall("a:entry", ATOM)]
        links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
        assert links["self"] == address
        assert root.findtext("a:id", namespaces=ATOM) == "http://localhost:8000/partnerships/feed.atom?status=ended"
        address = links.get("next")
    assert len(seen) == len(set(seen)) == 12


@pytest.mark.parametrize("address", ["/partnerships/feed.atom", "/news/feed.json", "/events/calendar.ics?country=JP"])
def test_what_is_unchanged_is_not_sent_again(client: Client, register: SmallRegister, address: str) -> None:
    first = client.get(address)
    for header, value in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        again = client.get(address, headers={header: value})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    model: Any = {"/p": Partnership, "/n": NewsPage, "/e": Event}[address[:2]]
    model.objects.live().first().unpublish() if model is NewsPage else model.objects.public().first().unpublish()
    if address.startswith("/p"):
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    changed = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_feed_takes_as_many_queries_at_any_size(
    client: Client, register: SmallRegister, django_assert_max_num_queries: Any
) -> None:
    client.get("/partnerships/")
    for address in ("/partnerships/feed.atom", "/events/calendar.ics", "/news/feed.json"):
        with django_assert_max_num_queries(18):
            client.get(address)


def test_an_event_and_its_legs_are_whole_days(client: Client, register: SmallRegister) -> None:
    found = {str(item["summary"]): item for item in items(client, "/events/calendar.ics")}
    assert set(found) == {
        "Port delegation to Hokkaido",
        "Port delegation to Hokkaido: Otaru, Japan",
        "Port delegation to Hokkaido: Sapporo, Japan",
    }
    whole = found["Port delegation to Hokkaido"]
    assert (whole["dtstart"].dt, whole["dtend"].dt) == (datetime.date(2024, 5, 12), datetime.date(2024, 5, 16))
    assert whole["uid"] == f"event-{register.visit.uuid}@localhost"
    assert (whole["status"], whole["url"]) == ("CONFIRMED", f"http://testserver{register.visit.get_absolute_url()}")
    leg = found["Port delegation to Hokkaido: Sapporo, Japan"]
    assert (leg["dtstart"].dt, leg["dtend"].dt) == (datetime.date(2024, 5, 15), datetime.date(2024, 5, 16))
    assert leg["related-to"] == whole["uid"]
    assert "Sapporo" not in str(whole["summary"])
    again = {str(item["uid"]) for item in items(client, "/events/calendar.ics")}
    assert again == {str(item["uid"]) for item in found.values()}


def test_a_cancelled_event_stays_and_says_so(client: Client, register: SmallRegister) -> None:
    coming = event("Forum", state="confirmed", starts="2031-03-01")
    before = next(item for item in items(client, "/events/calendar.ics") if item["summary"] == "Forum")
    Event.objects.filter(pk=coming.pk).update(created_at=timezone.now() - datetime.timedelta(hours=1))
    coming = Event.objects.get(pk=coming.pk)
    coming.state, coming.state_reason = "cancelled", "The hall burnt down"
    coming.save()
    after = next(item for item in items(client, "/events/calendar.ics") if item["summary"] == "Forum")
    assert EventChange.objects.filter(event=coming).count() == 1
    assert after["status"] == "CANCELLED"
    assert "The hall burnt down" in after["description"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt >= before["last-modified"].dt


def test_what_has_no_known_day_is_left_out_and_counted(client: Client, register: SmallRegister) -> None:
    for number, starts in enumerate(["XXXX-07-09", "2019", "2019-04", "[..2019-04-01]", None]):
        event(f"Vague {number}", state="held", starts=starts)
    body = client.get("/events/calendar.ics").content
    calendar: Any = Calendar.from_ical(body)
    assert "5 are left out" in str(calendar["x-wr-caldesc"])
    assert b"Vague" not in body
    dated = event("By its legs", state="planned")
    dated.legs = [Leg(place="Oulu", country=place("FI"), starts="2031-01-02"), Leg(place="Kemi", starts="2031-01-05")]
    dated.save()
    found = {str(item["summary"]): item for item in items(client, "/events/calendar.ics")}
    assert found["By its legs"]["dtstart"].dt == datetime.date(2031, 1, 2)
    assert found["By its legs"]["dtend"].dt == datetime.date(2031, 1, 6)
    assert found["By its legs"]["status"] == "TENTATIVE"


def test_a_visit_of_one_place_is_told_once(client: Client, register: SmallRegister) -> None:
    visit = Event(title="One place", state="held", starts="2030-01-02", ends="2030-01-04")
    visit.legs = [Leg(place="Oulu", country=place("FI"), starts="2030-01-02", ends="2030-01-04")]
    visit.save()
    assert [str(item["location"]) for item in items(client, "/events/calendar.ics?year=2030")] == ["Oulu, Finland"]


@pytest.mark.parametrize(
    ("zone", "moment", "offset"),
    [
        ("Europe/Amsterdam", datetime.datetime(2031, 7, 1, 10, 0, tzinfo=datetime.UTC), 2),
        ("Asia/Tokyo", datetime.datetime(2031, 3, 1, 3, 0, tzinfo=datetime.UTC), 9),
    ],
)
def test_a_deadline_has_the_hour_and_the_rules_of_its_zone(
    client: Client, register: SmallRegister, zone: str, moment: datetime.datetime, offset: int
) -> None:
    call = register.call
    call.closes, call.time_zone = moment, zone
    call.save()
    body = client.get("/opportunities/calendar.ics?country=FI&status=open").content
    assert f"DTSTART;TZID={zone}:".encode() in body
    assert b"BEGIN:VTIMEZONE" in body
    calendar: Any = Calendar.from_ical(body)
    (item,) = calendar.walk("VEVENT")
    assert item["dtstart"].dt == moment
    assert item["dtstart"].dt.utcoffset() == datetime.timedelta(hours=offset)
    (rules,) = calendar.walk("VTIMEZONE")
    own = rules.to_tz(lookup_tzid=False)
    assert moment.replace(tzinfo=None) + own.utcoffset(item["dtstart"].dt.replace(tzinfo=None)) == item["dtstart"].dt.replace(
        tzinfo=None
    )
    assert item["uid"] == f"closes-{call.uuid}@localhost"


def test_offers_without_a_closing_hour_are_counted(client: Client, register: SmallRegister) -> None:
    Opportunity(title="For ever").save()
    calendar: Any = Calendar.from_ical(client.get("/opportunities/calendar.ics").content)
    assert "1 is left out" in str(calendar["description"])


def test_a_calendar_is_bounded_and_says_so(client: Client, register: SmallRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "MOST", 3)
    with refreshed_together():
        for year in range(2030, 2035):
            event(f"Forum {year}", state="planned", starts=f"{year}-02-03")
    calendar: Any = Calendar.from_ical(client.get("/events/calendar.ics").content)
    assert [str(item["summary"]) for item in calendar.walk("VEVENT")] == ["Forum 2034", "Forum 2033", "Forum 2032"]
    assert "3 are left out: they lie furthest back" in str(calendar["x-wr-caldesc"])


def test_lists_without_days_have_no_calendar(client: Client, register: SmallRegister) -> None:
    assert client.get("/partnerships/calendar.ics").status_code == 404
