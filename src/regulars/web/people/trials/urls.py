"""Addresses of trials."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.trials import views

app_name = "trials"
urlpatterns = [
    path("", views.trials, name="trials"),
    path("export/", views.export, name="export"),
    path("of/<slug:customer>/", views.offer, name="offer"),
    path("<slug:public_id>/note/", views.note, name="note"),
]
