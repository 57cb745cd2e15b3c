"""An import taken back: the register stands as before, and what people did since is kept and named."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from partnerships.models import Document, Event, Evidence, Opportunity, Organisation, Partnership
from partnerships.models.facetrow import FacetRow
from portal.imports import review, services
from portal.imports.models import Batch, Change, Item
from portal.news.models import NewsPage
from tests.imports.readings import item_of, reading

pytestmark = pytest.mark.django_db


def applied(user: User, name: str = "tartu.txt", **changes: Any) -> Item:
    item = item_of(reading(**changes), name)
    review.accept_sure(item, version=0, user=user)
    item.refresh_from_db()
    services.apply(item, user=user, version=item.version, publish=True)
    item.refresh_from_db()
    return item


def state() -> tuple[int, ...]:
    models = (NewsPage, Organisation, Partnership, Event, Opportunity, Evidence, FacetRow)
    return tuple(model._base_manager.count() for model in models)


def test_everything_that_was_made_goes_and_the_proof_stays(publisher: User) -> None:
    before = state()
    item = applied(publisher)
    assert state() != before
    report = services.take_back(item.batch, user=publisher)
    assert state() == before
    assert len(report.removed) == 6
    assert not report.kept
    item.refresh_from_db()
    assert (item.state, item.page) == (Item.State.UNDONE, None)
    assert Document.objects.exists()
    assert item.suggestions.filter(state="accepted").exists()
    assert not Change.objects.filter(undone_at=None).exists()


def test_a_preview_says_the_same_and_does_nothing(publisher: User) -> None:
    item = applied(publisher)
    before = state()
    preview = services.take_back(item.batch, user=publisher, preview=True)
    assert state() == before
    item.refresh_from_db()
    assert item.state == Item.State.APPLIED
    report = services.take_back(item.batch, user=publisher)
    assert (preview.removed, preview.kept) == (report.removed, report.kept)


def test_what_a_person_has_changed_is_kept_and_named(publisher: User) -> None:
    item = applied(publisher)
    tartu = Organisation.objects.get(name="University of Tartu")
    tartu.summary = "By hand"
    tartu.save_revision(user=publisher).publish()
    report = services.take_back(item.batch, user=publisher)
    assert report.kept == [("University of Tartu", "pia has changed it since.")]
    assert Organisation.objects.get().summary == "By hand"


def test_what_something_else_uses_is_kept_and_named(publisher: User) -> None:
    first = applied(publisher)
    second = applied(publisher, "second.txt")
    report = services.take_back(first.batch, user=publisher)
    assert NewsPage.objects.get() == second.page
    assert {label for label, _reason in report.kept} >= {"University of Tartu", "Hokkaido University"}
    assert all("used by" in reason for _label, reason in report.kept)
    services.take_back(second.batch, user=publisher)
    assert not NewsPage.objects.exists()


def test_filled_fields_are_emptied_again(publisher: User) -> None:
    sapporo = Organisation.objects.create(name="Hokkaido University")
    item = applied(publisher)
    sapporo.refresh_from_db()
    assert sapporo.country.code == "JP"
    report = services.take_back(item.batch, user=publisher)
    sapporo.refresh_from_db()
    assert sapporo.country is None
    assert report.restored == ["Hokkaido University: country"]


def test_after_taking_it_back_the_document_can_be_brought_again(publisher: User) -> None:
    item = applied(publisher)
    services.take_back(item.batch, user=publisher)
    again = Item.objects.create(batch=Batch.objects.create(title="Again"), position=0, name="tartu.txt", document=item.document)
    services.process()
    again.refresh_from_db()
    assert again.state == Item.State.READY


def test_by_command(publisher: User) -> None:
    item = applied(publisher)
    out = StringIO()
    call_command("undo_import", str(item.batch.uuid), preview=True, json=True, stdout=out)
    preview = json.loads(out.getvalue())
    assert (preview["preview"], preview["items"], len(preview["removed"])) == (True, 1, 6)
    call_command("undo_import", str(item.batch.uuid), stdout=out)
    assert "6 removed" in out.getvalue()
    assert not NewsPage.objects.exists()


def test_in_the_admin(client: Client, publisher: User, importer: User) -> None:
    item = applied(publisher)
    url = reverse("imports:take_back", args=[item.batch.uuid])
    client.force_login(importer)
    assert client.post(url).status_code == 302
    assert NewsPage.objects.exists()
    client.force_login(publisher)
    assert "6 things are removed" in client.get(url).content.decode()
    assert "6 removed, 0 restored, 0 kept" in client.post(url, follow=True).content.decode()
