from django.urls import path

from portal.imports import start_views

urlpatterns = [
    path("new/", start_views.StartView.as_view(), name="start"),
    path("<uuid:batch>/columns/", start_views.ColumnsView.as_view(), name="columns"),
    path("<uuid:batch>/preview/", start_views.PreviewView.as_view(), name="preview"),
    path("<uuid:batch>/begin/", start_views.BeginView.as_view(), name="begin"),
    path("<uuid:batch>/discard/", start_views.DiscardView.as_view(), name="discard"),
]
