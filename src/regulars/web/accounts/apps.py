"""Accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message
from regulars.web.accounts.roles import Permission
from regulars.web.pages.places import place


class AccountsConfig(AppConfig):
    """Users, grants, invitations, sign-in links."""

    name = "regulars.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to what the account library does, and stand in the menu."""
        place("company", message("People"), "accounts:people", Permission.MANAGE_PEOPLE)
        from regulars.web.accounts import sessions, witness

        sessions.connect()
        witness.connect()
