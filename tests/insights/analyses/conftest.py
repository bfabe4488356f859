"""Purchases written by hand, and a small sample company."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from regulars.facts import Facts, open_facts
from regulars.facts.imports import PurchaseMapping
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.simulate import company

NAMES = ("customer", "basket", "line", "at", "amount", "cost", "product", "category", "channel", "unit", "promotion")


@pytest.fixture
def bought(tmp_path: Path) -> Callable[[Iterable[dict[str, object]]], Facts]:
    """Facts that hold these lines, each a dictionary of what it says."""

    def write(lines: Iterable[dict[str, object]]) -> Facts:
        file = tmp_path / "lines.csv"
        with file.open("w", newline="") as out:
            rows = csv.DictWriter(out, NAMES, restval="")
            rows.writeheader()
            for number, line in enumerate(lines):
                rows.writerow({"basket": f"B{number}", "line": 1, **line})
        facts = open_facts(tmp_path / "facts")
        columns = {name: name for name in NAMES if name != "basket"} | {"purchase": "basket"}
        facts.import_purchases(
            file, mapping=PurchaseMapping.from_columns(columns, PurchaseMapping("at", amount="amount", currency="EUR"))
        )
        return facts

    return write


@pytest.fixture(scope="session")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A small sample company, scored."""
    facts = open_facts(tmp_path_factory.mktemp("analysed") / "facts")
    company(customers=1200, seed=7).write(facts)
    facts.write_scores(score_customers(facts, scope=Scope.whole(purpose="test")).rows)
    return facts
