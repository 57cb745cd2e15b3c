"""Every kind of page, for everyone: axe, both directions, light and dark, narrow screens, keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.everyone import broken, fits, in_each_scheme
from tests.browser.public.conftest import every_page
from tests.site.small_register import SmallRegister, make_register

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Still called experimental, and right: what looks like a heading is one.
    "rules": {"p-as-heading": {"enabled": True}},
}


@pytest.fixture
def register(transactional_db: None) -> SmallRegister:
    return make_register("en", "he")


def opened(page: Page, address: str, register: SmallRegister, language: str) -> Iterator[str]:
    """Opens each kind of page in a language with everything unfolded, and tells which it is."""
    for name, path in every_page(register).items():
        answer = page.goto(f"{address}{'' if language == 'en' else f'/{language}'}{path}")
        assert answer
        assert answer.status == (404 if name == "not found" else 200), name
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "he" else "ltr")
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        yield name


@pytest.mark.parametrize("language", ["en", "he"])
def test_axe_finds_nothing(browser: Browser, address: str, register: SmallRegister, language: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for name in opened(page, address, register, language):
        for scheme in in_each_scheme(page):
            found[name, scheme] = broken(page, **RULES)
    context.close()
    assert not any(found.values()), found


@pytest.mark.parametrize("language", ["en", "he"])
def test_nothing_scrolls_sideways(page: Page, address: str, register: SmallRegister, language: str) -> None:
    for name in opened(page, address, register, language):
        for width in (320, 360, 768, 2560):
            assert fits(page, width), (name, width)


def test_the_first_tab_offers_the_content(page: Page, address: str) -> None:
    page.goto(f"{address}/partnerships/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_page_prints_without_its_controls_and_with_its_proofs(page: Page, address: str, register: SmallRegister) -> None:
    page.goto(address + register.memorandum.get_absolute_url())
    page.emulate_media(media="print")
    for selector in (".menu", ".breadcrumbs", ".skip"):
        for one in page.locator(selector).all():
            expect(one).not_to_be_visible()
    # Each passage once, with what it says, not again with each fact.
    expect(page.locator(".sources blockquote")).to_be_visible()
    for proof in page.locator("details.proof").all():
        expect(proof).not_to_be_visible()


def test_pictures_print_with_their_numbers(page: Page, address: str) -> None:
    page.goto(f"{address}/numbers/")
    expect(page.locator("#countries table")).not_to_be_visible()
    page.emulate_media(media="print")
    for part in ("svg.map", "svg.years", "table.matrix", "#countries table"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator(".menu").first).not_to_be_visible()


def test_motion_is_left_out_where_it_is_not_wanted(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/partnerships/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("getComputedStyle(document.querySelector('#results')).transitionDuration") == "0s"
    context.close()
