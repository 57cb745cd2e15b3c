"""What the newsroom adds to Wagtail's admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from partnerships.desk_hooks import add_report
from portal.news.reports import UnlinkedReport
from portal.news.viewsets import ArticleViewSet, NewsListingViewSet

add_report(UnlinkedReport)


@hooks.register("register_admin_viewset")
def articles() -> list[ViewSet]:
    return [NewsListingViewSet(), ArticleViewSet()]
