"""Addresses of service levels."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.levels import kept_views, views

app_name = "levels"
urlpatterns = [
    path("", views.levels, name="levels"),
    path("edit/", views.edit, name="edit"),
    path("act/", views.act, name="act"),
    path("kept/", kept_views.kept, name="kept"),
    path("kept/file/", kept_views.make_file, name="file"),
    path("kept/<slug:promise>/<slug:level>/", kept_views.behind, name="behind"),
]
