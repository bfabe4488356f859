"""Addresses of promises: seen and kept by whoever sees the customer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.web.addresses.people import EDIT, OTHER, SEE, _guest
from tests.web.addresses.shape import Address


def _customer(world: Any) -> dict[str, str]:
    return {"customer": _guest(world).public_id}


def _promise(world: Any) -> dict[str, str]:
    from django.utils import timezone

    from regulars.web.people.promises.models import Promise

    today = timezone.localdate()
    made = Promise.objects.create(
        customer=_guest(world), what="new towels", made_on=today, due=today + timedelta(days=1),
        owner=world.people.manager, by=world.people.manager,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _expectation(world: Any) -> dict[str, str]:
    from datetime import date

    from regulars.web.people.promises.models import Expectation

    made = Expectation.objects.create(customer=_guest(world), topic="quiet", level="no lift", since=date(2026, 1, 1))
    return {"public_id": made.public_id}


ROWS = [
    Address("promises:promises", (*SEE, *OTHER)),
    Address("promises:give", EDIT, OTHER, _customer),
    Address("promises:expect", EDIT, OTHER, _customer),
    Address("promises:settle", EDIT, OTHER, _promise, method="post", data=lambda world: {"do": "kept"}, good=(302,)),
    Address("promises:adjust", EDIT, OTHER, _expectation),
    Address("promises:end", EDIT, OTHER, _expectation, method="post", good=(302,)),
]
