"""The page of each record, and its addresses."""

import datetime
import uuid
from datetime import UTC

import pytest
from django.test import Client

from partnerships import lifecycle
from partnerships.addresses import address_words
from partnerships.edtf import IncompleteDate
from partnerships.models import (
    Document,
    Event,
    EventPartnership,
    Evidence,
    Leg,
    Opportunity,
    Organisation,
    Participation,
    Partnership,
)
from partnerships.pages.models import PartnershipIndexPage
from portal.news.models import NewsCountry, NewsOpportunity, NewsPage
from tests.partnerships.making import made_partnership
from tests.site.reading import page, queries, text
from tests.site.small_register import QUOTE, SmallRegister, organisation, partnership, place


def test_a_partnership_tells_who_what_since_when_and_how_we_know(client: Client, register: SmallRegister) -> None:
    tree = page(client, register.memorandum.get_absolute_url())
    assert text(tree, "h1") == "Turku and Otaru on cold-water logistics"
    assert text(tree, ".standing").startswith("Signed 14 May 2024 ")
    assert text(tree, ".standing").endswith(" (as of 14 May 2024)")
    parties = [" ".join(party.text_content().split()) for party in tree.cssselect("[aria-labelledby=parties] .party")]
    assert parties[0] == "Harbour of Turku Signatory · Turku, Finland"
    assert "A shipyard on the Baltic Sea" in text(tree, ".sought")
    assert "A shipyard" not in text(tree, "[aria-labelledby=parties]")
    assert register.visit.title in text(tree, "[aria-labelledby=events]")
    assert register.article.title in text(tree, "[aria-labelledby=articles]")
    links = {link.text_content(): link.get("href") for link in tree.cssselect("aside a")}
    assert links["Japan"] == "/countries/JP/"
    assert links["Maritime and ports"] == "/sectors/maritime/"


def test_the_sentence_behind_each_fact_is_one_click_away(client: Client, register: SmallRegister) -> None:
    tree = page(client, register.memorandum.get_absolute_url())
    proofs = {" ".join(proof.cssselect("summary")[0].text_content().split()): proof for proof in tree.cssselect("details.proof")}
    assert set(proofs) == {
        "How do we know? Signatory: Harbour of Turku",
        "How do we know? Status: Signed",
        "How do we know? Signed: 14 May 2024",
    }
    for proof in proofs.values():
        assert text(proof, "blockquote") == QUOTE
        assert proof.cssselect("figcaption a")[0].get("href") == register.article.get_url()
    # One sentence proves three facts; it is quoted once among the sources, with what it says.
    (sentence,) = tree.cssselect(".sentences > li")
    assert "Says: Party: Harbour of Turku · Signed · Status" in " ".join(sentence.text_content().split())


def test_a_sentence_says_which_of_its_facts_have_changed_since(client: Client, register: SmallRegister) -> None:
    note = Evidence.objects.create(record=register.memorandum, field="status", note="Their letter")
    lifecycle.change_status(register.memorandum, "active", IncompleteDate.parse("2024-06"), "it runs", None, note)
    sentences = page(client, register.memorandum.get_absolute_url()).cssselect(".sentences > li")
    says = {text(one, "figcaption"): text(one, ".proves") for one in sentences}
    assert says["Their letter"] == "Says: Status"
    (quoted,) = (words for source, words in says.items() if source != "Their letter")
    assert quoted == "Says: Party: Harbour of Turku · Signed · Status (changed since)"


def test_only_words_of_a_source_are_counted_as_passages(client: Client, register: SmallRegister) -> None:
    Evidence.objects.create(record=register.memorandum, note="Known to the editors")
    tree = page(client, register.memorandum.get_absolute_url())
    assert len(tree.cssselect(".sentences > li")) == 2
    assert "rests on this passage" in text(tree, ".sources")
    assert "Says: The whole record" in text(tree, ".sentences")
    Evidence.objects.create(record=register.visit, note="Known to the editors")
    assert "their words are not quoted" in text(page(client, register.visit.get_absolute_url()), ".sources")


