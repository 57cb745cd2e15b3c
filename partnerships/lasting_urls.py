"""The register's addresses that are the same in every language."""

from django.urls import path

from partnerships.views.deadlines import calendar
from partnerships.views.records import permanent_address

urlpatterns = [
    path("id/<slug:record_type>/<uuid:uuid>", permanent_address, name="permanent-address"),
    path("deadlines/<str:key>.ics", calendar, name="deadlines"),
]
