"""Addresses of subscriptions: everybody who sees results has their own."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address
from tests.web.results.samples import facts_in

OTHERS = ("administrator", "analyst", "manager", "colleague", "dealer")
SEE = (*OTHERS, "viewer")


def _facts(world: Any) -> dict[str, str]:
    facts_in(world.home)
    return {}


def _survey(world: Any) -> dict[str, str]:
    return {**_facts(world), "survey": "guests"}


def _own(world: Any) -> dict[str, str]:
    """One of the viewer's."""
    from regulars.web.results.watching.models import Subscription

    facts_in(world.home)
    return {"public_id": Subscription.objects.create(user=world.people.viewer, survey="guests").public_id}


ROWS = [
    Address("watching:mine", SEE, arguments=_facts),
    Address("watching:new", SEE, arguments=_survey),
    Address("watching:change", ("viewer",), OTHERS, _own),
    Address("watching:end", ("viewer",), OTHERS, _own, method="post", good=(302,)),
]
