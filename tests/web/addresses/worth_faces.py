"""Addresses of the familiar contacts: names and values together, for whoever may take both along."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from tests.web.addresses.people import EXPORT, OTHER, _guest
from tests.web.addresses.shape import Address


def _known(world: Any) -> dict[str, str]:
    from regulars.web.people.promises.models import Promise

    agent, day = world.people.agent, timezone.localdate()
    Promise.objects.create(customer=_guest(world), what="a quiet room", made_on=day, due=date.max, owner=agent)
    return {"public_id": agent.public_id}


ROWS = [
    Address("faces:faces", (*EXPORT, *OTHER)),
    Address("faces:face", EXPORT, OTHER, _known),
]
