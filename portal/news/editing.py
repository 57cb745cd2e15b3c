"""The editor of an article: what stands beside it, and two people who edit the same one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from partnerships.views.versions import Opened, compare_with_latest, refusal, still_opened

side_panels: list[type[BaseSidePanel]] = []
"""What stands above the newsroom adds its side panels of the editor here."""


class ArticleEditView(EditView):
    """Wagtail's editor of a page, which saves a form only upon the version that it was opened with."""

    opened: Opened | None = None

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            self.opened = compare_with_latest(Page, page_id, request)
            return super().dispatch(request, page_id, **kwargs)

    def get_object(self) -> Page:
        if self.opened and self.opened.revision:
            # The rows of the form are those of this version.
            return self.opened.revision.as_object()
        return super().get_object()

    @property
    def is_out_of_date(self) -> bool:
        return self.opened is not None and self.opened.is_refused

    def form_valid(self, form: Any) -> HttpResponse:
        if not self.is_out_of_date:
            return super().form_valid(form)
        form.restore_required_fields()
        self._refuse()
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.is_out_of_date and not self.expects_json_response:
            self._refuse()
        return super().form_invalid(form)

    def _refuse(self) -> None:
        assert self.opened
        compared = self.opened.revision.pk if self.opened.revision else "earliest"
        compare_url = reverse("wagtailadmin_pages:revisions_compare", args=[self.page.pk, compared, self.opened.latest.pk])
        messages.error(self.request, refusal(self.opened, self.request.user, "page-edit-form", compare_url, self.get_edit_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | still_opened(self.opened, self.page)

    def get_side_panels(self) -> MediaContainer:
        status, *others = super().get_side_panels()
        added = [] if self.expects_json_response else [panel(self.page, self.request) for panel in side_panels]
        return MediaContainer([status, *added, *others])


class ArticleRevertView(RevisionsRevertView, ArticleEditView):
    """The same for an older version that is brought back: the form begins with it, and is opened upon the newest."""
