"""Editors translate a record beside its original, and are told when the original has changed since."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.models.translations import Shown
from tests.partnerships.admin.forms import Form, errors


def edit(record: Any) -> str:
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


def draft(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk).get_latest_revision_as_object()


@pytest.fixture
def translated(moderator: Client, partnership: Partnership) -> Partnership:
    form = Form(moderator, edit(partnership)).set(language="en", translation_nl_title="Schoon ballastwater")
    assert form.press("action-publish").status_code == 302
    return Partnership.objects.get()


def test_a_translation_is_written_beside_its_original(translated: Partnership, moderator: Client) -> None:
    assert translated.language == "en"
    assert translated.shown("title", "nl").text == "Schoon ballastwater"
    assert translated.shown("title", "ru").text == translated.title == "Clean ballast water"
    page = Form(moderator, edit(translated)).page
    assert "Clean ballast water</p>" in page  # the original, once more beside each field
    assert "check the translation" not in page


def test_a_change_of_the_original_asks_to_check_the_translation(translated: Partnership, moderator: Client) -> None:
    Form(moderator, edit(translated)).set(title="Clean ballast tanks").press("action-publish")
    changed = Partnership.objects.get()
    assert changed.outdated() == {"nl": ["title"]}
    assert changed.shown("title", "nl") == Shown("Schoon ballastwater", "nl", True, True)
    assert "check the translation" in Form(moderator, edit(changed)).page
    history = moderator.get(reverse(changed.snippet_viewset.get_url_name("history"), args=[changed.pk])).content.decode()
    assert "translations to be checked: Dutch" in history
    # What is typed without the tick leaves it to be checked; the tick says that it fits.
    Form(moderator, edit(changed)).set(summary="Tanks").press("action-publish")
    assert Partnership.objects.get().outdated() == {"nl": ["title"]}
    Form(moderator, edit(changed)).set(translation_nl_checked="on").press("action-publish")
    assert Partnership.objects.get().outdated() == {}


def test_both_changed_at_once_fit_each_other(translated: Partnership, moderator: Client) -> None:
    form = Form(moderator, edit(translated)).set(title="Clean tanks", translation_nl_title="Schone tanks")
    form.press("action-publish")
    assert Partnership.objects.get().outdated() == {}


def test_ends_of_lines_are_no_change(translated: Partnership) -> None:
    translated.summary = "One\nTwo"
    translated.translate("nl", "summary", "Een\nTwee")
    translated.summary = "One\r\nTwo"
    assert translated.outdated() == {}


def test_an_emptied_translation_is_gone(translated: Partnership, moderator: Client) -> None:
    Form(moderator, edit(translated)).set(translation_nl_title="").press("action-publish")
    assert Partnership.objects.get().translations == {}


def test_a_form_without_these_fields_takes_nothing_away(translated: Partnership, moderator: Client) -> None:
    form = Form(moderator, edit(translated)).set(summary="Water")
    for name in [name for name in form.data if name.startswith("translation_")]:
        del form.data[name]
    form.press("action-publish")
    assert Partnership.objects.get().shown("title", "nl").text == "Schoon ballastwater"


def test_a_draft_changes_nothing_for_visitors(translated: Partnership, moderator: Client) -> None:
    Form(moderator, edit(translated)).set(translation_nl_title="Anders", title="Other").press()
    live = Partnership.objects.get()
    assert live.shown("title", "nl") == Shown("Schoon ballastwater", "nl", True, False)
    assert draft(live).shown("title", "nl").text == "Anders"


def test_two_versions_show_what_became_of_a_translation(translated: Partnership, moderator: Client) -> None:
    first = translated.latest_revision_id
    Form(moderator, edit(translated)).set(translation_nl_title="Zuiver ballastwater").press()
    compare = translated.snippet_viewset.get_url_name("revisions_compare")
    latest = Partnership.objects.get().latest_revision_id
    page = moderator.get(reverse(compare, args=[translated.pk, first, latest])).content.decode()
    assert "Translation: Nederlands: title" in page
    assert "Zuiver" in page


def test_a_translation_as_long_as_the_field(translated: Partnership, moderator: Client) -> None:
    answer = Form(moderator, edit(translated)).set(translation_nl_title="x" * 256).press("action-publish")
    assert errors(answer)
    assert Partnership.objects.get().shown("title", "nl").text == "Schoon ballastwater"


@pytest.mark.parametrize("model", [Event, Opportunity, Organisation])
def test_every_kind_of_record_has_them(moderator: Client, model: Any) -> None:
    record = model.objects.create(**{"name" if model is Organisation else "title": "Pier"}, live=False)
    form = Form(moderator, edit(record)).set(summary="A pier", translation_he_summary="רציף", translation_zh_hans_summary="码头")
    assert form.press().status_code == 302
    assert draft(record).shown("summary", "he").text == "רציף"
    assert draft(record).shown("summary", "zh-cn").text == "码头"


def test_what_changed_by_another_way_is_logged_as_well(translated: Partnership) -> None:
    translated.title = "Something else"
    translated.save()
    entry = ModelLogEntry.objects.filter(action="partnerships.translation_outdated").get()
    assert entry.data["outdated"] == {"nl": ["title"]}
