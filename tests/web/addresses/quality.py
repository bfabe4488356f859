"""Addresses of the quality of records: within the units of whoever looks."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.people import EDIT, EXPORT, OTHER, PURPOSE, SEE, _guest
from tests.web.addresses.shape import Address


def _check(world: Any) -> dict[str, str]:
    from regulars.web.people.models import Customer
    from regulars.web.people.quality.measuring import measure
    from regulars.web.people.quality.models import Finding

    Customer.objects.filter(pk=_guest(world).pk).update(phone="138 0013 8000", name="Mei")
    if not Finding.objects.exists():
        measure(lambda *_, **__: None)
    return {"check": "phone-without-country"}


def _overview(world: Any) -> dict[str, str]:
    _check(world)
    return {}


def _lot(world: Any) -> dict[str, str]:
    return {"public_id": _repair(world).lot.public_id}


def _repair(world: Any) -> Any:
    from regulars.web.people.quality.models import Lot, Repair

    lot = Lot.objects.create(about="phone-without-country", by=world.people.agent)
    return Repair.objects.create(lot=lot, customer=_guest(world), fields={"phone": ["138 0013 8000", "+8613800138000"]})


def _one(world: Any) -> dict[str, str]:
    return {"public_id": _repair(world).public_id}


ALL = {"do": "all"}
ROWS = [
    Address("quality:quality", (*SEE, *OTHER), arguments=_overview),
    Address("quality:check", (*SEE, *OTHER), arguments=_check),
    Address("quality:measure", ("administrator", "analyst"), method="post", good=(302,)),
    Address("quality:lot", SEE, foreign=OTHER, arguments=_lot),
    Address("quality:undo", EDIT, foreign=OTHER, arguments=_lot, method="post", good=(302,)),
    Address("quality:undo_one", EDIT, foreign=OTHER, arguments=_one, method="post", good=(302,)),
    Address(
        "quality:export",
        (*EXPORT, *OTHER),
        arguments=_check,
        method="post",
        data=lambda world: {**PURPOSE, "kind": "csv"},
    ),
    Address("quality:repair", (*EDIT, *OTHER), arguments=_check, method="post", data=lambda world: ALL, good=(302,)),
]
