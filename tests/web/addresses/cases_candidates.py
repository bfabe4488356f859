"""Addresses of hidden complaints."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.cases import OTHER, WORK
from tests.web.addresses.inbox import _response
from tests.web.addresses.shape import Address


def _candidate(world: Any) -> dict[str, str]:
    from regulars.web.cases.candidates.models import Candidate

    return {"public_id": Candidate.objects.create(response=_response(world), points=3, why=["slow"]).public_id}


def _listed(world: Any) -> dict[str, str]:
    _candidate(world)
    return {}


ROWS = [
    Address("candidates:candidates", (*WORK, *OTHER), arguments=_listed),
    Address("candidates:look", (*WORK, *OTHER), method="post", good=(302,)),
    Address(
        "candidates:decide", WORK, OTHER, _candidate, method="post", data=lambda world: {"do": "open"}, good=(302,)
    ),
]
