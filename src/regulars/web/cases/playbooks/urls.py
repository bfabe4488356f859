"""Addresses of playbooks."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.playbooks import views

app_name = "playbooks"
urlpatterns = [
    path("", views.playbooks, name="playbooks"),
    path("<slug:key>/", views.card, name="card"),
    path("<slug:key>/in/<slug:public_id>/", views.done, name="done"),
]
