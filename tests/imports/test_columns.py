"""Columns that a person has named are remembered for tables with the same headings, and go before what is guessed."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.imports import columns, services
from portal.imports.containers import Source
from portal.imports.models import Batch, Item
from tests.imports.conftest import finish_work

pytestmark = pytest.mark.django_db
HEADINGS = ("title", "text", "extra")


def test_a_choice_is_remembered_for_these_headings(django_user_model) -> None:
    user = django_user_model.objects.create_user("ina")
    columns.remember(HEADINGS, {"title": "extra", "text": "text"}, user)
    assert columns.columns_for(HEADINGS) == {"title": "extra", "text": "text"}
    assert columns.columns_for(("title", "text")) == {"title": "title", "text": "text"}
    columns.remember(HEADINGS, {"title": "title"}, user)
    assert columns.columns_for(HEADINGS) == {"title": "title"}
    assert columns.chooser({"text": "extra"})(HEADINGS) == {"title": "title", "text": "extra"}


def test_columns_are_named_on_the_command_line() -> None:
    assert columns.parse("title= Head  line,text=Body") == {"title": "Head line", "text": "Body"}
    for wrong in ("title", "headline=x", "title="):
        with pytest.raises(argparse.ArgumentTypeError):
            columns.parse(wrong)


def test_the_command_uses_them(site: None, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\nTartu signs,Words of the article\n")
    call_command("import_articles", str(tmp_path / "a.csv"), "--columns", "title=a,text=b")
    finish_work()
    assert str(Item.objects.get()) == "Tartu signs · row 2"
    with pytest.raises(CommandError):
        call_command("import_articles", str(tmp_path / "a.csv"), "--columns", "nonsense")


def test_an_import_of_many_rows_keeps_their_order_and_no_objects(site: None) -> None:
    sources = (Source(f"row {n}", None if n % 7 == 0 else f"Row {n % 50}".encode(), skipped=n % 2 == 0) for n in range(1_200))
    batch = services.start(sources, title="")
    assert batch.title == "1200 documents"
    names = [(item.position, str(item), item.state) for item in batch.items.all()[:8]]
    assert names[0] == (0, "row 0", "skipped")
    assert names[1] == (1, "row 1", "waiting")
    assert names[7] == (7, "row 7", "failed")
    assert [str(item) for item in batch.items.all()] == [f"row {n}" for n in range(1_200)]
    assert Batch.objects.count() == 1
