"""Addresses of playbooks."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.cases import OTHER, SEE, WORK, case_of
from tests.web.addresses.shape import Address


def _done(world: Any) -> dict[str, str]:
    return {"key": "listen-first", "public_id": case_of(world).public_id}


ROWS = [
    Address("playbooks:playbooks", (*SEE, *OTHER)),
    Address("playbooks:card", (*SEE, *OTHER), arguments=lambda world: {"key": "listen-first"}),
    Address(
        "playbooks:done", WORK, OTHER, _done, method="post", data=lambda world: {"step": ["0", "99", "x"]}, good=(302,)
    ),
]
