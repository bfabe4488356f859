"""One address a page; which pages there are says ``insights.worth``."""

from __future__ import annotations

from django.urls import path

from regulars.web.worth import views

app_name = "worth"
urlpatterns = [
    path("", views.first, name="first"),
    path("<slug:key>/", views.page, name="page"),
    path("<slug:key>/file/", views.make_file, name="file"),
]
