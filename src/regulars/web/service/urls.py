"""Addresses of service."""

from __future__ import annotations

from django.urls import path

from regulars.web.service.views import checklists, findings, visits

app_name = "service"
urlpatterns = [
    path("checklists/", checklists.checklists, name="checklists"),
    path("checklists/adopt/", checklists.adopt, name="adopt"),
    path("checklists/<slug:public_id>/", visits.fill, name="fill"),
    path("visits/<slug:public_id>/", visits.visit, name="visit"),
    path("visits/<slug:public_id>/take-back/", visits.take_back, name="take-back"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<slug:public_id>/", findings.finding, name="finding"),
    path("findings/<slug:public_id>/done/", findings.done, name="finding-done"),
]
