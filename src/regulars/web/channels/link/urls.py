"""Addresses below ``/s/``."""

from __future__ import annotations

from django.urls import path

from regulars.web.channels.link import views
from regulars.web.channels.widget import public as widget

app_name = "link"
urlpatterns = [
    path("style-<slug:digest>.css", views.sheet, name="style"),
    path("rules-<slug:questionnaire>-<int:version>.css", views.rules_of, name="rules"),
    path("logo-<slug:digest>", views.logo, name="logo"),
    path("widget.js", widget.script, name="widget-script"),
    path("widget-<slug:digest>.css", widget.sheet, name="widget-style"),
    path("<slug:address>/widget", widget.widget, name="widget"),
    path("to/<slug:token>", views.personal, name="personal"),
    path("to/<slug:token>/on/<slug:key>", views.personal_on, name="personal-on"),
    path("to/<slug:token>/thanks", views.personal_thanked, name="personal-thanks"),
    path("<slug:address>", views.survey, name="survey"),
    path("<slug:address>/on/<slug:key>", views.on, name="on"),
    path("<slug:address>/thanks", views.thanked, name="thanks"),
    path("<path:rest>", views.lost, name="lost"),
]
