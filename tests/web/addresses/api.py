"""Addresses of REST: without a token nobody gets anything, whoever is signed in. The pages about tokens."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import EVERYBODY, Address

SIGNED_IN = EVERYBODY[1:]
SEERS = ("administrator", "analyst", "manager", "colleague", "agent")
_OF_A_CUSTOMER = (
    "customer", "relations", "scores", "customer-events", "contacts", "consents", "promises", "expectations", "record",
    "customer-purchases", "identifiers",
)  # fmt: skip


def _token(world: Any) -> dict[str, str]:
    from regulars.web.api.scopes import Scope
    from regulars.web.api.tokens import issue

    return {
        "public_id": issue(name="Shop", scopes=[Scope.CUSTOMERS_READ], days=9, owner=world.people.manager)[0].public_id
    }


def _with(world: Any) -> dict[str, str]:
    _token(world)
    return {}


def _0042(world: Any) -> dict[str, str]:
    return {"customer": "0042"}


ROWS = [
    Address("api:tokens", SEERS, arguments=_with),
    Address(
        "api:tokens", SEERS, method="post", data=lambda world: {"name": "Shop", "scopes": "customers:read", "days": 9}
    ),
    Address(
        "api:revoke",
        ("administrator", "manager"),
        foreign=("analyst", "colleague", "agent"),
        arguments=_token,
        method="post",
        good=(302,),
    ),
    Address("rest:docs", SIGNED_IN),
    Address("rest:openapi", EVERYBODY),
    Address("rest:customers", EVERYBODY, good=(401,)),
    Address("rest:customers-batch", EVERYBODY, method="post", good=(401,)),
    Address("rest:purchases", EVERYBODY, method="post", good=(401,)),
    Address("rest:erasure", EVERYBODY, arguments=_0042, method="post", good=(401,)),
    Address("rest:segments", EVERYBODY, good=(401,)),
    Address("rest:segment-customers", EVERYBODY, arguments=lambda world: {"segment": "x"}, good=(401,)),
    *(Address(f"rest:{name}", EVERYBODY, arguments=_0042, good=(401,)) for name in _OF_A_CUSTOMER),
    Address("rest:unknown", EVERYBODY, arguments=lambda world: {"rest": "x"}, good=(401,)),
]
