"""Django's ``migrate``; a whole empty database is made at once."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from regulars.web.server.making import make

_SPECIAL = ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Whoever names an app, or only wants to know, asks Django."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's, which follows unless it is done."""
        special = any(options[name] for name in _SPECIAL)
        if special or not make(connections[options["database"]], verbosity=options["verbosity"]):
            super().handle(*args, **options)
