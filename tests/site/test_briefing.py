"""Briefings: what they tell, what visitors never get, and how much they cost."""

from __future__ import annotations

import datetime
import re
from typing import Any

import bs4
import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.users.models import UserProfile

from partnerships import briefing
from partnerships.briefing import brief_on_organisation
from partnerships.models import Document, Event, Evidence, Leg, Opportunity, Organisation, Participation, Partnership
from portal.news.models import NewsIndexPage, NewsPage
from portal.news.roles import set_roles
from tests.site.small_register import QUOTE, SmallRegister, organisation, partnership

SECRET = ("Not yet announced", "Unannounced Shipyard", "the minister hesitates", "Olga Owner", "Decide by", "decide by")
QUERIES = 20
AHEAD = datetime.datetime(2091, 3, 1, tzinfo=datetime.UTC)


@pytest.fixture
def kept(register: SmallRegister) -> SmallRegister:
    """The register with what only the office knows: a reason, an owner, a deadline, a draft of a public record, a file."""
    owner = User.objects.create(username="olga", first_name="Olga", last_name="Owner")
    soon = datetime.date.today() + datetime.timedelta(days=40)
    memorandum = Partnership.objects.get(pk=register.memorandum.pk)
    memorandum.status_reason, memorandum.status_note, memorandum.owner = "the minister hesitates", "Signed in Turku", owner
    memorandum.starts, memorandum.ends, memorandum.notice = "2024-05", soon.isoformat(), 1
    memorandum.save()
    talks = Event.objects.create(title="Secret talks", live=False)
    Participation.objects.create(event=talks, organisation=register.turku, person="N. N.")
    Opportunity.objects.create(title="Secret offer", live=False, offered_by=register.turku)
    changed = Partnership.objects.get(pk=register.memorandum.pk)
    changed.title = "Turku and Otaru on something secret"
    changed.save_revision()
    return register


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    words = " ".join(bs4.BeautifulSoup(answer.content, "html.parser").get_text(" ").split())
    return re.sub(r" ([,;:)])|(\() ", r"\1\2", words)


def public_url(register: SmallRegister) -> str:
    return f"{register.turku.get_absolute_url()}briefing/"


def officer(group: str = "Editors") -> Client:
    set_roles()
    user = User.objects.create(username="officer")
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def test_an_organisation_is_told_on_one_page(client: Client, kept: SmallRegister) -> None:
    page = text(client, public_url(kept))
    for words in (
        "As the register stands on",
        "Turku and Otaru on cold-water logistics",
        "Port of Otaru (Japan), Signatory",
        "an organisation that is not public yet",
        "signed 14 May 2024",
        "Signed in Turku",
        "Port delegation to Hokkaido",
        "Otaru, Japan → Sapporo, Japan",
        "People: Aino Satamainen, Harbour master (Harbour of Turku)",
        "Berths for young companies",
        "closes 1 March 2031",
        "Two cold ports sign, Baltic Shipping Letter, 15 May 2024",
        QUOTE,
        "http://testserver/news/two-cold-ports-sign/",
    ):
        assert words in page, words


@pytest.mark.parametrize("subject", ["organisation", "country"])
def test_visitors_get_what_is_public_only(client: Client, kept: SmallRegister, subject: str) -> None:
    page = text(client, public_url(kept) if subject == "organisation" else "/countries/FI/briefing/")
    found = [words for words in (*SECRET, "secret", "Secret", "N. N.", "Draft", "not public. ") if words in page]
    assert not found
    # Not even for somebody who is logged in.
    page = text(officer(""), public_url(kept))
    assert "the minister hesitates" not in page


@pytest.mark.parametrize("subject", ["organisation", "country"])
def test_the_office_gets_drafts_reasons_owners_and_deadlines(kept: SmallRegister, subject: str) -> None:
    pk = kept.turku.pk if subject == "organisation" else kept.turku.country_id
    page = text(officer(), reverse("register_briefing", args=[subject, pk]))
    for words in (
        "not for publication",
        "Not yet announced Draft",
        "has changes that are not public",
        "Reason: the minister hesitates",
        "Owner: Olga Owner",
        "decide by",
        "Unannounced Shipyard",
        "Secret talks Draft",
        "Secret offer Draft",
    ):
        assert words in page, words
    assert "something secret" not in page


def test_the_office_briefing_is_for_the_office(client: Client, kept: SmallRegister) -> None:
    url = reverse("register_briefing", args=["organisation", kept.turku.pk])
    assert client.get(url).status_code == 302
    assert officer("").get(url).status_code == 302
    assert User.objects.get(username="officer").delete()
    assert officer().get(url).status_code == 200
    assert officer_exists_get("register_briefing", "house", 1) == 404


def officer_exists_get(name: str, *args: Any) -> int:
    client = Client()
    client.force_login(User.objects.get(username="officer"))
    return client.get(reverse(name, args=args)).status_code


def test_there_is_none_on_what_is_not_public_or_not_there(client: Client, kept: SmallRegister) -> None:
    hidden = Organisation.objects.get(name="Unannounced Shipyard")
    assert client.get(f"{hidden.get_absolute_url()}briefing/").status_code == 404
    assert client.get("/countries/XX/briefing/").status_code == 404
    assert client.get("/countries/fi/briefing/").headers["Location"] == "/countries/FI/briefing/"
    words = public_url(kept).replace("harbour", "harbor")
    assert client.get(words).headers["Location"].endswith(public_url(kept))


def test_a_country_without_records_says_so(client: Client, kept: SmallRegister) -> None:
    assert "The register has no partnership, event or open offer for it yet." in text(client, "/countries/TV/briefing/")


