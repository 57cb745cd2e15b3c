"""People who are logged in. The form of the login is walked through by the tests that tell the whole way."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

PASSWORD = "a long word"


def enter(page: Page, address: str, user: User) -> Page:
    """The page in a browser that holds the cookie of this user's login; nothing is opened yet."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
    return page


def log_in(page: Page, address: str, name: str) -> Page:
    """The page with the dashboard of the user of this name and of PASSWORD, who has filled in the form."""
    page.goto(f"{address}/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{address}/admin/")
    return page
