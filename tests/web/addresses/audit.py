"""Addresses of the trail: administrators alone."""

from __future__ import annotations

from tests.web.addresses.shape import Address

ROWS = [
    Address("audit:trail", ("administrator",)),
    Address("audit:export", ("administrator",), method="post"),
]