def test_words_that_several_sources_share_are_quoted_once(client: Client, register: SmallRegister) -> None:
    other = Document.objects.create(sha256="b" * 64, content=QUOTE.encode(), size=len(QUOTE), name="copy.txt", text=QUOTE)
    broken = QUOTE.replace(" of ", "\nof ", 1)
    for fact in ("signed", "kind"):
        Evidence.objects.create(record=register.memorandum, field=fact, document=other, start=0, end=len(QUOTE), quote=broken)
    (sentence,) = page(client, register.memorandum.get_absolute_url()).cssselect(".sentences > li")
    sources = [" ".join(source.text_content().split()) for source in sentence.cssselect("figcaption p")]
    assert sources == ["Two cold ports sign · Baltic Shipping Letter · 15 May 2024", "copy.txt"]
    assert text(sentence, ".proves") == "Says: Kind · Party: Harbour of Turku · Signed · Status"


def test_a_passage_names_nothing_that_is_not_public(client: Client, register: SmallRegister) -> None:
    EventPartnership.objects.create(event=register.visit, partnership=register.draft, relation="discussed")
    hidden = register.memorandum.parties.get(organisation__live=False)
    rows = {
        register.memorandum: [f"party:{hidden.pk}"],
        register.visit: ["state", *(f"partnership:{row.pk}" for row in EventPartnership.objects.filter(event=register.visit))],
    }
    for record, facts in rows.items():
        for fact in facts:
            Evidence.objects.create(record=record, field=fact, note="Their letter")
    says = [text(page(client, record.get_absolute_url()), ".sources") for record in rows]
    assert says[0].endswith("Their letter Says: Party")
    assert says[1].endswith("Their letter Says: Partnership: Turku and Otaru on cold-water logistics · Partnership · Status")


def test_each_question_is_asked_under_a_name_of_its_own(client: Client, register: SmallRegister) -> None:
    """Who hears them one after the other is told which fact each is about."""
    hidden = Organisation.objects.get(live=False)
    Participation.objects.create(event=register.visit, person="Ice Pilot", role="attendee")
    Participation.objects.create(event=register.visit, organisation=hidden, role="attendee")
    rows = [*register.visit.legs.all(), *register.visit.participations.all()]
    codes = ["", "state", "kind", "starts", "ends", *(f"{type(row).__name__.lower()}:{row.pk}" for row in rows)]
    for code in codes:
        Evidence.objects.create(record=register.visit, field=code, note="Their letter")
    tree = page(client, register.visit.get_absolute_url())
    questions = [" ".join(one.text_content().split()) for one in tree.cssselect("details.proof > summary")]
    assert len(questions) == len(set(questions)) == len(codes)
    assert "How do we know? Port delegation to Hokkaido" in questions
    assert "How do we know? Host: Port of Otaru" in questions
    assert {"How do we know? Attendee: Ice Pilot", "How do we know? Attendee"} < set(questions)
    assert "How do we know? Status: Held" in questions


def test_what_is_still_to_come_is_not_told_as_past(client: Client, register: SmallRegister) -> None:
    year = datetime.date.today().year
    told = {
        "to begin": ({"starts": f"{year + 2}"}, f"{year + 2} starts", f"from {year + 2}"),
        "to begin on a day": ({"starts": f"{year + 1}-02-03"}, f"{year + 1} from 3 Feb", f"from 3 February {year + 1}"),
        "to be signed": ({"signed": f"{year + 1}-02"}, f"{year + 1} to be signed Feb", f"to be signed February {year + 1}"),
        "this year": ({"starts": f"{year}"}, f"{year} started", f"since {year}"),
        "begun": ({"starts": "2019-04-26"}, "2019 since 26 Apr", "since 26 April 2019"),
        "signed": ({"signed": "2019"}, "2019 signed", "signed 2019"),
    }
    for title, (dates, _row, _words) in told.items():
        partnership(title, register.turku, status="active", **dates)
    rows = {text(row, ".row-title"): text(row, ".when") for row in page(client, "/partnerships/?status=active").cssselect(".row")}
    pages = {title: page(client, Partnership.objects.get(title=title).get_absolute_url()) for title in told}
    for title, (_dates, row, words) in told.items():
        assert rows[title].replace("\N{NO-BREAK SPACE}", " ") == row
        assert f"Active {words}" in text(pages[title], ".standing")


