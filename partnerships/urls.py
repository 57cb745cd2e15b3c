"""The register's addresses that are no pages."""

from django.urls import path

from partnerships.views.briefings import country_briefing
from partnerships.views.deadlines import calendar
from partnerships.views.records import permanent_address
from partnerships.views.search import search

urlpatterns = [
    path("id/<slug:record_type>/<uuid:uuid>", permanent_address, name="permanent-address"),
    path("search/", search, name="search"),
    path("countries/<slug:code>/briefing/", country_briefing, name="country-briefing"),
    path("deadlines/<str:key>.ics", calendar, name="deadlines"),
]
