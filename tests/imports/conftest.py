"""A site to import into, people who may, and articles written for these tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page

from portal.imports import services
from portal.imports.containers import Source
from portal.imports.models import Batch, Item

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


def numbered(number: int) -> str:
    """An article of its own for each number, with the same parties."""
    return ARTICLE.replace("for years", f"for {number + 2} years").replace("sign memorandum", f"sign memorandum no. {number + 1}")


@pytest.fixture
def site(db: None) -> None:
    call_command("create_site", verbosity=0)


@pytest.fixture
def importer(site: None, django_user_model: type[User]) -> User:
    """May import and review and write drafts, but not publish."""
    user = django_user_model.objects.create_user("ina", password="a long word")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "add_batch", "change_item", "view_batch"]))
    drafters = Group.objects.create(name="Drafters")
    root = Page.get_first_root_node()
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(group=drafters, page=root, permission=Permission.objects.get(codename=codename))
    user.groups.add(drafters)
    return user


@pytest.fixture
def publisher(site: None, django_user_model: type[User]) -> User:
    """May do everything that the desk offers."""
    user = django_user_model.objects.create_user("pia", password="a long word")
    user.groups.add(Group.objects.get(name="Importing admins"))
    return user


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
