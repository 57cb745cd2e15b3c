"""What the columns of a table hold: as a person has said for these headings, else as the headings themselves tell."""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.contrib.auth.models import AbstractUser
from django.db.models import Count, Max

from portal.imports import containers
from portal.imports.containers import FIELDS, ColumnChooser, guess_columns
from portal.imports.models import ColumnMapping


def columns_for(headings: tuple[str, ...]) -> dict[str, str]:
    """Field to heading for a table with these headings."""
    remembered = ColumnMapping.objects.filter(key=_key(headings)).first()
    return remembered.columns if remembered else guess_columns(headings)


def are_known(headings: tuple[str, ...]) -> bool:
    """Whether a person need not be asked: somebody has said it for these headings, or one of them plainly is the text."""
    return ColumnMapping.objects.filter(key=_key(headings)).exists() or "text" in guess_columns(headings)


MOST_ASKED = 20
"""Of how many tables of one import a person is asked: each is opened for it, and somebody waits. The rest go by what is known."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A table as a person is asked about it."""

    headings: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    """The first few, by their headings."""

    @property
    def key(self) -> str:
        """The same for all tables with these headings."""
        return _key(self.headings)


def sample(stream: BinaryIO, name: str, rows: int = 3) -> Sample | None:
    """The headings and first rows of a table; None for what is no table, or none that can be read (opening it says why)."""
    try:
        table = containers.table_in(stream, name)
        if table is None:
            return None
        return Sample(table.headings, tuple(row.values for row in itertools.islice(table.rows, rows)))
    except containers.Unreadable:
        return None
    finally:
        stream.seek(0)


def chooser(named: Mapping[str, str] | None = None) -> ColumnChooser:
    """For opening containers; what is named here goes before what is remembered or guessed."""
    return lambda headings: {**columns_for(headings), **(named or {})}


def version() -> list[Any]:
    """Another value whenever what is remembered of any columns has changed."""
    found = ColumnMapping.objects.aggregate(at=Max("decided_at"), n=Count("pk"))
    return [found["at"].isoformat() if found["at"] else None, found["n"]]


def remember(headings: tuple[str, ...], chosen: Mapping[str, str], user: AbstractUser | None) -> None:
    """Keeps a person's choice for tables with the same headings in the same order."""
    ColumnMapping.objects.update_or_create(
        key=_key(headings), defaults={"headings": list(headings), "columns": dict(chosen), "decided_by": user}
    )


def parse(text: str) -> dict[str, str]:
    """The columns in "title=Headline,text=Body"; raises an argument error with a sentence."""
    chosen: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        field, equals, heading = part.partition("=")
        field, heading = field.strip(), " ".join(heading.split())
        if field not in FIELDS or not equals or not heading:
            raise argparse.ArgumentTypeError(f"“{part}” is not FIELD=HEADING with one of the fields {', '.join(FIELDS)}.")
        chosen[field] = heading
    return chosen


def _key(headings: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps(headings).encode()).hexdigest()
