"""The life of a partnership in a browser: renewed in the admin, read by a visitor; a deadline kept quiet on the dashboard."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from partnerships import lifecycle
from partnerships.edtf import IncompleteDate
from partnerships.models import Partnership
from tests.browser.entering import log_in
from tests.browser.register.office import employ, faults
from tests.site.small_register import SmallRegister


@pytest.fixture
def officer(page: Page, live_server: Any, register: SmallRegister) -> Page:
    """A page in which a moderator is logged in, who looks after the memorandum that ends in twelve days."""
    user = employ("mia", email="mia@example.org")
    memorandum = Partnership.objects.get(pk=register.memorandum.pk)
    ends = datetime.date.today() + datetime.timedelta(days=12)
    memorandum.starts, memorandum.ends, memorandum.owner = "2021-03-01", ends.isoformat(), user
    memorandum.save_revision().publish()
    page.set_viewport_size({"width": 1280, "height": 900})
    return log_in(page, live_server.url, "mia")


def test_a_renewal_is_read_on_the_public_page(officer: Page, live_server: Any, register: SmallRegister) -> None:
    memorandum = Partnership.objects.get(pk=register.memorandum.pk)
    panel = officer.locator("#decide-soon-section")
    expect(panel).to_contain_text("in 12 days")
    panel.get_by_role("link", name=memorandum.title).click()
    officer.get_by_role("link", name="Renew", exact=True).click()
    officer.get_by_label("The new term ends").fill("2031-02-28")
    officer.get_by_label("The renewal was signed").fill("2026-11")
    officer.get_by_label("Reason").fill("Both want three more years")
    officer.get_by_label("Public note").fill("Renewed for five years in Turku")
    officer.get_by_label("A page says so").check()
    officer.get_by_label("Address").fill("https://example.org/renewed")
    officer.get_by_role("button", name="Renew").click()
    expect(officer.get_by_text("is renewed: a new term has begun")).to_be_visible()
    expect(officer.get_by_text("Both want three more years").first).to_be_visible()
    officer.goto(f"{live_server.url}{memorandum.get_absolute_url()}")
    terms = officer.locator("section[aria-labelledby=terms]")
    expect(terms.get_by_role("listitem")).to_have_count(2)
    expect(terms).to_contain_text("Renewed for five years in Turku")
    expect(terms).to_contain_text("28 Feb 2031")
    expect(officer.get_by_text("Confirmed within 12 months")).to_be_visible()
    expect(officer.get_by_text("Both want three more years")).to_have_count(0)
    officer.goto(f"{live_server.url}/admin/")
    expect(officer.locator("#decide-soon-section")).to_contain_text("Nothing is to be decided")


def test_a_deadline_is_kept_quiet_on_the_dashboard(officer: Page) -> None:
    panel = officer.locator("#decide-soon-section")
    panel.get_by_role("button", name="Renewal in progress").click()
    expect(officer.get_by_text("nobody is reminded before the day of decision")).to_be_visible()
    expect(panel).to_contain_text("renewal in progress")
    panel.get_by_role("button", name="Not in progress").click()
    expect(officer.get_by_text("reminders go on")).to_be_visible()


def test_a_status_is_changed_from_the_editor(officer: Page, live_server: Any, register: SmallRegister) -> None:
    memorandum = Partnership.objects.get(pk=register.memorandum.pk)
    officer.goto(f"{live_server.url}/admin/register/partnerships/edit/{memorandum.pk}/")
    officer.get_by_role("link", name="Suspend").first.click()
    officer.get_by_label("Since").fill("2026-04")
    officer.get_by_role("button", name="Suspend").click()
    expect(officer.get_by_text("This field is required.")).to_be_visible()
    officer.get_by_label("Reason").fill("No ships")
    officer.get_by_label("Public note").fill("The port is closed")
    officer.get_by_role("button", name="Suspend").click()
    expect(officer.get_by_text("is suspended.")).to_be_visible()
    officer.goto(f"{live_server.url}{memorandum.get_absolute_url()}")
    history = officer.locator("section[aria-labelledby=history]")
    expect(history).to_contain_text("April 2026")
    expect(history).to_contain_text("The port is closed")


def test_the_pages_are_for_everyone(officer: Page, live_server: Any, register: SmallRegister) -> None:
    memorandum = Partnership.objects.get(pk=register.memorandum.pk)
    lifecycle.extend(memorandum, IncompleteDate.parse("2032"), "more time", None, note="More time")
    decide = f"/register/decide/{memorandum.pk}/"
    pages = ("/", decide, f"{decide}renew/", "/register/calendar/")
    ours = ("deadlines", "act-list", "standing", "calendar-", "quiet-", "decide-", "id_")
    assert not faults(officer, [f"{live_server.url}/admin{name}" for name in pages], ours)
