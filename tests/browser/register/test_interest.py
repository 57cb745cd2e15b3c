"""Interest expressed without JavaScript, answered from the inbox."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.translation import override
from playwright.sync_api import Browser, Page, expect

from partnerships.models import Interest
from tests.browser.entering import log_in
from tests.browser.everyone import broken, fits, in_each_scheme
from tests.browser.register.office import employ
from tests.site.small_register import SmallRegister, make_register

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def register(transactional_db: None) -> SmallRegister:
    found = make_register()
    found.call.takes_interest, found.call.contact = True, employ("mia", email="mia@example.org")
    found.call.save()
    return found


def test_interest_is_expressed_and_answered(browser: Browser, page: Page, live_server: Any, register: SmallRegister) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    visitor = context.new_page()
    visitor.goto(f"{live_server.url}{register.call.get_absolute_url()}")
    visitor.get_by_label("Your name").fill("Ingrid Jansson")
    visitor.get_by_label("Mail address").fill("ingrid")
    visitor.get_by_label("Message").fill("We build boats.")
    time.sleep(3.1)  # what comes sooner is taken for a program's
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("alert")).to_contain_text("name@example.org")
    visitor.get_by_label("Mail address").fill("ingrid@example.org")
    visitor.get_by_label("File").set_input_files({"name": "boats.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    visitor.get_by_label("I agree").check()
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    context.close()

    log_in(page, live_server.url, "mia")
    page.locator("#to-answer-section").get_by_role("link", name="Ingrid Jansson").click()
    page.get_by_label("Answer", exact=False).first.fill("Come in March.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("The answer is sent and kept.")).to_be_visible()
    assert [message.to for message in mail.outbox] == [["ingrid@example.org"]]
    assert Interest.objects.get().state == "answered"


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_form_is_for_everyone(browser: Browser, live_server: Any, register: SmallRegister, language: str) -> None:
    call_command("create_site", languages=["en", language], verbosity=0)
    with override(language):
        address = f"{live_server.url}{register.call.get_absolute_url()}"
    context = browser.new_context()
    page = context.new_page()
    found = {}
    for state in ("empty", "wrong", "thanks"):
        page.goto(f"{address}{'interest/thanks/' if state == 'thanks' else ''}")
        assert page.locator("html").get_attribute("lang") == language
        if state == "wrong":
            page.locator("form.form button").click()
        for scheme in in_each_scheme(page):
            for width in (360, 1280):
                assert fits(page, width), (state, scheme, width)
            found[state, scheme] = broken(page, runOnly=RULES)
    context.close()
    assert not any(found.values()), found
