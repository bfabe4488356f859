"""Addresses of the pages about tokens."""

from __future__ import annotations

from django.urls import path

from regulars.web.api.views import tokens

app_name = "api"
urlpatterns = [
    path("", tokens.tokens, name="tokens"),
    path("<str:public_id>/revoke/", tokens.revoke, name="revoke"),
]
