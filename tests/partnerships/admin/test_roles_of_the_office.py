"""What each role may do at the office's desk, by real requests; docs/roles.md says the same in a table."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from partnerships.models import Event, Interest, Opportunity, Participation, Partnership
from portal.news.roles import ADMINISTRATORS, EDITORS, IMPORTING_ADMINS, MODERATORS

TABLE = Path(__file__).parents[3] / "docs" / "roles.md"
ROLES = (EDITORS, MODERATORS, IMPORTING_ADMINS, ADMINISTRATORS)
INBOX = "open the inbox: read, assign, answer and delete what visitors wrote"
REMOVAL = "remove a person on request"
DECIDE = "decide on partnerships: confirm,"

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("role", ROLES)]


def told(row: str, role: str) -> bool:
    """What docs/roles.md says of this role in the row that begins so."""
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith(f"| {row}")]
    assert len(lines) == 1, row
    return lines[0].strip("|").split("|")[1:][ROLES.index(role)].strip() == "yes"


def interest(opportunity: Opportunity) -> Interest:
    today = timezone.localdate()
    return Interest.objects.create(
        opportunity=opportunity, name="Ingrid", email="ingrid@example.org", message="We build boats.", file=b"%PDF-",
        file_name="a.pdf", consent_at=timezone.now(), answer_by=today, delete_on=today + datetime.timedelta(days=9),
    )  # fmt: skip


def test_the_inbox(log_in: Any, role: str) -> None:
    may = told(INBOX, role)
    client: Client = log_in(role)
    row = interest(Opportunity.objects.create(title="Berths", kind="call"))
    address = f"/admin/register/inbox/{row.pk}/"
    for page in ("/admin/register/inbox/", address, f"{address}file/"):
        assert (client.get(page).status_code == 200) == may, page
    assert ("Ingrid" in client.get("/admin/").content.decode()) == may
    client.post(address, {"act": "handle", "seen": "new:", "state": "in-progress", "assigned_to": ""})
    row.refresh_from_db()
    assert (row.state == "in-progress") == may
    client.post(address, {"act": "answer", "text": "Come."})
    assert bool(mail.outbox) == may
    client.post(f"{address}erase/")
    row.refresh_from_db()
    assert (row.erased_at is not None) == may


def test_the_one_who_answers_can_be_any_of_those(log_in: Any, role: str) -> None:
    log_in(role)
    page = log_in(MODERATORS).get("/admin/register/opportunities/add/").content.decode()
    user = get_user_model().objects.get(username=role)
    assert (f'<option value="{user.pk}">' in page) == told(INBOX, role)


def test_removing_a_person(log_in: Any, role: str) -> None:
    may = told(REMOVAL, role)
    client: Client = log_in(role)
    event = Event.objects.create(title="Visit", state="held")
    Participation.objects.create(event=event, person="Aino Satamainen", role="lead")
    address = "/admin/register/remove-person/"
    assert (client.get(address).status_code == 200) == may
    assert (address in client.get("/admin/").content.decode()) == may
    client.post(address, {"name": "Aino Satamainen", "act": "remove"})
    assert (not Participation.objects.exists()) == may


def test_deciding_on_a_partnership(log_in: Any, role: str, partnership: Partnership) -> None:
    may = told(DECIDE, role)
    client: Client = log_in(role)
    address = f"/admin/register/decide/{partnership.pk}/suspend/"
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert bool(seen) == may
    values = {"reason": "ice", "known": "editors", "date": "2026-05", "public": "on", "seen": seen.group(1) if seen else ""}
    client.post(address, values)
    partnership.refresh_from_db()
    assert (partnership.status == "suspended") == may
