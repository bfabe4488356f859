"""Addresses of the keep list: names for who may see customers, cases for who works on them."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.cases import WORK
from tests.web.addresses.people import EXPORT, OTHER, PURPOSE, SEE
from tests.web.addresses.shape import Address


def _guest(world: Any) -> Any:
    from regulars.web.people.models import Customer

    return Customer.objects.create(key=1, number="anna", unit=world.units.lakeside)


def _lot(world: Any, who: str = "administrator") -> dict[str, str]:
    from regulars.web.worth.keep.opening import open_for

    return {"lot": open_for([_guest(world)], by=getattr(world.people, who)).lot}


ROWS = [
    Address("keep:list", (*SEE, *OTHER)),
    Address("keep:export", (*EXPORT, *OTHER), method="post", data=lambda world: {**PURPOSE, "kind": "csv"}),
    Address(
        "keep:open", (*WORK, *OTHER), method="post", data=lambda world: {"one": _guest(world).public_id}, good=(302,)
    ),
    Address("keep:lot", ("administrator",), ("manager", "agent", *OTHER), _lot, note="only whoever opened it"),
    Address(
        "keep:undo", ("administrator",), ("manager", "agent", *OTHER), _lot, method="post", good=(302,),
        note="only whoever opened it",
    ),
]  # fmt: skip
