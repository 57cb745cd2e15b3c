"""From the front page alone: which partnerships with Japan were signed since 2019, and how do we know?

In each language, on a phone and on a screen, with and without scripts. Links are found by where they lead, so that no word of any
language is needed.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.site.small_register import QUOTE, SmallRegister, make_register, organisation, partnership

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PHONE, SCREEN = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture
def register(transactional_db: None) -> SmallRegister:
    register = make_register(*LANGUAGES)
    # What the question leaves out: another country, and Japan before that year.
    partnership("Turku and Kobe on ferries", organisation("Port of Kobe", "JP"), register.turku, status="signed", signed="2011")
    return register


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


# One test: the trees of five languages take longer to make than the walk takes.
def test_the_question_is_answered_in_three_clicks(
    address: str, page: Page, plain: BrowserContext, register: SmallRegister
) -> None:
    for one, has_scripts in ((page, True), (plain.new_page(), False)):
        for language in LANGUAGES:
            prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
            for size in (PHONE, SCREEN):
                one.set_viewport_size(size)
                one.goto(f"{address}{prefix}/")
                by_choosing(one)
                answer(one, register, prefix)
            one.goto(f"{address}{prefix}/")
            by_looking(one, prefix, has_scripts)
            answer(one, register, prefix)


def by_choosing(page: Page) -> None:
    """The form of the front page."""
    page.locator(".choose [name=country]").select_option("JP")
    page.locator(".choose [name=since]").select_option("2019")
    page.locator(".choose button").click()


def by_looking(page: Page, prefix: str, has_scripts: bool) -> None:
    """The country in the list of the front page, then the first year among the filters."""
    page.locator(f'.index-columns a[href="{prefix}/partnerships/?country=JP"]').click()
    expect(page.locator("#results .row-title")).to_have_count(2)
    page.locator("#since").select_option("2019")
    if not has_scripts:
        page.locator(".facets-apply button").click()


def answer(page: Page, register: SmallRegister, prefix: str) -> None:
    rows = page.locator("#results .row-title a")
    expect(rows).to_have_count(1)
    expect(page.locator(".chip")).to_have_count(2)
    assert "country=JP" in page.url
    assert "since=2019" in page.url
    rows.click()
    expect(page).to_have_url(
        f"{page.url.split('/partnerships/')[0]}/partnerships/{register.memorandum.get_absolute_url().split('/')[-2]}/"
    )
    assert f"{prefix}/partnerships/" in page.url
    # The sentence can be read on the page as it opens; beside the fact itself it is one click away.
    expect(page.locator(".sources blockquote").first).to_contain_text(QUOTE)
    expect(page.locator(".sources blockquote").first).to_be_visible()
    proof = page.locator(".facts details.proof").first
    proof.locator("summary").click()
    expect(proof.locator("blockquote").first).to_have_text(QUOTE)
    expect(proof.locator("blockquote").first).to_be_visible()
    assert proof.locator("blockquote").first.get_attribute("dir") == "ltr"
