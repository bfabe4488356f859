"""Addresses of touchpoints. Whoever manages studies of the whole company changes the register."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address

MANAGERS = ("administrator", "analyst")
READERS = ("administrator", "analyst", "manager", "colleague", "viewer", "dealer")


def _begun(world: Any) -> dict[str, Any]:
    from regulars.web.research.touchpoints.actions import begin

    begin(start="hotel", by=None)
    return {}


def _room(world: Any) -> dict[str, Any]:
    from regulars.web.research.touchpoints.models import Touchpoint

    _begun(world)
    return {"public_id": Touchpoint.objects.get(key="room").public_id}


def _stage(world: Any) -> dict[str, Any]:
    from regulars.web.research.touchpoints.models import Stage

    _begun(world)
    return {"public_id": Stage.objects.get(key="stay").public_id}


ROWS = [
    Address("touchpoints:register", MANAGERS, arguments=_begun),
    Address("touchpoints:register", MANAGERS, note="empty"),
    Address("touchpoints:journey", READERS, arguments=_begun),
    Address("touchpoints:journey", READERS, note="empty"),
    Address("touchpoints:touchpoint", MANAGERS, arguments=_room),
    Address("touchpoints:begin", MANAGERS, method="post", data=lambda world: {"start": "hotel"}, good=(302,)),
    Address("touchpoints:touchpoint-add", MANAGERS, arguments=_begun),
    Address("touchpoints:touchpoint-change", MANAGERS, arguments=_room, method="post", good=(400,)),
    Address("touchpoints:touchpoint-bind", MANAGERS, arguments=_room, method="post", good=(302,)),
    Address("touchpoints:touchpoint-archive", MANAGERS, arguments=_room, method="post", good=(302,)),
    Address("touchpoints:import", MANAGERS, arguments=_begun),
    Address("touchpoints:import-take", MANAGERS, method="post", good=(302,)),
    Address("touchpoints:export", MANAGERS, arguments=_begun, method="post"),
    Address("touchpoints:stages", MANAGERS, arguments=_begun),
    Address("touchpoints:stage", MANAGERS, arguments=_stage),
    Address("touchpoints:stage-move", MANAGERS, arguments=_stage, method="post", good=(302,)),
    Address("touchpoints:stage-remove", MANAGERS, arguments=_stage, method="post", good=(302,)),
]
