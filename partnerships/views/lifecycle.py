"""The acts on one partnership in the admin: where they are chosen, and the page of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from partnerships import reminders
from partnerships.lifecycle import LifecycleError
from partnerships.models import Partnership
from partnerships.terms import RUNNING
from partnerships.views import actforms
from partnerships.views.history import terms_of

CHANGE, PUBLISH = "partnerships.change_partnership", "partnerships.publish_partnership"
_ALL = ("proposed", *RUNNING, "expired", "ended")


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its name in addresses and for people, when it is offered, and its form."""

    code: str
    label: Any
    icon: str
    help: Any
    form: type[actforms.ActForm]
    statuses: Sequence[str]

    def is_offered(self, partnership: Partnership) -> bool:
        """Whether it makes sense now; what has lapsed may still be let end."""
        status, is_decided = partnership.standing
        if self.code == "go-on" and not partnership.let_end:
            return False
        return status in self.statuses or (self.code == "let-end" and status == "expired" and not is_decided)


ACTS = {
    act.code: act
    for act in (
        Act(
            "confirm",
            gettext_lazy("Confirm still true"),
            "check",
            gettext_lazy("Somebody has checked that the record is right as it stands."),
            actforms.ConfirmForm,
            ("proposed", *RUNNING),
        ),
        Act(
            "renew",
            gettext_lazy("Renew"),
            "rotate",
            gettext_lazy("A new term begins in the same record; the old one is kept."),
            actforms.RenewForm,
            (*RUNNING, "expired", "ended"),
        ),
        Act(
            "extend",
            gettext_lazy("Extend"),
            "arrow-right",
            gettext_lazy("The running term gets a later end."),
            actforms.ExtendForm,
            (*RUNNING, "expired"),
        ),
        Act(
            "let-end",
            gettext_lazy("Let end"),
            "circle-check",
            gettext_lazy("It is decided that it ends; on the day it is ended, not expired."),
            actforms.LetEndForm,
            RUNNING,
        ),
        Act(
            "go-on",
            gettext_lazy("Let go on"),
            "undo",
            gettext_lazy("The decision to let it end is taken back."),
            actforms.GoOnForm,
            RUNNING,
        ),
        Act(
            "suspend",
            gettext_lazy("Suspend"),
            "no-view",
            gettext_lazy("It is halted for now and may be resumed."),
            actforms.SuspendForm,
            ("proposed", "signed", "active"),
        ),
        Act(
            "resume",
            gettext_lazy("Resume"),
            "undo",
            gettext_lazy("What was suspended has the status again that it had before."),
            actforms.ResumeForm,
            ("suspended",),
        ),
        Act(
            "status",
            gettext_lazy("Change status"),
            "edit",
            gettext_lazy("Any other change: a source says that it has another status."),
            actforms.StatusForm,
            _ALL,
        ),
    )
}


def acts_for(partnership: Partnership) -> list[Act]:
    """The acts that make sense now; none for a draft, which is simply edited."""
    if not partnership.live:
        return []
    return [act for act in ACTS.values() if act.is_offered(partnership)]


def act_url(partnership: Partnership, act: Act) -> str:
    return reverse("register_act", args=[partnership.pk, act.code])


def act_buttons(partnership: Partnership, user: Any, first: int = 40) -> list[Button]:
    """The acts as entries of a menu of the admin, for those who may publish; `first` is the place of the first."""
    if not user.has_perm(PUBLISH):
        return []
    return [
        Button(act.label, url=act_url(partnership, act), icon_name=act.icon, priority=first + place)
        for place, act in enumerate(acts_for(partnership))
    ]


def may_watch(partnership: Partnership, user: Any) -> bool:
    """Whether a person may keep the reminders quiet: those who look after it, and those who may publish."""
    return user.pk in (partnership.owner_id, partnership.deputy_id) or user.has_perm(PUBLISH)


class PartnershipActMixin(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    """A page of the admin about one partnership."""

    permission_required = CHANGE
    header_icon = "link"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def partnership(self) -> Partnership:
        return get_object_or_404(Partnership.objects.select_related("owner", "deputy", "watch"), pk=self.kwargs["pk"])

    @cached_property
    def inspect_url(self) -> str:
        return reverse(self.partnership.snippet_viewset.get_url_name("inspect"), args=[self.partnership.pk])

    def get_page_subtitle(self) -> str:
        return str(self.partnership)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = reverse(self.partnership.snippet_viewset.get_url_name("list"))
        return [
            *self.breadcrumbs_items,
            {"url": listing, "label": _("Partnerships")},
            {"url": self.inspect_url, "label": str(self.partnership)},
            {"url": "", "label": self.get_page_title()},
        ]


class DecideView(PartnershipActMixin, TemplateView):
    """How a partnership stands, and what may be decided about it."""

    template_name = "partnerships/admin/decide.html"
    page_title = gettext_lazy("Decide")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        acts = acts_for(self.partnership) if self.request.user.has_perm(PUBLISH) else []
        return super().get_context_data(**kwargs) | {
            "partnership": self.partnership,
            "acts": [(act, act_url(self.partnership, act)) for act in acts],
            "may_act": self.request.user.has_perm(PUBLISH),
            "terms": terms_of(self.partnership, for_office=True),
            "inspect_url": self.inspect_url,
            "watch": reminders.current_watch(self.partnership),
            "may_watch": may_watch(self.partnership, self.request.user),
        }


class ActView(PartnershipActMixin, FormView):
    """The page of one act."""

    permission_required = PUBLISH
    template_name = "partnerships/admin/act.html"

    @cached_property
    def act(self) -> Act:
        act = ACTS.get(self.kwargs["act"])
        if act is None:
            raise Http404
        return act

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.act and request.user.has_perm(PUBLISH) and (reason := self._impossible()):
            messages.error(request, reason)
            return HttpResponseRedirect(self.inspect_url)
        return super().dispatch(request, *args, **kwargs)

    def _impossible(self) -> str:
        """Why the act cannot be done now, in words; "" when it can."""
        lock = self.partnership.get_lock()
        if lock and lock.for_user(self.request.user):
            return _("“%(title)s” is locked: unlock it first.") % {"title": self.partnership}
        if not self.partnership.live:
            return _("“%(title)s” is not public: change it in the editor.") % {"title": self.partnership}
        if self.act not in acts_for(self.partnership):
            return _("“%(act)s” is not possible now: “%(title)s” is %(status)s.") % {
                "act": self.act.label,
                "title": self.partnership,
                "status": self.partnership.status_label.lower(),
            }
        return ""

    def get_page_title(self) -> str:
        return str(self.act.label)

    def get_header_icon(self) -> str:
        return self.act.icon

    def get_form_class(self) -> type[actforms.ActForm]:
        return self.act.form

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partnership": self.partnership}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "partnership": self.partnership,
            "act": self.act,
            "inspect_url": self.inspect_url,
            "next": get_valid_next_url_from_request(self.request),
            "media": context["form"].media,
        }

    def form_valid(self, form: actforms.ActForm) -> HttpResponse:
        try:
            done = form.save(self.request.user)
        except LifecycleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        public = messages.button(self.partnership.get_absolute_url(), _("See the public page"))
        messages.success(self.request, done % {"title": self.partnership}, buttons=[public])
        return HttpResponseRedirect(get_valid_next_url_from_request(self.request) or self.inspect_url)
