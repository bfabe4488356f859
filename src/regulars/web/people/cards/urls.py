"""Addresses of arrivals and guest cards."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.cards import views

app_name = "cards"
urlpatterns = [
    path("", views.arriving, name="arriving"),
    path("new/", views.new, name="new"),
    path("outcomes/", views.outcomes, name="outcomes"),
    path("of/<slug:customer>/", views.add, name="add"),
    path("<slug:public_id>/", views.card, name="card"),
    path("<slug:public_id>/outcome/", views.tell, name="tell"),
    path("<slug:public_id>/remove/", views.remove, name="remove"),
]
