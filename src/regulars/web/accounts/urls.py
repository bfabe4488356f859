"""The addresses of accounts."""

from __future__ import annotations

from django.urls import path

from regulars.web.accounts.views import profile

app_name = "accounts"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
]
