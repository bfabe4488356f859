"""Addresses of standards; apart from those of checklists, for they stand in another part of the loop."""

from __future__ import annotations

from django.urls import path

from regulars.web.service.views import standards

app_name = "standards"
urlpatterns = [
    path("", standards.standards, name="standards"),
    path("<slug:public_id>/", standards.standard, name="standard"),
]
