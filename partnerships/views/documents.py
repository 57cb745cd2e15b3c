"""The source documents in the admin: listed, read and fetched as they were received; nobody changes them."""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from partnerships.models import Document


class DocumentListView(generic.IndexView):
    """The sources, the last first, searched by name and origin."""

    is_searchable = True

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return queryset.filter(name__icontains=self.search_query) | queryset.filter(origin__icontains=self.search_query)

    def get_base_queryset(self) -> QuerySet:
        return Document.objects.defer("content", "text")

    def get_edit_url(self, instance: Document) -> None:
        return None

    get_copy_url = get_delete_url = get_edit_url

    def get_add_url(self) -> None:
        return None


class DocumentInspectView(generic.InspectView):
    template_name = "partnerships/admin/inspect_document.html"

    def get_edit_url(self) -> None:
        return None

    def get_delete_url(self) -> None:
        return None


class DocumentDownloadView(generic.InspectView):
    """The bytes as they were received. Never shown in the page: they come from anywhere."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        name = self.object.name.rsplit("/", 1)[-1] or self.object.sha256[:12]
        content = BytesIO(bytes(self.object.content))
        return FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")


class DocumentViewSet(ModelViewSet):
    model = Document
    icon = "doc-full"
    name = "source_documents"
    menu_label = gettext_lazy("Source documents")
    url_prefix = "register/documents"
    index_view_class = DocumentListView
    inspect_view_class = DocumentInspectView
    inspect_view_enabled = True
    inspect_view_fields = ("name", "origin", "media_type", "encoding", "size", "sha256", "received_at", "received_from")
    # No form is ever shown; a model view set wants one named.
    form_fields: ClassVar[list[str]] = ["name"]
    list_display = ("__str__", "origin", "media_type", "size", DateColumn("received_at", label=gettext_lazy("Received")))
    list_per_page = 30

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """Where there would be an editor, there is the page on which a document is read."""
        attributes = {"model": Document, "edit_url_name": self.get_url_name("inspect")}
        return type("DocumentURLFinder", (ModelAdminURLFinder,), attributes)

    def get_urlpatterns(self) -> list[Any]:
        download = self.construct_view(DocumentDownloadView, **self.get_inspect_view_kwargs())
        read_only = {"index", "index_results", "inspect", "usage"}
        patterns = [pattern for pattern in super().get_urlpatterns() if pattern.name in read_only]
        return [*patterns, path("<int:pk>/download/", download, name="download")]
