"""The addresses of imports."""

from __future__ import annotations

from django.urls import path

from regulars.web.imports.views import finished, history, kept, mapping, preview, start

app_name = "imports"
urlpatterns = [
    path("", history.history, name="history"),
    path("facts/", kept.facts, name="facts"),
    path("new/", start.send, name="send"),
    path("undo/<str:import_id>/", finished.undo, name="undo"),
    path("mappings/<int:pk>/remove/", history.forget, name="forget"),
    path("<str:public_id>/", preview.detail, name="detail"),
    path("<str:public_id>/columns/", mapping.columns, name="columns"),
    path("<str:public_id>/reading/", mapping.reading, name="reading"),
    path("<str:public_id>/run/", preview.run, name="run"),
    path("<str:public_id>/discard/", preview.discard, name="discard"),
    path("<str:public_id>/set-aside/", finished.set_aside, name="set-aside"),
]
