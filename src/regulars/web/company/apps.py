"""The company as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class CompanyConfig(AppConfig):
    """Settings, units, calendars, rates."""

    name = "regulars.web.company"
    label = "company"

    def ready(self) -> None:
        """Stand in the navigation, beside people and the trail."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("company", message("Company"), "company:settings", Permission.MANAGE_COMPANY)
        place("company", message("Units"), "company:units", Permission.MANAGE_COMPANY)
        place("company", message("Business hours"), "company:calendars", Permission.MANAGE_COMPANY)
