"""The register's addresses that are no pages."""

from django.urls import path, re_path

from partnerships.pages.serving import serve_page
from partnerships.views.briefings import country_briefing
from partnerships.views.deadlines import calendar
from partnerships.views.dossiers import country, country_list, sector, sector_list
from partnerships.views.numbers import numbers
from partnerships.views.records import permanent_address
from partnerships.views.search import search

urlpatterns = [
    path("id/<slug:record_type>/<uuid:uuid>", permanent_address, name="permanent-address"),
    path("search/", search, name="search"),
    path("countries/", country_list, name="country-list"),
    path("countries/<slug:code>/", country, name="country"),
    path("sectors/", sector_list, name="sector-list"),
    path("sectors/<slug:code>/", sector, name="sector"),
    path("numbers/", numbers, name="numbers"),
    path("countries/<slug:code>/briefing/", country_briefing, name="country-briefing"),
    path("deadlines/<str:key>.ics", calendar, name="deadlines"),
    # Wagtail takes no address with a point; the list page answers, by the routes of FollowedList.
    re_path(r"^((?:[\w-]+/)*(?:feed\.atom|feed\.json|calendar\.ics))$", serve_page, name="followed-list"),
]
