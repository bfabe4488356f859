"""Addresses of the feedback form, for those who read what comes in."""

from __future__ import annotations

from django.urls import path

from regulars.web.channels.feedback import views

app_name = "feedback"
urlpatterns = [
    path("", views.feedback, name="feedback"),
    path("begin/", views.begin, name="begin"),
]
