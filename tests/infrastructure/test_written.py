"""What is written a second time is what was made the first time, whatever the test has begun before it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from psycopg.errors import UniqueViolation
from wagtail.models import Page, Site

from tests.written import write


def some(name: str) -> None:
    """Rows that are new, changed and deleted, and a link between two of them."""
    user = User.objects.create(username=name)
    user.groups.add(Group.objects.create(name="Sailors"))
    home = Page.get_first_root_node().add_child(instance=Page(title="Harbour", slug="harbour"))
    Site.objects.update(root_page=home)
    Page.objects.get(slug="home").delete()


def state() -> dict[str, object]:
    return {
        "users": list(User.objects.values_list("pk", "username", "groups__name", "date_joined")),
        "pages": list(Page.objects.order_by("path").values_list("pk", "path", "title", "numchild")),
        "problems": [found for found in Page.find_problems() if found],
        "site": Site.objects.get().root_page.title,
    }


@pytest.fixture(scope="module")
def states() -> list[object]:
    return []


@pytest.mark.parametrize("turn", ["made", "copied", "copied once more"])
@pytest.mark.django_db
def test_every_test_has_the_same(turn: str, states: list[object]) -> None:
    write(some, "ann")
    states.append(state())
    assert states[0] == states[-1]
    assert states[-1]["problems"] == []
    assert [(name, group) for _pk, name, group, _date in states[-1]["users"]] == [("ann", "Sailors")]
    assert states[-1]["site"] == "Harbour"
    assert not Page.objects.filter(slug="home").exists()
    connection.check_constraints()
    # Whoever comes next gets a key of their own.
    assert User.objects.create(username="bob").pk > User.objects.get(username="ann").pk


@pytest.mark.django_db(transaction=True)
def test_it_is_there_for_other_connections_too() -> None:
    write(some, "ann")
    connection.close()
    assert User.objects.get().username == "ann"
    assert User.objects.create(username="bob").pk > User.objects.get(username="ann").pk


@pytest.mark.django_db
def test_what_the_test_has_begun_stays_and_is_not_written_over() -> None:
    Group.objects.create(name="Sailors")
    with pytest.raises(UniqueViolation):
        write(some, "ann")


@pytest.mark.django_db
def test_other_words_make_something_else() -> None:
    write(some, "eve")
    assert User.objects.get().username == "eve"
