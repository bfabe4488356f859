"""Addresses of loyal customers who fell: for who works on cases and sees the customers and their answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.web.addresses.cases import WORK
from tests.web.addresses.people import OTHER
from tests.web.addresses.shape import Address


def _fall(world: Any) -> dict[str, str]:
    from regulars.web.people.models import Customer
    from regulars.web.worth.falls.models import Fall

    customer = Customer.objects.create(key=1, number="anna", unit=world.units.lakeside)
    day = date(2026, 3, 1)
    made = Fall.objects.create(customer=customer, survey="s", unit=world.units.lakeside, answered=day, found=day)
    return {"public_id": made.public_id}


ROWS = [
    Address("falls:falls", (*WORK, *OTHER)),
    Address("falls:case", WORK, OTHER, _fall, method="post", good=(302,)),
    Address("falls:aside", WORK, OTHER, _fall, method="post", good=(302,)),
]
