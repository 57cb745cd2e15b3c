"""Articles in lists: only those that everyone may read, whatever is done to them or to the pages above them."""

from __future__ import annotations

import datetime
import random
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from partnerships.listing import build_listing
from partnerships.listing.verification import differences
from partnerships.models import Organisation, OrganisationName, Partnership, Place, Sector
from portal.news.models import HomePage, NewsCountry, NewsIndexPage, NewsOrganisation, NewsPage, NewsSector
from portal.news.tasks import publish_scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> NewsIndexPage:
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="home-of-tests"))
    return home.add_child(instance=NewsIndexPage(title="News", slug="news"))


def article(index: NewsIndexPage, title: str, countries: str = "", sectors: str = "", **values: object) -> NewsPage:
    page = NewsPage(title=title, **values)
    page.country_links = [NewsCountry(country=place) for place in Place.objects.filter(code__in=countries.split())]
    page.sector_links = [NewsSector(sector=sector) for sector in Sector.objects.filter(code__in=sectors.split())]
    return index.add_child(instance=page)


def listed(**params: str) -> list[str]:
    return [page.title for page in build_listing("news", params).records]


def test_counts_come_from_the_links_of_the_article(index):
    article(index, "A", "RU CN", "photonics", published_on=datetime.date(2019, 4, 26))
    article(index, "B", "RU BE", published_on=datetime.date(2021, 4, 26))
    article(index, "C", "RU", "energy")
    listing = build_listing("news", {})
    facets = {facet.name: {value.value: value.count for value in facet.values} for facet in listing.facets}
    assert facets == {
        "country": {"RU": 3, "BE": 1, "CN": 1},
        "sector": {"electronics": 1, "photonics": 1, "energy": 1},
        "year": {"2021": 1, "2019": 1, "unknown": 1},
        "organisation": {},
    }
    assert listed(country="CN") == ["A"]
    assert listed(sector="electronics") == ["A"]
    assert listed(year="unknown") == ["C"]


def test_the_words_of_the_body_are_found(index):
    body = [
        ("paragraph", "<p>Lasers from <b>Дубна</b> &amp; 合肥</p>"),
        ("quote", {"text": "A new dawn", "speaker": "The rector"}),
    ]
    article(index, "Titled", body=body, source="The Courier", topics="optics, lasers")
    for q in ("дубна", "Dubna", "合肥", "dawn", "courier", "optics laser", "titled"):
        assert listed(q=q) == ["Titled"], q
    for q in ("paragraph", "b", "amp"):
        assert listed(q=q) == [], q


def test_names_of_linked_organisations_are_found_as_long_as_they_are_public(index):
    body = Organisation.objects.create(name="Wuhan Polytechnic")
    page = article(index, "A")
    link = NewsOrganisation.objects.create(page=page, organisation=body)
    alias = OrganisationName.objects.create(organisation=body, name="华中科技大学")
    assert listed(q="华中") == ["A"]
    assert listed(organisation=str(body.uuid)) == ["A"]
    alias.delete()
    assert listed(q="华中") == []
    assert listed(q="polytechnic") == ["A"]
    body.unpublish()
    assert listed(q="polytechnic") == []
    link.delete()
    assert differences("news") == []


def test_an_article_that_is_withdrawn_restricted_or_deleted_is_gone(index):
    pages = {title: article(index, title) for title in "ABC"}
    pages["A"].unpublish()
    restriction = PageViewRestriction.objects.create(page=pages["B"], restriction_type=PageViewRestriction.LOGIN)
    assert listed() == ["C"]
    restriction.delete()
    assert listed() == ["B", "C"]
    Page.objects.get(pk=pages["C"].pk).delete()
    assert listed() == ["B"]
    above = PageViewRestriction.objects.create(page=index.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert listed() == []
    above.delete()
    index.get_parent().delete()
    assert listed() == []
    assert differences("news") == []


def test_moving_below_a_restricted_page_hides_and_back_shows(index):
    closed = Page.get_first_root_node().add_child(instance=HomePage(title="Members", slug="members"))
    hidden = closed.add_child(instance=NewsIndexPage(title="Hidden", slug="hidden"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    page = article(index, "A")
    page.move(hidden, pos="last-child")
    assert listed() == []
    NewsPage.objects.get(pk=page.pk).move(NewsIndexPage.objects.get(pk=index.pk), pos="last-child")
    assert listed() == ["A"]
    NewsIndexPage.objects.get(pk=index.pk).move(closed, pos="last-child")
    assert listed() == []


def test_scheduled_publishing_and_expiry(index):
    page = article(index, "Soon", live=False)
    page.go_live_at = timezone.now() + timedelta(minutes=1)
    page.save_revision().publish()
    assert listed() == []
    page.refresh_from_db()
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    publish_scheduled()
    assert listed() == ["Soon"]
    NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    publish_scheduled()
    assert listed() == []


def test_what_cannot_be_published_holds_up_nothing(index):
    first = Partnership.objects.create(title="Without a party", live=False)
    first.save_revision(approved_go_live_at=timezone.now() - timedelta(hours=1))
    page = article(index, "Behind it", live=False)
    page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    assert listed() == ["Behind it"]
    assert not Partnership.objects.get().live


def test_a_draft_edit_changes_nothing_until_it_is_published(index):
    page = article(index, "Old", "RU")
    page.title = "New"
    page.country_links = [NewsCountry(country=Place.objects.get(code="CN"))]
    revision = page.save_revision()
    assert listed(country="RU") == ["Old"]
    revision.publish()
    assert listed(country="RU") == []
    assert listed(country="CN", q="new") == ["New"]
    assert differences("news") == []


@pytest.mark.parametrize("seed", range(2))
def test_no_random_edit_leaves_a_difference(index, seed):
    chance = random.Random(seed)
    closed = index.get_parent().get_parent().add_child(instance=HomePage(title="Members", slug="members"))
    hidden = closed.add_child(instance=NewsIndexPage(title="Hidden", slug="hidden"))
    for number in range(8):
        article(index, f"A{number}", chance.choice(["RU", "CN RU", ""]), chance.choice(["energy", "oil-gas", ""]))
    for _ in range(30):
        page = chance.choice(list(NewsPage.objects.order_by("pk")))
        match chance.randrange(7):
            case 0:
                page.unpublish()
            case 1:
                page.save_revision().publish()
            case 2:
                page.move(NewsIndexPage.objects.get(pk=chance.choice([index, hidden]).pk), pos="last-child")
            case 3:
                PageViewRestriction.objects.create(page=Page.objects.get(pk=closed.pk), restriction_type="login")
            case 4:
                PageViewRestriction.objects.all().delete()
            case 5:
                page.country_links.all().delete()
            case 6:
                page.title, page.published_on = "Renamed", datetime.date(2020, 1, 1)
                page.save()
        assert [str(each) for each in differences("news")] == []
