"""What the register adds to Wagtail's admin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module

from django.contrib.auth.models import AbstractBaseUser
from django.db import router
from django.db.models import Model, ProtectedError, URLField
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.compare import FieldComparison, register_comparison_class
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from partnerships import interest, logwords
from partnerships.authority import find_organisations
from partnerships.choosers import document_chooser
from partnerships.forms import IncompleteDateFormField
from partnerships.models import Organisation, Place
from partnerships.models.fields import IncompleteDateField
from partnerships.models.records import Record
from partnerships.people import REMOVED_PERSON
from partnerships.views import briefings, deadlines, evidence, inbox, lifecycle, occasions, people
from partnerships.viewsets import RegisterGroup

import_module("partnerships.desk_hooks")
import_module("partnerships.authority_hooks")
register_form_field_override(IncompleteDateField, override={"form_class": IncompleteDateFormField})
# What an address begins with when nobody writes it.
register_form_field_override(URLField, override={"assume_scheme": "https"})
register_comparison_class(IncompleteDateField, comparison_class=FieldComparison)
register_snippet(RegisterGroup)


@hooks.register("register_admin_viewset")
def choose_documents() -> ViewSet:
    return document_chooser


@hooks.register("register_admin_urls")
def evidence_urls() -> list[URLPattern]:
    below = "register/evidence/<slug:record_type>/<int:pk>/"
    return [
        path(f"{below}add/", evidence.AddEvidenceView.as_view(), name="register_evidence_add"),
        path(f"{below}<int:evidence>/remove/", evidence.RemoveEvidenceView.as_view(), name="register_evidence_remove"),
    ]


@hooks.register("register_admin_urls")
def act_urls() -> list[URLPattern]:
    return [
        path("register/decide/<int:pk>/", lifecycle.DecideView.as_view(), name="register_decide"),
        path("register/decide/<int:pk>/<slug:act>/", lifecycle.ActView.as_view(), name="register_act"),
        path("register/watch/<int:pk>/", deadlines.WatchView.as_view(), name="register_watch"),
        path("register/calendar/", deadlines.CalendarView.as_view(), name="register_calendar"),
        path("reports/reminders/", deadlines.RemindersReport.as_view(), name="register_reminders"),
        path(
            "reports/reminders/results/", deadlines.RemindersReport.as_view(results_only=True), name="register_reminders_results"
        ),
    ]


@hooks.register("register_admin_urls")
def briefing_urls() -> list[URLPattern]:
    return [path("register/briefing/<slug:kind>/<int:pk>/", briefings.office_briefing, name="register_briefing")]


@hooks.register("register_snippet_listing_buttons")
def briefing_in_lists(record: Model, user: AbstractBaseUser, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(record, Organisation | Place):
        yield briefings.briefing_button(record)


@hooks.register("register_log_actions")
def evidence_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(evidence.ADDED, _("Add evidence"), _("Evidence added"))
    actions.register_action(evidence.REMOVED, _("Remove evidence"), _("Evidence removed"))


@hooks.register("register_log_actions")
def lifecycle_log_actions(actions: LogActionRegistry) -> None:
    logwords.register_acts(actions)


@hooks.register("construct_homepage_panels")
def deadlines_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(deadlines.DecidePanel())


@hooks.register("register_admin_urls")
def people_urls() -> list[URLPattern]:
    return [path("register/remove-person/", people.RemovePersonView.as_view(), name="register_remove_person")]


class RemovePersonMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(people.PERMISSION)


@hooks.register("register_settings_menu_item")
def remove_person_menu_item() -> MenuItem:
    return RemovePersonMenuItem(_("Remove a person"), reverse("register_remove_person"), name="remove-person", icon_name="user")


@hooks.register("register_log_actions")
def people_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(REMOVED_PERSON, _("Remove a person"), _("A person was removed on request"))


@hooks.register("register_log_actions")
def interest_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(interest.ANSWERED, _("Answer interest"), _("An expression of interest was answered"))
    actions.register_action(interest.CHANGED, _("Assign interest"), _("An expression of interest was given a state or assigned"))
    actions.register_action(interest.ERASED, _("Delete interest"), _("An expression of interest was deleted before its time"))


@hooks.register("construct_homepage_panels")
def occasions_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [inbox.InboxPanel(), occasions.SettlePanel()]


@hooks.register("register_reports_menu_item")
def reminders_menu_item() -> MenuItem:
    return MenuItem(_("Reminders"), reverse("register_reminders"), name="reminders", icon_name="mail", order=910)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("partnerships/admin.css"))


@hooks.register("after_create_snippet")
def name_namesakes(request: HttpRequest, record: Record) -> HttpResponse | None:
    """Tell the editor of a new organisation which others bear its name: it may be one of them."""
    if isinstance(record, Organisation):
        for other in find_organisations(record.name).exclude(pk=record.pk).select_related("country")[:3]:
            url = reverse(other.snippet_viewset.get_url_name("edit"), args=[other.pk])
            text = _("The register already has “%(name)s” (%(country)s). Is it the same?")
            where = other.country.label if other.country else _("country not known")
            messages.warning(request, text % {"name": other.name, "country": where}, buttons=[messages.button(url, _("See it"))])
    return None


@hooks.register("before_delete_snippet")
def keep_what_is_used(request: HttpRequest, records: Iterable[Model]) -> HttpResponse | None:
    """Nothing that others stand on is deleted, one by one or together; say what it is used by instead of failing."""
    if request.method != "POST":
        return None
    for record in records:
        used_by = users_of(record)
        if used_by:
            text = _("“%(record)s” is used by %(users)s, so nothing was deleted.")
            messages.error(request, text % {"record": record, "users": used_by})
            return redirect(reverse(record.snippet_viewset.get_url_name("list")))
    return None


def users_of(record: Model) -> str:
    """What keeps a record from being deleted, counted by kind: "3 parties, 1 leg"; "" when nothing does."""
    try:
        Collector(using=router.db_for_write(type(record)), origin=record).collect([record])
    except ProtectedError as error:
        counts = Counter(type(user) for user in error.protected_objects)
        names = {
            model: model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural for model, count in counts.items()
        }
        return ", ".join(f"{count} {names[model]}" for model, count in counts.most_common())
    return ""
