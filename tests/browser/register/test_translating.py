"""An article is translated in a browser: begun, written text by text, published, and read in Dutch."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from partnerships.models.facetrow import FacetRow
from tests.browser.entering import enter
from tests.browser.register.office import employ
from tests.site.small_register import SmallRegister, make_register

DUTCH = "Twee koude havens tekenen"


@pytest.fixture
def register(transactional_db: None) -> SmallRegister:
    return make_register("en", "nl")


def _is_change(response: Response) -> bool:
    """The answer to what a click has sent; the page shows it before it is kept."""
    return response.request.method in ("POST", "PUT")


def test_an_article_is_translated_through_its_form(page: Page, live_server: Any, register: SmallRegister) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    enter(page, live_server.url, employ("mia"))
    page.goto(f"{live_server.url}/admin/localize/submit/page/{register.article.pk}/")
    page.get_by_label("Nederlands").check()
    page.get_by_role("button", name="Submit").click()
    before = FacetRow.objects.filter(record_type="news").count()
    title = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Title", exact=True)).last
    title.get_by_role("button", name="Translate").click()
    title.get_by_role("textbox").fill(DUTCH)
    with page.expect_response(_is_change):
        title.get_by_role("button", name="Save").click()
    expect(title).to_contain_text(DUTCH)
    with page.expect_response(_is_change):
        page.get_by_role("button", name="Publish in Nederlands").click()
    expect(page.get_by_text("Published").first).to_be_visible()
    page.goto(f"{live_server.url}/nl/news/")
    assert FacetRow.objects.filter(record_type="news").count() == before
    page.get_by_role("link", name=DUTCH).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DUTCH)
    page.locator("footer").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(register.article.title)
