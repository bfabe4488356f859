"""A condition gives the same answers through Ibis as in Python."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conditions import CONDITIONS, ROWS, TODAY, VOCABULARY

from regulars.facts.conditions import expression
from regulars.survey.conditions import holds

KINDS = {
    "overall": pa.int8(), "expected": pa.int64(), "spent": pa.float64(), "comment": pa.string(), "reason": pa.string(),
    "unit": pa.string(), "used": pa.list_(pa.string()), "day": pa.date32(), "arrived": pa.date32(),
    "contact": pa.bool_(),
}  # fmt: skip


@pytest.fixture(scope="module")
def duck() -> Any:
    """An engine of its own."""
    return ibis.duckdb.connect()


@settings(max_examples=12, deadline=None)
@given(st.lists(CONDITIONS, min_size=1, max_size=6), ROWS)
def test_ibis_gives_the_same_answers_as_python(duck: Any, conditions: list[Any], rows: list[dict[str, Any]]) -> None:
    table = pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in KINDS.items()})
    memory = ibis.memtable(table)
    columns = {name: memory[name] for name in VOCABULARY}
    asked = {str(at): expression(one, VOCABULARY, columns, TODAY) for at, one in enumerate(conditions)}
    answers = duck.to_pyarrow(memory.select(**asked)).to_pylist()

    assert answers == [{str(at): holds(one, row, TODAY) for at, one in enumerate(conditions)} for row in rows]
