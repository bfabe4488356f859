"""Addresses of relationships: seen by whoever sees customers, moved by whoever may change them."""

from __future__ import annotations

from tests.web.addresses.people import EDIT, EXPORT, OTHER, PURPOSE, SEE, _guest
from tests.web.addresses.shape import Address

ROWS = [
    Address("stages:stages", (*SEE, *OTHER)),
    Address("stages:export", (*EXPORT, *OTHER), method="post", data=lambda world: {**PURPOSE, "kind": "csv"}),
    Address(
        "stages:move",
        EDIT,
        OTHER,
        lambda world: {"customer": _guest(world).public_id},
        method="post",
        data=lambda world: {"move-stage": "keep", "move-words": "met again"},
        good=(302,),
    ),
]
