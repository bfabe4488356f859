"""Addresses of gestures."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.advice import case_views, effect_views, views

app_name = "advice"
urlpatterns = [
    path("", views.gestures, name="gestures"),
    path("new/", views.edit, name="new"),
    path("take/", views.take, name="take"),
    path("budgets/", views.budgets, name="budgets"),
    path("limits/", views.limits, name="limits"),
    path("effect/", effect_views.effect, name="effect"),
    path("effect/file/", effect_views.export, name="export"),
    path("approvals/", case_views.approvals, name="approvals"),
    path("approvals/<slug:public_id>/", case_views.decide, name="decide"),
    path("choices/<slug:public_id>/", case_views.settle, name="settle"),
    path("choices/<slug:public_id>/words/", case_views.words, name="words"),
    path("in/<slug:case>/<slug:gesture>/", case_views.choose, name="choose"),
    path("<slug:public_id>/", views.edit, name="edit"),
    path("<slug:public_id>/switch/", views.switch, name="switch"),
]
