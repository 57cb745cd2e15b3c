"""The page of the admin by which a person is removed on request: look where the name stands, then take it out everywhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from partnerships import people
from partnerships.models import PersonRemoval

PERMISSION = "partnerships.add_personremoval"
SHOWN = 20


class RemovalForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=160,
        help_text=gettext_lazy("In full, as the records have it. Upper and lower case do not matter."),
    )
    others = forms.CharField(
        label=gettext_lazy("Other forms of the name"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: other scripts, inflected forms. A surname alone also finds others who bear it."),
    )
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The office's own number of the request. It is kept; the name is not."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "name" in cleaned and "others" in cleaned:
            try:
                self.needle = people.Needle(cleaned["name"], cleaned["others"].splitlines())
            except ValueError:
                raise forms.ValidationError(
                    _("Each form of the name needs two letters at least, or half of the register would be found.")
                ) from None
            if self.needle.is_in(cleaned.get("reference") or ""):
                self.add_error("reference", _("The reference is kept: leave the name out of it."))
        return cleaned


class RemovePersonView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """POST `act=look` shows where the name stands, `act=remove` takes it out; `keep` names rows that mean somebody else."""

    permission_required = PERMISSION
    form_class = RemovalForm
    template_name = "partnerships/admin/remove_person.html"
    page_title = gettext_lazy("Remove a person")
    header_icon = "user"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier: QuerySet = PersonRemoval.objects.exclude(places={}).select_related("made_by")
        return super().get_context_data(**kwargs) | {
            "earlier": earlier[:SHOWN],
            "keep": set(self.request.POST.getlist("keep")),
            "marker": people.REMOVED,
        }

    def form_valid(self, form: RemovalForm) -> HttpResponse:
        if self.request.POST.get("act") != "remove":
            return self.render_to_response(self.get_context_data(form=form, found=people.find(form.needle), has_looked=True))
        keep = self.request.POST.getlist("keep")
        user: Any = self.request.user
        removal = people.remove(form.needle, user, form.cleaned_data["reference"], keep)
        number = sum(removal.places.values())
        words = ngettext("The name is gone from %(number)s place.", "The name is gone from %(number)s places.", number)
        messages.success(self.request, words % {"number": number})
        return HttpResponseRedirect(reverse("register_remove_person"))
