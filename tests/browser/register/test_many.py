"""An act on many in a browser: from the filtered list to the result, and back."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from partnerships import acts
from partnerships.models import BulkAct, Partnership
from tests.browser.register.office import faults
from tests.site.small_register import SmallRegister


def suspend_japan(page: Page, live_server: Any) -> BulkAct:
    page.goto(f"{live_server.url}/admin/register/partnerships/?country=JP")
    page.get_by_text("Act on the 1 found").click()
    page.get_by_role("link", name="Set status…").click()
    page.get_by_label("Since").fill("2026-11")
    page.get_by_label("Reason").fill("The strait is closed")
    page.get_by_label("Public note").fill("Halted until the strait is open")
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("heading", name="1 would change")).to_be_visible()
    page.get_by_role("button", name="Do it for 1 partnership").click()
    expect(page.get_by_text("Being done: 0 of 1.")).to_be_visible()
    act = BulkAct.objects.get()
    acts.carry_out(act.pk)
    expect(page.get_by_text("Done", exact=True).first).to_be_visible()
    return act


def test_a_country_is_suspended_and_comes_back(moderator: Page, live_server: Any, register: SmallRegister) -> None:
    act = suspend_japan(moderator, live_server)
    public = Partnership.objects.get(pk=register.memorandum.pk).get_absolute_url()
    moderator.goto(f"{live_server.url}{public}")
    expect(moderator.get_by_text("Halted until the strait is open").first).to_be_visible()
    moderator.goto(f"{live_server.url}/admin/register/acts/{act.pk}/")
    moderator.get_by_role("link", name="Take back…").click()
    expect(moderator.get_by_role("heading", name="1 would get back what it had")).to_be_visible()
    moderator.get_by_role("button", name="Take back").click()
    expect(moderator.get_by_text("Being taken back")).to_be_visible()
    acts.carry_out(act.pk)
    expect(moderator.get_by_text("Taken back", exact=True).first).to_be_visible()
    assert Partnership.objects.get(pk=register.memorandum.pk).status == "signed"


def test_ticked_rows_and_columns_of_ones_own(moderator: Page, live_server: Any) -> None:
    moderator.goto(f"{live_server.url}/admin/register/partnerships/")
    moderator.get_by_role("link", name="Columns").click()
    moderator.get_by_label("Owner").check()
    moderator.get_by_label("Kind").uncheck()
    moderator.get_by_role("button", name="Save").click()
    expect(moderator.get_by_role("columnheader", name="Owner")).to_be_visible()
    expect(moderator.get_by_role("columnheader", name="Kind")).to_have_count(0)
    for box in moderator.locator("[data-bulk-action-checkbox]").all()[:2]:
        box.check()
    moderator.locator("[data-bulk-action-button]", has_text="Set owner").click()
    expect(moderator.get_by_text("2 partnerships")).to_be_visible()
    expect(moderator.get_by_text("ticked in the list")).to_be_visible()


def test_the_first_day_is_put_away(moderator: Page, live_server: Any) -> None:
    moderator.goto(f"{live_server.url}/admin/")
    with moderator.expect_response("**/dismissibles/"):
        moderator.get_by_role("button", name="I have seen it").click()
    moderator.reload()
    expect(moderator.get_by_text("Your first day")).to_have_count(0)


def test_the_pages_are_for_everyone(moderator: Page, live_server: Any) -> None:
    act = suspend_japan(moderator, live_server)
    pages = [
        "",
        "register/partnerships/",
        "register/columns/partnerships/",
        "register/acts/new/status/?country=FI",
        f"register/acts/{act.pk}/",
        f"register/acts/{act.pk}/take-back/",
        "reports/incomplete/",
        "reports/acts/",
    ]
    ours = ("many", "desk", "list-tools", "first-day", "standing", "id_")
    assert not faults(moderator, [f"{live_server.url}/admin/{name}" for name in pages], ours)
