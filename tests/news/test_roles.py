"""docs/roles.md tells people what the groups may do; here it is held to the truth."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission

from portal.news.roles import ROLES, UnknownPermissionError, _permissions, set_roles

TABLE = Path(__file__).parents[2] / "docs" / "roles.md"

# A row of the table: the permissions that it means, of records, of pages or of files.
PERMISSIONS = {
    "see the register, add and change records as drafts": ["partnerships.view_event", "partnerships.add_event", "partnerships.change_event"],
    "look into reports and briefings": ["partnerships.change_partnership", "partnerships.view_event", "partnerships.view_organisation"],
    "add evidence, prefer it, take it away": ["partnerships.add_evidence", "partnerships.delete_evidence"],
    "merge organisations, take a merge back, say that two are never the same": ["partnerships.publish_organisation"],
    "publish, lock, unlock and delete records": [f"partnerships.{act}_event" for act in ("publish", "lock", "unlock", "delete")],
    "decide on partnerships: confirm, renew, extend, let end, suspend, resume, change status; act on many, take an act back": [
        "partnerships.publish_partnership", "partnerships.view_bulkact",
    ],
    "open the inbox: read, assign, answer and delete what visitors wrote": [
        f"partnerships.{act}_interest" for act in ("view", "change", "delete")
    ],
    "begin a translation of an article, write its texts": ["wagtail_localize.submit_translation"],
    "remove a person on request": ["partnerships.add_personremoval"],
    "import, review, apply, take an import back": ["imports.add_batch", "imports.change_item", "imports.delete_batch"],
    "keep feeds, tokens of programs, columns of tables and decisions on names": [
        "imports.add_feedsubscription", "imports.add_importtoken", "imports.change_columnmapping", "imports.delete_namedecision",
    ],
    "change countries and sectors": ["partnerships.change_place", "partnerships.change_sector"],
    "manage users, groups, sites, redirects, collections and workflows": [
        "auth.change_user", "auth.change_group", "wagtailcore.change_site", "wagtailredirects.change_redirect",
        "wagtailcore.change_workflow",
    ],
}  # fmt: skip
PAGES = {
    "add and change pages as drafts": ["add", "change"],
    "publish, lock and unlock pages": ["publish", "lock", "unlock"],
    "delete pages with the pages below them": ["bulk_delete"],
}
FILES = {
    "add and choose images and files": ["add", "choose"],
    "change and delete images and files": ["change"],
}


def table() -> tuple[list[str], dict[str, list[str]]]:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.read_text().splitlines() if line.startswith("|")
    ]
    return rows[0][1:], {row[0]: row[1:] for row in rows[2:]}


def test_the_table_is_true() -> None:
    roles, rows = table()
    assert roles == list(ROLES)
    assert set(rows) == {*PERMISSIONS, *PAGES, *FILES}
    for meaning, kind in ((PERMISSIONS, "permissions"), (PAGES, "pages"), (FILES, "files")):
        for what, needed in meaning.items():
            for role, told in zip(roles, rows[what], strict=True):
                has = {item in getattr(ROLES[role], kind) for item in needed}
                assert has == {told == "yes"}, f"{role}: {what}"


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
