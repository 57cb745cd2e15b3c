"""Which columns a person sees in a list of the admin: chosen on a page of its own, kept in the database."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.snippets.models import get_snippet_models

from partnerships.models import ListColumns


def chosen_columns(columns: list[Column], user: Any, list_name: str, usual: set[str]) -> list[Column]:
    """Of the columns that a list can show, those that this person wants to see; the `usual` ones until something is chosen."""
    names = ListColumns.objects.filter(user=user, list_name=list_name).values_list("names", flat=True).first()
    shown = usual if names is None else set(names)
    return [column for column in columns if column.name in shown]


class ColumnsView(WagtailAdminTemplateMixin, FormView):
    """Asks which columns one list shall show to the person who asks."""

    template_name = "partnerships/admin/columns.html"
    page_title = gettext_lazy("Columns")
    header_icon = "table"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def viewset(self) -> Any:
        for model in get_snippet_models():
            viewset = model.snippet_viewset
            if getattr(viewset, "list_name", None) == self.kwargs["list_name"] and hasattr(viewset, "optional_columns"):
                return viewset
        raise Http404

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.viewset.permission_policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def list_url(self) -> str:
        return reverse(self.viewset.get_url_name("list"))

    def get_form(self, form_class: Any = None) -> forms.Form:
        columns, usual = self.viewset.optional_columns, self.viewset.usual_columns
        shown = [column.name for column in chosen_columns(columns, self.request.user, self.kwargs["list_name"], usual)]
        form = forms.Form(self.request.POST or None)
        form.fields["names"] = forms.MultipleChoiceField(
            label=_("Columns to show"),
            choices=[(column.name, str(column.label)) for column in columns],
            widget=forms.CheckboxSelectMultiple,
            initial=shown,
            required=False,
            help_text=_("The title is always there. Only you see the list so."),
        )
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"list_url": self.list_url, "submit_url": self.request.path}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        name = str(self.viewset.model._meta.verbose_name_plural).capitalize()
        return [*self.breadcrumbs_items, {"url": self.list_url, "label": name}, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: Any) -> HttpResponse:
        mine = {"user": self.request.user, "list_name": self.kwargs["list_name"]}
        if "usual" in self.request.POST:
            ListColumns.objects.filter(**mine).delete()
        else:
            ListColumns.objects.update_or_create(**mine, defaults={"names": form.cleaned_data["names"]})
        messages.success(self.request, _("The list shows the columns that you have chosen."))
        return redirect(self.list_url)
