"""Addresses of the quality of records."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.quality.views import findings, lots, overview

app_name = "quality"
urlpatterns = [
    path("", overview.quality, name="quality"),
    path("measure/", overview.measure, name="measure"),
    path("log/<slug:public_id>/", lots.lot, name="lot"),
    path("log/<slug:public_id>/undo/", lots.undo, name="undo"),
    path("repairs/<slug:public_id>/undo/", lots.undo_one, name="undo_one"),
    path("<slug:check>/", findings.check, name="check"),
    path("<slug:check>/export/", findings.export, name="export"),
    path("<slug:check>/repair/", findings.repair, name="repair"),
]
