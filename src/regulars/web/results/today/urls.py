"""The address of the day."""

from __future__ import annotations

from django.urls import path

from regulars.web.results.today import views

app_name = "today"
urlpatterns = [path("", views.today, name="today")]
