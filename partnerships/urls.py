"""What the register shows that is no page of editors; each stands once in every language."""

from django.urls import path, re_path

from partnerships.pages.serving import serve_page
from partnerships.views.briefings import country_briefing
from partnerships.views.dossiers import country, country_list, sector, sector_list
from partnerships.views.numbers import numbers
from partnerships.views.search import search
from partnerships.views.style import style

urlpatterns = [
    path("search/", search, name="search"),
    path("countries/", country_list, name="country-list"),
    path("countries/<slug:code>/", country, name="country"),
    path("sectors/", sector_list, name="sector-list"),
    path("sectors/<slug:code>/", sector, name="sector"),
    path("numbers/", numbers, name="numbers"),
    # For those who work on the looks: linked from the documentation, found by no search engine.
    path("style/", style, name="style"),
    path("countries/<slug:code>/briefing/", country_briefing, name="country-briefing"),
    # Wagtail takes no address with a point; the list page answers, by the routes of FollowedList.
    re_path(r"^((?:[\w-]+/)*(?:feed\.atom|feed\.json|calendar\.ics))$", serve_page, name="followed-list"),
]
