"""Addresses of results: whoever may see some, each within their own units."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address
from tests.web.results.samples import facts_in

SEE = ("administrator", "analyst", "manager", "colleague", "viewer", "dealer")
RESPONSES = ("administrator", "analyst", "manager", "colleague", "agent", "dealer")
EXPORT = ("administrator", "analyst", "manager", "colleague")


def _guests(world: Any) -> dict[str, str]:
    facts_in(world.home)
    return {"survey": "guests"}


def _asked(world: Any) -> dict[str, str]:
    from regulars.web.research.actions import create_questionnaire

    facts_in(world.home)
    create_questionnaire(made_from="stay-satisfaction", name="guests", by=None)
    return {"survey": "guests"}


def _answered(world: Any) -> dict[str, str]:
    facts_in(world.home)
    return {}


ROWS = [
    Address("results:surveys", SEE),
    Address("results:report", SEE, arguments=_guests),
    Address("results:answers", RESPONSES, arguments=_guests),
    Address("tracking:report", SEE, arguments=_answered),
    Address("tracking:file", EXPORT, method="post", good=(302,)),
    Address("results:lenses", SEE, arguments=_guests),
    Address("results:chapters", SEE, arguments=_guests),
    Address(
        "results:chapters-add",
        ("administrator", "analyst"),
        arguments=_asked,
        method="post",
        data=lambda world: {"blank": "price"},
        good=(302,),
    ),
    Address("results:file", EXPORT, arguments=_guests, method="post", good=(302,)),
]
