"""Visitors read records in their own language where somebody has translated them, and are told of the original."""

from __future__ import annotations

import json
from typing import Any

import bs4
import pytest
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import DjangoAssertNumQueries

from partnerships.listing import build_listing
from partnerships.models import Organisation, OrganisationName, Partnership, refreshed_together
from partnerships.models.translations import plain_code
from tests.site.small_register import SmallRegister, make_register

DUTCH = "Turku en Otaru over koude logistiek"


@pytest.fixture
def dutch(db: None, settings: Any) -> SmallRegister:
    """The small register, its memorandum written in English and translated into Dutch, for readers of Dutch."""
    register = make_register("en", "nl")
    record = register.memorandum
    record.language, record.summary = "en", "Ships that keep fish cold."
    record.translate("nl", "title", DUTCH)
    record.translate("nl", "summary", "Schepen die vis koud houden.")
    record.save()
    for name, kind in (("Haven Turku", "alias"), ("Haven van Turku", "official"), ("Haven", "former")):
        OrganisationName.objects.create(organisation=register.turku, name=name, language="nl", kind=kind)
    register.turku.language = "en"
    register.turku.save()
    settings.LANGUAGE_CODE = "nl"
    return register


def page_of(client: Client, record: Any) -> bs4.BeautifulSoup:
    answer = client.get(record.get_absolute_url())
    assert answer.status_code == 200
    return bs4.BeautifulSoup(answer.content, "html.parser")


def test_a_page_is_read_in_translation_with_the_original_one_click_away(client: Client, dutch: SmallRegister) -> None:
    page = page_of(client, dutch.memorandum)
    assert page.h1.get_text() == DUTCH
    assert DUTCH in page.title.get_text()
    assert page.select_one(".summary").get_text(strip=True).startswith("Schepen")
    original = page.select_one("details.original")
    assert [one["lang"] for one in original.select("dd")] == ["en", "en"]
    assert "Turku and Otaru on cold-water logistics" in original.get_text()
    assert "Ships that keep fish cold." in original.get_text()
    assert page.select_one('meta[property="og:title"]')["content"] == DUTCH
    assert page.select_one('meta[name="description"]')["content"] == "Schepen die vis koud houden."


def test_the_address_keeps_the_words_of_the_original(client: Client, dutch: SmallRegister) -> None:
    assert "turku-and-otaru" in dutch.memorandum.get_absolute_url()


def test_what_is_not_translated_is_marked_with_its_language(client: Client, dutch: SmallRegister) -> None:
    Partnership.objects.filter(pk=dutch.memorandum.pk).update(translations={}, language="ja")
    page = page_of(client, dutch.memorandum)
    assert page.h1.bdi["lang"] == "ja"
    assert page.select_one(".summary [lang]")["lang"] == "ja"
    assert "Japans" in page.select_one(".page-head").get_text()
    assert page.select_one("details.original") is None


def test_what_is_in_the_readers_language_or_in_an_unknown_one_is_not_marked(client: Client, dutch: SmallRegister) -> None:
    for language in ("nl", ""):
        Partnership.objects.filter(pk=dutch.memorandum.pk).update(translations={}, language=language)
        assert "lang" not in page_of(client, dutch.memorandum).h1.bdi.attrs


def test_a_title_runs_as_its_language_does_whatever_it_begins_with(client: Client, db: None, settings: Any) -> None:
    record = make_register("en", "he").memorandum
    settings.LANGUAGE_CODE = "he"
    record.language = "en"
    record.translate("he", "title", "Port of Otaru: מזכר הבנות")
    record.save()
    assert page_of(client, record).h1.bdi.attrs == {"dir": "rtl"}
    Partnership.objects.filter(pk=record.pk).update(translations={})
    assert page_of(client, record).h1.bdi.attrs == {"lang": "en", "dir": "ltr"}
    Partnership.objects.filter(pk=record.pk).update(language="")
    assert page_of(client, record).h1.bdi.attrs == {}


def test_an_outdated_translation_says_so(client: Client, dutch: SmallRegister) -> None:
    dutch.memorandum.title = "Turku, Otaru and others"
    dutch.memorandum.save()
    page = page_of(client, dutch.memorandum)
    assert page.h1.get_text() == DUTCH
    assert "Turku, Otaru and others" in page.select_one("details.original").get_text()
    assert page.select_one("details.original > p") is not None


def test_what_the_office_says_of_the_moment_is_never_told_from_before(dutch: SmallRegister) -> None:
    record = dutch.memorandum
    record.status_note = "The port is closed."
    record.translate("nl", "status_note", "De haven is dicht.")
    assert record.texts["status_note"].text == "De haven is dicht."
    record.status_note = "The port is open."
    assert record.texts["status_note"].text == "The port is open."


