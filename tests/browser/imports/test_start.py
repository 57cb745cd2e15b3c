"""The steps before an import in a browser: files are dropped, columns are named, a preview is looked at, with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from portal.imports import unpacking
from portal.imports.models import Batch, ColumnMapping, Item
from tests.browser.everyone import broken, fits
from tests.browser.imports.test_desk import address, desk  # noqa: F401 - a fixture
from tests.imports.conftest import ARTICLE

TABLE = 'Rubrik,Brödtext,Nummer\n"Tartu signs","{}",7\nSapporo follows,More words of it,8\n'.format(ARTICLE.replace('"', '""'))
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, {type: "text/csv"}));
  document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def look(page: Page, name: str) -> None:
    """At both widths: it fits, and axe finds nothing in our part of the page."""
    for width in (360, 1280):
        assert fits(page, width), name
        assert not broken(page, "main .nice-padding"), name


def test_a_dropped_table_is_asked_about_and_previewed(desk: Page, live_server: Any) -> None:  # noqa: F811
    desk.goto(address(live_server, "imports:start"))
    desk.evaluate(DROP, ["nyheter.csv", TABLE])
    expect(desk.get_by_text("nyheter.csv")).to_be_visible()
    look(desk, "start")
    desk.get_by_role("button", name="Import", exact=True).click()

    expect(desk.get_by_text("Sapporo follows")).to_be_visible()
    look(desk, "columns")
    desk.get_by_label("Rubrik").select_option(label="Title")
    desk.get_by_label("Brödtext").select_option(label="Title")
    desk.get_by_role("button", name="Go on").click()
    expect(desk.get_by_text("is chosen for more than one column")).to_be_visible()
    look(desk, "columns-error")
    desk.get_by_label("Brödtext").select_option(label="Text")
    desk.get_by_role("button", name="Go on").click()

    expect(desk.get_by_text("All 2 documents, as they would be read")).to_be_visible()
    expect(desk.get_by_text("Estonia, Japan")).to_be_visible()
    look(desk, "preview")
    assert not Item.objects.exists()
    assert ColumnMapping.objects.get().columns == {"title": "Rubrik", "text": "Brödtext"}
    desk.get_by_role("button", name="Import", exact=True).click()
    expect(desk.get_by_text("is being opened")).to_be_visible()
    look(desk, "opening")
    assert unpacking.work()
    expect(desk.get_by_role("status").get_by_text("0 of 2")).to_be_visible()


def test_the_steps_without_scripts(desk: Page, live_server: Any, browser: Any) -> None:  # noqa: F811
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    page = context.new_page()
    page.goto(address(live_server, "imports:start"))
    page.get_by_label("Or paste one article").fill(ARTICLE)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("The one document, as it would be read")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Nothing was imported")).to_be_visible()
    assert not Batch.objects.exists()
    context.close()


def test_too_many_files_are_told_before_they_are_sent(desk: Page, live_server: Any) -> None:  # noqa: F811
    desk.goto(address(live_server, "imports:start"))
    desk.locator("[data-drop]").evaluate("area => { area.dataset.mostFiles = '1'; }")
    files: list[Any] = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"words"} for n in range(2)]
    desk.get_by_label("Files").set_input_files(files)
    expect(desk.get_by_role("alert")).to_contain_text(f"More than {settings.DATA_UPLOAD_MAX_NUMBER_FILES:,} files")
    desk.get_by_role("button", name="Import", exact=True).click()
    expect(desk).to_have_url(address(live_server, "imports:start"))


@pytest.mark.parametrize("size", [12_000_000])
def test_a_text_that_is_too_long_is_told(desk: Page, live_server: Any, size: int) -> None:  # noqa: F811
    desk.goto(address(live_server, "imports:start"))
    desk.get_by_label("Or paste one article").evaluate("(field, size) => { field.value = 'a'.repeat(size); }", size)
    desk.get_by_role("button", name="Import", exact=True).click()
    expect(desk.get_by_text("Bring it as a file")).to_be_visible()
