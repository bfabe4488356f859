"""Addresses of the five steps."""

from __future__ import annotations

from django.urls import path

from regulars.web.worth.steps import views

app_name = "steps"
urlpatterns = [
    path("", views.show, name="steps"),
    path("file/", views.make_file, name="file"),
    path("<slug:step>/", views.settle, name="settle"),
]
