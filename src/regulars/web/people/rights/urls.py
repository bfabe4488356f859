"""Addresses of rights, for staff."""

from __future__ import annotations

from django.urls import path

from regulars.web.people.rights.views import certificates, claims, keeping

app_name = "rights"
urlpatterns = [
    path("", claims.claims, name="claims"),
    path("keeping/", keeping.keeping, name="keeping"),
    path("keeping/propose/", keeping.take_proposed, name="take_proposed"),
    path("of/<slug:customer>/", claims.ask, name="ask"),
    path("of/<slug:customer>/link/", claims.send_link, name="send_link"),
    path("<slug:public_id>/back/", claims.back, name="back"),
    path("certificates/<slug:public_id>/", certificates.certificate, name="certificate"),
]
