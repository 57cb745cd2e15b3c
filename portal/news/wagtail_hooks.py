"""What the newsroom adds to Wagtail's admin."""

from __future__ import annotations

from wagtail import hooks

from portal.news.viewsets import NewsListingViewSet


@hooks.register("register_admin_viewset")
def articles() -> NewsListingViewSet:
    return NewsListingViewSet()
