from django.urls import path

from portal.imports import accept_views, item_views, offer_views, queue_views, report_urls, start_urls, undo_views, views

app_name = "imports"
urlpatterns = [
    path("", views.BatchListView.as_view(), name="index"),
    *start_urls.urlpatterns,
    *report_urls.urlpatterns,
    path("articles/<int:pk>/offers/", offer_views.list_offers, name="offers"),
    path("articles/<int:pk>/offers/refuse/", offer_views.refuse_offer, name="refuse_offer"),
    path("queue/", queue_views.QueueView.as_view(), name="queue"),
    path("queue/next/", queue_views.NextView.as_view(), name="next"),
    path("queue/assign/", queue_views.AssignView.as_view(), name="assign"),
    path("queue/accept/", accept_views.AcceptAllView.as_view(), name="accept_all"),
    path("items/<uuid:after>/next/", queue_views.NextView.as_view(), name="next_after"),
    path("<uuid:batch>/", views.BatchView.as_view(), name="batch"),
    path("<uuid:batch>/retry/", views.RetryView.as_view(), name="retry"),
    path("<uuid:batch>/cancel/", views.CancelView.as_view(), name="cancel"),
    path("<uuid:batch>/pause/", views.PauseView.as_view(), name="pause"),
    path("<uuid:batch>/resume/", views.ResumeView.as_view(), name="resume"),
    path("<uuid:batch>/summary/", views.SummaryView.as_view(), name="summary"),
    path("<uuid:batch>/take-back/", undo_views.TakeBackView.as_view(), name="take_back"),
    path("items/<uuid:item>/", item_views.ItemView.as_view(), name="item"),
    path("items/<uuid:item>/accept-sure/", item_views.AcceptSureView.as_view(), name="accept_sure"),
    path("items/<uuid:item>/apply/", item_views.ApplyView.as_view(), name="apply"),
    path("items/<uuid:item>/set-aside/", item_views.SetAsideView.as_view(), name="set_aside"),
    path("items/<uuid:item>/assign/", item_views.HandOverView.as_view(), name="hand_over"),
    path("items/<uuid:item>/boilerplate/", item_views.BoilerplateView.as_view(), name="boilerplate"),
    path("items/<uuid:item>/likeness/", item_views.LikenessView.as_view(), name="likeness"),
    path("items/<uuid:item>/answer/<int:question>/", item_views.AnswerView.as_view(), name="answer"),
    path("items/<uuid:item>/<int:suggestion>/", item_views.DecideView.as_view(), name="decide"),
]
