"""The windows in which editors choose."""

from collections.abc import Callable

import pytest
from django.test import Client

from partnerships.models import Document, Organisation, OrganisationName, Partnership, Place
from tests.partnerships.admin.forms import titles

CHOOSE = "/admin/register/choose-{}/"


def found(client: Client, name: str, words: str) -> list[str]:
    answer = client.get(f"{CHOOSE.format(name)}results/", {"q": words})
    assert answer.status_code == 200
    return titles(answer)


@pytest.mark.parametrize("words", ["lindvik", "ЛИНДВИК", "порт", "lindvick"])
def test_organisations_by_every_name(editor: Client, harbour: Organisation, institute: Organisation, words: str) -> None:
    OrganisationName.objects.create(organisation=harbour, name="Порт Линдвик")
    assert found(editor, "organisations", words) == ["Port of Lindvik"]


def test_partnerships_by_their_parties(editor: Client, partnership: Partnership) -> None:
    assert found(editor, "partnerships", "институт") == ["Clean ballast water"]
    assert found(editor, "partnerships", "nobody") == []


def test_countries_and_sectors(editor: Client) -> None:
    assert found(editor, "countries", "kazakh") == ["Kazakhstan"]
    assert found(editor, "sectors", "drones") == ["Robotics and drones"]


@pytest.mark.parametrize("words", ["\x00", "%", "x" * 500, "'\"<script>"])
def test_odd_words(editor: Client, harbour: Organisation, words: str) -> None:
    assert editor.get(f"{CHOOSE.format('organisations')}results/", {"q": words}).status_code == 200
    assert b"<script>" not in editor.get(f"{CHOOSE.format('organisations')}results/", {"q": words}).content


def test_several_at_once(editor: Client, harbour: Organisation, institute: Organisation) -> None:
    answer = editor.get(f"{CHOOSE.format('organisations')}chosen-multiple/", {"id": [harbour.pk, institute.pk], "multiple": 1})
    assert {item["string"] for item in answer.json()["result"]} == {harbour.name, institute.name}


class TestAddingAnOrganisation:
    URL = f"{CHOOSE.format('organisations')}create/"

    def test_by_an_editor_makes_a_draft_with_a_first_version(self, editor: Client) -> None:
        answer = editor.post(self.URL, {"name": "Bay Works", "kind": "company", "country": Place.objects.get(code="NO").pk})
        assert answer.json()["step"] == "chosen"
        made = Organisation.objects.get()
        assert not made.live
        assert made.latest_revision is not None

    def test_by_a_moderator_publishes(self, moderator: Client) -> None:
        moderator.post(self.URL, {"name": "Bay Works", "kind": "company", "country": ""})
        assert Organisation.objects.get().live

    def test_that_is_already_there(self, editor: Client, harbour: Organisation) -> None:
        answer = editor.post(self.URL, {"name": "PORT of Lindvik AS", "kind": "company", "country": harbour.country_id})
        assert "“Port of Lindvik” is already in the register: choose it from the list." in answer.json()["htmlFragment"]
        assert Organisation.objects.count() == 1

    def test_a_namesake_in_another_country_is_another(self, editor: Client, harbour: Organisation) -> None:
        editor.post(self.URL, {"name": "Port of Lindvik", "kind": "company", "country": Place.objects.get(code="SE").pk})
        assert Organisation.objects.count() == 2

    def test_not_without_the_right(self, log_in: Callable[[str], Client]) -> None:
        client = log_in("Editors")
        from django.contrib.auth.models import Group, Permission

        Group.objects.get(name="Editors").permissions.remove(Permission.objects.get(codename="add_organisation"))
        assert client.post(self.URL, {"name": "Bay Works", "kind": "company"}).status_code in (302, 403)
        assert not Organisation.objects.exists()


def test_source_documents(editor: Client) -> None:
    Document.objects.create(sha256="0" * 64, content=b"x", size=1, name="pier.html", origin="saved by hand")
    answer = editor.get("/admin/register/choose-document/results/", {"q": "PIER"})
    assert titles(answer) == ["pier.html"]
    assert titles(editor.get("/admin/register/choose-document/results/", {"q": "none"})) == []
