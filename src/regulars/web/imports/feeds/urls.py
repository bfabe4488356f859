"""Addresses of scheduled imports."""

from __future__ import annotations

from django.urls import path

from regulars.web.imports.feeds import views

app_name = "feeds"
urlpatterns = [
    path("", views.feeds, name="feeds"),
    path("new/", views.edit, name="new"),
    path("<slug:public_id>/", views.feed, name="feed"),
    path("<slug:public_id>/edit/", views.edit, name="edit"),
    path("<slug:public_id>/do/", views.act, name="act"),
]
