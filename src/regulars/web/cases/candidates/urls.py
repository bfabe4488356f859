"""Addresses of proposals."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.candidates import views

app_name = "candidates"
urlpatterns = [
    path("", views.candidates, name="candidates"),
    path("look/", views.look, name="look"),
    path("<slug:public_id>/", views.decide, name="decide"),
]
