"""The address of a timeline, below those of its customer."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.timeline import views

app_name = "timeline"
urlpatterns = [path("<str:public_id>/timeline/", views.whole, name="timeline")]
