"""Right to be forgotten: nothing of the customer is left, and nothing brings it back."""

from __future__ import annotations

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
