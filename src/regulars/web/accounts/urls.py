"""The addresses of accounts."""

from __future__ import annotations

from django.urls import path

from regulars.web.accounts.views import profile, signin_link

app_name = "accounts"
urlpatterns = [
    path("link/<str:token>/", signin_link.signin_link, name="signin-link"),
    path("profile/", profile.profile, name="profile"),
]
