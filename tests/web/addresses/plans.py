"""Addresses of research plans. Whoever manages studies sees them; whoever does for the whole company writes them."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.research import MANAGERS
from tests.web.addresses.shape import Address


def content(**more: Any) -> dict[str, Any]:
    """A plan that can be read."""
    return {
        "name": "guests-2027",
        "title": {"en": "Guests 2027", "zh": "2027年住客"},
        "purpose": {"en": "Find what keeps guests from coming back."},
        "content": {"questionnaire": "effort", "measure": "share"},
        "population": {"people": {"en": "Guests"}, "strata": {"all": {"count": 4000}}},
        "sample": {"margin": 0.05},
        "method": [{"channel": "email", "response": 0.25, "cost": "0.10"}],
        "frequency": {"every": "quarter", "waves": 2},
        "execution": {"first": "2027-01-04", "days": 14, "reminders": [4]},
        "budget": {"currency": "EUR", "limit": 500},
        **more,
    }


def _plan(world: Any) -> Any:
    from regulars.web.research.plans.actions import create_plan

    return create_plan(content=content(), by=None)


def _of(**more: str) -> Any:
    return lambda world: {"public_id": _plan(world).public_id, **more}


ROWS = [
    Address("plans:plans", MANAGERS),
    Address("plans:new", MANAGERS),
    Address("plans:plan", MANAGERS, arguments=_of()),
    Address("plans:change", MANAGERS, arguments=_of()),
    Address("plans:act", MANAGERS, arguments=_of(), method="post", good=(302,)),
    Address("plans:document", MANAGERS, arguments=_of(ending="yaml")),
]
