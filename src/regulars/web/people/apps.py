"""People as a Django app."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_migrate

from regulars.language import message


class PeopleConfig(AppConfig):
    """Customers, organisations, scores."""

    name = "regulars.web.people"
    label = "people"

    def ready(self) -> None:
        """Stand in the navigation."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.context import place

        place("identify", message("Customers"), "people:customers", Permission.SEE_CUSTOMERS)
        place("identify", message("Segments"), "segments:segments", Permission.SEE_CUSTOMERS)
        place("identify", message("What they want"), "people:needs", Permission.SEE_CUSTOMERS, rank=1)
        place("keep", message("Care"), "people:quiet", Permission.SEE_CUSTOMERS)
        import_module("regulars.web.people.own_panels")
        pre_migrate.connect(_whole_again, sender=self, dispatch_uid="people.resting")


def _whole_again(**_: Any) -> None:
    """The steps of an upgrade find the indexes that they know."""
    from regulars.web.people.projection.resting import bring_back

    bring_back()
