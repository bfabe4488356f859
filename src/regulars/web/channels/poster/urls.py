"""Addresses of posters, within their study."""

from __future__ import annotations

from django.urls import path

from regulars.web.channels.poster import views

app_name = "poster"
urlpatterns = [
    path("studies/<slug:public_id>/posters/", views.posters, name="posters"),
    path("studies/<slug:public_id>/posters/posters.pdf", views.document, name="document"),
]
