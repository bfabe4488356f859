"""Addresses of rights, for customers: without an account, by links that they are sent."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.rights.views import certificates, own

app_name = "my"
urlpatterns = [
    path("", own.ask, name="ask"),
    path("certificate/<slug:public_id>/", certificates.public_certificate, name="certificate"),
    path("<str:token>/", own.page, name="page"),
    path("<str:token>/data/<slug:kind>/", own.data, name="data"),
]
