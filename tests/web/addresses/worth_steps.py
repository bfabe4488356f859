"""Addresses of the five steps: settled for the whole company."""

from __future__ import annotations

from tests.web.addresses.shape import Address

SEE = ("administrator", "analyst")

ROWS = [
    Address("steps:steps", SEE),
    Address("steps:file", SEE, method="post", data=lambda world: {"kind": "xlsx"}, good=(302,)),
    Address(
        "steps:settle", SEE, (), lambda world: {"step": "terms"}, method="post", data=lambda world: {"note": "so"},
        good=(302,),
    ),
]  # fmt: skip
