"""The whole way in a browser: log in, upload, watch, review, accept, publish, and find the article through a facet."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page, expect

from portal.imports import services
from portal.imports.models import Batch, Item, Suggestion
from tests.browser.entering import PASSWORD, enter, log_in
from tests.browser.everyone import broken, fits
from tests.imports.conftest import numbered
from tests.imports.readings import item_of, reading
from tests.site.small_register import make_site


@pytest.fixture
def desk(page: Page, live_server: Any, transactional_db: None) -> Page:
    """A logged-in page of someone who may do everything at the desk."""
    make_site("en")
    user = User.objects.create_user("pia", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Importing admins"))
    page.set_viewport_size({"width": 1280, "height": 900})
    return enter(page, live_server.url, user)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Works as a worker does, beside the server."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.2):
            services.process(seconds=1)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


def address(live_server: Any, name: str, *args: Any) -> str:
    return f"{live_server.url}{reverse(name, args=args)}"


@pytest.mark.usefixtures("worker")
def test_from_the_file_to_the_visitor(desk: Page, live_server: Any, tmp_path: Path) -> None:
    files = []
    for number in range(2):
        files.append(tmp_path / f"article-{number}.txt")
        files[-1].write_text(numbered(number))
    desk.context.clear_cookies()
    log_in(desk, live_server.url, "pia")
    desk.get_by_role("link", name="Import", exact=True).click()
    desk.get_by_role("link", name="Start an import").click()
    desk.get_by_label("Files").set_input_files(files)
    expect(desk.get_by_text("article-1.txt")).to_be_visible()
    desk.get_by_label("Name of this import").fill("Spring news")
    desk.get_by_role("button", name="Import", exact=True).click()

    expect(desk.get_by_role("status").get_by_text("2 of 2")).to_be_visible(timeout=30_000)
    expect(desk.get_by_text("Finished")).to_be_visible()
    title = "University of Tartu and Hokkaido University sign memorandum no. 1"
    desk.get_by_role("link", name=title).click()

    expect(desk.get_by_role("heading", name="Suggestions")).to_be_visible()
    desk.get_by_role("button", name="Accept all that is sure").click()
    expect(desk.get_by_text("were accepted")).to_be_visible()
    desk.get_by_role("button", name="Apply and publish").click()
    expect(desk.get_by_text("is published")).to_be_visible()

    desk.goto(f"{live_server.url}/news/")
    desk.get_by_label("Japan").check()
    expect(desk.get_by_role("link", name=title)).to_be_visible()
    expect(desk).to_have_url(f"{live_server.url}/news/?country=JP")


def test_the_keys_decide_and_go_on(desk: Page, live_server: Any) -> None:
    item = item_of(reading())
    first, second, third = item.suggestions.all()[:3]
    desk.goto(address(live_server, "imports:item", item.uuid))
    desk.locator(f"#suggestion-{first.pk}").focus()
    desk.keyboard.press("a")
    expect(desk.locator(f"#suggestion-{second.pk}")).to_be_focused()
    desk.keyboard.press("r")
    expect(desk.locator(f"#suggestion-{third.pk}")).to_be_focused()
    desk.keyboard.press("p")
    expect(desk.locator(f"#suggestion-{second.pk}")).to_be_focused()
    desk.keyboard.press("e")
    field = desk.locator(f"#suggestion-{second.pk} input[type=date]")
    expect(field).to_be_focused()
    field.fill("2021-03-13")
    desk.get_by_role("button", name="Save and accept").click()
    expect(desk.locator(f"#suggestion-{second.pk}")).to_contain_text("Accepted with changes")
    states = dict(Suggestion.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "state"))
    assert states == {first.pk: "accepted", second.pk: "edited"}


def test_words_and_suggestions_light_each_other_up(desk: Page, live_server: Any) -> None:
    item = item_of(reading())
    person = item.suggestions.get(kind="person")
    desk.goto(address(live_server, "imports:item", item.uuid))
    mark = desk.locator(f"mark#text-{person.pk}")
    desk.locator(f"#suggestion-{person.pk}").focus()
    expect(mark).to_contain_class("is-lit")
    expect(mark).to_be_in_viewport()
    country = item.suggestions.filter(kind="country").last()
    desk.locator(f"mark#text-{country.pk}").click()
    expect(desk.locator(f"#suggestion-{country.pk}")).to_be_focused()


def test_the_whole_review_without_scripts(desk: Page, live_server: Any, browser: Any) -> None:
    item = item_of(reading())
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    page = context.new_page()
    page.goto(address(live_server, "imports:item", item.uuid))
    card = page.locator(f"#suggestion-{item.suggestions.get(kind='partnership').pk}")
    card.get_by_role("button", name="Accept").click()
    expect(card).to_contain_text("Accepted")
    card.get_by_role("link", name="Edit").click()
    card.get_by_label("Status").select_option("active")
    card.get_by_role("button", name="Save and accept").click()
    expect(card).to_contain_text("Accepted with changes")
    page.get_by_role("button", name="Apply as draft").click()
    item.refresh_from_db()
    assert item.state == Item.State.APPLIED
    context.close()


def test_every_page_fits_and_axe_finds_nothing(desk: Page, live_server: Any) -> None:
    batch = make_batch()
    item = item_of(reading(), batch=batch)
    partnership = item.suggestions.get(kind="partnership")
    pages = {
        "index": address(live_server, "imports:index"),
        "start": address(live_server, "imports:start"),
        "batch": address(live_server, "imports:batch", batch.uuid),
        "item": address(live_server, "imports:item", item.uuid),
        "edit": address(live_server, "imports:item", item.uuid) + f"?edit={partnership.pk}#suggestion-{partnership.pk}",
        "take_back": address(live_server, "imports:take_back", batch.uuid),
    }
    found = {}
    for name, url in pages.items():
        desk.goto(url)
        for width in (1280, 360):
            assert fits(desk, width), (name, width)
            # Wagtail's own furniture around our part is Wagtail's.
            found[name, width] = broken(desk, "main .nice-padding")
    assert not any(found.values()), found


def make_batch() -> Batch:
    """A batch with an item in every state."""
    batch = Batch.objects.create(title="Letters from the consulates, week 12", user=User.objects.get())
    for position, state in enumerate(Item.State.values):
        message = "There is nothing to read: the document is empty." if state == "skipped" else ""
        Item.objects.create(batch=batch, position=position, name=f"report-{position}.html", state=state, message=message)
    return batch
