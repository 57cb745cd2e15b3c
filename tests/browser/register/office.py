"""What the browser tests of the office share: people who work there, and pages that are for everyone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from playwright.sync_api import Page

from tests.browser.entering import PASSWORD
from tests.browser.everyone import broken, fits, in_each_scheme

RULES = ["wcag2a", "wcag2aa"]
WIDTHS = (360, 1280)


def employ(name: str, *groups: str, **values: Any) -> User:
    """A user who belongs to these groups and can log in."""
    user = User.objects.create_user(name, password=PASSWORD, **values)
    user.groups.add(*Group.objects.filter(name__in=groups or ("Moderators",)))
    return user


def faults(page: Page, addresses: Iterable[str], ours: Iterable[str] = ("",)) -> dict[str, list[tuple[str, str]]]:
    """By address what is wrong there for some, in light or in dark: rules that a part of ours breaks, widths that it does not fit.

    Parts are ours when their HTML holds one of these words; the others are Wagtail's to mend.
    """
    found = {}
    for address in addresses:
        answer = page.goto(address)
        wrong = [] if answer and answer.status == 200 else [("status", str(answer and answer.status))]
        for scheme in in_each_scheme(page):
            wrong += [("too wide", f"{width} {scheme}") for width in WIDTHS if not fits(page, width)]
            parts = ((rule, part) for rule, parts in broken(page, runOnly=RULES) for part in parts)
            wrong += [(f"{rule} {scheme}", part) for rule, part in parts if any(word in part for word in ours)]
        if wrong:
            found[address] = wrong
    return found
