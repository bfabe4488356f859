"""Addresses of cases."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.views import case, lists

app_name = "cases"
urlpatterns = [
    path("", lists.cases, name="cases"),
    path("new/", lists.new, name="new"),
    path("<slug:public_id>/", case.show, name="case"),
    path("<slug:public_id>/step/", case.step, name="step"),
    path("<slug:public_id>/respond/", case.respond, name="respond"),
    path("<slug:public_id>/note/", case.note, name="note"),
    path("<slug:public_id>/hand/", case.hand, name="hand"),
    path("<slug:public_id>/grade/", case.grade, name="grade"),
    path("<slug:public_id>/cause/", case.cause, name="cause"),
    path("<slug:public_id>/close/", case.close, name="close"),
    path("<slug:public_id>/pause/", case.pause, name="pause"),
]
