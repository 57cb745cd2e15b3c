"""The pages of the office's desk: for everyone, on every screen, in light and dark."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page

from partnerships import acts, authority, interest
from partnerships.models import BulkAct, Evidence, Organisation, Partnership
from tests.browser.entering import enter
from tests.browser.register.office import employ, faults
from tests.site.small_register import SmallRegister


@pytest.fixture
def addresses(register: SmallRegister) -> list[str]:
    """Pages of the desk with something on each of them."""
    user = employ("mia", "Moderators", "Administrators", email="mia@example.org")
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


@pytest.fixture
def desk(browser: Browser, live_server: Any, addresses: list[str]) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield enter(context.new_page(), live_server.url, User.objects.get(username="mia"))
    context.close()


def test_every_page_is_for_everyone(desk: Page, live_server: Any, addresses: list[str]) -> None:
    assert not faults(desk, [f"{live_server.url}/admin/{address}" for address in addresses])
