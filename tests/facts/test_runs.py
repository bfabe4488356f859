"""Many imports are sorted together at night: few files for one customer, the same rows, nothing done twice."""

from __future__ import annotations

import errno
from pathlib import Path
from types import SimpleNamespace

import pytest

from regulars.facts import DiskFullError, copying, log, runs, table
from regulars.facts.runs import NOBODY, Sorted, pieces, runs_of


def file(name: str, *groups: tuple[int, int, int], size: int = 1) -> Sorted:
    return Sorted(name, size, groups)


@pytest.fixture
def daily(put, monkeypatch):
    """Twelve imports of the same 300 customers, each a file of its own; one of nobody."""
    monkeypatch.setattr(copying, "FEW", 100)  # else small files would be put together first
    for day in range(12):
        put(*({"purchase": f"{day}-{i}", "customer": f"c{i}", "amount": i} for i in range(300)))
    put(*({"purchase": f"walk-{i}"} for i in range(50)))


def rows(facts) -> list[tuple]:
    found = facts.purchases().select("customer", "purchase", "line", "amount").to_pyarrow().to_pydict()
    return sorted(zip(*found.values(), strict=True), key=str)


def test_runs_are_files_that_follow_one_another() -> None:
    base = [file("a", (0, 5, 9)), file("b", (5, 9, 9)), file("c", (9, NOBODY, 9)), file("d", (NOBODY, NOBODY, 1))]
    loose = [file("e", (1, 8, 1)), file("f", (0, 9, 1))]

    found = runs_of([*loose, *base])

    assert sorted(sorted(one.file for one in run.files) for run in found) == [["a", "b", "c", "d"], ["e"], ["f"]]


def test_a_large_run_waits_until_the_others_are_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {"large": 1000, "a": 1, "b": 1, "c": 2, "d": 3, "e": 300}
    monkeypatch.setattr(runs, "read", lambda name: file(name, (0, 9, 5), size=sizes[name]))

    assert runs.to_sort(["large", "a", "b", "c"]) == []
    assert {one.file for one in runs.to_sort(list(sizes))} == {"a", "b", "c", "d"}
    sizes["d"] = 260
    assert {one.file for one in runs.to_sort(list(sizes))} == {"a", "b", "c"}
    sizes["large"] = 900
    sizes["c"] = 200
    assert {one.file for one in runs.to_sort(list(sizes))} == set(sizes)


def test_pieces_cut_between_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "PIECE", 10)

    found = pieces([file("a", (0, 4, 6), (4, 9, 6), (9, NOBODY, 6)), file("b", (2, 9, 6), (NOBODY, NOBODY, 99))])

    assert found == sorted(set(found))
    assert all(0 < edge < NOBODY for edge in found)
    assert pieces([file("a", (3, 3, 50), (3, 3, 50), (3, 4, 50))]) == [3]  # one who bought all that


def test_a_night_sorts_what_many_imports_brought(facts, daily, monkeypatch) -> None:
    monkeypatch.setattr(runs, "PIECE", 1000)
    before = rows(facts)
    assert len(facts.purchases_table.snapshot().files) == 13

    done = facts.tend()

    assert rows(facts) == before
    now = [runs.read(one) for one in facts.purchases_table.snapshot().files]
    assert len(runs_of(now)) == 1
    assert done["purchases"] == (13, len(now))
    assert 3 <= len(now) <= 6
    version = facts.purchases_table.snapshot().version
    facts.tend()
    assert facts.purchases_table.snapshot().version == version
    assert [one.action for one in log.records(facts.purchases_table.path)].count("compact") == 1


def test_an_import_is_taken_back_after_the_night(facts, daily, put) -> None:
    put({"purchase": "0-1", "customer": "c1", "amount": 99})
    facts.tend()

    report = facts.undo_last_import()

    assert (report.removed, report.restored) == (0, 1)
    assert facts.purchase_totals().lines == 12 * 300 + 50
    assert facts.purchases().filter(lambda t: t.purchase == "0-1").to_pyarrow()["amount"].to_pylist() == [1]


def test_it_waits_where_there_is_little_room(facts, daily, monkeypatch) -> None:
    monkeypatch.setattr(table.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    facts.tend()

    assert len(facts.purchases_table.snapshot().files) == 13


def test_whoever_is_erased_in_the_night_does_not_stay_in_a_file(facts, daily) -> None:
    facts.tend()
    key = facts.customers().to_pylist()[0]["key"]
    number = facts.customers().to_pylist()[0]["id"]

    assert facts.erase_customers([number]).rows == {"purchases": 12}
    whole = b"".join(one.read_bytes() for one in Path(facts.home).rglob("*.parquet"))
    assert key.to_bytes(8, "little") not in whole


@pytest.mark.parametrize(
    ("step", "error"), [("write", KeyboardInterrupt()), ("commit", OSError(errno.ENOSPC, "No space left on device"))]
)
def test_cut_off_it_leaves_nothing_and_the_next_night_ends_it(facts, daily, monkeypatch, step, error) -> None:
    before, calls, real = rows(facts), [], getattr(table.Table, step)

    def failing(*arguments, **options):
        calls.append(1)
        if len(calls) == 2 or step == "commit":
            raise error
        return real(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(table.Table, step, failing)
        with pytest.raises(KeyboardInterrupt if step == "write" else DiskFullError):
            facts.tend()

    assert rows(facts) == before
    live = facts.purchases_table.snapshot().files
    assert len(live) == len(list(facts.purchases_table.path.glob("part-*"))) == 13
    facts.tend()
    assert rows(facts) == before
    assert len(runs_of(runs.read(one) for one in facts.purchases_table.snapshot().files)) == 1
