"""Addresses of the desk."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.cases import OTHER, SEE, WORK, case_of
from tests.web.addresses.shape import Address

LEAD = ("administrator", "manager")


def _case(world: Any) -> dict[str, str]:
    return {"public_id": case_of(world).public_id}


def _lot(world: Any) -> dict[str, str]:
    """One of the agent's."""
    from regulars.web.cases.desk.models import Lot

    return {"public_id": Lot.objects.create(by=world.people.agent, do="acknowledge").public_id}


def _filter(world: Any) -> dict[str, str]:
    """One of the agent's."""
    from regulars.web.cases.desk.models import Filter

    return {"public_id": Filter.objects.create(user=world.people.agent, name="late", query="show=late").public_id}


def _not(*names: str, of: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in of if one not in names)


ROWS = [
    Address("desk:day", (*WORK, *OTHER)),
    Address("desk:digest", (*WORK, *OTHER)),
    Address("desk:board", (*SEE, *OTHER)),
    Address("desk:move", WORK, OTHER, _case, method="post", data=lambda world: {"do": "take"}, good=(302,)),
    Address("desk:calendar", (*SEE, *OTHER)),
    Address("desk:load", (*LEAD, *OTHER)),
    Address("desk:shift", (*LEAD, *OTHER), method="post", good=(302,)),
    Address("desk:many", (*WORK, *OTHER), method="post", good=(302,)),
    Address("desk:lot", ("agent",), (*_not("agent", of=WORK), *OTHER), _lot),
    Address("desk:undo", ("agent",), (*_not("agent", of=WORK), *OTHER), _lot, method="post", good=(302,)),
    Address("desk:keep", (*SEE, *OTHER), method="post", data=lambda world: {"name": "late"}, good=(302,)),
    Address("desk:drop", ("agent",), (*_not("agent", of=SEE), *OTHER), _filter, method="post", good=(302,)),
    Address("desk:export", ("administrator", "analyst", "manager", *OTHER), method="post"),
]
