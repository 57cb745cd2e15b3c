"""The list of organisations that texts name and the register does not have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from partnerships.authority import standing_organisations
from partnerships.models import Organisation
from partnerships.models.places import country_names
from portal.imports import unknown
from portal.imports.views import MAY_REVIEW, DeskPage


class UnknownView(DeskPage, TemplateView):
    """Each name with where it stands; a POST makes an organisation of it, says which one it is, or that it is none."""

    template_name = "imports/unknown.html"
    page_title = gettext_lazy("Mentioned, but unknown")
    header_icon = "help"

    def has_permission(self) -> bool:
        return self.request.user.has_perm(MAY_REVIEW) and self.request.user.has_perm("partnerships.add_organisation")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = unknown.unknown_organisations()
        countries = country_names()
        forms_of = [(one, countries.get(one.country, one.country), choose_form(number)) for number, one in enumerate(found)]
        media = forms_of[0][2].media if forms_of else forms.Media()
        return super().get_context_data(**kwargs) | {"rows": forms_of, "media": media}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one = unknown.find_unknown(request.POST.get("key", ""))
        if one is None:
            messages.warning(request, _("Somebody has decided this name in the meantime."))
            return redirect("imports:unknown")
        match request.POST.get("do"):
            case "make":
                made = unknown.make_organisation(one, self.user)
                messages.success(request, _("A draft of “%(name)s” is made: complete it.") % {"name": made.name})
                return redirect(reverse(Organisation.snippet_viewset.get_url_name("edit"), args=[made.pk]))
            case "none":
                unknown.is_none(one, self.user)
                messages.success(request, _("“%(name)s” is not asked again.") % {"name": one.name})
            case "same":
                self._same(one)
        return redirect("imports:unknown")

    def _same(self, one: unknown.Unknown) -> None:
        chosen = self.request.POST.get("organisation", "")
        numeric = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
        organisation = standing_organisations().filter(pk=int(chosen)).first() if numeric else None
        if organisation is None:
            messages.error(self.request, _("Choose the organisation that “%(name)s” is.") % {"name": one.name})
            return
        unknown.is_this_one(one, organisation, self.user)
        text = _("From now on “%(name)s” means “%(organisation)s”.")
        messages.success(self.request, text % {"name": one.name, "organisation": organisation.name})


def choose_form(number: int) -> forms.Form:
    """A form with a chooser of organisations, its ids told apart by the number."""
    field = forms.ModelChoiceField(
        queryset=standing_organisations(),
        required=False,
        label=gettext_lazy("It is this one"),
        widget=Organisation.snippet_viewset.chooser_viewset.widget_class,
    )
    return type("ChooseForm", (forms.Form,), {"organisation": field})(auto_id=f"row-{number}-%s")
