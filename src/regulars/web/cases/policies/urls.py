"""Addresses of policies."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.policies import views

app_name = "policies"
urlpatterns = [
    path("", views.policies, name="policies"),
    path("new/", views.edit, name="new"),
    path("in/<slug:case>/", views.apply, name="apply"),
    path("<slug:public_id>/", views.policy, name="policy"),
    path("<slug:public_id>/edit/", views.edit, name="edit"),
    path("<slug:public_id>/act/", views.act, name="act"),
]
