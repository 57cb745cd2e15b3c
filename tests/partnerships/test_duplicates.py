"""How likely duplicates are looked for in a large register."""

import hashlib

import pytest
from django.db import connection

from partnerships.authority import duplicates
from partnerships.models import Organisation, OrganisationName

pytestmark = pytest.mark.django_db


def names(pairs: list[duplicates.Pair]) -> list[tuple[str, str]]:
    return [pair.names for pair in pairs]


def test_a_full_list_of_much_alike_ones_is_the_same_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only somewhat alike is not looked at when it could not stand in the list."""
    for name in ("Port of Lindvik", "Port of Lindviken", "Lindvik Port of Trade", "Institute of Kelp", "Institutes of Kelp"):
        Organisation.objects.create(name=name)
    everything = names(duplicates.likely_duplicates())
    assert everything[:2] == [("Institute of Kelp", "Institutes of Kelp"), ("Port of Lindvik", "Port of Lindviken")]
    assert ("Port of Lindvik", "Lindvik Port of Trade") in everything
    monkeypatch.setattr(duplicates, "MOST", 2)
    assert names(duplicates.likely_duplicates()) == everything[:2]


def test_names_are_found_by_their_index() -> None:
    made = (hashlib.sha256(str(number).encode()).hexdigest()[:30] for number in range(3000))
    records = Organisation.objects.bulk_create(Organisation(name=name) for name in made)
    OrganisationName.objects.bulk_create(OrganisationName(organisation=one, name=f"{one.name[::-1]} ltd") for one in records)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE partnerships_organisation, partnerships_organisationname")
        for index in ("organisation_search", "organisation_name_search"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute(f"EXPLAIN {duplicates._ALIKE}{duplicates._BEST}", {"ids": [1], "least": 0.5, "most": 9})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on organisation_search" in plan
    assert "Bitmap Index Scan on organisation_name_search" in plan
