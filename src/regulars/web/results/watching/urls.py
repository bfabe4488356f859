"""Addresses of subscriptions."""

from __future__ import annotations

from django.urls import path

from regulars.web.results.watching import views

app_name = "watching"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("new/<str:survey>/", views.new, name="new"),
    path("<slug:public_id>/", views.change, name="change"),
    path("<slug:public_id>/end/", views.end, name="end"),
]
