import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.small_register import organisation, partnership


def test_a_tick_refreshes_the_list_in_place(page: Page, address: str) -> None:
    page.goto(f"{address}/partnerships/?sort=title")
    page.evaluate("window.stillHere = true")
    expect(page.locator("#count")).to_have_text("14 partnerships")
    heading = page.locator("#count").element_handle()
    page.locator("#more-country > summary").click()
    page.locator("#country-JP").check()
    expect(page.locator("#count")).to_have_text("1 partnership")
    expect(page.locator(".row-title")).to_have_text(["Turku and Otaru on cold-water logistics"])
    # The same document, the focus where it was, the numbers beside the other facets brought up to date.
    assert page.evaluate("window.stillHere")
    expect(page.locator("#country-JP")).to_be_focused()
    expect(page.locator("#country-JP")).to_be_checked()
    expect(page.locator("#status-signed + .tick-label + .tick-count")).to_have_text("1")
    # A screen reader announces a live region only if it is the same one as before.
    assert heading.evaluate("element => element.isConnected")
    assert page.url == f"{address}/partnerships/?country=JP&sort=title"
    expect(page.locator(".chip")).to_have_text(["Remove filter Country: Japan"])
    expect(page).to_have_title("Partnerships: Japan – Liaison")
    # Taken back, the value is folded away again by the server, and stays in sight and in focus all the same.
    page.locator("#country-JP").uncheck()
    expect(page.locator("#count")).to_have_text("14 partnerships")
    expect(page.locator("#country-JP")).to_be_focused()


