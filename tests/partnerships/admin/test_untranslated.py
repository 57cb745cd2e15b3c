"""The report of what readers of a language cannot read yet, or read as it was before."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from partnerships import conditions
from partnerships.models import Organisation, Partnership
from tests.partnerships.admin.forms import cells

REPORT = "/admin/reports/untranslated-partnerships/"
OTHERS = ("nl", "ru", "zh-hans", "he")


@pytest.fixture
def whole(partnership: Partnership) -> Partnership:
    """A partnership in English whose title is translated into every language of the site; it says nothing else."""
    partnership.language = "en"
    for code in OTHERS:
        partnership.translate(code, "title", f"Title in {code}")
    partnership.save()
    return partnership


def found(client: Client, query: str = "") -> list[str]:
    return [row[0] for row in cells(client.get(f"{REPORT}?{query}"))]


def test_what_is_translated_is_not_in_it(editor: Client, whole: Partnership) -> None:
    assert found(editor) == []


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("", True),
        ("into=he", True),
        ("into=he&wanting=missing", True),
        ("into=he&wanting=outdated", False),
        ("into=nl", False),
        ("into=en", False),
        ("wanting=outdated", False),
        ("country=KZ", True),
        ("country=NL", False),
        ("q=ballast", True),
        ("into=nonsense", True),
    ],
)
def test_what_is_missing(editor: Client, whole: Partnership, query: str, is_there: bool) -> None:
    whole.translate("he", "title", "")
    whole.save()
    assert bool(found(editor, query)) == is_there


def test_what_is_to_be_checked_again(editor: Client, whole: Partnership) -> None:
    whole.title = "Clean ballast tanks"
    whole.save()
    [row] = cells(editor.get(f"{REPORT}?into=ru&wanting=outdated"))
    assert row[:2] == ["Clean ballast tanks", "English"]
    assert sorted(row[-1].split(", ")) == ["Chinese (Simplified)", "Dutch", "Hebrew", "Russian"]
    assert found(editor, "wanting=missing") == []


def test_drafts_wait(editor: Client, whole: Partnership) -> None:
    Partnership.objects.update(translations={}, live=False)
    assert found(editor) == []


def test_a_spreadsheet(editor: Client, whole: Partnership) -> None:
    whole.translate("he", "title", "")
    whole.save()
    answer = editor.get(f"{REPORT}?export=csv")
    [row] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    assert (row["title"], row["original_language"], row["not_translated"]) == ("Clean ballast water", "English", "Hebrew")
    assert editor.get(f"{REPORT}?export=xlsx").status_code == 200


def test_organisations_have_their_own(editor: Client, harbour: Organisation, institute: Organisation) -> None:
    harbour.summary = "A port."
    harbour.save()
    [row] = cells(editor.get("/admin/reports/untranslated-organisations/"))
    assert row[0] == "Port of Lindvik"


@pytest.mark.parametrize("kind", ["events", "opportunities"])
def test_the_other_kinds(editor: Client, kind: str) -> None:
    assert editor.get(f"/admin/reports/untranslated-{kind}/?into=nl").status_code == 200


TEXT = st.sampled_from(["", "One", "One\nTwo", "One\r\nTwo", "Ü\u00a0ß 深圳", "a  b"])


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    language=st.sampled_from(["", "en", "en-gb", "nl", "zh-hant", "ja"]),
    texts=st.lists(st.tuples(st.sampled_from(OTHERS), st.sampled_from(["title", "summary", "status_note"]), TEXT), max_size=6),
    before=TEXT,
    after=TEXT,
)
def test_the_database_says_the_same_as_the_record(
    partnership: Partnership, language: str, texts: list[Any], before: str, after: str
) -> None:
    record = Partnership.objects.get(pk=partnership.pk)
    record.language, record.translations, record.summary = language, {}, before
    for code, name, text in texts:
        record.translate(code, name, text)
    record.summary = after
    record.save()
    for code in ("en", *OTHERS):
        here = Partnership.objects.filter(pk=record.pk)
        assert here.filter(conditions.untranslated(Partnership, code)).exists() == bool(record.untranslated(code))
        assert here.filter(conditions.outdated(Partnership, code)).exists() == (code in record.outdated())


def test_it_takes_few_queries_at_any_size(
    editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    call_command("create_demo_records", partnerships=300, verbosity=0)
    editor.get(REPORT)
    with django_assert_max_num_queries(40):
        editor.get(REPORT)
