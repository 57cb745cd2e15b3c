"""Importing by a token: who may, what comes back, and that only the hash of the token is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.imports.models import Batch, FeedSubscription, ImportToken
from tests.imports.conftest import ARTICLE

pytestmark = pytest.mark.django_db


def token_of(user: User) -> str:
    row = ImportToken(name="Robot", user=user)
    token = row.renew()
    row.save()
    assert token not in row.digest
    return token


def post(client: Client, token: str | None, **data: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    return client.post("/api/v1/imports", data, headers=headers)


def test_files_and_a_text_start_an_import(client: Client, importer: User) -> None:
    token = token_of(importer)
    files = [SimpleUploadedFile("a.txt", ARTICLE.encode()), SimpleUploadedFile("b.csv", b"title,text\nOne,Two\n")]
    response = post(client, token, documents=files, text=ARTICLE + "More", title="By robot")
    assert response.status_code == 202
    batch = Batch.objects.get()
    # The table is opened by a worker.
    assert response.json() == {"batch": str(batch.uuid), "state": "running", "items": {"waiting": 2}}
    assert batch.uploads.get().name == "b.csv"
    assert (batch.title, batch.user) == ("By robot", importer)
    assert ImportToken.objects.get().used_at


@pytest.mark.parametrize("token", [None, "", "wrong", "ü" * 40])
def test_without_a_token_nothing_begins(client: Client, importer: User, token: str | None) -> None:
    assert post(client, token, text=ARTICLE).status_code == 401
    assert not Batch.objects.exists()


def test_a_person_who_may_no_longer_import_has_no_working_token(client: Client, importer: User) -> None:
    token = token_of(importer)
    importer.user_permissions.clear()
    assert post(client, token, text=ARTICLE).status_code == 401


def test_nothing_and_too_much_are_refused_in_words(client: Client, importer: User) -> None:
    token = token_of(importer)
    assert "at least one file" in post(client, token).json()["detail"]
    response = post(client, token, text=ARTICLE, publish="true")
    assert response.status_code == 403
    assert "not publish" in response.json()["detail"]


def test_a_token_is_made_in_the_admin_and_shown_once(client: Client, admin_user: User, site: None) -> None:
    client.force_login(admin_user)
    page = client.post(reverse("import_tokens:add"), {"name": "Robot"}, follow=True).content.decode()
    row = ImportToken.objects.get()
    assert row.user == admin_user
    token = page.split("The token is ")[1].split()[0]
    assert ImportToken.digest_of(token) == row.digest
    assert token not in client.get(reverse("import_tokens:index")).content.decode()


def test_a_feed_is_added_in_the_admin(client: Client, admin_user: User, site: None) -> None:
    client.force_login(admin_user)
    data = {"title": "Tartu News", "url": "https://example.org/feed", "every_hours": 24, "is_active": "on"}
    client.post(reverse("feeds:add"), data)
    assert FeedSubscription.objects.get().user == admin_user
    assert "Tartu News" in client.get(reverse("feeds:index")).content.decode()
