"""Addresses of suggestions, kinds of customers and care."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.offers import care_views, persona_views, views

app_name = "offers"
urlpatterns = [
    path("", views.offers, name="offers"),
    path("new/", views.new, name="new"),
    path("kinds/", persona_views.personas, name="personas"),
    path("care/<slug:customer>/", care_views.tend, name="tend"),
    path("of/<slug:customer>/", views.refuse, name="refuse"),
    path("suggestions/<slug:public_id>/", views.answer, name="answer"),
    path("<slug:public_id>/", views.edit, name="edit"),
    path("<slug:public_id>/switch/", views.switch, name="switch"),
]
