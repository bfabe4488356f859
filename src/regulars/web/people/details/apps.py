"""Details as a Django app, within people."""

from __future__ import annotations

from django.apps import AppConfig


class DetailsConfig(AppConfig):
    """Further addresses, fields of the company's own, notes and files of customers."""

    name = "regulars.web.people.details"
    label = "details"
