"""Addresses for those who put a widget on their site."""

from __future__ import annotations

from django.urls import path

from regulars.web.channels.widget import views

app_name = "widget"
urlpatterns = [
    path("studies/<slug:public_id>/widgets/", views.widgets, name="widgets"),
    path("widgets/<slug:public_id>/", views.widget, name="widget"),
    path("widgets/<slug:public_id>/preview/", views.preview, name="preview"),
]
