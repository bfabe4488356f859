"""Addresses of teams."""

from __future__ import annotations

from django.urls import path

from regulars.web.research.teams.views import files, teams

app_name = "teams"
urlpatterns = [
    path("", teams.teams, name="teams"),
    path("add/", teams.add, name="team-add"),
    path("import/", files.send, name="import"),
    path("import/take/", files.take, name="import-take"),
    path("<slug:public_id>/", teams.team, name="team"),
    path("<slug:public_id>/join/", teams.join, name="join"),
    path("<slug:public_id>/members/<int:pk>/leave/", teams.leave, name="leave"),
]
