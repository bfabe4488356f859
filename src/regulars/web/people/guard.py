"""Whoever bypasses the application cannot change what a customer agreed to; with the customer it goes."""

from __future__ import annotations

from contextlib import AbstractContextManager

from regulars.web.guarding import Guard

CONSENTS = Guard(
    "people_consent",
    ("id", "public_id", "customer_id", "purpose", "channel", "given", "source", "words", "at", "noted"),
    "what a customer agreed to is only written, never changed",
    unique=("public_id",),
    owner=("customer_id", "people_customer"),
)
put_up, take_down = CONSENTS.put_up, CONSENTS.take_down


def lifted() -> AbstractContextManager[None]:
    """For tests only; what stands is the guard that lets rows follow customers who are put together."""
    from regulars.web.people.duplicates.guard import MOVABLE

    return MOVABLE.lifted()
