"""Addresses of trials: seen and noted by whoever sees the customer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.web.addresses.people import EDIT, EXPORT, OTHER, PURPOSE, SEE, _guest
from tests.web.addresses.shape import Address


def _customer(world: Any) -> dict[str, str]:
    return {"customer": _guest(world).public_id}


def _trial(world: Any) -> dict[str, str]:
    from regulars.web.people.promises.models import today
    from regulars.web.people.trials.models import Trial

    day = today()
    made = Trial.objects.create(
        customer=_guest(world), what="Spa", offered=day, first=day, until=day + timedelta(days=3), state="running",
        owner=world.people.manager, by=world.people.manager,
    )  # fmt: skip
    return {"public_id": made.public_id}


ROWS = [
    Address("trials:trials", (*SEE, *OTHER)),
    Address("trials:export", (*EXPORT, *OTHER), method="post", data=lambda world: {**PURPOSE, "kind": "csv"}),
    Address("trials:offer", EDIT, OTHER, _customer),
    Address("trials:note", EDIT, OTHER, _trial, method="post", data=lambda world: {"do": "good"}, good=(302,)),
]
