"""The mail of cases as a Django app."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig

from regulars.language import Message, message


class CaseMailConfig(AppConfig):
    """What customers write by mail becomes cases, and what they are answered goes out by mail."""

    name = "regulars.web.cases.mail"
    label = "casemail"

    def ready(self) -> None:
        """Stand in the navigation; bring a way of answering, hints, a card; know the work; forget."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.cases.answering import Way, way
        from regulars.web.cases.corners import corner
        from regulars.web.cases.history import sort

        for name in ("erasure", "listening", "attaching", "tone", "correspondence", "work"):
            import_module(f"regulars.web.cases.mail.{name}")
        from regulars.web.cases.mail import deciding, letters, threads
        from regulars.web.messages.replying import replies

        corner(message("Mail without a case"), "casemail:mails", Permission.WORK_CASES, rank=60)
        way(Way("mail", message("by e-mail"), letters.offered, letters.answer, rank=10))
        replies(threads.ABOUT, threads.headers)
        sort(letters.LETTER, message("Letter to the customer"))
        sort(letters.RECEIPT, message("The customer was told that it arrived"))
        sort(deciding.IN, _came_in)
        sort(deciding.FOREIGN, _foreign)


def _came_in(data: dict[str, Any]) -> Message:
    automatic = bool(data.get("automatic"))
    return message("Automatic answer of the customer’s mail") if automatic else message("The customer wrote")


def _foreign(data: dict[str, Any]) -> Message:
    return message(
        "This mail carries the number of case {number}, but comes from an address that is not in it. "
        "It opened its own.",
        number=str(data.get("number", "?")),
    )