def test_back_and_forward_restore_results_and_ticks(page: Page, address: str) -> None:
    page.goto(f"{address}/partnerships/")
    page.locator("#status-signed").check()
    expect(page.locator("#count")).to_have_text("1 partnership")
    page.locator("#status-proposed").check()
    expect(page.locator("#count")).to_have_text("2 partnerships")
    page.go_back()
    expect(page.locator("#count")).to_have_text("1 partnership")
    expect(page.locator("#status-signed")).to_be_checked()
    expect(page.locator("#status-proposed")).not_to_be_checked()
    page.go_back()
    expect(page.locator("#count")).to_have_text("14 partnerships")
    expect(page.locator("#status-signed")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#count")).to_have_text("1 partnership")
    page.locator(".row-title a").first.click()
    expect(page.locator("h1")).to_have_text("Turku and Otaru on cold-water logistics")
    page.go_back()
    expect(page.locator("#count")).to_have_text("1 partnership")
    expect(page.locator("#status-signed")).to_be_checked()


def test_what_was_unfolded_stays_unfolded(page: Page, address: str) -> None:
    page.goto(f"{address}/partnerships/")
    # What is folded weighs nothing until then.
    expect(page.locator("#more-country input, #more-regions input, #within-sector-mobility input")).to_have_count(0)
    page.locator("#more-country > summary").click()
    page.locator("#within-sector-mobility > summary").click()
    page.locator("#status-ended").check()
    expect(page.locator("#count")).to_have_text("12 partnerships")
    expect(page.locator("#more-country")).to_have_attribute("open", "")
    page.locator("#status-signed").check()
    expect(page.locator("#count")).to_have_text("13 partnerships")
    expect(page.locator("#within-sector-mobility")).to_have_attribute("open", "")


def test_ticking_by_keyboard_goes_on_where_it_was(page: Page, address: str) -> None:
    page.goto(f"{address}/partnerships/")
    page.locator("#status-ended").focus()
    page.keyboard.press("Space")
    expect(page.locator("#count")).to_have_text("12 partnerships")
    expect(page.locator("#status-ended")).to_be_focused()
    # Past the choice of a first year to the years.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".chip")).to_have_count(2)


def test_words_and_order_refresh_too(page: Page, address: str) -> None:
    page.goto(f"{address}/partnerships/")
    page.locator("#q").fill("trade")
    page.locator("#q").press("Enter")
    expect(page.locator("#count")).to_have_text("12 partnerships")
    # Words bring an order of their own.
    expect(page.locator("#sort option:checked")).to_have_text("Most relevant first")
    page.locator("#sort").focus()
    page.locator("#sort").select_option("oldest")
    expect(page.locator(".row-title").first).to_have_text("Trade talks 0")
    expect(page.locator("#sort")).to_be_focused()
    expect(page.locator("#sort option:checked")).to_have_text("Oldest first")
    expect(page.locator("#q")).to_have_value("trade")
    assert page.url == f"{address}/partnerships/?q=trade&sort=oldest"


def test_a_chip_takes_its_filter_back(page: Page, address: str) -> None:
    page.goto(f"{address}/partnerships/?country=JP&status=signed&q=turku")
    page.get_by_role("link", name="Remove filter Words: turku").click()
    expect(page.locator("#q")).to_have_value("")
    page.get_by_role("link", name="Remove filter Country: Japan").click()
    expect(page.locator(".chip")).to_have_text(["Remove filter Status: Signed"])


def test_on_a_phone_filters_are_a_panel_with_the_count_on_its_button(phone: Page, address: str) -> None:
    phone.goto(f"{address}/partnerships/")
    expect(phone.locator("#country-JP")).not_to_be_visible()
    phone.get_by_text("Filters", exact=True).click()
    phone.locator("#more-country > summary").click()
    phone.locator("#country-JP").check()
    button = phone.get_by_role("button", name="Show 1 result")
    expect(button).to_be_in_viewport()
    expect(phone.locator("#panel")).to_have_attribute("open", "")
    button.click()
    expect(phone.locator("#country-JP")).not_to_be_visible()
    expect(phone.locator("#count")).to_have_text("1 partnership")


@pytest.mark.parametrize("width", [360, 1280])
def test_all_of_it_works_without_javascript(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/partnerships/")
    if width == 360:
        page.get_by_text("Filters", exact=True).click()
    page.locator("#more-country > summary").click()
    page.locator("#country-JP").check()
    page.locator("#status-signed").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator("#count")).to_have_text("1 partnership")
    expect(page.locator(".chip")).to_have_count(2)
    page.locator("#sort").select_option("oldest")
    page.get_by_role("button", name="Sort").click()
    expect(page.locator(".chip")).to_have_count(2)
    assert "sort=oldest" in page.url
    page.go_back()
    expect(page.locator("#sort option:checked")).to_have_text("Newest first")
    page.locator(".row-title a").click()
    page.locator("details.proof summary").first.click()
    expect(page.locator("details.proof blockquote").first).to_contain_text(re.compile("signed a memorandum"))
    context.close()


def test_three_clicks_to_the_proof(page: Page, address: str) -> None:
    """Which partnerships with Japan are there, and how do we know? From the front page, by looking only."""
    page.goto(address)
    page.get_by_role("link", name="Japan", exact=True).click()
    page.get_by_role("link", name="Turku and Otaru on cold-water logistics").first.click()
    page.get_by_text("How do we know? Signed").click()
    quote = page.locator("details.proof[open] blockquote")
    expect(quote).to_be_visible()
    expect(quote).to_contain_text("signed a memorandum on cold-water logistics on 14 May 2024")
    page.locator("details.proof[open] figcaption a").click()
    expect(page.locator("h1")).to_have_text("Two cold ports sign")


def test_the_search_of_the_front_page_leads_into_any_list(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q").fill("turku")
    page.locator("#q").press("Enter")
    expect(page.locator("h1")).to_have_text("Search")
    expect(page.locator("#found-partnership")).to_have_text("14 partnerships")
    page.get_by_role("link", name="All 14 partnerships, with filters").click()
    expect(page.locator("#count")).to_have_text("14 partnerships")
    page.goto(address)
    page.locator("#q").fill("otaru")
    page.get_by_role("button", name="Organisations").click()
    expect(page.locator(".row-title")).to_have_text(["Port of Otaru"])


def test_countries_can_be_asked_for_together(page: Page, address: str) -> None:
    page.goto(f"{address}/partnerships/?country=FI&country=JP")
    expect(page.locator("#count")).to_have_text("14 partnerships")
    page.get_by_text("all of these together").click()
    expect(page.locator("#count")).to_have_text("1 partnership")
    expect(page.locator("#country-all")).to_be_focused()
    assert page.url == f"{address}/partnerships/?country=FI&country=JP&country_all=1"
    page.go_back()
    expect(page.locator("#count")).to_have_text("14 partnerships")
    expect(page.locator("#country-any")).to_be_checked()


def test_an_organisation_is_looked_for_while_typing(page: Page, address: str) -> None:
    page.goto(f"{address}/partnerships/")
    page.locator("#organisation-q").press_sequentially("haif")
    expect(page.locator("#values-organisation .tick-label")).to_have_text(["Haifa Yard"])
    # The list stays what it is, and so do the address, the words and the caret.
    expect(page.locator("#count")).to_have_text("14 partnerships")
    assert page.url == f"{address}/partnerships/"
    expect(page.locator("#organisation-q")).to_be_focused()
    page.locator("#values-organisation input").check()
    expect(page.locator("#count")).to_have_text("1 partnership")
    assert "organisation=" in page.url
    assert "organisation_q" not in page.url


def test_an_organisation_is_looked_for_without_javascript(browser: Browser, address: str) -> None:
    for code in "FR ES PT IT GR AT CH".split():
        partnership(f"With {code}", organisation(f"Body of {code}", code))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/partnerships/")
    # The box that scripts would work stands in nobody's way.
    expect(page.locator("#find-country")).not_to_be_visible()
    legend, first = (page.locator(f"#facet-country {part}").first.bounding_box() for part in ("legend", ".tick"))
    assert first["y"] >= legend["y"] + legend["height"]
    assert first["width"] > 200
    page.goto(f"{address}/partnerships/?status=proposed")
    page.locator("#organisation-q").fill("haifa")
    page.get_by_role("button", name="Look").click()
    expect(page.locator("#values-organisation .tick-label")).to_have_text(["Haifa Yard"])
    expect(page.locator("#status-proposed")).to_be_checked()
    context.close()


def test_values_of_a_long_facet_are_looked_for_by_name(page: Page, address: str) -> None:
    for code in "FR ES PT IT GR AT CH".split():
        partnership(f"With {code}", organisation(f"Body of {code}", code))
    page.goto(f"{address}/partnerships/")
    page.locator("#find-country").fill("éstonia")
    expect(page.locator("#country-EE")).to_be_visible()
    expect(page.locator("#country-FI")).not_to_be_visible()
    page.locator("#find-country").press("Enter")
    assert page.url == f"{address}/partnerships/"
    page.locator("#country-EE").check()
    expect(page.locator(".chip")).to_have_text(["Remove filter Country: Estonia"])


def test_a_refresh_that_fails_falls_back_to_the_plain_form(browser: Browser, address: str) -> None:
    context = browser.new_context()  # htmx reports the cut connection, which must not count as a fault
    page = context.new_page()
    page.route(
        "**/partnerships/?*", lambda route: route.abort() if route.request.headers.get("hx-request") else route.continue_()
    )
    page.goto(f"{address}/partnerships/?sort=title")
    page.evaluate("window.stillHere = true")
    page.locator("#status-signed").check()
    expect(page.locator("#count")).to_have_text("1 partnership")
    assert not page.evaluate("window.stillHere")
    context.close()
