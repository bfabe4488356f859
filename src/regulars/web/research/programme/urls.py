"""Addresses of programmes."""

from __future__ import annotations

from django.urls import path

from regulars.web.research.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("new/", views.new, name="new"),
    path("<slug:public_id>/", views.programme, name="programme"),
    path("<slug:public_id>/change/", views.change, name="change"),
    path("<slug:public_id>/act/", views.act, name="act"),
    path("<slug:public_id>/stages/<slug:kind>/", views.stage, name="stage"),
    path("<slug:public_id>/actions/new/", views.add_action, name="action-new"),
    path("<slug:public_id>/actions/<slug:action>/", views.change_action, name="action"),
]