def test_a_passage_about_the_whole_record_stands_at_its_head(client: Client, register: SmallRegister) -> None:
    Evidence.objects.create(record=register.visit, document=register.article.document, start=0, end=len(QUOTE), quote=QUOTE)
    Evidence.objects.create(record=register.visit, field="starts", note="known to the editors")
    tree = page(client, register.visit.get_absolute_url())
    assert text(tree, ".page-head details.proof blockquote") == QUOTE
    assert "known to the editors" in text(tree, ".facts details.proof")
    assert len(tree.cssselect(".sentences > li")) == 2
    # The same words of the same article once more.
    Evidence.objects.create(record=register.visit, document=register.article.document, start=9, end=9 + len(QUOTE), quote=QUOTE)
    (said,) = page(client, register.visit.get_absolute_url()).cssselect(".page-head details.proof .sentence")
    assert text(said, "blockquote") == QUOTE


def test_sources_that_disagree_are_told_in_the_words_of_the_page(client: Client, register: SmallRegister) -> None:
    for value in ("active", "expired"):
        Evidence.objects.create(record=register.memorandum, field="status", note=f"Letter on {value}", value=value)
    tree = page(client, register.memorandum.get_absolute_url())
    assert {text(side, ".side-says") for side in tree.cssselect(".sides > li")} >= {"Active", "Expired"}
    for value in ("FI", "NO"):
        Evidence.objects.create(record=register.turku, field="country", note=f"Letter on {value}", value=value)
    tree = page(client, register.turku.get_absolute_url())
    assert [text(side, ".side-says") for side in tree.cssselect(".sides > li")] == ["Finland", "Norway"]


def test_a_party_that_is_not_public_is_not_named(client: Client, register: SmallRegister) -> None:
    hidden = Organisation.objects.get(name="Unannounced Shipyard")
    assert client.get(hidden.get_absolute_url()).status_code == 404
    for address in (register.memorandum.get_absolute_url(), "/partnerships/", "/", register.turku.get_absolute_url()):
        assert hidden.name not in client.get(address).content.decode()
    tree = page(client, register.memorandum.get_absolute_url())
    parties = tree.cssselect("[aria-labelledby=parties] .party")
    assert " ".join(parties[2].text_content().split()) == "an organisation that is not public yet Signatory"
    # The editors' preview says who it is.
    assert hidden.name in register.memorandum.make_preview_request().content.decode()


def test_an_event_shows_its_route_in_order(client: Client, register: SmallRegister) -> None:
    tree = page(client, register.visit.get_absolute_url())
    stops = [" ".join(stop.text_content().split()) for stop in tree.cssselect("ol.route > li")]
    assert stops == ["Otaru · Japan 12 May 2024", "Sapporo · Japan 15 May 2024"]
    assert "12–15 May 2024" in text(tree, ".standing").replace("\u2009", " ")
    assert "Aino Satamainen · Harbour master · Harbour of Turku (Finland)" in text(tree, "[aria-labelledby=present]")
    assert register.memorandum.title in text(tree, "[aria-labelledby=outcomes]")
    assert register.article.title in text(tree, "[aria-labelledby=articles]")


