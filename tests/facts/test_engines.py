"""The facts read by another engine. Spark itself runs in ``prove/spark.py``; here DuckDB stands behind Spark's SQL."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
import sqlglot
from ibis.backends.sql.dialects import PySpark

from regulars.facts import Facts, LiveResponse, MixedCurrenciesError, heard, tracking
from regulars.facts.database import parquet
from regulars.facts.engines import EngineError, EngineFacts, on_spark
from regulars.facts.engines.spark import Spark, check_java
from regulars.facts.engines.translation import translated
from regulars.language import Language, Text, render
from regulars.survey import Item, Scale, Survey
from regulars.survey.definition import ItemKind, Role

YEAR = tracking.Part("month", date(2026, 1, 1), date(2026, 12, 31))
SOUTH = tracking.Part("week", date(2026, 1, 3), date(2026, 3, 4), frozenset({"south"}))


class StandIn:
    """Takes what Spark would be asked, and puts it to DuckDB."""

    def __init__(self) -> None:
        self._con = ibis.duckdb.connect()
        self.asked: list[str] = []
        self.ibis = SimpleNamespace(table=self._con.table, compile=self._compile)

    def _compile(self, expression: Any) -> str:
        return sqlglot.transpile(str(self._con.compile(expression)), read="duckdb", write=PySpark)[0]

    def view(self, name: str, files: tuple[str, ...], contract: Any) -> None:
        nothing = ", ".join(f'null::{column.sql} as "{column.name}"' for column in contract.columns)
        rows = f"select * from {parquet(files)}" if files else f"select {nothing} where false"
        self._con.con.execute(f"create or replace view {name} as {rows}")

    def sql(self, query: str, parameters: Any) -> pa.Table:
        self.asked.append(query)
        values = {name: duckdb.ConstantExpression(value) for name, value in parameters.items()}
        text = re.sub(r":(\w+)", lambda found: f"({values[found[1]]})", query)
        return self._con.con.execute(sqlglot.transpile(text, read=PySpark, write="duckdb")[0]).to_arrow_table()


@pytest.fixture
def other(facts: Facts) -> EngineFacts:
    """The same facts behind the stand-in."""
    return EngineFacts(facts, StandIn())


@pytest.fixture
def bought(put: Any) -> None:
    """Lines of several customers, days and units; returns, free goods, nobody."""
    days = ["2026-01-05", "2026-01-05", "2026-02-11", "2026-01-30", "2026-03-31", "2026-06-01"]
    put(
        *(
            {
                "purchase": f"p{i}",
                "customer": None if i % 7 == 6 else f"c{i % 5}",
                "day": days[i % 6],
                "amount": ("12.3456", "-3.1", "0", "7.77")[i % 4],
                "unit": ("north", "south", None)[i % 3],
            }
            for i in range(60)
        )
    )


def alike(one: Any, two: Any) -> None:
    """Rows in any order, and their types."""
    if isinstance(one, pa.Table):
        assert one.schema == two.schema
        one, two = (sorted(map(repr, table.to_pylist())) for table in (one, two))
    assert one == two


@pytest.mark.usefixtures("bought")
@pytest.mark.parametrize("until", [None, "2026-02-11"])
def test_purchases_are_the_same(facts: Facts, other: EngineFacts, until: str | None) -> None:
    for question in ("net_by_customer", "purchase_totals", "transactions"):
        alike(getattr(facts, question)(until), getattr(other, question)(until))
    day = None if until is None else date.fromisoformat(until)
    assert other.bought(day).equals(facts.bought(day))
    alike(facts.purchase_summary("week", until), other.purchase_summary("week", until))
    assert other.purchase_summary("week", until).num_rows == 5
    assert other.currency == "EUR"


@pytest.mark.usefixtures("bought")
def test_trends_of_purchases_are_the_same(facts: Facts, other: EngineFacts) -> None:
    for part in (YEAR, SOUTH):
        assert tracking.bought_again(other, 40, part) == tracking.bought_again(facts, 40, part) != {}
        assert tracking.lines_by_period(other, part) == tracking.lines_by_period(facts, part)
        assert heard.sales(other, part) == heard.sales(facts, part)
    assert tracking.units_of(other) == {"north", "south"}


def test_trends_of_ratings_are_the_same(facts: Facts, other: EngineFacts) -> None:
    item = Item("overall", ItemKind.RATING, Text.of("Overall"), scale=Scale(1, 5), role=Role.OVERALL)
    survey = Survey("stay", Text.of("Stay"), (item,))
    given = [
        LiveResponse(
            f"r{i}", "stay", 1, datetime(2026, 1 + i % 4, 3, 23, 30, tzinfo=UTC), date(2026, 1 + i % 4, 4),
            {"overall": 1 + i % 5}, unit=("north", "south")[i % 2], wave="w", weight=(None, 0.5, 2.0)[i % 3],
        )
        for i in range(40)
    ]  # fmt: skip
    facts.copy_responses(given, surveys=[survey], batch=1, store_id="s")

    for part in (YEAR, SOUTH):
        alike(*(tracking.ratings_by_period(one, ["stay"], ["overall"], part) for one in (facts, other)))
        alike(*(tracking.ratings_by_unit(one, ["stay"], "overall", part) for one in (facts, other)))
        mine, theirs = (heard.mean_ratings(one, ["stay"], "overall", part, least=1) for one in (facts, other))
        assert mine == {unit: pytest.approx(means) for unit, means in theirs.items()}
    assert tracking.ratings_by_period(other, ["stay"], ["overall"], YEAR).num_rows > 20


def test_nothing_is_nothing(facts: Facts, other: EngineFacts) -> None:
    alike(facts.purchase_summary(), other.purchase_summary())
    alike(facts.purchase_totals(), other.purchase_totals())
    assert tracking.ratings_by_period(other, ["stay"], ["overall"], YEAR).num_rows == 0


def test_a_new_commit_is_seen(other: EngineFacts, put: Any) -> None:
    put({"purchase": "a", "customer": "c", "amount": "1"})
    assert other.purchase_totals().lines == 1
    put({"purchase": "b", "customer": "d", "amount": "2"})

    assert other.purchase_totals().lines == 2
    assert other.customers().num_rows == 2


def test_amounts_of_two_currencies_are_not_added(other: EngineFacts, put: Any) -> None:
    put({"purchase": "a", "customer": "c", "currency": "EUR"}, {"purchase": "b", "customer": "c", "currency": "CNY"})

    with pytest.raises(MixedCurrenciesError):
        other.purchase_summary()


def test_values_never_become_text() -> None:
    query = "select * from t where unit = $unit and list_contains($units, unit) and list_contains($keys, customer)"
    text, bound = translated(query, {"unit": "' or 1=1 --", "units": ["b\\'"], "keys": None, "unused": "x"})

    assert "1=1" not in text
    assert bound == {"unit": "' or 1=1 --", "units": ["b\\'"]}
    assert "CAST(NULL AS BOOLEAN)" in text


def test_what_spark_has_not_got_is_said_otherwise() -> None:
    query = "select avg(x) filter (where y > 1) over (partition by z), count(*) filter (y) over (), a / b from t"

    text, _ = translated(query, {})

    assert text == (
        "SELECT AVG(CAST(CASE WHEN y > 1 THEN x END AS DOUBLE)) OVER (PARTITION BY z), "
        "COUNT(CASE WHEN y THEN 1 END) OVER (), CAST(a AS DOUBLE) / b FROM t"
    )


@pytest.mark.parametrize("query", ["select from where", "select 'open"])
def test_what_cannot_be_said_is_said(query: str) -> None:
    with pytest.raises(EngineError) as caught:
        translated(query, {})

    assert render(caught.value.message, Language.CHINESE).startswith("Spark无法回答")


@pytest.mark.parametrize("language", Language)
def test_without_pyspark(facts: Facts, monkeypatch: Any, language: Language) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)

    with pytest.raises(EngineError) as caught:
        on_spark(facts)

    assert 'pip install "regulars[scale]"' in render(caught.value.message, language)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (None, "there is none here"),
        ("exit 1", "there is none here"),
        ("""echo 'openjdk version "11.0.2" 2019-01-15' >&2""", "is Java 11"),
        ("""echo 'java version "1.8.0_392"' >&2""", "is Java 8"),
        ("""echo 'openjdk version "17.0.15" 2025-04-15' >&2""", ""),
        ("""echo 'openjdk version "21" 2023-09-19' >&2""", ""),
    ],
)
def test_java(tmp_path: Path, monkeypatch: Any, script: str | None, words: str) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    if script is not None:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "java").write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (tmp_path / "bin" / "java").chmod(0o755)

    if not words:
        check_java()
        return
    with pytest.raises(EngineError) as caught:
        check_java()
    assert words in render(caught.value.message, Language.ENGLISH)


def test_where_the_files_are(tmp_path: Path) -> None:
    session = SimpleNamespace(newSession=lambda: None)
    home = tmp_path / "a [b] {c}*?"
    file = str(home / "purchases" / "part-1.parquet")

    assert (
        Spark(session, home)._address(file) == f"file://{tmp_path}/a \\[b\\] \\{{c\\}}\\*\\?/purchases/part-1.parquet"
    )
    assert Spark(session, home, "s3a://bucket/facts/")._address(file) == "s3a://bucket/facts/purchases/part-1.parquet"
