"""Deadlines where people see them: the panel of the dashboard, keeping them quiet, the personal calendar, the list of reminders."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from icalendar import Calendar, Event
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from partnerships import reminders
from partnerships.models import CalendarKey, Partnership, Reminder
from partnerships.terms import RUNNING
from partnerships.views.lifecycle import CHANGE, may_watch
from partnerships.viewsets import ListView

SHOWN = 10
MOST_EVENTS = 1000


def mine(user: Any) -> Q:
    """The partnerships that a person looks after."""
    return Q(owner=user) | Q(deputy=user)


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


class DecidePanel(Component):
    """What is to be decided soon, on the dashboard: one's own first, what is kept quiet last."""

    name = "decide_soon"
    template_name = "partnerships/admin/decide_panel.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        today = datetime.date.today()
        last = today + datetime.timedelta(days=reminders.STEPS[0])
        due = Partnership.objects.filter(live=True, decide_by__lte=last)
        order = {"is_mine": _whether(mine(request.user)), "waits": _whether(reminders.quiet(today))}
        found = (
            due.annotate(**order).select_related("owner", "watch").order_by("-is_mine", "waits", "decide_by", "sort_key", "pk")
        )
        rows: list[dict[str, Any]] = [
            {
                "partnership": partnership,
                "days": reminders.days_in_words((partnership.decide_by - today).days),
                "is_late": partnership.decide_by < today,
                "watch": reminders.current_watch(partnership),
                "is_quiet": partnership.waits,
                "may_watch": may_watch(partnership, request.user),
            }
            for partnership in found[:SHOWN]
        ]
        return {
            "rows": rows,
            "more": max(due.count() - SHOWN, 0),
            "list_url": f"{reverse(Partnership.snippet_viewset.get_url_name('list'))}?decide=180&ordering=decide_by",
            "may_see": request.user.has_perm(CHANGE),
            "csrf_token": parent_context["csrf_token"],
        }


class WatchForm(forms.Form):
    """What is said about the reminders of one deadline: quiet for some days, or the renewal in progress."""

    days = forms.IntegerField(min_value=1, max_value=366, required=False)
    until = forms.DateField(required=False)
    progress = forms.TypedChoiceField(
        choices=(("1", ""), ("0", "")), coerce=lambda text: text == "1", required=False, empty_value=None
    )


