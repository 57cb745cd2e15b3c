"""What the sectors are called in each language of the interface."""

from __future__ import annotations

import csv

import pytest
from django.conf import settings
from django.utils.translation import override, to_locale

from partnerships.models import Sector
from partnerships.models.sectors import SHIPPED_SECTORS, labels_in_languages, sector_label

pytestmark = pytest.mark.django_db


def test_every_sector_has_a_label_in_every_language() -> None:
    with SHIPPED_SECTORS.open(encoding="utf-8", newline="") as rows:
        missing = [
            (row["code"], code)
            for row in csv.DictReader(rows)
            for code, _name in settings.LANGUAGES
            if code != "en" and not (row.get(to_locale(code)) or "").strip()
        ]
    assert missing == []


def test_a_sector_is_called_as_the_reader_calls_it() -> None:
    sector = Sector.objects.get(code="energy-storage")
    with override("nl"):
        assert str(sector) == "Energieopslag en energie-efficiëntie"
    with override("en"):
        assert str(sector) == "Energy storage and efficiency"


def test_what_editors_have_reworded_stands_in_every_language() -> None:
    with override("nl"):
        assert sector_label("water", "Drinking water") == "Drinking water"
        assert sector_label("fishing", "Fishing") == "Fishing"
    assert labels_in_languages("water", "Drinking water") == ("Drinking water",)


@pytest.mark.parametrize("asked", ["kunstmatige", "בינה", "Artificial Intell", "artificial-int"])
def test_a_sector_is_found_by_its_label_in_any_language(asked: str) -> None:
    with override("en"):
        assert [sector.code for sector in Sector.objects.found_by(asked)] == ["artificial-intelligence"]
