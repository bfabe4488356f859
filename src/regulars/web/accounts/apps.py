"""Accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, grants, invitations, sign-in links."""

    name = "regulars.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to what the account library does."""
        from regulars.web.accounts import sessions, witness

        sessions.connect()
        witness.connect()
