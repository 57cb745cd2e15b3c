"""Two editors on one record, each in a browser of their own: the second is told, loses nothing and decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Response, expect

from partnerships.models import Partnership
from portal.news.models import NewsPage
from tests.browser.entering import enter
from tests.browser.register.office import employ
from tests.site.small_register import SmallRegister

REFUSED = "Nothing was saved: there is a newer version than the one you opened."
TITLE = "[name=title]"


def in_a_browser(browser: Browser, address: str, name: str) -> Page:
    """A browser of one's own in which a moderator of this name is logged in."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    return enter(page, address, employ(name.lower(), first_name=name))


def save(page: Page) -> None:
    """Press the button that saves a draft."""
    page.get_by_role("button", name="Save draft").first.click()


@pytest.mark.parametrize("kind", ["partnership", "article"])
def test_the_second_is_told_sees_the_difference_and_decides(
    browser: Browser, live_server: Any, register: SmallRegister, kind: str, settings: Any
) -> None:
    # Both press the buttons themselves, and the second hears of the first by nothing but the answer.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 600_000
    if kind == "partnership":
        memorandum = Partnership.objects.get(pk=register.memorandum.pk)
        memorandum.save_revision().publish()
        url = reverse(Partnership.snippet_viewset.get_url_name("edit"), args=[memorandum.pk])
    else:
        register.article.save_revision().publish()
        url = f"/admin/pages/{register.article.pk}/edit/"
    first, second = (in_a_browser(browser, live_server.url, name) for name in ("Mia", "Jon"))
    for page in (first, second):
        page.goto(live_server.url + url)
    first.locator(TITLE).fill("Mia's title")
    save(first)
    expect(first.get_by_text("Mia's title").first).to_be_visible()
    second.locator(TITLE).fill("Jon's title")
    save(second)
    expect(second.get_by_text(REFUSED)).to_be_visible()
    expect(second.get_by_text("Saved by Mia")).to_be_visible()
    expect(second.locator(TITLE)).to_have_value("Jon's title")
    assert newest(kind, register) == "Mia's title"
    with second.expect_popup() as popup:
        second.get_by_role("link", name="See what was changed").click()
    expect(popup.value.get_by_text("Mia's title").first).to_be_visible()
    popup.value.close()
    # Pressed again without an answer, it is refused again.
    save(second)
    expect(second.get_by_text(REFUSED)).to_be_visible()
    assert newest(kind, register) == "Mia's title"
    second.get_by_label("Save mine in its place").check()
    save(second)
    expect(second.get_by_text(REFUSED)).to_have_count(0)
    assert newest(kind, register) == "Jon's title"
    for page in (first, second):
        page.context.close()


def newest(kind: str, register: SmallRegister) -> str:
    model: Any = Partnership if kind == "partnership" else NewsPage
    pk = register.memorandum.pk if kind == "partnership" else register.article.pk
    return str(model.objects.get(pk=pk).get_latest_revision_as_object().title)


def typed(page: Page, title: str, *, whole: bool = True) -> Any:
    """What the server answered to the saving that typing this title sets off: of the whole title, or of its first letters."""

    def is_of_it(answer: Response) -> bool:
        sent = answer.request.post_data_buffer or b""
        return answer.request.method == "POST" and b'name="title"' in sent and (not whole or title.encode() in sent)

    with page.expect_response(is_of_it) as answered:
        page.bring_to_front()
        page.locator(TITLE).select_text()
        page.locator(TITLE).press_sequentially(title)
        # Letters that come while a saving is under way are saved with the next.
        page.wait_for_timeout(1500)
        page.locator(TITLE).press("Space")
    return answered.value.json()


def test_what_is_saved_while_one_types_replaces_nothing(
    browser: Browser, live_server: Any, register: SmallRegister, settings: Any
) -> None:
    # Whoever hears of a newer version in time no longer saves by typing: here the second does not hear of it.
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 600_000
    memorandum = Partnership.objects.get(pk=register.memorandum.pk)
    memorandum.save_revision().publish()
    url = reverse(Partnership.snippet_viewset.get_url_name("edit"), args=[memorandum.pk])
    first, second = (in_a_browser(browser, live_server.url, name) for name in ("Mia", "Jon"))
    for page in (first, second):
        page.goto(live_server.url + url)
    assert typed(first, "Mia's title")["success"]
    assert typed(second, "Jon's title", whole=False)["error_code"] == "invalid_revision"
    assert newest("partnership", register).startswith("Mia's title")
    # Mia goes on typing in the same window and is asked nothing.
    assert typed(first, "Mia's second title")["success"]
    assert newest("partnership", register).startswith("Mia's second title")
    for page in (first, second):
        page.context.close()
