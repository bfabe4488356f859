"""The address at which customers say whether the answer was good."""

from __future__ import annotations

from django.urls import path

from regulars.web.cases.verdicts.views import own

app_name = "verdict"
urlpatterns = [path("<str:token>/", own.page, name="page")]
