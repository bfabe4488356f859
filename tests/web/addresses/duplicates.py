"""Addresses of duplicates: decided by whoever may change both customers."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.people import EDIT, OTHER, _guest
from tests.web.addresses.shape import Address


def _twin(world: Any) -> Any:
    from regulars.web.people.models import Customer, CustomerUnit

    twin, fresh = Customer.objects.get_or_create(number="G-2", defaults={"key": 19, "words": "g-2", "name": "Twin"})
    if fresh:
        CustomerUnit.objects.create(customer=twin, unit=world.units.lakeside)
    return twin


def _pair(world: Any) -> dict[str, str]:
    from regulars.web.people.duplicates.deciding import named

    pair = named(first=_guest(world), second=_twin(world), by=world.people.administrator)
    return {"public_id": pair.public_id}


def _merge(world: Any) -> dict[str, str]:
    from regulars.web.people.duplicates.merging import merge

    made = merge(survivor=_guest(world), others=[_twin(world)], by=world.people.administrator)
    return {"public_id": made.public_id}


def _number(world: Any) -> dict[str, str]:
    _twin(world)
    return {"number": "G-2"}


ROWS = [
    Address("duplicates:pairs", (*EDIT, *OTHER)),
    Address("duplicates:look", (*EDIT, *OTHER), method="post", good=(302,)),
    Address("duplicates:bulk", (*EDIT, *OTHER)),
    Address("duplicates:merges", (*EDIT, *OTHER)),
    Address("duplicates:pair", EDIT, OTHER, _pair),
    Address("duplicates:undo", EDIT, OTHER, _merge, method="post", good=(302,)),
    Address(
        "duplicates:choose", EDIT, OTHER, lambda world: {"public_id": _guest(world).public_id}, method="post",
        data=_number, good=(302,),
    ),
]  # fmt: skip
