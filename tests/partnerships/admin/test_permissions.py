"""What each role may do with the register; docs/roles.md says the same in a table."""

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import Partnership, Place, Sector
from portal.news.roles import ADMINISTRATORS, EDITORS, IMPORTING_ADMINS, MODERATORS
from tests.partnerships.admin.forms import Form

EVERYONE = [EDITORS, MODERATORS, IMPORTING_ADMINS, ADMINISTRATORS]


def url(name: str, record: object) -> str:
    return reverse(record.snippet_viewset.get_url_name(name), args=[record.pk])


@pytest.mark.parametrize("role", EVERYONE)
def test_everyone_sees_the_register(log_in, role: str) -> None:
    client = log_in(role)
    for name in ("partnerships", "events", "organisations", "opportunities", "countries", "sectors", "documents"):
        assert client.get(f"/admin/register/{name}/").status_code == 200, name
    assert "Register" in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("role", "may"), [(EDITORS, False), (MODERATORS, True), (IMPORTING_ADMINS, True), (ADMINISTRATORS, True)]
)
def test_publishing(log_in, partnership: Partnership, role: str, may: bool) -> None:
    client = log_in(role)
    form = Form(client, url("edit", partnership)).set(title="Changed")
    assert ("action-publish" in form.page) == may
    form.press("action-publish")
    partnership.refresh_from_db()
    assert (partnership.title == "Changed") == may
    client.post(url("unpublish", partnership))
    partnership.refresh_from_db()
    assert partnership.live != may


@pytest.mark.parametrize(("role", "may"), [(EDITORS, False), (MODERATORS, True), (ADMINISTRATORS, True)])
def test_locking_and_deleting(log_in, partnership: Partnership, role: str, may: bool) -> None:
    client = log_in(role)
    client.post(url("lock", partnership))
    partnership.refresh_from_db()
    assert partnership.locked == may
    Partnership.objects.update(locked=False, locked_by=None)
    client.post(url("delete", partnership))
    assert Partnership.objects.exists() != may


@pytest.mark.parametrize(
    ("role", "may"), [(EDITORS, False), (MODERATORS, False), (IMPORTING_ADMINS, False), (ADMINISTRATORS, True)]
)
def test_the_vocabulary(log_in, role: str, may: bool) -> None:
    client = log_in(role)
    sector = Sector.objects.get(code="water")
    answer = client.post(
        url("edit", sector), {"code": "water", "label": "Waters", "order": 1, "parent": sector.parent_id, "disabled_on": ""}
    )
    assert answer.status_code == 302
    sector.refresh_from_db()
    assert (sector.label == "Waters") == may
    assert (client.get("/admin/register/countries/add/").status_code == 200) == may


def test_a_sector_in_use_is_not_deleted(log_in, partnership: Partnership) -> None:
    client = log_in(ADMINISTRATORS)
    for record in (Sector.objects.get(code="environment"), Place.objects.get(code="NO")):
        assert client.get(url("delete", record)).status_code == 200
        assert client.post(url("delete", record)).status_code in (200, 302)
        record.refresh_from_db()


def test_strangers_see_nothing(client: Client, partnership: Partnership) -> None:
    for path in ("/admin/register/partnerships/", url("edit", partnership), "/admin/register/choose-organisations/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert "login" in answer.headers["Location"]