def test_an_organisation_shows_its_partnerships_by_status(client: Client, register: SmallRegister) -> None:
    tree = page(client, register.turku.get_absolute_url())
    groups = [" ".join(group.text_content().split()) for group in tree.cssselect("h3.group")]
    assert groups == ["Signed 1", "Proposed 1", "Ended 12"]
    assert register.draft.title not in text(tree)
    # Of twelve ended ones the ten latest, and the way to all of them.
    assert len(tree.cssselect("[aria-labelledby=partnerships] article")) == 12
    (more,) = tree.cssselect("[aria-labelledby=partnerships] .onward a")
    assert more.text_content() == "All 12"
    assert text(page(client, more.get("href")), "#count") == "12 partnerships"
    assert tree.cssselect("[aria-labelledby=names] bdi")[0].get("lang") == "fi"
    for section, word in (
        ("events", register.visit.title),
        ("opportunities", register.call.title),
        ("articles", register.article.title),
    ):
        assert word in text(tree, f"[aria-labelledby={section}]")


def test_an_opportunity_says_until_when(client: Client, register: SmallRegister) -> None:
    tree = page(client, register.call.get_absolute_url())
    assert text(tree, ".standing") == "Open closes 1 March 2031, 12:00 (UTC)"
    assert "Harbour of Turku" in text(tree, ".facts")


def test_an_opportunity_without_a_closing_day_is_as_fresh_as_the_newest_article(client: Client, register: SmallRegister) -> None:
    register.call.closes = None
    register.call.save()
    assert not page(client, register.call.get_absolute_url()).cssselect(".freshness")
    NewsOpportunity.objects.create(page=register.article, opportunity=register.call)
    for address in (register.call.get_absolute_url(), "/opportunities/"):
        tree = page(client, address)
        assert text(tree, ".freshness").startswith("Not confirmed for 2 years")
        assert "as of 15 May" in text(tree, "article")
        assert text(tree, "main .status") == "No closing date"


def test_offers_stand_in_the_order_of_the_day_that_they_show(client: Client, register: SmallRegister) -> None:
    moment = datetime.datetime(2023, 1, 31, 12, 0, tzinfo=UTC)
    Opportunity(title="Over", kind="call", opens=moment.replace(year=2022), closes=moment).save()
    Opportunity(title="Open since then", kind="call", opens=moment.replace(day=1)).save()
    for title in ("Another without a day", "Told of"):
        Opportunity(title=title, kind="call").save()
    told_of = NewsOpportunity.objects.create(page=register.article, opportunity=Opportunity.objects.get(title="Told of"))

    def rows(address: str) -> list[tuple[str, str]]:
        return [(text(row, ".row-title"), text(row, ".when")) for row in page(client, address).cssselect(".rows article")]

    newest = [
        ("Berths for young companies", "2031 closes 1 Mar"),
        ("Told of", "2024 as of 15 May"),
        ("Over", "2023 closed 31 Jan"),
        ("Open since then", "2023 since 1 Jan"),
        ("Another without a day", "No date known"),
    ]
    assert rows("/opportunities/") == newest
    assert rows("/opportunities/?sort=oldest") == [*reversed(newest[:-1]), newest[-1]]
    words = [option.text_content() for option in page(client, "/opportunities/").cssselect("#sort option")]
    assert words == ["Latest date first", "Earliest date first", "By name"]
    # What articles say goes with them.
    register.article.unpublish()
    assert [title for title, _when in rows("/opportunities/")][-2:] == ["Another without a day", "Told of"]
    register.article.save_revision().publish()
    told_of.delete()
    assert [title for title, _when in rows("/opportunities/")][-1] == "Told of"


