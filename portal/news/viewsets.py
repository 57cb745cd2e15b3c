"""The newsroom in Wagtail's admin: every article in one list."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from partnerships.models import Place
from portal.news.editing import ArticleEditView, ArticleRevertView
from portal.news.models import NewsPage


class NewsFilterSet(IndexView.base_filterset_class):
    """Articles by their source and by the country that they are about."""

    source = django_filters.CharFilter(label=_("Source"), lookup_expr="icontains", widget=forms.TextInput)
    country = django_filters.ModelChoiceFilter(
        label=_("Country"), queryset=Place.objects.all(), to_field_name="code", field_name="country_links__country"
    )

    class Meta:
        model = NewsPage
        fields: ClassVar[list[str]] = ["source", "country", "original_language"]


class NewsListView(IndexView):
    # The last class fits the list to a phone, see the register's style sheet.
    table_classname = "listing full-width register-listing"


class NewsListingViewSet(PageListingViewSet):
    model = NewsPage
    index_view_class = NewsListView
    name = "articles"
    icon = "doc-full-inverse"
    menu_label = _("News")
    menu_order = 140
    add_to_admin_menu = True
    filterset_class = NewsFilterSet
    columns: ClassVar[list[Column]] = [
        *(column for column in IndexView.base_columns if column.name != "parent"),
        Column("source", label=_("Source"), sort_key="source"),
        Column("original_language", label=_("Language"), accessor="get_original_language_display"),
        Column("published_on", label=_("Original date"), sort_key="published_on"),
    ]


class ArticleViewSet(PageViewSet):
    """The editor of an article."""

    model = NewsPage
    edit_view_class = ArticleEditView
    revisions_revert_view_class = ArticleRevertView
