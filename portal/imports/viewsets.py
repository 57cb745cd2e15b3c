"""Feeds and tokens in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.imports.forms import ColumnMappingForm
from portal.imports.models import ColumnMapping, FeedSubscription, ImportToken, NameDecision


def _whose(owner: Any) -> str:
    if owner:
        return _("What is new in it becomes imports of %(who)s.") % {"who": owner}
    return _("What is new in it becomes imports that belong to nobody.")


class FeedCreateView(CreateView):
    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["url"].help_text = _whose(self.request.user)
        return form

    def save_instance(self) -> Any:
        self.form.instance.user = self.request.user
        return super().save_instance()


class FeedEditView(EditView):
    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["url"].help_text = _whose(form.instance.user)
        return form


class FeedViewSet(ModelViewSet):
    """Feeds that are looked at on a schedule; what comes belongs to the person who added the feed."""

    model = FeedSubscription
    icon = "rss"
    name = "feeds"
    url_prefix = "imports-feeds"
    menu_label = gettext_lazy("Feeds")
    add_view_class = FeedCreateView
    edit_view_class = FeedEditView
    form_fields = ("title", "url", "every_hours", "is_active")
    # A long address would leave no room for the rest.
    list_display = (
        "title",
        Column("url", label=gettext_lazy("address"), accessor=lambda feed: Truncator(feed.url).chars(50), sort_key="url"),
        "checked_at",
        "message",
    )
    add_to_settings_menu = True

    def formfield_for_dbfield(self, db_field: Any, **kwargs: Any) -> Any:
        """As Wagtail's own model forms make it, with what is registered for its kind."""
        return formfield_for_dbfield(db_field, **kwargs)


class TokenCreateView(CreateView):
    """Makes a token for the person who asks, for nobody else, and shows it once."""

    def save_instance(self) -> Any:
        self.form.instance.user = self.request.user
        token = self.form.instance.renew()
        instance = super().save_instance()
        messages.warning(self.request, _("The token is %(token)s — copy it now, it is not shown again.") % {"token": token})
        return instance


class TokenViewSet(ModelViewSet):
    """Tokens of programs that import."""

    model = ImportToken
    icon = "key"
    name = "import_tokens"
    url_prefix = "import-tokens"
    menu_label = gettext_lazy("Import tokens")
    add_view_class = TokenCreateView
    form_fields = ("name",)
    list_display = ("name", "user", "created_at", "used_at")
    add_to_settings_menu = True


class NobodyAdds(ModelPermissionPolicy):
    """A choice is made where a table is imported; here it is changed or forgotten."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


register_permission_policy(ColumnMapping, NobodyAdds(ColumnMapping), exact_class=True)


class ColumnMappingViewSet(ModelViewSet):
    """What people said that the columns of tables hold."""

    model = ColumnMapping
    icon = "table"
    name = "import_columns"
    url_prefix = "import-columns"
    menu_label = gettext_lazy("Columns of tables")
    list_display = ("__str__", "decided_by", "decided_at")
    add_to_settings_menu = True

    def get_form_class(self, for_update: bool = False) -> type[ColumnMappingForm]:
        return ColumnMappingForm


register_permission_policy(NameDecision, NobodyAdds(NameDecision), exact_class=True)


class NameIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[NameDecision]:
        return NameDecision.objects.select_related("organisation", "decided_by").order_by("key", "pk")


class NameDecisionViewSet(ModelViewSet):
    """What people said of names and organisations; here a word is taken back, so that the next import asks again."""

    model = NameDecision
    icon = "group"
    name = "name_decisions"
    url_prefix = "import-names"
    menu_label = gettext_lazy("Decisions on names")
    form_fields = ("verdict",)
    list_display = ("key", "verdict", "organisation", "decided_by", "decided_at")
    index_view_class = NameIndexView
    list_filter = ("verdict",)
    search_fields = ("key",)
    add_to_settings_menu = True
