"""Address of the day: whoever may see anything of it."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address
from tests.web.results.samples import facts_in

SEE = ("administrator", "analyst", "manager", "colleague", "agent", "viewer", "dealer")


def _answered(world: Any) -> dict[str, str]:
    facts_in(world.home)
    return {}


ROWS = [Address("today:today", SEE, arguments=_answered)]
