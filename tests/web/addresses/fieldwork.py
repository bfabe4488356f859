"""Addresses of fieldwork. It is the company's: who manages a part of it has no board."""

from __future__ import annotations

from tests.web.addresses.research import MANAGERS, _of, _study
from tests.web.addresses.shape import Address

ROWS = [
    Address("fieldwork:board", MANAGERS, arguments=_of(_study)),
    Address("fieldwork:document", MANAGERS, arguments=_of(_study, ending="xlsx")),
    Address("fieldwork:trying", MANAGERS, arguments=_of(_study)),
    Address(
        "fieldwork:trying-act",
        MANAGERS,
        arguments=_of(_study),
        method="post",
        data=lambda world: {"do": "link"},
        good=(302,),
    ),
]
