from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet

from portal.imports.offer_views import NamedRecordsPanel
from portal.imports.panels import ReviewPanel, RunningPanel
from portal.imports.views import MAY_REVIEW, MAY_START
from portal.imports.viewsets import ColumnMappingViewSet, FeedViewSet, NameDecisionViewSet, TokenViewSet
from portal.news.editing import side_panels

side_panels.append(NamedRecordsPanel)


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(permission) for permission in (MAY_START, MAY_REVIEW))


class ReviewMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_REVIEW)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("imports/", include("portal.imports.urls", namespace="imports"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ImportMenuItem(_("Import"), reverse("imports:index"), name="imports", icon_name="upload", order=250)


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    return ReviewMenuItem(_("To review"), reverse("imports:queue"), name="review-queue", icon_name="tasks", order=251)


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return ReviewMenuItem(
        _("How well articles are read"), reverse("imports:report_card"), name="report-card", icon_name="list-ul", order=900
    )


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [ReviewPanel(), RunningPanel()]


class UnknownMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return all(request.user.has_perm(permission) for permission in (MAY_REVIEW, "partnerships.add_organisation"))


@hooks.register("register_reports_menu_item")
def unknown_menu_item() -> MenuItem:
    return UnknownMenuItem(_("Mentioned, but unknown"), reverse("imports:unknown"), name="unknown", icon_name="help", order=930)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ModelViewSet]:
    return [FeedViewSet(), ColumnMappingViewSet(), NameDecisionViewSet(), TokenViewSet()]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What the admin's group page offers for the import desk."""
    return Permission.objects.filter(
        content_type__app_label="imports", codename__in=[name.split(".")[1] for name in (MAY_START, MAY_REVIEW)]
    )
