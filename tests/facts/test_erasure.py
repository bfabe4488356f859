"""Right to be forgotten: nothing of the customer is left, and nothing brings it back."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.facts import UndoError, open_facts
from regulars.facts.table import Table

ROWS = tuple(
    {"purchase": f"P{i}", "customer": f"person-{i % 3}", "amount": i + 1, "product": f"gift for person-{i % 3}"}
    for i in range(6)
)


def everything(folder) -> bytes:
    """All bytes below a folder."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_a_customer_leaves_tables_files_logs_and_map(put, facts, content) -> None:
    put(*ROWS[:3])
    put(*ROWS[3:])
    key = facts.purchases().filter(lambda t: t.purchase == "P1").to_pyarrow()["customer"][0].as_py()

    report = facts.erase_customers(["person-1"])

    assert (report.asked, report.known, report.rows) == (1, 1, {"purchases": 2})
    assert [purchase for purchase, *_ in content()] == ["P0", "P2", "P3", "P5"]
    left = everything(facts.home)
    assert b"person-1" not in left
    assert str(key).encode() not in left
    assert key.to_bytes(8, "little") not in left
    assert facts.purchases_table.snapshot().rows == 4
    # The history of imports outlives the log that was shortened.
    assert [one.new for one in facts.imports()] == [3, 3]


def test_a_row_that_never_came_in_is_erased_too(facts, tmp_path) -> None:
    """Rows that were set aside lie in a file of their own, also those that no reader could take apart."""
    file = tmp_path / "sales.csv"
    file.write_text(
        "receipt,guest,day,amount\n1,person-1,2026-01-05,ten\n2,person-2,2026-01-06,ten\n"
        '3,"person-1,2026-01-06,9\n4,person-3,2026-01-07,9\n'
    )
    columns = {"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"}
    report = facts.import_purchases(file, columns=columns)
    assert report.n_bad == 3

    erased = facts.erase_customers(["person-1"])

    left = everything(facts.home)
    assert erased.set_aside == 2
    assert b"person-1" not in left
    assert b"person-2" in left


def test_the_old_file_does_not_bring_them_back(put, facts, content) -> None:
    put(*ROWS, digest="a")
    facts.erase_customers(["person-1"])
    before = content()

    assert put(*ROWS, digest="a").new == 0
    again = put(*ROWS)

    assert (again.new, again.known, again.erased) == (0, 4, 2)
    assert content() == before
    facts.undo_last_import()
    with pytest.raises(UndoError, match="customers were erased since"):
        facts.undo_last_import()
    assert content() == before


def test_an_id_is_one_person_however_it_is_written(put, facts, content) -> None:
    put({"purchase": "P1", "customer": "17850"}, {"purchase": "P2", "customer": "4"})

    assert facts.erase_customers([17850.0, None, ""]).rows == {"purchases": 1}
    assert [purchase for purchase, *_ in content()] == ["P2"]


def test_a_stranger_is_refused_for_the_future(put, facts) -> None:
    put(ROWS[0])

    assert facts.erase_customers(["person-1"]).known == 0
    assert put(*ROWS).erased == 2


