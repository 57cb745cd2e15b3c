"""The import desk on the dashboard."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from portal.imports.models import Batch, Item

pytestmark = pytest.mark.django_db


def test_what_waits_and_what_runs(client: Client) -> None:
    user = get_user_model().objects.create(username="root", is_superuser=True)
    client.force_login(user)
    page = client.get("/admin/").content.decode()
    assert "wait for review" not in page
    assert "Running imports" not in page
    batch = Batch.objects.create(title="Spring letters", user=user)
    for position, state in enumerate(("ready", "ready", "waiting", "applied")):
        mine = user if position == 0 else None
        Item.objects.create(batch=batch, position=position, name=f"letter {position}", state=state, assigned_to=mine)
    page = client.get("/admin/").content.decode()
    assert "2 articles wait for review" in page
    assert "1 is yours" in page
    assert "Spring letters" in page
    assert "3 of 4" in page
    client.force_login(get_user_model().objects.create(username="nobody"))
    assert "Spring letters" not in client.get("/admin/").content.decode()
