"""The company as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CompanyConfig(AppConfig):
    """Settings, units, calendars, rates."""

    name = "regulars.web.company"
    label = "company"
