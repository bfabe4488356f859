"""Addresses of arrivals: seen by whoever sees the customer and the unit."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.people import EDIT, OTHER, SEE, _guest
from tests.web.addresses.shape import Address


def _customer(world: Any) -> dict[str, str]:
    return {"customer": _guest(world).public_id}


def _arrival(world: Any) -> dict[str, str]:
    from django.utils import timezone

    from regulars.web.people.cards.models import Arrival

    guest = _guest(world)
    made = Arrival.objects.filter(customer=guest).first() or Arrival.objects.create(
        customer=guest, unit=world.units.lakeside, on=timezone.localdate()
    )
    return {"public_id": made.public_id}


ROWS = [
    Address("cards:arriving", (*SEE, *OTHER)),
    Address("cards:new", (*EDIT, *OTHER)),
    Address("cards:outcomes", (*SEE, *OTHER)),
    Address("cards:add", EDIT, OTHER, _customer),
    Address("cards:card", SEE, OTHER, _arrival),
    Address("cards:tell", EDIT, OTHER, _arrival, method="post", data=lambda world: {"outcome": "well"}, good=(302,)),
    Address("cards:remove", EDIT, OTHER, _arrival, method="post", good=(302,)),
]
