"""What the office's desk adds to Wagtail's admin: acts on many, reports, saved columns, panels of the dashboard."""

from __future__ import annotations

from itertools import count

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from partnerships.acts import may_order
from partnerships.models import BulkAct
from partnerships.views import deleting, desk, many, reports, untranslated
from partnerships.views.lists_columns import ColumnsView


class ActURLFinder(ModelAdminURLFinder):
    """Leads from an entry of the log to the page of the act."""

    edit_url_name = "register_act_on_many"

    def construct_edit_url(self, instance: BulkAct) -> str | None:
        return super().construct_edit_url(instance) if may_order(self.user) else None


register_admin_url_finder(BulkAct, ActURLFinder)
for ticked in (many.TickedStatus, many.TickedOwner, many.TickedSector):
    hooks.register("register_bulk_action", ticked)
# After Wagtail's own action of this name, which it replaces.
hooks.register("register_bulk_action", deleting.DeleteSeen, order=1)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return [
        path("register/acts/new/<slug:kind>/", many.NewActView.as_view(), name="register_new_act"),
        path("register/acts/<int:pk>/", many.ActOnManyView.as_view(), name="register_act_on_many"),
        path("register/acts/<int:pk>/take-back/", many.TakeBackView.as_view(), name="register_take_back"),
        path("register/columns/<slug:list_name>/", ColumnsView.as_view(), name="register_columns"),
        path("reports/acts/", many.ActsReport.as_view(), name="register_acts"),
        path("reports/acts/results/", many.ActsReport.as_view(results_only=True), name="register_acts_results"),
    ]


class OfficeMenuItem(MenuItem):
    """An entry for those who may change partnerships."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(reports.CHANGE))


class ActsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_order(request.user)


@hooks.register("register_reports_menu_item")
def acts_menu_item() -> MenuItem:
    return ActsMenuItem(_("Acts on many"), reverse("register_acts"), name="acts-on-many", icon_name="list-ul", order=860)


_places = count(800)


def add_report(report: type[reports.PartnershipReport]) -> None:
    """Give a report its addresses and its place in the menu of reports."""
    place = next(_places)

    @hooks.register("register_admin_urls")
    def urls() -> list[URLPattern]:
        return reports.urls(report)

    @hooks.register("register_reports_menu_item")
    def item() -> MenuItem:
        address = reverse(report.index_url_name)
        return OfficeMenuItem(report.page_title, address, name=report.code, icon_name=report.header_icon, order=place)


for report in reports.REPORTS:
    add_report(report)
for report in untranslated.REPORTS:
    add_report(report)


@hooks.register("construct_homepage_panels")
def desk_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [desk.FirstDayPanel(), desk.DraftsPanel(), desk.StalePanel()]


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("partnerships/desk.css"))
