"""The five articles that the first users brought, through the command, on to public pages."""

from __future__ import annotations

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from partnerships.models import Organisation
from portal.news.models import NewsCountry, NewsPage

SEEDS = Path(__file__).parents[3] / "shared" / "corpus" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not part of the repository")


@pytest.mark.usefixtures("site")
@pytest.mark.django_db
def test_five_seeds_are_published_with_their_countries_and_only_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.imports.management.commands.import_articles.PATIENCE_SECONDS", 0)

    first = json.loads(import_seeds())
    assert first["state"] == "finished"
    assert first["items"] == {"applied": 5}
    assert NewsPage.objects.live().count() == 5
    countries = Counter(NewsCountry.objects.values_list("country__code", flat=True))
    assert countries == {"RU": 5, "CN": 4, "BE": 1, "JP": 1, "IL": 1}

    answer = client.get("/api/v1/news").json()
    assert answer["count"] == 5
    assert {value["value"]: value["count"] for value in answer["facets"]["country"]} == countries

    organisations = Organisation.objects.count()
    second = json.loads(import_seeds())
    assert second["items"] == {"duplicate": 5}
    assert NewsPage.objects.count() == 5
    assert Organisation.objects.count() == organisations


def import_seeds() -> str:
    out = StringIO()
    call_command("import_articles", SEEDS, wait=True, publish=True, json=True, stdout=out, stderr=StringIO())
    return out.getvalue()
