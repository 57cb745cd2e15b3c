"""Where everything is. Pages come last: whatever no other address takes is Wagtail's.

What people read stands below the prefix of its language, the site's own without one; what programs ask for has one address.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.views.generic import TemplateView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from partnerships.pages.serving import serve_page
from partnerships.sitemaps import index, sitemap
from portal.api import api
from portal.news.views import permanent_address


def icon(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(static("site/mark.svg"))


urlpatterns = [
    path("api/v1/", api.urls),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", index, name="sitemaps"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap"),
    # Asked for by programs that read no page; a page names its icon itself.
    path("favicon.ico", icon, name="icon"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("id/news/<uuid:uuid>", permanent_address, name="permanent-address-of-article"),
    path("", include("partnerships.lasting_urls")),
]

if settings.SERVE_MEDIA:
    prefix = settings.MEDIA_URL.lstrip("/")
    urlpatterns.append(re_path(rf"^{prefix}(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT}))

urlpatterns += i18n_patterns(
    path("", include("partnerships.urls")),
    re_path(wagtail_urls.serve_pattern, serve_page),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
