"""The addresses of tracking; beside those of results, where a survey may have any name."""

from __future__ import annotations

from django.urls import path

from regulars.web.results.tracking import views

app_name = "tracking"
urlpatterns = [
    path("", views.report, name="report"),
    path("file/", views.make_file, name="file"),
]
