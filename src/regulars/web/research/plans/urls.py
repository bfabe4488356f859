"""Addresses of plans."""

from __future__ import annotations

from django.urls import path, re_path

from regulars.web.research.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("new/", views.new, name="new"),
    path("<slug:public_id>/", views.plan, name="plan"),
    path("<slug:public_id>/change/", views.change, name="change"),
    path("<slug:public_id>/act/", views.act, name="act"),
    re_path(r"^(?P<public_id>[-\w]+)/plan\.(?P<ending>pdf|xlsx|yaml)$", views.document, name="document"),
]
