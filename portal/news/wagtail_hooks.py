"""What the newsroom adds to Wagtail's admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from partnerships.desk_hooks import add_report
from portal.news.reports import UnlinkedReport
from portal.news.translating import UpdateView
from portal.news.viewsets import ArticleViewSet, NewsListingViewSet

add_report(UnlinkedReport)


@hooks.register("register_admin_viewset")
def articles() -> list[ViewSet]:
    return [NewsListingViewSet(), ArticleViewSet()]


@hooks.register("register_admin_urls")
def update_of_translations() -> list[URLPattern]:
    # In the place of the package's own, which stands later and bears the name.
    return [path("localize/update/<int:translation_source_id>/", UpdateView.as_view())]
