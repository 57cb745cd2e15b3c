"""What the register adds to Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.compare import FieldComparison, register_comparison_class
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from partnerships.authority import find_organisations
from partnerships.choosers import document_chooser
from partnerships.forms import IncompleteDateFormField
from partnerships.models import Organisation
from partnerships.models.fields import IncompleteDateField
from partnerships.models.records import Record
from partnerships.views import evidence
from partnerships.viewsets import RegisterGroup

register_form_field_override(IncompleteDateField, override={"form_class": IncompleteDateFormField})
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


@hooks.register("register_log_actions")
def evidence_log_actions(actions) -> None:  # type: ignore[no-untyped-def] - Wagtail's registry has no type
    actions.register_action(evidence.ADDED, _("Add evidence"), _("Evidence added"))
    actions.register_action(evidence.REMOVED, _("Remove evidence"), _("Evidence removed"))


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
