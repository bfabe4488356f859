"""A stage as an importer would write it, and facts in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.facts import Facts, open_facts
from regulars.facts.contracts import PURCHASES
from regulars.facts.merge import MergeCounts, merge_purchases

Stage = Callable[..., MergeCounts]


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    return open_facts(tmp_path / "facts")


def lines(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Staged lines from a few words each: purchase, customer, day, amount, and whatever else is named."""
    columns: dict[str, list[Any]] = {name: [] for name in (*PURCHASES.names, "row")}
    for number, row in enumerate(rows, 1):
        day = date.fromisoformat(row.get("day", "2026-01-05"))
        full = {
            "source": "till",
            "line": None,
            "currency": "EUR",
            **row,
            "day": day,
            "at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            "amount": Decimal(str(row.get("amount", "1"))),
            "row": number,
        }
        for name, values in columns.items():
            values.append(full.get(name))
    types = {**{f.name: f.type for f in PURCHASES.schema}, "customer": pa.string(), "row": pa.int64()}
    table = pa.table({name: pa.array(values, types[name]) for name, values in columns.items()})
    return table.rename_columns(["customer_id" if name == "customer" else name for name in table.column_names])


@pytest.fixture
def staged() -> Callable[[Sequence[Mapping[str, Any]]], pa.Table]:
    """See :func:`lines`."""
    return lines


@pytest.fixture
def put(facts: Facts, tmp_path: Path) -> Stage:
    """Merge lines; the digest is fresh unless it is named."""
    count = 0

    def merge(*rows: Mapping[str, Any], digest: str | None = None, **options: Any) -> MergeCounts:
        nonlocal count
        count += 1
        stage = tmp_path / f"stage-{count}.parquet"
        pq.write_table(lines(rows), stage)
        return merge_purchases(facts, stage, digest=digest or f"digest-{count}", note={"file": stage.name}, **options)

    return merge


@pytest.fixture
def content(facts: Facts) -> Callable[[], list[tuple[str, int, int]]]:
    """All lines as (purchase, line, amount in whole units), sorted."""

    def read() -> list[tuple[str, int, int]]:
        table = facts.purchases().select("purchase", "line", "amount").to_pyarrow().to_pydict()
        return sorted(zip(table["purchase"], table["line"], map(int, table["amount"]), strict=True))

    return read