def test_lists_feeds_and_search_follow(client: Client, dutch: SmallRegister) -> None:
    address = dutch.memorandum.get_absolute_url()
    rows = bs4.BeautifulSoup(client.get("/partnerships/").content, "html.parser").select(f'a[href="{address}"]')
    assert rows[0].get_text() == DUTCH
    feed = json.loads(client.get("/partnerships/feed.json").content)
    assert DUTCH in {item["title"] for item in feed["items"]}
    found = build_listing("partnership", {"q": "koude logistiek"}, with_hits=True)
    assert [record.pk for record in found.records] == [dutch.memorandum.pk]


def test_a_translation_that_is_taken_away_is_found_no_more(dutch: SmallRegister) -> None:
    dutch.memorandum.translations = {}
    dutch.memorandum.save()
    assert build_listing("partnership", {"q": "koude logistiek"}).total == 0


def test_an_organisation_bears_the_official_name_of_the_readers_language(client: Client, dutch: SmallRegister) -> None:
    turku = Organisation.objects.get(pk=dutch.turku.pk)
    assert turku.shown_title.text == "Haven van Turku"
    page = page_of(client, turku)
    assert page.h1.get_text() == "Haven van Turku"
    assert page.select_one(".page-head bdi[lang=en]").get_text() == "Harbour of Turku"
    party = page_of(client, dutch.memorandum).select_one(f'a[href="{turku.get_absolute_url()}"]')
    assert party.get_text() == "Haven van Turku"
    facets = {facet.name: facet for facet in build_listing("partnership", {"organisation": str(turku.uuid)}).facets}
    assert {value.label for value in facets["organisation"].selected} == {"Haven van Turku"}
    with translation.override("en"):
        assert turku.shown_title.text == "Harbour of Turku"
    with translation.override("fi"):
        assert turku.shown_title.text == "Turun satama"
    with translation.override("ru"):
        assert turku.shown_title.text == "Harbour of Turku"


def test_names_by_language_follow_every_change(dutch: SmallRegister) -> None:
    OrganisationName.objects.get(name="Haven van Turku").delete()
    turku = Organisation.objects.get(pk=dutch.turku.pk)
    assert turku.names_shown["nl"] == "Haven Turku"
    # An instance of before writes what it knew; the row is right all the same.
    dutch.turku.names_shown = {"nl": "Oud"}
    dutch.turku.save()
    assert Organisation.objects.get(pk=turku.pk).names_shown == {"fi": "Turun satama", "nl": "Haven Turku"}
    OrganisationName.objects.create(organisation=turku, name="图尔库港", language="zh-CN")
    assert Organisation.objects.get(pk=turku.pk).names_shown["zh-hans"] == "图尔库港"


def test_a_draft_shows_the_names_that_it_has(dutch: SmallRegister) -> None:
    turku = Organisation.objects.get(pk=dutch.turku.pk)
    turku.names = [OrganisationName(name="Havenbedrijf Turku", language="nl", kind="official")]
    assert turku.shown_title.text == "Havenbedrijf Turku"


def test_the_api_gives_both(client: Client, dutch: SmallRegister) -> None:
    found = client.get(f"/api/v1/partnerships/{dutch.memorandum.uuid}").json()
    assert (found["title"], found["language"]) == ("Turku and Otaru on cold-water logistics", "en")
    assert found["translations"]["nl"]["title"] == {"text": DUTCH, "outdated": False}


def test_programs_get_the_name_that_is_shown_and_the_original(client: Client, dutch: SmallRegister) -> None:
    script = page_of(client, dutch.memorandum).select_one('script[type="application/ld+json"]').string
    project = next(node for node in json.loads(script)["@graph"] if node["@type"] == "Project")
    assert (project["name"], project["alternateName"]) == (DUTCH, "Turku and Otaru on cold-water logistics")


@pytest.mark.parametrize("kind", ["partnerships", "organisations"])
def test_lists_take_no_further_query(
    client: Client, dutch: SmallRegister, kind: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with refreshed_together():
        for record in Partnership.objects.all():
            record.translate("nl", "title", f"Vertaald {record.pk}")
            record.save()
    client.get(f"/{kind}/")
    with django_assert_max_num_queries(6):
        page = client.get(f"/{kind}/").content.decode()
    assert "Vertaald" in page or kind == "organisations"


@pytest.mark.parametrize(
    ("code", "plain"),
    [("nl-be", "nl"), ("zh", "zh-hans"), ("zh_CN", "zh-hans"), ("zh-hant", "zh-hant"), ("pt-br", "pt-br"), ("", "")],
)
def test_codes_of_languages_meet(code: str, plain: str) -> None:
    assert plain_code(code) == plain
