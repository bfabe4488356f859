"""Addresses of files: a file without an owner is its maker's alone, and nobody else learns that it exists."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.pages import ACCOUNTS
from tests.web.addresses.shape import Address


def _of_the_manager(world: Any) -> dict[str, str]:
    from regulars.web.files.actions import keep

    return {"public_id": keep(b"unit,n\nlakeside,3\n", name="units.csv", by=world.people.manager).public_id}


ROWS = [
    Address(
        "files:download",
        ("manager",),
        foreign=tuple(one for one in ACCOUNTS if one != "manager"),
        arguments=_of_the_manager,
    )
]
