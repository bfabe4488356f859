"""Addresses of relationships."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.stages import views

app_name = "stages"
urlpatterns = [
    path("", views.stages, name="stages"),
    path("export/", views.export, name="export"),
    path("of/<slug:customer>/", views.step, name="move"),
]
