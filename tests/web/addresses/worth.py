"""Addresses of the pages on value and loyalty: whoever may see results."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.results import EXPORT, SEE
from tests.web.addresses.shape import Address
from tests.web.results.samples import facts_in


def _map(world: Any) -> dict[str, str]:
    facts_in(world.home)
    return {"key": "loyalty-map"}


ROWS = [
    Address("worth:first", SEE, good=(302,)),
    Address("worth:page", SEE, arguments=_map),
    Address("worth:file", EXPORT, arguments=_map, method="post", good=(302,)),
]
