"""The groups that the project makes, and what each may do; docs/roles.md shows the same to people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS = "Editors"
MODERATORS = "Moderators"
IMPORTING_ADMINS = "Importing admins"
ADMINISTRATORS = "Administrators"

RECORDS = ("partnership", "event", "organisation", "opportunity")
VOCABULARY = ("place", "sector")
FILES = ("wagtailimages.image", "wagtaildocs.document")


def _on(app: str, models: Iterable[str], *actions: str) -> frozenset[str]:
    return frozenset(f"{app}.{action}_{model}" for model in models for action in actions)


_EDITING = (
    frozenset({"wagtailadmin.access_admin", "wagtail_localize.submit_translation"})
    | _on("partnerships", RECORDS, "view", "add", "change")
    | _on("partnerships", (*VOCABULARY, "document"), "view")
    | _on("partnerships", ("evidence",), "view", "add", "delete")
)
_MODERATING = (
    _EDITING
    | _on("partnerships", RECORDS, "publish", "lock", "unlock", "delete")
    | _on("partnerships", ("bulkact",), "view")
    | _on("partnerships", ("interest",), "view", "change", "delete")
)
_IMPORTING = (
    _on("imports", ("batch",), "view", "add", "change", "delete")
    | _on("imports", ("item", "suggestion"), "view", "change")
    | _on("imports", ("change",), "view")
    | _on("imports", ("feedsubscription", "importtoken", "columnmapping", "namedecision"), "view", "add", "change", "delete")
)
_ADMINISTERING = (
    _on("partnerships", VOCABULARY, "add", "change", "delete")
    | _on("partnerships", ("personremoval",), "view", "add")
    | _on("auth", ("user", "group"), "view", "add", "change", "delete")
    | _on("wagtailcore", ("site", "workflow", "task"), "view", "add", "change", "delete")
    | _on("wagtailredirects", ("redirect",), "view", "add", "change", "delete")
)


@dataclass(frozen=True, slots=True)
class Role:
    """What a group may do: with models, with pages (from the root down) and with images and files."""

    permissions: frozenset[str]
    """"app.codename" each."""
    pages: tuple[str, ...] = ("add", "change")
    files: tuple[str, ...] = ("add", "choose")
    """To Wagtail, who may change a file may delete it; who adds one may do both with it."""
    collections: tuple[str, ...] = ()
    """With the collections that images and files lie in, from the root down; no permission on the model counts here."""


ROLES: dict[str, Role] = {
    EDITORS: Role(_EDITING),
    MODERATORS: Role(_MODERATING, pages=("add", "change", "publish", "lock", "unlock"), files=("add", "change", "choose")),
    IMPORTING_ADMINS: Role(
        _MODERATING | _IMPORTING, pages=("add", "change", "publish", "lock", "unlock"), files=("add", "change", "choose")
    ),
    ADMINISTRATORS: Role(
        _MODERATING | _IMPORTING | _ADMINISTERING,
        pages=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
        files=("add", "change", "choose"),
        collections=("add", "change", "delete"),
    ),
}


class UnknownPermissionError(Exception):
    """A role names a permission that the database does not have: the migrations have not run."""


def set_roles() -> None:
    """Make the groups, and give each exactly what its role says; raise UnknownPermissionError when a permission is missing."""
    for name, role in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(role.permissions))
        _set_page_permissions(group, role)
        _set_file_permissions(group, role)


def _permissions(names: frozenset[str]) -> list[Permission]:
    condition = Q(pk__in=[])
    for app, codename in (name.split(".") for name in names):
        condition |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(condition).select_related("content_type"))
    missing = names - {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}
    if missing:
        raise UnknownPermissionError(f"These permissions do not exist: {', '.join(sorted(missing))}. Run migrate first.")
    return found


def _set_page_permissions(group: Group, role: Role) -> None:
    root = Page.get_first_root_node()
    GroupPagePermission.objects.filter(group=group, page=root).delete()
    wanted = _permissions(frozenset(f"wagtailcore.{action}_page" for action in role.pages))
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=root, permission=permission) for permission in wanted
    )


def _set_file_permissions(group: Group, role: Role) -> None:
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.filter(group=group, collection=root).delete()
    names = {f"{app}.{action}_{model}" for app, model in (model.split(".") for model in FILES) for action in role.files}
    names |= {f"wagtailcore.{action}_collection" for action in role.collections}
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission=permission)
        for permission in _permissions(frozenset(names))
    )
