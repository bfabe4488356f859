"""The addresses of jobs."""

from __future__ import annotations

from django.urls import path

from regulars.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<str:public_id>/", views.progress, name="progress"),
]
