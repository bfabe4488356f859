"""Addresses of the frame."""

from __future__ import annotations

from tests.web.addresses.shape import EVERYBODY, Address

ACCOUNTS = tuple(one for one in EVERYBODY if one != "nobody")
ROWS = [
    Address("home", ACCOUNTS, good=(200, 302)),
    Address("language", EVERYBODY, method="post", data=lambda world: {"language": "zh"}, good=(302,)),
]
