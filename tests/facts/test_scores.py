"""The dated table of scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.facts import ContractError, Facts, parts
from regulars.facts.scores import SCORES, scores_table, write_scores

JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)


def scored(day: date, customers: Sequence[int], value: float = 1.0) -> pa.Table:
    """Rows with the columns that matter here."""
    schema = SCORES.schema
    columns: dict[str, list[Any]] = {
        "customer": list(customers),
        "day": [day] * len(customers),
        "at": [datetime(2026, 4, 1, tzinfo=UTC)] * len(customers),
        "value": [value] * len(customers),
    }
    return pa.table({name: pa.array(column, schema.field(name).type) for name, column in columns.items()})


def found(facts: Facts, as_of: date | str | None = None) -> dict[int, tuple[date, float]]:
    rows = facts.customer_scores(as_of).select("customer", "day", "value").to_pyarrow().to_pylist()
    return {row["customer"]: (row["day"], row["value"]) for row in rows}


def test_before_the_first_scoring_there_is_no_row(facts: Facts) -> None:
    """And no table, so nothing else changes."""
    assert found(facts) == {}
    assert [table.contract.name for table in facts.tables()] == ["purchases"]


def test_the_latest_day_is_read(facts: Facts) -> None:
    """Also when an earlier day is scored afterwards."""
    write_scores(facts, scored(MARCH, [1, 2]))
    write_scores(facts, scored(JANUARY, [1], 7))

    assert found(facts) == {1: (MARCH, 1.0), 2: (MARCH, 1.0)}
    assert found(facts, "2026-02-28") == {1: (JANUARY, 7.0)}
    assert found(facts, date(2025, 12, 31)) == {}


def test_the_same_day_again_replaces_that_day_alone(facts: Facts, put: Callable[..., Any]) -> None:
    """Also in files that compaction has joined."""
    put(*({"purchase": name, "customer": name} for name in ("anna", "bert", "carla")))
    anna, bert, carla = facts.customers()["key"].to_pylist()
    for day in (JANUARY, FEBRUARY):
        write_scores(facts, scored(day, [anna, bert]))
    facts.compact()

    write_scores(facts, scored(JANUARY, [bert, carla], 9))

    assert found(facts, JANUARY) == {bert: (JANUARY, 9.0), carla: (JANUARY, 9.0)}
    assert found(facts) == {anna: (FEBRUARY, 1.0), bert: (FEBRUARY, 1.0)}


def test_days_after_the_last_of_the_data_go(facts: Facts) -> None:
    """An import was taken back: what was computed from it does not stay the latest."""
    for day in (JANUARY, FEBRUARY, MARCH):
        write_scores(facts, scored(day, [1]))

    write_scores(facts, scored(FEBRUARY, [1], 5), latest=True)

    assert found(facts) == {1: (FEBRUARY, 5.0)}
    assert found(facts, JANUARY) == {1: (JANUARY, 1.0)}


def test_columns_that_are_not_given_are_empty(facts: Facts) -> None:
    """A later issue adds columns; rows without them are whole all the same."""
    write_scores(facts, scored(MARCH, [1]))

    row = facts.customer_scores().to_pyarrow().to_pylist()[0]
    assert set(row) == set(SCORES.names)
    assert (row["value"], row["alive"], row["segment"]) == (1.0, None, None)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (pa.concat_tables([scored(MARCH, [1]), scored(JANUARY, [1])]), "these rows name 2 days"),
        (scored(MARCH, []), "these rows name 0 days"),
        (scored(MARCH, [1, 1]), "name some twice"),
    ],
)
def test_rows_that_do_not_fit_are_refused(facts: Facts, rows: pa.Table, words: str) -> None:
    """One day at a time, everybody once."""
    with pytest.raises(ContractError, match=words):
        write_scores(facts, rows)


def test_an_erased_customer_leaves_the_scores_too(facts: Facts, put: Callable[..., Any]) -> None:
    """Of every day, and for good."""
    put({"purchase": "A", "customer": "anna"}, {"purchase": "B", "customer": "bert"})
    keys = dict(zip(*facts.customers().to_pydict().values(), strict=True))
    for day in (JANUARY, MARCH):
        write_scores(facts, scored(day, [keys["anna"], keys["bert"]]))

    done = facts.erase_customers(["anna"])

    assert done.rows == {"purchases": 1, "customer_scores": 2}
    assert set(found(facts)) == set(found(facts, JANUARY)) == {keys["bert"]}
    assert facts.customers()["id"].to_pylist() == ["bert"]


def test_scores_keep_no_key_alive(facts: Facts, put: Callable[..., Any]) -> None:
    """The import that brought somebody is taken back: id, key and scores go with it."""
    put({"purchase": "A", "customer": "anna"})
    put({"purchase": "B", "customer": "bert"})
    keys = dict(zip(*facts.customers().to_pydict().values(), strict=True))
    write_scores(facts, scored(MARCH, list(keys.values())))

    facts.undo_last_import()

    assert facts.customers()["id"].to_pylist() == ["anna"]
    assert set(found(facts)) == {keys["anna"]}


def test_a_killed_write_leaves_nothing(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are written, the commit never comes."""
    write_scores(facts, scored(JANUARY, [1]))
    table = scores_table(facts)
    before = sorted(table.path.glob("*.parquet"))

    monkeypatch.setattr("regulars.facts.table.Table.commit", lambda *_, **__: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_scores(facts, scored(JANUARY, [1, 2]))

    assert sorted(table.path.glob("*.parquet")) == before


def test_rows_are_written_as_they_lie(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over several files, out of order, with words that stand once: read back they are what they were."""
    monkeypatch.setattr(parts, "FILE_ROWS", 200)
    monkeypatch.setattr(parts, "GROUP_ROWS", 70)
    keys = np.random.default_rng(1).permutation(1_000)
    rows = scored(MARCH, keys.tolist()).set_column(3, "value", pa.array(keys / 7))
    words = pa.array(["key", None, "other"], pa.string()).take(pa.array(keys % 3))
    rows = rows.append_column("segment", words.dictionary_encode())

    assert write_scores(facts, rows) == 1_000

    read = facts.customer_scores().to_pyarrow().sort_by("customer")
    order = np.argsort(keys)
    assert read["value"].to_pylist() == (keys / 7)[order].tolist()
    assert read["segment"].to_pylist() == words.take(pa.array(order)).to_pylist()
    assert read["alive"].null_count == 1_000
    assert read.schema.field("segment").type == pa.string()
    files = [pq.read_table(file, columns=["customer"])["customer"].to_pylist() for file in _files(facts)]
    assert [len(file) for file in files] == [200] * 5
    assert [key for file in files for key in file] == list(range(1_000))


def _files(facts: Facts) -> tuple[str, ...]:
    return scores_table(facts).snapshot().files
