"""What the browser tests of the office share: people who log in, and pages that are for everyone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

PASSWORD = "a long word"
RULES = {"runOnly": ["wcag2a", "wcag2aa"]}
WIDTHS = (360, 1280)


def employ(name: str, *groups: str, **values: Any) -> User:
    """A user who belongs to these groups and can log in."""
    user = User.objects.create_user(name, password=PASSWORD, **values)
    user.groups.add(*Group.objects.filter(name__in=groups or ("Moderators",)))
    return user


def log_in(page: Page, address: str, name: str) -> Page:
    """The page with the dashboard of somebody who is employed."""
    page.goto(f"{address}/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{address}/admin/")
    return page


def faults(page: Page, addresses: Iterable[str], ours: Iterable[str] = ("",)) -> dict[str, list[tuple[str, str]]]:
    """By address what is wrong there for some: rules that a part of ours breaks, and widths that it does not fit.

    Parts are ours when their HTML holds one of these words; the others are Wagtail's to mend.
    """
    found = {}
    for address in addresses:
        answer = page.goto(address)
        wrong = [] if answer and answer.status == 200 else [("status", str(answer and answer.status))]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(("too wide", str(width)))
        broken = Axe().run(page, options=RULES).response["violations"]
        parts = ((one["id"], node["html"][:200]) for one in broken for node in one["nodes"])
        wrong += [(rule, part) for rule, part in parts if any(word in part for word in ours)]
        if wrong:
            found[address] = wrong
    return found
