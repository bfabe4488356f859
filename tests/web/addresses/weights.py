"""Addresses of the weights of a study. Whoever manages studies of the whole company weights them."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.research import MANAGERS, _study
from tests.web.addresses.shape import Address


def _of(world: Any) -> Any:
    return {"public_id": _study(world).public_id}


ROWS = [
    Address("weights:weights", MANAGERS, arguments=_of),
    Address("weights:margins", MANAGERS, arguments=_of, good=(302,), note="without a breakdown back to the page"),
    Address("weights:blank", MANAGERS, arguments=_of),
    Address("weights:send", MANAGERS, arguments=_of, method="post", good=(400,), note="a file is missing"),
    Address("weights:act", MANAGERS, arguments=_of, method="post", good=(302,)),
]
