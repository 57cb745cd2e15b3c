"""Below the import desk's own addresses."""

from django.urls import path

from portal.imports import report_views, unknown_views

urlpatterns = [
    path("report/", report_views.ReportCardView.as_view(), name="report_card"),
    path("unknown/", unknown_views.UnknownView.as_view(), name="unknown"),
    path("report/<int:gold>/drop/", report_views.DropView.as_view(), name="drop_gold"),
    path("items/<uuid:item>/keep/", report_views.KeepView.as_view(), name="keep"),
]
