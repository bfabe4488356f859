"""Addresses of the weights of a study."""

from __future__ import annotations

from django.urls import path

from regulars.web.research.weights import views

app_name = "weights"
urlpatterns = [
    path("", views.weights, name="weights"),
    path("margins/", views.margins, name="margins"),
    path("margins.csv", views.blank, name="blank"),
    path("file/", views.send, name="send"),
    path("act/", views.act, name="act"),
]
