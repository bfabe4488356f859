"""Addresses of promises."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.promises import views

app_name = "promises"
urlpatterns = [
    path("", views.promises, name="promises"),
    path("of/<slug:customer>/", views.give, name="give"),
    path("expected-by/<slug:customer>/", views.expect, name="expect"),
    path("expectations/<slug:public_id>/end/", views.end, name="end"),
    path("<slug:public_id>/settle/", views.settle, name="settle"),
]
