"""The addresses of results. A survey is named by its short name, as on the command line."""

from __future__ import annotations

from django.urls import path

from regulars.web.results.views import answers, chapters, files, lenses, report, surveys

app_name = "results"
urlpatterns = [
    path("", surveys.surveys, name="surveys"),
    path("<str:survey>/", report.report, name="report"),
    path("<str:survey>/answers/", answers.answers, name="answers"),
    path("<str:survey>/file/", files.make, name="file"),
    path("<str:survey>/lenses/", lenses.lenses, name="lenses"),
    path("<str:survey>/chapters/", chapters.chapters, name="chapters"),
    path("<str:survey>/chapters/add/", chapters.add, name="chapters-add"),
]