def test_one_sentence_has_one_number(client: Client, kept: SmallRegister) -> None:
    visit = Event.objects.get(pk=kept.visit.pk)
    document = Evidence.objects.filter(quote=QUOTE).first().document
    Evidence.objects.create(record=visit, field="starts", document=document, start=0, end=len(QUOTE), quote=QUOTE)
    Evidence.objects.create(record=visit, field="state", url="https://example.org/held")
    found = brief_on_organisation(kept.turku)
    assert [note.number for note in found.notes] == [1, 2]
    assert [entry.notes for group in found.partnerships for entry in group.entries if entry.notes] == [(1,)]
    assert found.events.entries[0].notes == (1, 2) or found.events.entries[0].notes == (2, 1)


def test_a_file_of_the_office_is_no_source_for_visitors(client: Client, kept: SmallRegister) -> None:
    scan = get_document_model().objects.create(title="Scanned secret", file="scan.pdf")
    Evidence.objects.create(record=kept.visit, field="state", file=scan)
    assert "Scanned secret" not in text(client, public_url(kept))
    assert "Scanned secret" in text(officer(), reverse("register_briefing", args=["organisation", kept.turku.pk]))


def test_people_are_told_within_events_only_and_in_bounds(client: Client, kept: SmallRegister) -> None:
    for number in range(15):
        Participation.objects.create(event=kept.visit, person=f"Guest {number}", role="attendee", sort_order=number + 10)
    page = text(client, public_url(kept))
    # Those of the organisation come first.
    assert "People: Aino Satamainen" in page
    assert "and 4 more" in page


def test_dates_ahead_come_in_order(kept: SmallRegister) -> None:
    dates = brief_on_organisation(kept.turku, for_office=True).dates
    assert [date.day for date in dates] == sorted(date.day for date in dates)
    words = [date.words for date in dates]
    assert {"decide by", "the term ends", "closes"} <= set(words)
    assert "decide by" not in [date.words for date in brief_on_organisation(kept.turku).dates]


def test_what_is_left_out_is_said(client: Client, kept: SmallRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefing, "MOST", 4)
    page = text(client, public_url(kept))
    assert "older ones of 12 are not written out here." in page
    assert sum(len(group.entries) for group in brief_on_organisation(kept.turku).partnerships) == 4


def test_dates_and_names_follow_the_language(client: Client, kept: SmallRegister, settings: Any) -> None:
    settings.LANGUAGE_CODE = "nl"
    page = text(client, "/countries/FI/briefing/")
    assert "14 mei 2024" in page
    assert "(Japan)" in page
    assert "Finland" in page


def test_the_office_reads_it_in_the_language_of_each_user(kept: SmallRegister) -> None:
    desk = officer()
    UserProfile.objects.create(user=User.objects.get(username="officer"), preferred_language="nl")
    page = text(desk, reverse("register_briefing", args=["organisation", kept.turku.pk]))
    for words in ("Interne briefing: niet voor publicatie", "Eerstvolgende data", "14 mei 2024", "uiterste besluitdatum"):
        assert words in page, words


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def one_more_of_everything(kept: SmallRegister, number: int) -> None:
    """A partnership, an event and an offer, each with all that a briefing tells of one: dates, people, sources."""
    there = organisation(f"Partner {number}", "JP")
    owner, deputy = (User.objects.create(username=f"{name}{number}") for name in ("owner", "deputy"))
    pact = partnership(
        f"More {number}",
        kept.turku,
        there,
        status="active",
        starts="2020",
        ends="2100",
        owner=owner,
        deputy=deputy,
        status_note="x",
    )
    visit = Event(title=f"Visit {number}", starts="2090")
    visit.legs = [Leg(place="Turku", country=kept.turku.country, host=there)]
    visit.participations = [Participation(organisation=kept.turku, person="A"), Participation(organisation=there, person="B")]
    visit.save()
    offer = Opportunity.objects.create(title=f"Offer {number}", kind="call", offered_by=kept.turku, opens=AHEAD, closes=AHEAD)
    document = Document.objects.create(sha256=f"{number:064}", content=b"x", size=1, name=f"{number}.txt", text="x y")
    article = NewsPage(title=f"Article {number}", slug=f"more-{number}", document=document, original_language="en")
    NewsIndexPage.objects.get(locale__language_code="en").add_child(instance=article)
    for record in (pact, visit, offer):
        record.translate("nl", "title", "Meer")
        record.save()
        Evidence.objects.create(record=record, field="title", document=document, start=0, end=1, quote="x")
        Evidence.objects.create(record=record, field="kind", url=f"https://example.org/{number}")


@pytest.mark.parametrize("for_office", [False, True])
def test_it_takes_few_queries_whatever_the_size(client: Client, kept: SmallRegister, for_office: bool) -> None:
    client = officer() if for_office else client
    urls = (
        [reverse("register_briefing", args=["country", kept.turku.country_id])]
        if for_office
        else [public_url(kept), "/countries/FI/briefing/"]
    )
    few = [queries_of(client, url) for url in urls]
    for number in range(3):
        one_more_of_everything(kept, number)
    assert [queries_of(client, url) for url in urls] == few
    assert max(few) <= QUERIES


def test_organisations_lead_to_it(client: Client, kept: SmallRegister) -> None:
    page = client.get(kept.turku.get_absolute_url()).content.decode()
    assert f'href="{public_url(kept)}"' in page
    assert 'href="/countries/FI/briefing/"' in page
    office = reverse("register_briefing", args=["organisation", kept.turku.pk])
    desk = officer()
    assert office in desk.get("/admin/register/organisations/").content.decode()
    assert office in desk.get(f"/admin/register/organisations/edit/{kept.turku.pk}/").content.decode()
    country = reverse("register_briefing", args=["country", kept.turku.country_id])
    assert country in desk.get("/admin/register/countries/?q=Finland").content.decode()
