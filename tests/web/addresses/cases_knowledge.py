"""Addresses of what cases teach."""

from __future__ import annotations

from tests.web.addresses.cases import OTHER, SEE
from tests.web.addresses.shape import Address

MANAGE = ("administrator",)
EXPORT = ("administrator", "analyst", "manager", *OTHER)

ROWS = [
    Address("knowledge:causes", (*SEE, *OTHER)),
    Address("knowledge:hidden", (*SEE, *OTHER)),
    Address("knowledge:mouth", (*SEE, *OTHER)),
    Address("knowledge:file", EXPORT, method="post", data=lambda world: {"days": "90"}),
    Address("knowledge:own", MANAGE),
    Address("knowledge:edit", MANAGE, arguments=lambda world: {"key": "waiting"}),
]
