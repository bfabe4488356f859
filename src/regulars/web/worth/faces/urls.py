"""Addresses of the familiar contacts."""

from __future__ import annotations

from django.urls import path

from regulars.web.worth.faces import views

app_name = "faces"
urlpatterns = [
    path("", views.faces, name="faces"),
    path("<str:public_id>/", views.face, name="face"),
]
