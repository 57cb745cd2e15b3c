"""What tests of the register start from."""

from __future__ import annotations

from typing import Any

from partnerships.models import Organisation, Partnership, Party


def some_party() -> Organisation:
    """The organisation for whom a test needs any."""
    return Organisation.objects.get_or_create(name="Quidam Ltd")[0]


def made_partnership(title: str, **values: Any) -> Partnership:
    """A partnership with one party: without any, none is public."""
    record = Partnership(title=title, **values)
    record.parties = [Party(organisation=some_party())]
    record.save()
    return Partnership.objects.get(pk=record.pk)
