"""Addresses of promises and expectations."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.promises import expectation_views, views

app_name = "promises"
urlpatterns = [
    path("", views.promises, name="promises"),
    path("of/<slug:customer>/", views.give, name="give"),
    path("expected-by/<slug:customer>/", expectation_views.note, name="expect"),
    path("expectations/<slug:public_id>/adjust/", expectation_views.adjust, name="adjust"),
    path("expectations/<slug:public_id>/end/", expectation_views.end, name="end"),
    path("<slug:public_id>/settle/", views.settle, name="settle"),
]
