"""The addresses of jobs."""

from __future__ import annotations

from django.urls import path

from regulars.web.jobs.views import own, progress, schedule

app_name = "jobs"
urlpatterns = [
    path("", own.own, name="own"),
    path("schedule/", schedule.schedule, name="schedule"),
    path("schedule/<str:public_id>/pause/", schedule.pause, name="pause"),
    path("schedule/<str:public_id>/resume/", schedule.resume, name="resume"),
    path("schedule/<str:public_id>/run/", schedule.run_now, name="run-now"),
    path("<str:public_id>/", progress.progress, name="progress"),
]
