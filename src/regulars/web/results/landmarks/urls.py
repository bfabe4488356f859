"""Addresses of targets and events."""

from __future__ import annotations

from django.urls import path

from regulars.web.results.landmarks.views import notes, targets

app_name = "landmarks"
urlpatterns = [
    path("targets/", targets.targets, name="targets"),
    path("targets/new/", targets.new, name="target-new"),
    path("targets/<slug:public_id>/", targets.change, name="target"),
    path("targets/<slug:public_id>/end/", targets.end, name="target-end"),
    path("event-notes/", notes.notes, name="notes"),
    path("event-notes/new/", notes.new, name="note-new"),
    path("event-notes/<slug:public_id>/", notes.change, name="note"),
    path("event-notes/<slug:public_id>/remove/", notes.remove, name="note-remove"),
]