def test_an_article_says_what_it_is_linked_to(client: Client, register: SmallRegister) -> None:
    tree = page(client, register.article.get_url())
    links = {" ".join(link.text_content().split()): link.get("href") for link in tree.cssselect("aside.linked a")}
    assert links == {
        register.memorandum.title: register.memorandum.get_absolute_url(),
        register.visit.title: register.visit.get_absolute_url(),
        "Harbour of Turku": register.turku.get_absolute_url(),
        "Finland": "/countries/FI/",
        "Japan": "/countries/JP/",
        "Maritime and ports": "/sectors/maritime/",
    }
    assert "15 May 2024" in text(tree, ".standing")
    assert tree.cssselect(".credit a")[0].get("href") == "https://example.org/letter/1"
    assert tree.cssselect(".prose h2")[0].text_content() == "What follows"
    assert "Ice teaches patience." in text(tree, ".quotation")


def test_a_text_in_another_language_is_marked(client: Client, register: SmallRegister) -> None:
    tree = page(client, register.hebrew.get_url())
    for selector in ("h1 bdi", ".prose"):
        (element,) = tree.cssselect(selector)
        assert (element.get("lang"), element.get("dir")) == ("he", "rtl")
    assert "Language of the text: Hebrew" in text(tree, ".standing")
    assert "gives no date" in text(tree, ".standing")


def test_a_record_links_only_to_articles_that_are_public(client: Client, register: SmallRegister) -> None:
    register.article.unpublish()
    tree = page(client, register.memorandum.get_absolute_url())
    assert register.article.title not in text(tree)
    # The sentence stays, credited to its document.
    assert "ports.txt" in text(tree, ".sources")
    assert client.get(register.article.get_url()).status_code == 404


def test_drafts_and_strangers_are_not_found(client: Client, register: SmallRegister) -> None:
    for address in (
        register.draft.get_absolute_url(),
        f"/id/partnership/{register.draft.uuid}",
        "/partnerships/nothing-like-it-0123456789ab/",
        f"/id/partnership/{uuid.uuid4()}",
        f"/id/news/{uuid.uuid4()}",
        f"/id/person/{register.memorandum.uuid}",
        f"/id/event/{register.memorandum.uuid}",
    ):
        response = client.get(address)
        assert response.status_code == 404, address
        assert "There is no such page" in response.content.decode()


def test_an_address_follows_the_title_and_keeps_the_identifier(client: Client, register: SmallRegister) -> None:
    old = register.memorandum.get_absolute_url()
    assert old == f"/partnerships/turku-and-otaru-on-cold-water-logistics-{register.memorandum.uuid.hex[:12]}/"
    Partnership.objects.filter(pk=register.memorandum.pk).update(title="深圳与小樽")
    register.memorandum.refresh_from_db()
    new = register.memorandum.get_absolute_url()
    assert new.startswith("/partnerships/shen")
    for address in (old, f"/partnerships/{register.memorandum.uuid.hex[:12]}/", f"/partnerships/{register.memorandum.uuid}/"):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (301, new), address
    response = client.get(f"/id/partnership/{register.memorandum.uuid}")
    assert (response.status_code, response.headers["Location"]) == (303, new)
    assert client.get(f"/id/news/{register.article.uuid}").headers["Location"] == register.article.get_url()


@pytest.mark.parametrize("title", ["a" * 255, "word " * 50, "!!!", "北京" * 100, "'; DROP--"])
def test_any_title_makes_an_address_that_leads_back(client: Client, register: SmallRegister, title: str) -> None:
    record = made_partnership(title, status="active")
    assert len(address_words(record)) <= 60
    assert client.get(record.get_absolute_url()).status_code == 200


def test_addresses_follow_a_renamed_list(client: Client, register: SmallRegister) -> None:
    index = PartnershipIndexPage.objects.get(locale__language_code="en")
    index.slug = "agreements"
    index.save_revision().publish()
    assert register.memorandum.get_absolute_url().startswith("/agreements/turku")
    assert client.get(register.memorandum.get_absolute_url()).status_code == 200
    index.unpublish()
    assert register.memorandum.get_absolute_url() == f"/id/partnership/{register.memorandum.uuid}"
    assert client.get(register.memorandum.get_absolute_url()).status_code == 404


