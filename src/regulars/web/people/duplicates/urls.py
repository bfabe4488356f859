"""Addresses of duplicates."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("", views.pairs, name="pairs"),
    path("look/", views.look, name="look"),
    path("certain/", views.bulk, name="bulk"),
    path("merges/", views.merges, name="merges"),
    path("merges/<slug:public_id>/undo/", views.undo, name="undo"),
    path("with/<slug:public_id>/", views.choose, name="choose"),
    path("<slug:public_id>/", views.pair, name="pair"),
]
