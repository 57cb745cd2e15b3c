"""A site to import into, people who may, and articles written for these tests."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from wagtail.models import GroupPagePermission, Page

from portal.imports import services
from portal.imports.containers import Source
from portal.imports.models import Batch, Item
from portal.news.models import HomePage, NewsIndexPage

ARTICLE = """\
Home > News > Cooperation

University of Tartu and Hokkaido University sign memorandum

12 March 2021

The University of Tartu in Estonia and Hokkaido University in Japan signed a memorandum of understanding on 10 March 2021. \
The two universities will work together on artificial intelligence and on the exchange of students.

“We have waited for this day for years,” said Mari Tamm, Vice-Rector of the University of Tartu.

The signing ceremony took place in Sapporo, Japan. A delegation from Estonia visited the laboratories of Hokkaido University.

Share on Facebook
"""


_PLAIN_WORDS = """apple river window garden silver winter paper yellow quiet corner bridge candle morning shadow copper ladder
orange pocket basket mirror feather blanket kettle lantern marble needle pebble ribbon saddle thunder velvet whistle anchor button
carpet donkey engine forest hammer island jacket kitten lemon meadow nutmeg onion pencil quarry rabbit salmon timber valley""".split()


def numbered(number: int) -> str:
    """An article of its own for each number, with the same parties: most of its words are in no other."""
    chosen = random.Random(number)
    plain = " ".join(f"{' '.join(chosen.choices(_PLAIN_WORDS, k=12)).capitalize()}." for _sentence in range(22))
    article = ARTICLE.replace("for years", f"for {number + 2} years").replace(
        "sign memorandum", f"sign memorandum no. {number + 1}"
    )
    return article.replace("Share on", f"{plain}\n\nShare on")


@pytest.fixture
def site(db: None) -> None:
    """As much of the site as an import needs; `create_site` makes all of it and takes its time."""
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Portal", slug="portal"))
    home.add_child(instance=NewsIndexPage(title="News", slug="news"))


def person(name: str, *page_actions: str) -> User:
    """Someone who may import and review, and do these things with pages."""
    user = User.objects.create_user(name, password="a long word")
    desk = ["access_admin", "add_batch", "change_item"]
    if "publish" in page_actions:
        desk += [f"publish_{record}" for record in ("organisation", "partnership", "event", "opportunity")]
    user.user_permissions.set(Permission.objects.filter(codename__in=desk))
    group = Group.objects.create(name=f"Colleagues of {name}")
    root = Page.get_first_root_node()
    for action in page_actions:
        permission = Permission.objects.get(codename=f"{action}_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    user.groups.add(group)
    return user


@pytest.fixture
def importer(site: None) -> User:
    """May import and review and write drafts, but not publish."""
    return person("ina", "add", "change")


@pytest.fixture
def publisher(site: None) -> User:
    """May do everything that the desk offers."""
    return person("pia", "add", "change", "publish")


@pytest.fixture
def bring(site: None) -> Callable[..., Batch]:
    """Starts an import of the texts (or bytes, or sources) and works on it in this process until nothing is left."""

    def start(*documents: str | bytes | Source, work: bool = True, **options: Any) -> Batch:
        sources = [
            d if isinstance(d, Source) else Source(f"{n}.txt", d.encode() if isinstance(d, str) else d)
            for n, d in enumerate(documents)
        ]
        batch = services.start(sources, **{"title": "Spring", **options})
        if work:
            finish_work()
        batch.refresh_from_db()
        return batch

    return start


def finish_work() -> None:
    while services.process(seconds=60):
        pass


def only_item(batch: Batch) -> Item:
    return batch.items.select_related("document", "page", "batch").get()