def test_a_list_asks_once_for_the_addresses_of_all_its_records(register: SmallRegister, django_assert_num_queries) -> None:
    register.memorandum.get_absolute_url()
    with django_assert_num_queries(0):
        for record in (register.memorandum, register.visit, register.turku, register.call):
            record.get_absolute_url()


def test_the_page_of_an_organisation_takes_as_many_queries_at_any_size(client: Client, register: SmallRegister) -> None:
    address = register.turku.get_absolute_url()
    Opportunity.objects.create(title="First", offered_by=register.turku)
    before = queries(client, address)
    for number in range(4):
        Opportunity.objects.create(title=f"Offer {number}", offered_by=register.turku)
        partnership(f"More trade {number}", organisation(f"Guild {number}", "SE"), register.turku, status="ended")
        event = Event(title=f"Visit {number}", kind="meeting", state="held", starts=f"202{number}")
        event.legs = [Leg(place="Turku", country=register.turku.country)]
        event.participations = [Participation(organisation=register.turku, role="host")]
        event.save()
    assert queries(client, address) == before <= 30


def test_a_record_can_be_previewed_before_it_is_saved(admin_client: Client, register: SmallRegister) -> None:
    for record in (
        register.memorandum,
        register.visit,
        register.turku,
        register.call,
        Partnership(title="New", status="proposed"),
    ):
        response = record.make_preview_request()
        assert response.status_code == 200
        body = response.content.decode()
        assert str(record) in body
        assert 'content="noindex' in body


def test_an_article_can_be_previewed_with_links_that_are_not_saved(admin_client: Client, register: SmallRegister) -> None:
    page = register.article
    page.partnership_links = []
    page.country_links = [NewsCountry(country=place("NO"))]
    body = page.make_preview_request().content.decode()
    assert "/countries/NO/" in body
    assert register.memorandum.title not in body
    assert NewsPage(title="Brand new").make_preview_request().status_code == 200


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"last_confirmed": -30}, "Confirmed within 12 months (last on "),
        ({"last_confirmed": -400}, "Due for confirmation (last on "),
        ({"last_confirmed": -800}, "Not confirmed for 2 years (last on "),
        ({"status_since": "2019"}, "Not confirmed for 2 years (as of 2019)"),
        ({"signed": None}, "Not confirmed yet"),
        ({"status": "ended"}, ""),
    ],
)
def test_how_fresh_the_status_is(client: Client, register: SmallRegister, values: dict, words: str) -> None:
    if "last_confirmed" in values:
        values = {"last_confirmed": datetime.date.today() + datetime.timedelta(days=values["last_confirmed"])}
    Partnership.objects.filter(pk=register.memorandum.pk).update(**values)
    tree = page(client, register.memorandum.get_absolute_url())
    light = tree.cssselect(".freshness")
    assert words in (text(tree, ".freshness") if light else "")
    assert bool(light) == bool(words)


def test_terms_and_history_as_far_as_they_are_public(client: Client, register: SmallRegister) -> None:
    memorandum = Partnership.objects.get(pk=register.memorandum.pk)
    for year, public in ((2050, True), (2051, False), (2052, True)):
        end = IncompleteDate.parse(str(year))
        lifecycle.renew(memorandum, end, "secret reason", None, note=f"note {year}", public=public)
        memorandum.refresh_from_db()
    lifecycle.suspend(memorandum, None, "secret reason", None, note="The port is closed")
    memorandum.refresh_from_db()
    lifecycle.resume(memorandum, None, "secret reason", None, note="hidden note", public=False)
    tree = page(client, register.memorandum.get_absolute_url())
    terms, history = text(tree, "section[aria-labelledby=terms]"), text(tree, "section[aria-labelledby=history]")
    assert "note 2050" in terms
    assert "note 2051" not in terms
    assert "from 2052" in terms or "2052" in terms
    assert "The port is closed" in history
    assert "hidden note" not in history
    assert "secret reason" not in text(tree)
