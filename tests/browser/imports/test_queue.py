"""The queue in a browser: two reviewers side by side, keys, boilerplate, all that is sure at once, pause and resume."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Browser, Page, expect

from portal.imports import review, services
from portal.imports.containers import Source
from portal.imports.models import Item, Suggestion
from tests.browser.entering import enter
from tests.browser.everyone import broken, fits, in_each_scheme
from tests.browser.imports.test_desk import address, desk, worker  # noqa: F401 - fixtures
from tests.imports.conftest import finish_work, numbered
from tests.imports.readings import ready


@pytest.fixture
def colleague(desk: Page, browser: Browser, live_server: Any) -> Iterator[Page]:  # noqa: F811
    """A second person in a browser of their own."""
    user = User.objects.create_user("ina")
    user.groups.add(Group.objects.get(name="Importing admins"))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield enter(context.new_page(), live_server.url, user)
    context.close()


def test_two_reviewers_get_two_articles_and_never_overwrite_each_other(desk: Page, colleague: Page, live_server: Any) -> None:  # noqa: F811
    items = [ready(name) for name in ("a.txt", "b.txt")]
    for page in (desk, colleague):
        page.goto(address(live_server, "imports:queue"))
        page.get_by_role("button", name="Review the next").click()
        expect(page.get_by_text("You review this article.")).to_be_visible()
    assert {item.assigned_to_id for item in Item.objects.all()} == set(User.objects.values_list("pk", flat=True))

    # Both open the same article and decide on the same suggestion.
    for page in (desk, colleague):
        page.goto(address(live_server, "imports:item", items[0].uuid))
    suggestion = items[0].suggestions.get(kind="partnership")
    card = f"#suggestion-{suggestion.pk}"
    desk.locator(card).get_by_role("button", name="Accept").click()
    expect(desk.locator(card)).to_contain_text("Accepted pia")
    colleague.locator(card).get_by_role("button", name=re.compile("^Reject ?:")).click()
    expect(colleague.locator("#review-status")).to_contain_text("pia was quicker: this suggestion is now “accepted”.")
    expect(colleague.locator(card)).to_contain_text("Accepted pia")
    # What was applied meanwhile is not applied a second time.
    colleague.goto(address(live_server, "imports:item", items[0].uuid))
    desk.get_by_role("button", name="Apply as draft").click()
    expect(desk.get_by_role("heading", name="What applying it did")).to_be_visible()
    colleague.get_by_role("button", name="Apply as draft").click()
    expect(colleague.get_by_text("This article has been applied already.")).to_be_visible()
    assert Suggestion.objects.get(pk=suggestion.pk).state == "accepted"


def test_by_keys_from_the_queue_to_the_next_article(desk: Page, live_server: Any) -> None:  # noqa: F811
    item, following = ready("a.txt"), ready("b.txt")
    desk.goto(address(live_server, "imports:queue"))
    desk.get_by_role("button", name="Review the next").press("Enter")
    first, second = item.suggestions.all()[:2]
    expect(desk.locator(f"#suggestion-{first.pk}")).to_be_focused()
    desk.keyboard.press("?")
    help_ = desk.get_by_role("dialog", name="Keys")
    expect(help_).to_be_visible()
    desk.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    desk.keyboard.press("Shift+R")
    desk.keyboard.type("The wrong kind")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#suggestion-{first.pk}")).to_contain_text("Reason: The wrong kind")
    expect(desk.locator(f"#suggestion-{second.pk}")).to_be_focused()
    for suggestion in item.suggestions.all()[1:]:
        expect(desk.locator(f"#suggestion-{suggestion.pk}")).to_be_focused()
        desk.keyboard.press("a")
    expect(desk.get_by_role("button", name="Apply as draft")).to_be_focused()
    assert set(item.suggestions.values_list("state", flat=True)) == {"rejected", "accepted"}
    desk.keyboard.press("Shift+N")
    expect(desk).to_have_url(address(live_server, "imports:item", following.uuid) + "#first")


def test_what_resembles_another_is_asked_first(desk: Page, live_server: Any) -> None:  # noqa: F811
    earlier, item = ready("a.txt"), ready("b.txt")
    Item.objects.filter(pk=item.pk).update(likeness=0.6, duplicate_of=earlier)
    desk.goto(address(live_server, "imports:queue") + "?alike=1")
    desk.get_by_role("button", name="Review the next").click()
    expect(desk.get_by_role("button", name="The same: skip it")).to_be_focused()
    desk.keyboard.press("n")
    expect(desk.locator(f"#suggestion-{item.suggestions.first().pk}")).to_be_focused()
    desk.get_by_role("button", name="The same: skip it").click()
    expect(desk.get_by_text("Already imported")).to_be_visible()
    desk.goto(address(live_server, "imports:queue") + "?alike=1")
    expect(desk.get_by_role("heading", name="No article fits")).to_be_visible()


def test_boilerplate_comes_back_by_a_click(desk: Page, live_server: Any) -> None:  # noqa: F811
    item = ready("a.txt")
    body = desk.get_by_role("region", name="Text of the article")
    desk.goto(address(live_server, "imports:item", item.uuid))
    expect(body).to_contain_text("An open call for students begins in May.")
    expect(body).not_to_contain_text("Share this page")
    restore, again = (
        desk.get_by_role("button", name=re.compile("^Restore ?: Share")),
        desk.get_by_role("button", name="Leave out again"),
    )
    expect(restore).to_be_hidden()
    # By its words in the text, then by keys alone: the focus stays with the passage.
    desk.locator("s", has_text="Share this page").last.click()
    expect(restore).to_be_focused()
    desk.keyboard.press("Enter")
    expect(body).to_contain_text("Share this page")
    expect(again).to_be_focused()
    desk.keyboard.press("Enter")
    expect(body).not_to_contain_text("Share this page")
    expect(restore).to_be_focused()


@pytest.mark.usefixtures("worker")
def test_all_that_is_sure_after_a_look(desk: Page, live_server: Any) -> None:  # noqa: F811
    item = ready("a.txt")
    desk.goto(address(live_server, "imports:queue"))
    desk.get_by_role("link", name="Accept all that is sure…").click()
    desk.get_by_label("Accept, and make drafts").check()
    desk.get_by_role("button", name="Show what that would do").click()
    expect(desk.get_by_text("Of these articles 1 become drafts.")).to_be_visible()
    assert not Suggestion.objects.exclude(state="open").exists()
    desk.get_by_role("button", name="Accept and make drafts").click()
    expect(desk.get_by_text("1 article is looked through; what is sure in it is accepted.")).to_be_visible()
    desk.goto(address(live_server, "imports:batch", item.batch.uuid))
    expect(desk.locator("#items").get_by_text("Applied")).to_be_visible()


def test_an_import_is_paused_and_goes_on(desk: Page, live_server: Any) -> None:  # noqa: F811
    batch = services.start([Source(f"{n}.txt", numbered(n).encode()) for n in range(2)], title="Spring")
    desk.goto(address(live_server, "imports:batch", batch.uuid))
    desk.get_by_role("button", name="Pause").click()
    expect(desk.get_by_role("button", name="Resume")).to_be_visible()
    finish_work()
    assert services.counts(batch) == {"waiting": 2}
    desk.get_by_role("button", name="Resume").click()
    finish_work()
    expect(desk.get_by_text("2 of 2")).to_be_visible()


def test_without_scripts(desk: Page, live_server: Any, browser: Browser) -> None:  # noqa: F811
    items = [ready(name) for name in ("a.txt", "b.txt")]
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    page = context.new_page()
    page.goto(address(live_server, "imports:queue"))
    page.get_by_role("checkbox").nth(2).check()
    page.get_by_role("button", name="Take", exact=True).click()
    assert Item.objects.exclude(assigned_to=None).count() == 1
    page.get_by_label("Whose").select_option("me")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("button", name="Review the next").click()
    title = items[0].suggestions.get(kind="title") if str(items[0].uuid) in page.url else items[1].suggestions.get(kind="title")
    card = page.locator(f"#suggestion-{title.pk}")
    card.get_by_text("Reject with a reason").click()
    card.get_by_label("Reason").fill("The wrong kind")
    card.locator(".card__why").get_by_role("button", name="Reject").click()
    expect(card).to_contain_text("Reason: The wrong kind")
    page.get_by_text("passages were left out").click()
    page.get_by_role("button", name=re.compile("^Restore ?: Share")).click()
    expect(page.get_by_role("button", name="Leave out again")).to_be_visible()
    page.get_by_role("button", name="Next article").click()
    expect(page.get_by_text("You review this article.")).to_be_visible()
    context.close()


def test_every_page_fits_and_axe_finds_nothing(desk: Page, live_server: Any) -> None:  # noqa: F811
    applied, waiting = ready("a.txt"), ready("b.txt")
    user = User.objects.get()
    alike = ready("c.txt", applied.batch)
    Item.objects.filter(pk=alike.pk).update(likeness=0.6, duplicate_of=waiting, assigned_to=user)
    review.accept_sure(applied, version=0, user=user)
    applied.refresh_from_db()
    services.apply(applied, user=user, version=applied.version)
    pages = {
        "queue": address(live_server, "imports:queue"),
        "accept": address(live_server, "imports:accept_all") + "?then=publish",
        "summary": address(live_server, "imports:summary", applied.batch.uuid),
        "applied": address(live_server, "imports:item", applied.uuid),
        "alike": address(live_server, "imports:item", alike.uuid),
    }
    found = {}
    for name, url in pages.items():
        desk.goto(url)
        for width in (1280, 360):
            for scheme in in_each_scheme(desk):
                assert fits(desk, width), (name, width, scheme)
                found[name, width, scheme] = broken(desk, "main .nice-padding")
    assert not any(found.values()), found
