"""Addresses of the open form: the whole world's."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.intake.views import telling

app_name = "help"
urlpatterns = [
    path("", telling.tell, name="tell"),
    path("thanks/<str:signed>/", telling.thanks, name="thanks"),
    path("<slug:unit>/", telling.tell, name="tell-unit"),
]
