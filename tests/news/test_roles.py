"""docs/roles.md tells people what the groups may do; here it is held to the truth."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission

from portal.news.roles import ROLES, UnknownPermissionError, _permissions, set_roles

TABLE = Path(__file__).parents[2] / "docs" / "roles.md"

# A row of the table, and the permission that it means.
MEANING = {
    "See the register and its sources": "partnerships.view_partnership",
    "Write drafts of records, add evidence, submit for moderation": "partnerships.add_partnership",
    "Publish, unpublish, lock and delete records": "partnerships.publish_partnership",
    "Import articles and review what was read": "imports.add_batch",
    "Change countries and sectors": "partnerships.change_sector",
    "Manage users, groups, sites, redirects and workflows": "auth.change_user",
}


def table() -> tuple[list[str], dict[str, list[str]]]:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.read_text().splitlines() if line.startswith("|")
    ]
    return rows[0][1:], {row[0]: row[1:] for row in rows[2:]}


def test_the_table_is_true() -> None:
    roles, rows = table()
    assert roles == list(ROLES)
    for what, permission in MEANING.items():
        told = [answer == "yes" for answer in rows[what]]
        assert told == [permission in ROLES[role].permissions for role in roles], what
    for what, action in (
        ("Write drafts of articles and pages", "add"),
        ("Publish articles and pages", "publish"),
        ("Delete pages with all below them", "bulk_delete"),
    ):
        assert [answer == "yes" for answer in rows[what]] == [action in ROLES[role].pages for role in roles], what
    assert len(rows) == len(MEANING) + 3


@pytest.mark.django_db
def test_groups_get_what_their_role_says_and_no_more() -> None:
    set_roles()
    for name, role in ROLES.items():
        group = Group.objects.get(name=name)
        found = {f"{app}.{codename}" for app, codename in group.permissions.values_list("content_type__app_label", "codename")}
        assert found == role.permissions
        pages = GroupPagePermission.objects.filter(group=group).values_list("permission__codename", flat=True)
        assert {re.sub("_page$", "", codename) for codename in pages} == set(role.pages)


@pytest.mark.django_db
def test_an_unknown_permission_is_named() -> None:
    with pytest.raises(UnknownPermissionError, match=r"nonsense\.fly_plane"):
        _permissions(frozenset({"nonsense.fly_plane", "auth.view_user"}))
