"""Addresses of interviews."""

from __future__ import annotations

from django.urls import path

from regulars.web.channels.interviewer import views

app_name = "interviewer"
urlpatterns = [
    path("", views.start, name="start"),
    path("<slug:public_id>/<slug:way>/", views.interview, name="interview"),
]
