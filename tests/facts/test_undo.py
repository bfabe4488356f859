"""Taking back the last import, and when that is no longer possible."""

from __future__ import annotations

import os

import pytest

from regulars.facts import UndoError

FIRST = ({"purchase": "P1", "customer": "1", "amount": 5}, {"purchase": "P2", "customer": "2", "amount": 7})


def test_rows_go_and_corrected_values_come_back(put, facts, content) -> None:
    put(*FIRST)
    put({**FIRST[0], "amount": 50}, {"purchase": "P3", "customer": "new-person", "amount": 1}, digest="b")

    report = facts.undo_last_import()

    assert (report.removed, report.restored, report.undone.digest) == (1, 1, "b")
    assert content() == [("P1", 1, 5), ("P2", 1, 7)]
    assert [one.undone for one in facts.imports()] == [True, False]
    # Whoever came only with that import is not kept in the map either.
    assert not any(b"new-person" in file.read_bytes() for file in facts.keys.folder.iterdir())


def test_the_file_can_be_imported_again(put, facts, content) -> None:
    for _ in range(2):
        assert put(*FIRST, digest="a").new == 2
        assert facts.already_imported("purchases", "a") == 2
        facts.undo_last_import()
        assert facts.already_imported("purchases", "a") is None
        assert content() == []

    put(*FIRST, digest="a")
    assert put(*FIRST, digest="a").known == 2


def test_one_import_after_the_other(put, facts, content) -> None:
    put(FIRST[0])
    put(FIRST[1])

    facts.undo_last_import()
    facts.undo_last_import()

    assert content() == []
    with pytest.raises(UndoError, match="There is no import to take back"):
        facts.undo_last_import()


def test_also_after_a_compaction(put, facts, content) -> None:
    put(FIRST[0])
    put(FIRST[1])
    facts.compact()
    assert len(facts.purchases_table.snapshot().files) == 1

    facts.undo_last_import()

    assert content() == [("P1", 1, 5)]


def test_not_after_the_old_files_went(put, facts, content) -> None:
    """A compaction removes what has been dead for a week."""
    put(FIRST[0])
    put({**FIRST[0], "amount": 8})
    for file in facts.purchases_table.path.glob("part-*.parquet"):
        os.utime(file, (1, 1))
    facts.compact()

    with pytest.raises(UndoError, match="can no longer be taken back: the files from before it are gone"):
        facts.undo_last_import()
    assert content() == [("P1", 1, 8)]


def test_not_when_it_was_made_so(put, facts) -> None:
    put(*FIRST, undoable=False)

    with pytest.raises(UndoError, match="made so that it cannot be taken back"):
        facts.undo_last_import()


def test_what_was_erased_stays_erased(put, facts, content) -> None:
    """Customer 2 was corrected away, then erased: the files before the correction still held the row."""
    put(*FIRST)
    put({**FIRST[1], "customer": "1"})
    facts.erase_customers(["2"])

    with pytest.raises(UndoError):
        facts.undo_last_import()

    put({"purchase": "P3", "customer": "3", "amount": 2})
    facts.undo_last_import()
    assert content() == [("P1", 1, 5), ("P2", 1, 7)]


def test_whom_an_undo_brings_back_can_still_be_erased(put, facts, content) -> None:
    """The line of customer 1 became customer 3's; after the undo it is customer 1's again."""
    put(*FIRST)
    put({**FIRST[0], "customer": "3"})
    facts.compact()
    facts.undo_last_import()

    assert facts.erase_customers(["1"]).rows == {"purchases": 1}
    assert content() == [("P2", 1, 7)]


def test_an_undo_keeps_whom_the_next_undo_brings_back(put, facts, content) -> None:
    put(*FIRST)
    put({**FIRST[0], "customer": "3"})
    put({"purchase": "P4", "customer": "4"})
    facts.undo_last_import()
    facts.undo_last_import()

    assert facts.erase_customers(["1"]).rows == {"purchases": 1}
    assert content() == [("P2", 1, 7)]


def test_whom_no_undo_brings_back_is_not_kept(put, facts) -> None:
    put({"purchase": "P1", "customer": "old-person"})
    put({"purchase": "P1", "customer": "3"})
    for file in facts.purchases_table.path.glob("part-*.parquet"):
        os.utime(file, (1, 1))
    facts.compact()

    assert facts.erase_customers(["old-person"]).known == 0
