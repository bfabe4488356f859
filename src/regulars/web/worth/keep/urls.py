"""Addresses of the keep list."""

from __future__ import annotations

from django.urls import path

from regulars.web.worth.keep import views

app_name = "keep"
urlpatterns = [
    path("", views.keep_list, name="list"),
    path("export/", views.export, name="export"),
    path("open/", views.open_cases, name="open"),
    path("open/<str:lot>/", views.lot, name="lot"),
    path("open/<str:lot>/undo/", views.undo, name="undo"),
]
