"""Addresses of intake, for those who work here."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.intake.views import others, rules

app_name = "intake"
urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.add, name="add"),
    path("rules/<slug:public_id>/", rules.rule, name="rule"),
    path("rules/<slug:public_id>/act/", rules.act, name="act"),
    path("rules/<slug:public_id>/trial/", rules.trial, name="trial"),
    path("form/", rules.form_places, name="places"),
    path("form/<slug:public_id>.svg", rules.code, name="code"),
    path("response/<slug:public_id>/", others.of_response, name="of-response"),
    path("finding/<slug:public_id>/", others.of_finding, name="of-finding"),
]
