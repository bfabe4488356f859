"""Addresses of segments."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.views import segments

app_name = "segments"
urlpatterns = [
    path("", segments.segments, name="segments"),
    path("new/", segments.new, name="new"),
    path("<str:public_id>/", segments.segment, name="segment"),
    path("<str:public_id>/edit/", segments.edit, name="edit"),
    path("<str:public_id>/remove/", segments.remove, name="remove"),
    path("<str:public_id>/export/", segments.export, name="export"),
]
