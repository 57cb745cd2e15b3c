"""Deleting many at once: only what was seen, and each with its entry in the log."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from partnerships.models import Organisation, Partnership
from tests.partnerships.admin.forms import Form
from tests.partnerships.making import made_partnership

DELETE = "/admin/bulk/partnerships/{}/delete/?{}&next=/admin/"


@pytest.fixture
def three(db: None) -> list[Partnership]:
    kinds = (("Aurora tourism", "active"), ("Boat school", "active"), ("Clean water", "ended"))
    return [made_partnership(title, status=status) for title, status in kinds]


def left() -> list[str]:
    return list(Partnership.objects.values_list("title", flat=True))


def confirm(client: Client, query: str, model: str = "partnership") -> Form:
    return Form(client, DELETE.format(model, query), form_id=None)


@pytest.mark.parametrize(
    ("query", "stay"),
    [
        ("id=all&status=active", ["Clean water"]),
        ("id=all&q=boat", ["Aurora tourism", "Clean water"]),
        ("id=all&status=active&q=aurora", ["Boat school", "Clean water"]),
        ("id=all&p=2", []),
        # A filter that says nothing or nonsense finds nothing to delete.
        ("id=all&status=suspended", ["Aurora tourism", "Boat school", "Clean water"]),
        ("id=all&status=nonsense", ["Aurora tourism", "Boat school", "Clean water"]),
        ("id=x", ["Aurora tourism", "Boat school", "Clean water"]),
        ("id=99999999999999999999", ["Aurora tourism", "Boat school", "Clean water"]),
    ],
)
def test_all_is_all_that_the_list_shows(moderator: Client, three: list[Partnership], query: str, stay: list[str]) -> None:
    address = DELETE.format("partnership", query)
    page = moderator.get(address)
    if page.status_code == 200:
        assert all(
            (title in page.content.decode()) != (title in stay) for title in ("Aurora tourism", "Boat school", "Clean water")
        )
        confirm(moderator, query).press()
    else:
        moderator.post(address)
    assert left() == stay


def test_what_came_since_is_shown_first(moderator: Client, three: list[Partnership]) -> None:
    form = confirm(moderator, "id=all&status=active")
    made_partnership("Distant shores", status="active")
    again = form.press().content.decode()
    assert "Distant shores" in again
    assert "changed in the meantime" in again
    assert len(left()) == 4


def test_what_was_merged_is_not_in_the_list(moderator: Client) -> None:
    kept = Organisation.objects.create(name="Port of Lindvik")
    gone = Organisation.objects.create(name="Lindvik harbour", merged_into=kept, live=False)
    page = moderator.get(DELETE.format("organisation", "id=all")).content.decode()
    assert "Port of Lindvik" in page
    assert gone.name not in page


def test_each_stands_in_the_log(moderator: Client, three: list[Partnership]) -> None:
    confirm(moderator, f"id={three[0].pk}&id={three[2].pk}").press()
    entries = ModelLogEntry.objects.filter(action="wagtail.delete", deleted=True)
    assert sorted(entry.label for entry in entries) == ["Aurora tourism", "Clean water"]
    assert {entry.user.username for entry in entries} == {"Moderators"}


def test_too_many_are_refused(moderator: Client, three: list[Partnership], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnerships.views.deleting.MOST", 2)
    answer = moderator.get(DELETE.format("partnership", "id=all"), follow=True).content.decode()
    assert "3 are too many" in answer
    assert len(left()) == 3


def test_an_editor_deletes_nothing(log_in: Callable[[str], Client], three: list[Partnership]) -> None:
    client = log_in("Editors")
    client.post(DELETE.format("partnership", "id=all"), {"seen": " ".join(str(one.pk) for one in three)})
    assert len(left()) == 3
