"""Addresses of loyal customers who fell."""

from __future__ import annotations

from django.urls import path

from regulars.web.worth.falls import views

app_name = "falls"
urlpatterns = [
    path("", views.falls, name="falls"),
    path("<str:public_id>/case/", views.case, name="case"),
    path("<str:public_id>/aside/", views.aside, name="aside"),
]