@pytest.mark.parametrize("step", ["find", "erase", "_drop_dead_files", "forget"])
def test_a_crash_between_the_steps_is_finished_by_a_rerun(put, facts, content, monkeypatch, step) -> None:
    put(*ROWS)

    def crash(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(facts.keys if step in ("find", "forget") else Table, step, crash)
        with pytest.raises(KeyboardInterrupt):
            facts.erase_customers(["person-1"])
    facts = open_facts(facts.home)
    assert put(*ROWS).new == 0

    facts.erase_customers(["person-1"])

    assert [purchase for purchase, *_ in content()] == ["P0", "P2", "P3", "P5"]
    assert b"person-1" not in everything(facts.home)
    assert len(list(facts.purchases_table.path.glob("part-*"))) == 1


def test_a_file_whose_every_row_goes_is_no_longer_named(put, facts) -> None:
    put(ROWS[1])

    facts.erase_customers(["person-1"])

    assert facts.purchases_table.snapshot().files == ()
    assert facts.purchase_summary().num_rows == 0
    assert put(ROWS[0]).new == 1


COLUMNS = {"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"}
HEAD = "receipt,guest,day,amount\n"


@pytest.fixture
def sales(facts, tmp_path):
    """Import a text."""

    def bring(text: str):
        file = tmp_path / "sales.csv"
        file.write_text(HEAD + text, "utf-8")
        return facts.import_purchases(file, columns=COLUMNS)

    return bring


@pytest.mark.parametrize("written", ["Ame\u0301lie", "Am\u00e9lie", "\u00a0Am\u00e9lie", "\ufeffAme\u0301lie\u3000"])
def test_an_id_is_found_however_it_was_composed(sales, facts, written) -> None:
    sales(f"1,{written},2026-01-05,9\n2,K1,2026-01-05,9\n")

    assert facts.erase_customers(["Ame\u0301lie"]).rows == {"purchases": 1}
    assert facts.erase_customers([" K1\u00a0"]).rows == {"purchases": 1}


def test_a_large_number_is_one_customer_whatever_its_type(facts, tmp_path) -> None:
    kinds = (([12345678901234568.0], pa.float64()), ([12345678901234568], pa.int64()), (["12345678901234568"], None))
    for number, (values, kind) in enumerate(kinds):
        ids = pa.array(values, kind)
        table = pa.table({"receipt": [str(number)], "guest": ids, "day": ["2026-01-05"], "amount": [1.5]})
        pq.write_table(table, tmp_path / f"{number}.parquet")
        facts.import_purchases(tmp_path / f"{number}.parquet", columns=COLUMNS)

    assert facts.purchase_totals().customers == 1
    assert facts.erase_customers([12345678901234568.0]).rows == {"purchases": 3}


def test_a_long_value_among_the_set_aside_does_not_stop_an_erasure(sales, facts) -> None:
    sales(f"1,person-1,2026-01-05,ten\n2,person-2,2026-01-05,{'x' * 200_000}\n")

    assert facts.erase_customers(["person-1"]).set_aside == 1
    left = everything(facts.home)
    assert b"person-1" not in left
    assert b"x" * 200_000 in left


def test_a_damaged_file_of_set_aside_rows_goes_as_a_whole(sales, facts) -> None:
    report = sales("1,person-1,2026-01-05,9\n2,person-2,2026-01-05,ten\n")
    report.bad_rows_file.write_bytes(b"receipt,guest\n1,person-1 \xff\xfe\n")

    facts.erase_customers(["person-1"])

    assert not report.bad_rows_file.exists()
    assert b"person-1" not in everything(facts.home)


def test_the_key_goes_even_if_the_set_aside_rows_cannot(sales, facts, monkeypatch) -> None:
    sales("1,person-1,2026-01-05,9\n")

    def broken(*_):
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr("regulars.facts.erasure.forget_customers", broken)
        with pytest.raises(OSError, match="disk is gone"):
            facts.erase_customers(["person-1"])

    assert b"person-1" not in everything(facts.home)


def test_halves_and_old_files_of_set_aside_rows_go_with_the_next_writing(sales, facts) -> None:
    old = sales("1,person-1,2026-01-05,ten\n").bad_rows_file
    os.utime(old, (1, 1))
    (old.parent / ".purchases-1.part").write_text("person-1")

    facts.compact()

    assert list(old.parent.iterdir()) == []


def test_the_erased_do_not_come_back_among_the_set_aside(sales, facts) -> None:
    facts.erase_customers(["person-1", "person-3"])

    report = sales('1,person-1,2026-01-05,ten\n2,person-2,2026-01-06,ten\n3,"person-3,2026-01-06,9\n')

    assert (report.n_bad, len(report.bad_rows_file.read_text().splitlines())) == (3, 2)
    assert b"person-1" not in everything(facts.home)
    assert b"person-3" not in everything(facts.home)
    assert sales("4,person-1,2026-01-05,eleven\n").bad_rows_file is None


def test_an_id_of_several_words_leaves_a_row_in_one_piece(sales, facts) -> None:
    sales('1,"Ann Lee,2026-01-05,ten\n2,Bob,2026-01-05,ten\n')

    assert facts.erase_customers(["Ann Lee"]).set_aside == 1
    assert b"Ann Lee" not in everything(facts.home)


def test_the_unknown_are_named(put, facts) -> None:
    put(ROWS[0])

    assert facts.erase_customers(["person-0", "stranger"]).unknown == ("stranger",)


def test_only_the_owner_reads_the_facts(put, facts) -> None:
    put(ROWS[0])

    for folder in (facts.home, facts.keys.folder, facts.purchases_table.path, facts.home / "stage"):
        assert folder.stat().st_mode & 0o777 == 0o700, folder


def test_the_reader_spills_into_a_folder_of_its_own(put, facts) -> None:
    put(ROWS[0])
    facts.purchase_totals()

    spill = Path(facts._reader._db.execute("select current_setting('temp_directory')").fetchone()[0])
    assert spill.stat().st_mode & 0o777 == 0o700
    assert spill.name != f"regulars-{os.getpid()}"


def test_many_at_once_are_counted_each_and_files_keep_their_order(put, sales, facts) -> None:
    put(*({"purchase": f"P{i}", "customer": f"person-{i % 50}"} for i in range(500)))
    sales("1,person-1,2026-01-05,ten\n2,person-2,2026-01-06,ten\n")

    done = facts.erase_customers([f"person-{i}" for i in range(20)] + ["stranger"])

    assert (done.asked, done.known, done.rows, done.set_aside) == (21, 20, {"purchases": 200}, 2)
    assert done.unknown == ("stranger",)
    one = done.of([" person-1 ", "stranger"])
    assert (one.asked, one.known, one.rows, one.set_aside, one.unknown) == (2, 1, {"purchases": 10}, 1, ("stranger",))
    (file,) = facts.purchases_table.snapshot().files
    customers = pq.read_table(file)["customer"].to_pylist()
    assert (len(customers), customers) == (300, sorted(customers))


def test_more_than_a_filter_holds_are_erased_too(put, facts, monkeypatch) -> None:
    monkeypatch.setattr("regulars.facts.table._FEW_GONE", 3)
    put(*({"purchase": f"P{i}", "customer": f"person-{i % 10}"} for i in range(100)))

    assert facts.erase_customers([f"person-{i}" for i in range(5)]).rows == {"purchases": 50}
    assert facts.purchases_table.snapshot().rows == 50
