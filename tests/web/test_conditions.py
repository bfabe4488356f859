"""A condition gives the same answers in the application's database as in Python, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from tests.conditions import CONDITIONS, ROWS, TODAY, VOCABULARY

from regulars.survey.conditions import Dialect, Kind, holds, where

TYPES = {Kind.NUMBER: "double precision", Kind.DAY: "date", Kind.FLAG: "boolean"}


@pytest.fixture
def answers(db: None) -> str:
    """A table with a column for each field."""
    columns = ", ".join(f'"{name}" {TYPES.get(known.kind, "text")}' for name, known in VOCABULARY.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE asked (number integer, {columns})")
    return "asked"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CONDITIONS, ROWS)
def test_the_database_gives_the_same_answers_as_python(answers: str, condition: Any, rows: list[Any]) -> None:
    columns = {name: f'"{name}"' for name in VOCABULARY}
    clause = where(condition, VOCABULARY, columns, Dialect(connection.vendor), TODAY)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {answers}")
        for number, row in enumerate(rows):
            values = [number, *(stored(row[name]) for name in VOCABULARY)]
            marks = ", ".join("%s" for _ in values)
            cursor.execute(f"INSERT INTO {answers} VALUES ({marks})", values)
        cursor.execute(f"SELECT number FROM {answers} WHERE {clause.text} ORDER BY number", clause.parameters)
        found = [number for (number,) in cursor.fetchall()]

    assert found == [number for number, row in enumerate(rows) if holds(condition, row, TODAY)]


def stored(value: Any) -> Any:
    """As the application keeps it."""
    if isinstance(value, list):
        return json.dumps(value)
    return value.isoformat() if isinstance(value, date) else value
