"""Addresses of touchpoints."""

from __future__ import annotations

from django.urls import path

from regulars.web.research.touchpoints.views import files, journey, register, stages

app_name = "touchpoints"
urlpatterns = [
    path("", register.register, name="register"),
    path("begin/", register.begin, name="begin"),
    path("add/", register.add, name="touchpoint-add"),
    path("journey/", journey.journey, name="journey"),
    path("import/", files.send, name="import"),
    path("import/take/", files.take, name="import-take"),
    path("export/", files.export, name="export"),
    path("stages/", stages.stages, name="stages"),
    path("stages/<slug:public_id>/", stages.stage, name="stage"),
    path("stages/<slug:public_id>/move/", stages.move, name="stage-move"),
    path("stages/<slug:public_id>/remove/", stages.remove, name="stage-remove"),
    path("<slug:public_id>/", register.touchpoint, name="touchpoint"),
    path("<slug:public_id>/change/", register.change, name="touchpoint-change"),
    path("<slug:public_id>/bind/", register.bind, name="touchpoint-bind"),
    path("<slug:public_id>/archive/", register.archive, name="touchpoint-archive"),
]
