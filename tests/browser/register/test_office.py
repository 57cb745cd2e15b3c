"""The pages of the office's desk: for everyone, on every screen, in light and dark."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from playwright.sync_api import Browser, Page

from partnerships import acts, authority, interest
from partnerships.models import BulkAct, Evidence, Organisation, Partnership
from tests.site.small_register import SmallRegister, make_register

PASSWORD = "a long word"
RULES = {"runOnly": ["wcag2a", "wcag2aa"]}


@pytest.fixture
def register(transactional_db: None) -> SmallRegister:
    return make_register()


@pytest.fixture
def addresses(register: SmallRegister) -> list[str]:
    """Pages of the desk with something on each of them."""
    user = User.objects.create_user("mia", password=PASSWORD, email="mia@example.org")
    user.groups.add(*Group.objects.filter(name__in=("Moderators", "Administrators")))
    register.call.takes_interest, register.call.contact = True, user
    register.call.save()
    values = {"name": "Ingrid Jansson", "email": "ingrid@example.org", "organisation": "", "country": None, "message": "Boats"}
    row = interest.receive(register.call, uuid.uuid4(), values, "x" * 64)
    partnership = Partnership.objects.get(pk=register.memorandum.pk)
    for value in ("active", "signed"):
        Evidence.objects.create(record=partnership, field="status", url=f"https://example.org/{value}", value=value)
    act = BulkAct(kind="owner", values={"owner": user.pk, "label": "mia"}, reason="She looks after it", made_by=user)
    acts.order(act, Partnership.objects.filter(pk=partnership.pk))
    acts.carry_out(act.pk)
    double = Organisation.objects.create(name="Port of Turku Oy", country=register.turku.country)
    merged = authority.merge(register.turku, double, user, reason="One harbour")
    event = register.visit
    reports = ("expiring", "stale", "unproved", "incomplete", "unlinked", "acts", "reminders")
    return [
        "",
        *(f"reports/{name}/" for name in reports),
        "register/acts/new/status/?country=JP",
        f"register/acts/{act.pk}/",
        f"register/acts/{act.pk}/take-back/",
        f"register/merges/{merged.pk}/",
        "register/inbox/",
        f"register/inbox/{row.pk}/",
        "register/remove-person/",
        "register/calendar/",
        "register/columns/partnerships/",
        f"register/evidence/partnership/{partnership.pk}/add/",
        f"register/partnerships/edit/{partnership.pk}/",
        f"register/partnerships/inspect/{partnership.pk}/",
        "register/events/",
        f"register/events/edit/{event.pk}/",
        f"register/opportunities/edit/{register.call.pk}/",
        f"register/briefing/organisation/{register.turku.pk}/",
    ]


@pytest.fixture(params=["light", "dark"])
def desk(request: Any, browser: Browser, live_server: Any, addresses: list[str]) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/login/")
    page.get_by_label("Username").fill("mia")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    yield page
    context.close()


def test_every_page_is_for_everyone(desk: Page, live_server: Any, addresses: list[str]) -> None:
    found = {}
    for address in addresses:
        answer = desk.goto(f"{live_server.url}/admin/{address}")
        assert answer
        assert answer.status == 200, address
        for width in (360, 1280):
            desk.set_viewport_size({"width": width, "height": 900})
            assert desk.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
        if violations := Axe().run(desk, options=RULES).response["violations"]:
            found[address] = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in violations]
    assert not found
