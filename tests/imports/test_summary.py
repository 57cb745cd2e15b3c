"""What applying did, on the page of an article and of its import."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from portal.imports import review, services
from portal.imports.models import Change
from tests.imports.readings import ready

pytestmark = pytest.mark.django_db


def test_the_summary_names_all_that_was_made_linked_and_left_out(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    item = ready("a")
    review.accept_sure(item, version=0, user=publisher)
    person_said = item.suggestions.get(kind="person")
    review.decide(person_said, state="rejected", version=1, user=publisher, reason="Only mentioned in passing")
    tokyo = item.suggestions.filter(kind="organisation").last()
    review.decide(tokyo, state="rejected", version=1, user=publisher)
    item.refresh_from_db()
    services.apply(item, user=publisher, version=item.version)
    for url in (reverse("imports:item", args=[item.uuid]), reverse("imports:summary", args=[item.batch.uuid])):
        page = client.get(url).content.decode()
        for label in Change.objects.values_list("label", flat=True):
            assert label in page
        assert "Rejected: Only mentioned in passing" in page
        assert "It needs two parties that are accepted." in page
    assert client.get(reverse("imports:summary", args=[item.batch.uuid]) + "?what=x&p=9&left=x").status_code == 200
    services.take_back(item.batch, user=publisher)
    assert "taken back" in client.get(reverse("imports:summary", args=[item.batch.uuid])).content.decode()
