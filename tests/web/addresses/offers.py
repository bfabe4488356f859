"""Addresses of suggestions, kinds of customers and care."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.people import EDIT, OTHER, SEE, _guest
from tests.web.addresses.shape import Address

PLAN = ("administrator", "analyst")


def _rule(world: Any) -> Any:
    from regulars.language import Text
    from regulars.web.people.offers.models import OfferRule

    words = {"says": Text.of("Offer tea."), "reason": Text.of("They like it.")}
    return OfferRule.objects.get_or_create(name="tea", defaults={**words, "seed": 1})[0]


def _of_rule(world: Any) -> dict[str, str]:
    return {"public_id": _rule(world).public_id}


def _customer(world: Any) -> dict[str, str]:
    return {"customer": _guest(world).public_id}


def _suggestion(world: Any) -> dict[str, str]:
    from datetime import date

    from regulars.web.people.offers.models import Suggestion

    days = {"since": date(2026, 1, 1), "until": date(2026, 2, 1)}
    made = Suggestion.objects.create(rule=_rule(world), customer=_guest(world), **days)
    return {"public_id": made.public_id}


ROWS = [
    Address("offers:offers", (*SEE, *OTHER)),
    Address("offers:personas", (*SEE, *OTHER)),
    Address("offers:new", PLAN),
    Address("offers:edit", PLAN, arguments=_of_rule),
    Address("offers:switch", PLAN, arguments=_of_rule, method="post", data=lambda world: {"on": "no"}, good=(302,)),
    Address(
        "offers:answer", EDIT, OTHER, _suggestion, method="post", data=lambda world: {"said": "later"}, good=(302,)
    ),
    Address("offers:refuse", EDIT, OTHER, _customer, method="post", data=lambda world: {"no": "yes"}, good=(302,)),
    Address(
        "offers:tend",
        EDIT,
        OTHER,
        _customer,
        method="post",
        data=lambda world: {"kind": "anniversary", "due": "2026-01-01", "do": "skipped"},
        good=(302,),
    ),
]
