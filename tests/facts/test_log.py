"""The log of a table stays readable whatever names it holds."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.facts import Facts
from regulars.facts.log import last_is_torn, records


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x1e", "\x0b"])
def test_a_sign_that_ends_lines_elsewhere_ends_none_here(facts: Facts, put: Any, sign: str) -> None:
    """The commit would be taken for one that the power cut short, and removed."""
    put({"purchase": "P1", "customer": "1", "amount": 5}, digest=f"one{sign}two")
    path = facts.purchases_table.path

    assert last_is_torn(path) is None
    assert records(path)[-1].digest == f"one{sign}two"
    put({"purchase": "P2", "customer": "2", "amount": 7}, digest="b")
    assert len(facts.imports()) == 2
