"""Addresses of kiosks, within their study."""

from __future__ import annotations

from django.urls import path

from regulars.web.channels.kiosk import views

app_name = "kiosk"
urlpatterns = [path("studies/<slug:public_id>/kiosks/", views.kiosks, name="kiosks")]
