"""Two editors on one record: whoever saves second is told, loses nothing, and replaces nothing unasked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from partnerships import lifecycle
from partnerships.models import Event, Opportunity, Organisation, Partnership, Party
from partnerships.views.versions import ANYWAY
from tests.partnerships.admin.forms import Form

REFUSED = "Nothing was saved: there is a newer version"


def edit(record: Any) -> str:
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


def newest(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk).get_latest_revision_as_object()


def anyway(answer: HttpResponse) -> str:
    """The answer that the box "Save mine in its place" gives."""
    found = re.search(rf'name="{ANYWAY}" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


@pytest.fixture
def two(log_in: Callable[[str], Client]) -> tuple[Client, Client]:
    return log_in("Moderators"), log_in("Editors")


@pytest.mark.parametrize("model", [Partnership, Event, Organisation, Opportunity])
@pytest.mark.parametrize("has_version", [True, False])
def test_the_second_is_told_and_loses_nothing(two: tuple[Client, Client], model: Any, has_version: bool) -> None:
    name = "name" if model is Organisation else "title"
    record = model.objects.create(**{name: "Pier"}, live=False)
    if has_version:
        record.save_revision()
    first, second = (Form(client, edit(record)) for client in two)
    assert first.set(summary="The first one's words").press().status_code == 302
    answer = second.set(summary="The second one's words").press()
    page = answer.content.decode()
    assert answer.status_code == 200
    assert REFUSED in page
    assert "Saved by Moderators" in page
    assert "The second one&#x27;s words" in page
    assert newest(record).summary == "The first one's words"
    assert model.objects.get(pk=record.pk).summary == "The first one's words"


def test_a_form_that_was_refused_stays_refused_until_its_editor_has_decided(
    two: tuple[Client, Client], partnership: Partnership
) -> None:
    first, second = (Form(client, edit(partnership)) for client in two)
    opened = partnership.latest_revision_id
    first.set(summary="One").press()
    answer = second.set(summary="Two").press()
    assert f"/{opened}...{Partnership.objects.get().latest_revision_id}/" in answer.content.decode()
    # What the page now holds is sent again, as Wagtail does by itself while somebody types on.
    again = Form.__new__(Form)
    again.client, again.url, again.data = second.client, second.url, second.data
    for field in ("loaded_revision_id", "loaded_revision_created_at"):
        found = re.search(rf'name="{field}" value="([^"]*)"', answer.content.decode())
        assert found
        again.set(**{field: found[1]})
    quiet = again.client.post(again.url, dict(again.data.lists()), headers={"Accept": "application/json"})
    assert quiet.json()["error_code"] == "invalid_revision"
    assert REFUSED in again.press().content.decode()
    assert newest(partnership).summary == "One"
    assert again.set(**{ANYWAY: anyway(answer)}).press().status_code == 302
    assert newest(partnership).summary == "Two"


def test_an_answer_is_about_one_version_only(two: tuple[Client, Client], partnership: Partnership) -> None:
    second = Form(two[1], edit(partnership))
    Form(two[0], edit(partnership)).set(summary="One").press()
    answer = anyway(second.set(summary="Two").press())
    Form(two[0], edit(partnership)).set(summary="Three").press()
    assert REFUSED in second.set(**{ANYWAY: answer}).press().content.decode()
    assert newest(partnership).summary == "Three"


def test_rows_that_the_other_has_removed_come_back_and_rows_of_theirs_go(
    two: tuple[Client, Client], partnership: Partnership
) -> None:
    third = Organisation.objects.create(name="Third")
    second = Form(two[0], edit(partnership)).set(summary="Two")
    first = Form(two[0], edit(partnership)).drop_row("parties", 1).add_row("parties", organisation=third.pk, role="lead")
    assert first.press("action-publish").status_code == 302
    names = set(Party.objects.values_list("organisation__name", flat=True))
    assert names == {"Port of Lindvik", "Third"}
    answer = second.press("action-publish")
    assert "you, in another window" in answer.content.decode()
    assert set(Party.objects.values_list("organisation__name", flat=True)) == names
    assert second.set(**{ANYWAY: anyway(answer)}).press("action-publish").status_code == 302
    assert set(Party.objects.values_list("organisation__name", flat=True)) == {"Port of Lindvik", "Асгардский институт воды"}
    assert Partnership.objects.get().summary == "Two"


def test_an_act_in_the_meantime_counts(two: tuple[Client, Client], partnership: Partnership) -> None:
    form = Form(two[0], edit(partnership)).set(summary="Typed before")
    actor = get_user_model().objects.create(username="sven", first_name="Sven", last_name="Å")
    actor.is_superuser = True
    actor.save()
    lifecycle.change_status(partnership, "suspended", None, "the port is closed", actor)
    page = form.press("action-publish").content.decode()
    assert REFUSED in page
    assert "Saved by Sven Å" in page
    found = Partnership.objects.get()
    assert (found.status, found.summary) == ("suspended", "")


def test_an_act_of_the_site_itself_counts(two: tuple[Client, Client], partnership: Partnership) -> None:
    form = Form(two[0], edit(partnership)).set(summary="Typed before")
    lifecycle.amend(partnership, {"summary": "Set by a rule"}, None)
    assert "Saved by the site itself" in form.press().content.decode()


def test_one_editor_alone_is_never_asked(moderator: Client, partnership: Partnership) -> None:
    for words in ("One", "Two", "Three"):
        assert Form(moderator, edit(partnership)).set(summary=words).press("action-publish").status_code == 302
    url = reverse(
        Partnership.snippet_viewset.get_url_name("revisions_revert"), args=[partnership.pk, partnership.latest_revision_id]
    )
    assert Form(moderator, url).press("action-publish").status_code == 302
    assert Partnership.objects.get().summary == ""


def test_an_older_version_is_not_brought_back_over_a_newer_one(two: tuple[Client, Client], partnership: Partnership) -> None:
    url = reverse(
        Partnership.snippet_viewset.get_url_name("revisions_revert"), args=[partnership.pk, partnership.latest_revision_id]
    )
    form = Form(two[0], url)
    Form(two[1], edit(partnership)).set(summary="In the meantime").press()
    assert REFUSED in form.press("action-publish").content.decode()
    assert newest(partnership).summary == "In the meantime"
