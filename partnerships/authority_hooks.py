"""What the authority file of organisations adds to Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from partnerships.views import evidence, merging


@hooks.register("register_admin_urls")
def merging_urls() -> list[URLPattern]:
    return [
        path("register/duplicates/", merging.DuplicatesView.as_view(), name="register_duplicates"),
        path("register/merge/<int:merged>/", merging.ChooseView.as_view(), name="register_merge_choose"),
        path("register/merge/<int:kept>/<int:merged>/", merging.MergeView.as_view(), name="register_merge"),
        path("register/merges/<int:pk>/", merging.MergedView.as_view(), name="register_merged"),
        path("register/never-same/<int:first>/<int:second>/", merging.NeverSameView.as_view(), name="register_never_same"),
        path("register/never-same/<int:pk>/take-back/", merging.NotNeverView.as_view(), name="register_not_never"),
    ]


@hooks.register("register_admin_urls")
def preferring_url() -> list[URLPattern]:
    address = "register/evidence/<slug:record_type>/<int:pk>/<int:evidence>/prefer/"
    return [path(address, evidence.PreferEvidenceView.as_view(), name="register_evidence_prefer")]


@hooks.register("register_log_actions")
def merging_log_actions(actions: LogActionRegistry) -> None:
    merging.register_merges(actions)
    actions.register_action(evidence.PREFERRED, _("Prefer evidence"), _("Evidence preferred"))


class DuplicatesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(merging.MAY_MERGE))


@hooks.register("register_reports_menu_item")
def duplicates_menu_item() -> MenuItem:
    return DuplicatesMenuItem(
        _("Likely duplicates"), reverse("register_duplicates"), name="duplicates", icon_name="group", order=920
    )
