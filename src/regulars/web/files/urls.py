"""The addresses of files."""

from __future__ import annotations

from django.urls import path

from regulars.web.files import views

app_name = "files"
urlpatterns = [
    path("<str:public_id>/", views.download, name="download"),
]
