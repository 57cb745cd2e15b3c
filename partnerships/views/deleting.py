"""Deleting many records at once: what was seen, nothing else, and each with an entry in the log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import classproperty
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models

from partnerships.ids import row_ids

MOST = 500
"""So many are shown and deleted at once; a page with more would not be read."""


class SeenForm(forms.Form):
    """What the confirming page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class DeleteSeen(DeleteBulkAction):
    """Wagtail's own action, which takes "all" for the whole table: here it is what the list has found with its filters and search.

    What the confirming page showed is sent along; when it is no longer the same, the page is shown again.
    """

    template_name = "partnerships/admin/confirm_bulk_delete.html"
    form_class = SeenForm

    @classproperty
    def models(cls) -> list[Any]:
        return [model for model in get_snippet_models() if model._meta.app_label == "partnerships"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = len(self._asked)
        if not 0 < number <= MOST:
            words = _("Nothing is chosen, so nothing was deleted.")
            if number:
                words = _("%(number)s are too many to delete at once: filter the list until it has at most %(most)s.") % {
                    "number": number,
                    "most": MOST,
                }
            messages.error(request, words)
            return HttpResponseRedirect(reverse(self.model.snippet_viewset.get_url_name("list")))
        return super().dispatch(request, *args, **kwargs)

    @property
    def _asked(self) -> list[int]:
        """The ids that are asked for, at most one more than MOST."""
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            return list(self.get_all_objects_in_listing_query(None))
        found = self.model._default_manager.filter(pk__in=row_ids(ids))
        return list(found.values_list("pk", flat=True))

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        """The ids of what the list shows with the query of this request, on all of its pages."""
        viewset = self.model.snippet_viewset
        page = viewset.construct_view(viewset.index_view_class, **viewset.get_index_view_kwargs())
        listed = page.view_class(**page.view_initkwargs)
        listed.setup(self.request)
        if listed.filters and not listed.filters.is_valid():
            return []
        return list(listed.get_queryset().values_list("pk", flat=True))

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> Any:
        return model._default_manager.filter(pk__in=row_ids(object_ids))

    @property
    def _seen(self) -> str:
        objects, _others = self.get_actionable_objects()
        return " ".join(str(record.pk) for record in sorted(objects, key=lambda record: record.pk))

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self._seen}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if form.cleaned_data["seen"] != self._seen:
            messages.warning(self.request, _("What would be deleted has changed in the meantime: look again."))
            return self.render_to_response(self.get_context_data(form=self.form_class(initial=self.get_initial())))
        return super().form_valid(form)

    @classmethod
    def execute_action(cls, objects: Any, user: Any = None, **kwargs: Any) -> tuple[int, int]:
        with transaction.atomic():
            for record in objects:
                log(instance=record, action="wagtail.delete", user=user or kwargs["self"].request.user, deleted=True)
            return super().execute_action(objects, user=user, **kwargs)