class WatchView(View):
    """POST keeps the reminders of a partnership quiet (`days` or `until`), or notes a renewal in progress (`progress`)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        partnership = get_object_or_404(Partnership.objects.select_related("watch"), pk=pk)
        if not may_watch(partnership, request.user):
            raise PermissionDenied
        try:
            messages.success(request, self._done(partnership, WatchForm(request.POST)))
        except reminders.WatchError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))

    def _done(self, partnership: Partnership, form: WatchForm) -> str:
        if not form.is_valid():
            raise reminders.WatchError(_("That is not a day: write it as 2026-05-19."))
        asked = form.cleaned_data
        title = {"title": partnership}
        if asked["progress"] is not None:
            reminders.set_in_progress(partnership, self.request.user, asked["progress"])
            if asked["progress"]:
                return _("The renewal of “%(title)s” is in progress: nobody is reminded before the day of decision.") % title
            return _("The renewal of “%(title)s” is not in progress: reminders go on.") % title
        days = datetime.timedelta(days=asked["days"] or 0)
        until = asked["until"] or datetime.date.today() + days
        reminders.snooze(partnership, until, self.request.user)
        return _("Nobody is reminded of “%(title)s” before %(day)s.") % {**title, "day": until.isoformat()}


class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """The address of one's own calendar of deadlines. POST `act=make` gives a new one and ends the old, `act=end` ends it."""

    template_name = "partnerships/admin/calendar.html"
    page_title = gettext_lazy("My calendar of deadlines")
    header_icon = "calendar-check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = CalendarKey.objects.filter(user=self.request.user).first()
        address = f"{settings.SITE_URL}{reverse('deadlines', args=[key.key])}" if key else ""
        return super().get_context_data(**kwargs) | {"address": address, "made_at": key.made_at if key else None}

    def post(self, request: HttpRequest) -> HttpResponse:
        CalendarKey.objects.filter(user=request.user).delete()
        if request.POST.get("act") == "make":
            CalendarKey.objects.create(user=request.user)
            messages.success(request, _("Your calendar has an address. An earlier one does not work any more."))
        else:
            messages.success(request, _("Your calendar has no address any more."))
        return HttpResponseRedirect(reverse("register_calendar"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The deadlines of the person to whom the secret address was given, as iCalendar; 404 for any other address."""
    owner = get_object_or_404(CalendarKey.objects.select_related("user"), key=key, user__is_active=True).user
    with translation.override(reminders.language_of(owner)):
        body = _calendar_of(owner)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _calendar_of(owner: Any) -> bytes:
    found = Calendar()
    found.add("prodid", "-//Liaison//deadlines//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("Partnerships to decide on"))
    found.add("refresh-interval", datetime.timedelta(hours=6), parameters={"value": "DURATION"})
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    rows = Partnership.objects.filter(mine(owner), live=True).exclude(decide_by=None, ends_on=None).order_by("decide_by", "pk")
    for partnership in rows[:MOST_EVENTS]:
        if partnership.decide_by:
            summary = _("Decide: %(title)s") % {"title": partnership}
            found.add_component(_event(partnership, f"decide-{partnership.uuid}@{host}", partnership.decide_by, summary))
        if partnership.ends_on and partnership.status in RUNNING:
            summary = _("Ends: %(title)s") % {"title": partnership}
            found.add_component(_event(partnership, f"ends-{partnership.uuid}@{host}", partnership.ends_on, summary))
    return found.to_ical()


def _event(partnership: Partnership, uid: str, day: datetime.date, summary: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", partnership.updated_at.astimezone(datetime.UTC))
    event.add("last-modified", partnership.updated_at.astimezone(datetime.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("summary", summary)
    ends: Any = partnership.ends
    if ends:
        event.add("description", _("Ends: %(date)s") % {"date": ends.label})
    event.add("url", f"{settings.SITE_URL}{reverse('register_decide', args=[partnership.pk])}")
    event.add("transp", "TRANSPARENT")
    return event


def _sending(reminder: Reminder) -> str:
    digest = reminder.digest
    if digest is None:
        return _("waits for a mail")
    if digest.sent_at:
        return _("sent %(when)s") % {"when": timezone.localtime(digest.sent_at).strftime("%Y-%m-%d %H:%M")}
    if digest.error:
        return _("failed, try %(number)s: %(error)s") % {"number": digest.attempts, "error": digest.error}
    return _("waits") if not digest.attempts else _("being sent, try %(number)s") % {"number": digest.attempts}


def _step(reminder: Reminder) -> str:
    days = reminder.days_left
    if days == 0:
        return _("on the day")
    if days > 0:
        return ngettext("%(days)s day before", "%(days)s days before", days) % {"days": days}
    return ngettext("%(days)s day after", "%(days)s days after", -days) % {"days": -days}


class RemindersReport(ReportView):
    """Who was reminded of what, and whether the mail went out."""

    page_title = gettext_lazy("Reminders")
    header_icon = "mail"
    model = Reminder
    index_url_name = "register_reminders"
    index_results_url_name = "register_reminders_results"
    permission_required = None
    is_searchable = False
    export_headings = {
        "partnership.title": gettext_lazy("Partnership"),
        "recipient": gettext_lazy("To"),
        "decide_by": gettext_lazy("Decide by"),
        "days_left": gettext_lazy("Days left"),
        "digest.sent_at": gettext_lazy("Sent"),
        "digest.attempts": gettext_lazy("Tries"),
        "digest.error": gettext_lazy("Error"),
    }
    list_export = list(export_headings)
    custom_value_preprocess = ListView.custom_value_preprocess

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        def url(reminder: Reminder) -> str:
            return reverse("register_decide", args=[reminder.partnership_id])

        return [
            TitleColumn("partnership", label=_("Partnership"), get_url=url),
            Column("recipient", label=_("To")),
            Column("step", label=_("Step"), accessor=_step),
            Column("decide_by", label=_("Decide by"), accessor=lambda reminder: date_format(reminder.decide_by)),
            Column("sending", label=_("Mail"), accessor=_sending),
        ]

    def get_queryset(self) -> QuerySet:
        return Reminder.objects.select_related("partnership", "recipient", "digest").order_by("-pk")
