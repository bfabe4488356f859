"""The addresses of the programme's pages."""

from __future__ import annotations

from django.urls import path

from regulars.web.results.scorecard import views

app_name = "scorecard"
urlpatterns = [
    path("", views.page, {"key": "scorecard"}, name="scorecard"),
    path("signals/", views.page, {"key": "signals"}, name="signals"),
    path("problems/", views.problems, name="problems"),
    path("problems/<slug:public_id>/", views.settle, name="settle"),
    path("agreement/", views.page, {"key": "agreement"}, name="agreement"),
    path("staff/", views.page, {"key": "staff"}, name="staff"),
    path("links/", views.links, name="links"),
    path("links/forget/", views.forget, name="forget"),
    path("file/<slug:key>/", views.make_file, name="file"),
]
