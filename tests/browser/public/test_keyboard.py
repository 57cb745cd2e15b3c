"""A list from its first stop to its last, by keyboard alone: every stop can be seen, in the order in which it is read."""

from playwright.sync_api import Page, expect

STOP = """() => {
    const one = document.activeElement;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const shown = one.closest("label")?.getBoundingClientRect() ?? box;
    return {
        tag: one.tagName, id: one.id, text: (one.textContent || one.value || "").trim().slice(0, 60),
        isSeen: shown.width > 0 && shown.bottom > 0 && shown.top < innerHeight && shown.right > 0 && shown.left < innerWidth,
        hasRing: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        place: [...document.querySelectorAll("*")].indexOf(one),
    };
}"""
MOST_STOPS = 200


def test_every_stop_of_a_list_is_seen_and_comes_in_order(page: Page, address: str) -> None:
    # Where motion is wanted, a page takes a moment to scroll to the focus.
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/partnerships/?country=JP&country=FI")
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    assert 30 < len(stops) < MOST_STOPS
    assert [stop["place"] for stop in stops] == sorted(stop["place"] for stop in stops)
    assert [stop for stop in stops if not (stop["isSeen"] and stop["hasRing"])] == []
    reached = {stop["id"] for stop in stops}
    assert {"q", "country-any", "country-JP", "status-signed", "since", "sort"} <= reached
    assert any(stop["tag"] == "A" and stop["text"].startswith("Turku and") for stop in stops)


BELOW_THE_BUTTON = """() => {
    const one = document.activeElement;
    const shown = (one.closest("label") ?? one).getBoundingClientRect();
    const bar = document.querySelector(".facets-apply");
    return !bar.contains(one) && shown.top >= bar.getBoundingClientRect().top && shown.top < innerHeight;
}"""


def test_the_button_that_stays_in_view_covers_no_filter_that_has_the_focus(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/partnerships/?country=JP&country=FI")
    page.locator("#panel > summary").focus()
    page.keyboard.press("Enter")
    hidden, stops = [], 0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stops += 1
        if page.evaluate(BELOW_THE_BUTTON):
            hidden.append(page.evaluate(STOP)["id"])
        if page.evaluate("document.activeElement.closest('.facets-apply') !== null"):
            break
    assert 20 < stops < MOST_STOPS
    assert hidden == []


def test_a_list_is_asked_and_a_record_opened_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.locator("#choose-country").focus()
    page.keyboard.type("Japan")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#since")).to_be_focused()
    page.keyboard.type("2019")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1 partnership")
    page.locator(".row-title a").focus()
    page.keyboard.press("Enter")
    proof = page.locator(".facts details.proof").first
    proof.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(proof.locator("blockquote").first).to_be_visible()
