"""Pages of the desk that no other test walks through: they fit at both widths, and axe finds nothing, in light and in dark."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page

from partnerships.models import Organisation
from portal.imports import bulk, matching, queue, report_card, review, services
from portal.imports.models import ColumnMapping, FeedSubscription, GoldRun, ImportToken, Item, Suggestion
from portal.imports.scoring import MEASURES
from tests.browser.everyone import broken, fits, in_each_scheme
from tests.browser.imports.test_desk import address, desk  # noqa: F401 - a fixture
from tests.imports.readings import item_of, reading


def applied(name: str, user: User) -> Item:
    item = item_of(reading(), name)
    review.accept_sure(item, version=0, user=user)
    item.refresh_from_db()
    services.apply(item, user=user, version=item.version)
    item.refresh_from_db()
    return item


def fill(user: User) -> dict[str, Any]:
    """One of everything that these pages show; gives the items that they are of."""
    known = Organisation.objects.create(name="Universiti of Tartu", live=False)
    near = item_of(reading(), "a name that is nearly known.txt")
    known.delete()
    Suggestion.objects.filter(item=near, kind="organisation", value__name="Hokkaido University").update(
        value={"name": "Hokkaido University Press and Library of Sapporo", "aliases": [], "country": "JP"}
    )
    kept, gone = applied("kept.txt", user), applied("gone.txt", user)
    report_card.keep(kept, user=user, added={"countries": ["FI"], "sectors": [], "organisations": [], "people": []})
    services.take_back(gone.batch, user=user)
    messages = {"failed": "This file holds binary data, not text.", "skipped": "There is nothing to read: the document is empty."}
    for position, (state, message) in enumerate(messages.items(), start=1):
        Item.objects.create(batch=kept.batch, position=position, name=f"{state}-{'long-' * 20}.pdf", state=state, message=message)
    GoldRun.objects.create(
        state="done",
        version="2026.11",
        articles=12,
        unread=1,
        measures={name: [40, 3, position] for position, name in enumerate(MEASURES)},
        remarks=[
            ["kept.txt", ["organisations: missed Hokkaido University Hospital", "title: wrong 東京大学とタルトゥ大学が協定"]]
        ],
        finished_at=timezone.now(),
    )
    matching.remember("Hokkaido Uni", [Organisation.objects.first()], "never", user)
    ColumnMapping.objects.create(key="k", headings=["Rubrik", "Brödtext"], columns={"title": "Rubrik"}, decided_by=user)
    FeedSubscription.objects.create(
        title="Tartu News",
        url="https://example.org/" + "feed/" * 20,
        user=user,
        checked_at=timezone.now(),
        message="2 new entries.",
    )
    token = ImportToken(name="Robot", user=user)
    token.renew()
    token.save()
    bulk.order(queue.find(queue.Wanted(), user), user=user, then="keep")
    return {"near": near, "kept": kept, "gone": gone}


def test_every_other_page_fits_and_axe_finds_nothing(desk: Page, live_server: Any) -> None:  # noqa: F811
    user = User.objects.get()
    user.is_superuser = True
    user.save()
    made = fill(user)
    pages = {
        "index": address(live_server, "imports:index"),
        "batch": address(live_server, "imports:batch", made["kept"].batch.uuid),
        "near": address(live_server, "imports:item", made["near"].uuid),
        "queue": address(live_server, "imports:queue"),
        "undo": address(live_server, "imports:take_back", made["kept"].batch.uuid),
        "undone": address(live_server, "imports:take_back", made["gone"].batch.uuid),
        "report": address(live_server, "imports:report_card"),
        "keep": address(live_server, "imports:keep", made["kept"].uuid),
        "unknown": address(live_server, "imports:unknown"),
        "feeds": address(live_server, "feeds:index"),
        "feed": address(live_server, "feeds:add"),
        "tokens": address(live_server, "import_tokens:index"),
        "decisions": address(live_server, "name_decisions:index"),
    }
    wrong: list[Any] = []
    for name, url in pages.items():
        desk.goto(url)
        ours = "main .nice-padding" if desk.locator("main .nice-padding").count() else "main"
        for scheme in in_each_scheme(desk):
            wrong += [(name, scheme, width) for width in (360, 1280) if not fits(desk, width)]
            wrong += [(name, scheme, *found) for found in broken(desk, ours)]
    assert not wrong
