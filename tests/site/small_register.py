"""A small register that every page of the public site has something to show of, made for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.management import call_command
from wagtail.signal_handlers import disable_reference_index_auto_update

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
from partnerships.models.facetrow import refreshed_together
from portal.news.models import (
    NewsCountry,
    NewsEvent,
    NewsIndexPage,
    NewsOrganisation,
    NewsPage,
    NewsPartnership,
    NewsSector,
)
from tests.partnerships.making import some_party
from tests.written import write

QUOTE = "The harbour of Turku and the port of Otaru signed a memorandum on cold-water logistics on 14 May 2024."


@dataclass(frozen=True)
class SmallRegister:
    """Its records, by what is special about them."""

    memorandum: Partnership
    """Turku and Otaru: signed on a day, proved, with a sought partner and three parties' worth of links."""
    draft: Partnership
    visit: Event
    turku: Organisation
    call: Opportunity
    article: NewsPage
    hebrew: NewsPage


def place(code: str) -> Place:
    return Place.objects.get(code=code)


def organisation(name: str, country: str, **values: object) -> Organisation:
    return Organisation.objects.create(name=name, country=place(country), **values)


def partnership(title: str, *parties: Organisation, sectors: str = "", **values: object) -> Partnership:
    record = Partnership(title=title, **values)
    record.parties = [Party(organisation=party, role="signatory") for party in parties or [some_party()]]
    record.sectors = Sector.objects.filter(code__in=sectors.split())
    record.save()
    return record


def make_site(*languages: str) -> None:
    """The site's pages in these languages, and its groups."""
    write(_make_site, *languages)


def make_register(*languages: str) -> SmallRegister:
    """The site's pages, 2 + 12 public partnerships, a draft, an event of two legs, an offer and two articles."""
    write(_make, *languages or ["en"])
    return SmallRegister(
        memorandum=Partnership.objects.get(title="Turku and Otaru on cold-water logistics"),
        draft=Partnership.objects.get(live=False),
        visit=Event.objects.get(),
        turku=Organisation.objects.get(name="Harbour of Turku"),
        call=Opportunity.objects.get(),
        article=NewsPage.objects.get(slug="two-cold-ports-sign"),
        hebrew=NewsPage.objects.get(slug="haifa"),
    )


def _make_site(*languages: str) -> None:
    call_command("create_site", languages=languages, verbosity=0)


def _make(*languages: str) -> None:
    _make_site(*languages)
    # Nothing here asks which record is used where, and keeping that true would take most of the time.
    with refreshed_together(), disable_reference_index_auto_update():
        _register()


def _register() -> None:
    turku = organisation("Harbour of Turku", "FI", kind="public-authority", city="Turku", website="https://example.org/turku")
    OrganisationName.objects.create(organisation=turku, name="Turun satama", language="fi", kind="official")
    otaru = organisation("Port of Otaru", "JP", kind="public-authority", city="Otaru")
    hidden = organisation("Unannounced Shipyard", "FI", live=False)
    memorandum = partnership(
        "Turku and Otaru on cold-water logistics",
        turku,
        otaru,
        hidden,
        sectors="logistics maritime",
        kind="memorandum",
        status="signed",
        signed="2024-05-14",
        summary="The two ports share what they know of ice, and look for a shipyard.",
    )
    memorandum.sought = [Sought(description="A shipyard on the Baltic Sea", country=place("EE"))]
    memorandum.save()
    partnership("Turku and Haifa on ship repair", turku, organisation("Haifa Yard", "IL"), kind="project", status="proposed")
    for number in range(12):
        seller = organisation(
            f"Chamber of commerce {number}", ["NO", "SE", "DK", "EE", "LV", "LT", "PL", "DE", "NL", "BE"][number % 10]
        )
        partnership(
            f"Trade talks {number}",
            seller,
            turku,
            sectors="trade-investment",
            kind="cooperation",
            status="ended",
            starts=f"{2010 + number}",
        )
    partnership("Not yet announced", turku, kind="agreement", status="proposed", live=False)
    visit = make_visit(turku, otaru, memorandum)
    call = Opportunity(title="Berths for young companies", kind="soft-landing", offered_by=turku)
    call.closes = datetime(2031, 3, 1, 12, 0, tzinfo=UTC)
    call.countries = [place("FI")]
    call.save()
    make_article(memorandum, visit, turku)
    make_hebrew_article()


def make_visit(turku: Organisation, otaru: Organisation, memorandum: Partnership) -> Event:
    visit = Event(
        title="Port delegation to Hokkaido", kind="delegation-visit", state="held", starts="2024-05-12", ends="2024-05-15"
    )
    visit.legs = [
        Leg(place="Otaru", country=place("JP"), starts="2024-05-12"),
        Leg(place="Sapporo", country=place("JP"), starts="2024-05-15"),
    ]
    visit.participations = [
        Participation(organisation=otaru, role="host"),
        Participation(person="Aino Satamainen", person_role="Harbour master", organisation=turku, role="lead"),
    ]
    visit.event_partnerships = [EventPartnership(partnership=memorandum, relation="signed")]
    visit.save()
    return visit


def make_article(memorandum: Partnership, visit: Event, turku: Organisation) -> None:
    document = Document.objects.create(sha256="a" * 64, content=QUOTE.encode(), size=len(QUOTE), name="ports.txt", text=QUOTE)
    article = NewsPage(
        title="Two cold ports sign",
        slug="two-cold-ports-sign",
        published_on=date(2024, 5, 15),
        source="Baltic Shipping Letter",
        source_url="https://example.org/letter/1",
        original_language="en",
        document=document,
        body=[
            ("paragraph", f"<p>{QUOTE}</p>"),
            ("heading", "What follows"),
            ("quote", {"text": "Ice teaches patience.", "speaker": "Aino Satamainen"}),
            ("speech", {"speaker": "Reporter", "text": "When do you begin?"}),
        ],
    )
    NewsIndexPage.objects.get(locale__language_code="en").add_child(instance=article)
    article.partnership_links = [NewsPartnership(partnership=memorandum)]
    article.event_links = [NewsEvent(event=visit)]
    article.organisation_links = [NewsOrganisation(organisation=turku)]
    article.country_links = [NewsCountry(country=place("FI")), NewsCountry(country=place("JP"))]
    article.sector_links = [NewsSector(sector=Sector.objects.get(code="maritime"))]
    article.save()
    party = memorandum.parties.first()
    for fact in ("status", "signed", f"party:{party.pk}"):
        Evidence.objects.create(record=memorandum, field=fact, document=document, start=0, end=len(QUOTE), quote=QUOTE)


def make_hebrew_article() -> None:
    article = NewsPage(
        title="נמל חיפה מארח משלחת",
        slug="haifa",
        source="עיתון הנמל",
        original_language="he",
        body=[("paragraph", "<p>המשלחת הגיעה.</p>")],
    )
    NewsIndexPage.objects.get(locale__language_code="en").add_child(instance=article)
