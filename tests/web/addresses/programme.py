"""Addresses of programmes. Whoever manages studies of the whole company runs them."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.research import MANAGERS
from tests.web.addresses.shape import Address

from regulars.language import Text


def _programme(world: Any) -> Any:
    from regulars.web.research.programme.actions import begin

    return begin(name=Text.of("Breakfast"), goal="", survey="guests", owner=None, by=None)


def _of(**more: str) -> Any:
    return lambda world: {"public_id": _programme(world).public_id, **more}


def _action(world: Any) -> Any:
    from regulars.web.research.programme.actions import plan_action

    made = plan_action(programme=_programme(world), by=None, title="Warm breakfast", item="meal", selected="spring")
    return {"public_id": made.programme.public_id, "action": made.public_id}


ROWS = [
    Address("programme:programmes", MANAGERS),
    Address("programme:new", MANAGERS),
    Address("programme:programme", MANAGERS, arguments=_of()),
    Address("programme:change", MANAGERS, arguments=_of()),
    Address("programme:act", MANAGERS, arguments=_of(), method="post", good=(302,)),
    Address("programme:stage", MANAGERS, arguments=_of(kind="planning")),
    Address("programme:action-new", MANAGERS, arguments=_of()),
    Address("programme:action", MANAGERS, arguments=_action),
]
