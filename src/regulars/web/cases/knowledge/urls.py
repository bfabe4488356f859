"""Addresses of what cases teach."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.knowledge import views

app_name = "knowledge"
urlpatterns = [
    path("", views.causes_page, name="causes"),
    path("file/", views.make_file, name="file"),
    path("own/", views.own, name="own"),
    path("own/<slug:key>/", views.edit, name="edit"),
    path("hidden/", views.hidden, name="hidden"),
    path("word-of-mouth/", views.mouth, name="mouth"),
]
